// How often each value of a field occurs among the rows of an answer.

import Catalog
import Documents
import HTTP

/// Counts the values of one field.
enum Facets {
    /// The most values of one facet.
    static let mostValues = 1000

    /// The values of a field among some rows with their numbers, the most frequent first, equal ones by value.
    ///
    /// Once `cancellation` is raised, no values.
    static func value(
        _ path: FieldPath, among rows: [Int], of collection: Collection,
        until cancellation: Cancellation = Cancellation()
    ) -> Value {
        if cancellation.isCancelled { return .list([]) }
        let counts =
            collection.index(of: path).map { Self.counts(in: $0, among: rows) }
            ?? counts(path, rows, collection, cancellation)
        return .list(counts.map { .object([.init("value", $0.value), .init("count", .integer($0.count))]) })
    }

    private static func counts(in index: ColumnIndex, among rows: [Int]) -> [(value: Value, count: Int)] {
        var counts = [UInt32](repeating: 0, count: index.count)
        for row in rows { index.forEachCode(of: row) { counts[$0] += 1 } }
        // Codes are in the order of values, so that one number orders both: the rarest last, then the later value.
        var keys: [UInt64] = []
        for (code, count) in counts.enumerated() where count > 0 && !index.isMissing(code) {
            keys.append(UInt64(UInt32.max - count) << 32 | UInt64(code))
        }
        return RowOrder.first(mostValues, of: keys, by: <).map { key in
            let code = Int(UInt32(truncatingIfNeeded: key))
            return (index.value(of: code), Int(counts[code]))
        }
    }

    /// For what has no index: fields that lists leave out.
    private static func counts(
        _ path: FieldPath, _ rows: [Int], _ collection: Collection, _ cancellation: Cancellation
    ) -> [(value: Value, count: Int)] {
        var counts: [Value: Int] = [:]
        let read = path.reader(of: collection.records)
        for row in rows {
            if cancellation.isCancelled { return [] }
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
            guard let one = Operand(left.key, kind: kind), let other = Operand(right.key, kind: kind) else {
                return (left.key.scalarText ?? "").precedesByBytes(right.key.scalarText ?? "")
            }
            return (one.compare(other) ?? 0) < 0
        }
        return sorted.prefix(mostValues).map { ($0.key, $0.value) }
    }
}
