// Counts the values of fields among the rows that pass the filters: the parameter `facets`.

import Catalog
import Documents
import HTTP

/// Counts how often each value of a field occurs.
enum Facets {
    /// The maximum number of values that a facet lists.
    static let maxValues = 1000

    /// The values or buckets of one field with their counts.
    struct Facet {
        /// At most `maxValues`: values by descending count, then in their order; buckets in their order.
        let values: [(bucket: Bucket, count: Int)]
        /// The number of distinct values or buckets.
        let total: Int

        /// True if the facet does not list all values.
        var isTruncated: Bool { values.count < total }

        /// The facet as JSON: a list of objects with `value` and `count`, and of buckets with `from` and `to`.
        var value: Value {
            .list(
                values.map { bucket, count in
                    let limits = [bucket.from.map { Value.Member("from", $0) }, bucket.to.map { .init("to", $0) }]
                    return .object(
                        [.init("value", bucket.value)] + limits.compactMap(\.self) + [.init("count", .integer(count))])
                })
        }
    }

    /// Counts the values of a dimension among `rows`; nil if there are too many buckets.
    ///
    /// After `cancellation`, the result is incomplete and must not be used.
    static func count(
        _ dimension: Dimension, among rows: [Int], of collection: Collection, includesEmpty: Bool = false,
        until cancellation: Cancellation = Cancellation()
    ) -> Facet? {
        let includesEmpty = includesEmpty && dimension.buckets != nil
        guard
            let groups = Groups(
                dimension, among: rows, of: collection, includesEmpty: includesEmpty, until: cancellation),
            let counted = GroupCounts(rows, by: [groups], includesEmpty: includesEmpty, until: cancellation)
        else { return nil }
        // Only the last entry may be of the rows without a value.
        let hasMissing = counted.entries.last.map { counted.group($0, 0) == nil } ?? false
        let entries = counted.entries.dropLast(hasMissing ? 1 : 0)
        let first =
            dimension.buckets == nil
            ? RowOrder.first(maxValues, of: entries) { $0.count == $1.count ? $0.key < $1.key : $0.count > $1.count }
            : Array(entries.prefix(maxValues))
        return Facet(values: first.map { (groups.bucket($0.key), $0.count) }, total: entries.count)
    }
}
