// Counts the values of fields among the rows that pass the filters: the parameter `facets`.

import Catalog
import Documents
import HTTP
import Text

/// Counts how often each value of a field occurs.
enum Facets {
    /// The maximum number of values that a facet lists.
    static let maxValues = 1000

    /// The values of one field with their counts.
    struct Facet {
        /// At most `maxValues` values, sorted by descending count, then by value.
        let values: [(value: Value, count: Int)]
        /// The number of distinct values.
        let total: Int

        /// True if the facet does not list all values.
        var isTruncated: Bool { values.count < total }

        /// The facet as JSON: a list of objects with `value` and `count`.
        var value: Value {
            .list(values.map { .object([.init("value", $0.value), .init("count", .integer($0.count))]) })
        }
    }

    /// Counts the values of a field among `rows`.
    ///
    /// After `cancellation`, the result is incomplete and must not be used.
    static func count(
        _ path: FieldPath, among rows: [Int], of collection: Collection,
        until cancellation: Cancellation = Cancellation()
    ) -> Facet {
        if cancellation.isCancelled { return Facet(values: [], total: 0) }
        return collection.index(of: path) { cancellation.isCancelled }.map { count(in: $0, among: rows) }
            ?? count(path, rows, collection, cancellation)
    }

    private static func count(in index: ColumnIndex, among rows: [Int]) -> Facet {
        var counts = [UInt32](repeating: 0, count: index.count)
        for row in rows { index.forEachCode(of: row) { counts[$0] += 1 } }
        // Codes are in the order of the values. One number sorts by both: descending count, then ascending code.
        var keys: [UInt64] = []
        for (code, count) in counts.enumerated() where count > 0 && !index.isMissing(code) {
            keys.append(UInt64(UInt32.max - count) << 32 | UInt64(code))
        }
        let values = RowOrder.first(maxValues, of: keys, by: <).map { key in
            let code = Int(UInt32(truncatingIfNeeded: key))
            return (index.value(of: code), Int(counts[code]))
        }
        return Facet(values: values, total: keys.count)
    }

    /// Counts the values of a field without an index: one that lists hide by default.
    private static func count(
        _ path: FieldPath, _ rows: [Int], _ collection: Collection, _ cancellation: Cancellation
    ) -> Facet {
        var counts: [Value: Int] = [:]
        let read = path.reader(of: collection.records)
        for row in rows {
            if cancellation.isCancelled { break }
            var values: Set<Value> = []
            _ = path.anyValue(in: read(row)) { value in
                if !value.isMissing { values.insert(value) }
                return false
            }
            for value in values { counts[value, default: 0] += 1 }
        }
        let kind = path.field.kind
        let sorted = counts.sorted { left, right in
            if left.value != right.value { return left.value > right.value }
            if let one = Operand(left.key, kind: kind), let other = Operand(right.key, kind: kind),
                let order = one.compare(other), order != 0
            {
                return order < 0
            }
            return (left.key.scalarText ?? "").precedesByBytes(right.key.scalarText ?? "")
        }
        return Facet(values: sorted.prefix(maxValues).map { ($0.key, $0.value) }, total: counts.count)
    }
}
