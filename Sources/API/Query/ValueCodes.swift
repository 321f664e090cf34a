// The values of a field by number, for counting: from the index of the field, or read from the rows.

import Catalog
import Documents
import HTTP
import Text

/// The distinct values of a field, numbered in ascending order: a value's number is its code.
enum ValueCodes {
    case indexed(ColumnIndex)
    /// The values of some rows, for a field without an index: one that lists hide by default.
    case read(values: [Value], comparable: Int, codes: [Int: [Int]])

    /// Numbers the values of a field among `rows`.
    ///
    /// After `cancellation`, the result is incomplete and must not be used.
    init(_ path: FieldPath, among rows: [Int], of collection: Collection, until cancellation: Cancellation) {
        if !cancellation.isCancelled, let index = collection.index(of: path, isStopped: { cancellation.isCancelled }) {
            self = .indexed(index)
            return
        }
        var rowValues: [Int: Set<Value>] = [:]
        let read = path.reader(of: collection.records)
        for row in rows {
            if cancellation.isCancelled { break }
            var values: Set<Value> = []
            _ = path.anyValue(in: read(row)) { value in
                if !value.isMissing { values.insert(value) }
                return false
            }
            if !values.isEmpty { rowValues[row] = values }
        }
        let kind = path.field.kind
        let distinct = rowValues.values.reduce(into: Set()) { $0.formUnion($1) }.map { ($0, Operand($0, kind: kind)) }
        let sorted = distinct.sorted { left, right in
            guard let one = left.1, let other = right.1 else {
                if (left.1 == nil) != (right.1 == nil) { return left.1 != nil }
                return (left.0.scalarText ?? "").precedesByBytes(right.0.scalarText ?? "")
            }
            if let order = one.compare(other), order != 0 { return order < 0 }
            return (left.0.scalarText ?? "").precedesByBytes(right.0.scalarText ?? "")
        }
        let codes = Dictionary(uniqueKeysWithValues: zip(sorted.lazy.map(\.0), 0...))
        self = .read(
            values: sorted.map(\.0), comparable: sorted.count { $0.1 != nil },
            codes: rowValues.mapValues { $0.compactMap { codes[$0] } })
    }

    var count: Int {
        switch self {
        case .indexed(let index): index.count
        case .read(let values, _, _): values.count
        }
    }

    /// Codes below this one are of values that can be compared by the field's kind.
    var comparable: Int {
        switch self {
        case .indexed(let index): index.comparable
        case .read(_, let comparable, _): comparable
        }
    }

    func value(of code: Int) -> Value {
        switch self {
        case .indexed(let index): index.value(of: code)
        case .read(let values, _, _): values[code]
        }
    }

    /// True if a code is of an empty value, which counts as none.
    func isMissing(_ code: Int) -> Bool {
        if case .indexed(let index) = self { index.isMissing(code) } else { false }
    }

    /// Calls `body` with each code of a row.
    @inline(__always)
    func forEachCode(of row: Int, _ body: (Int) -> Void) {
        switch self {
        case .indexed(let index): index.forEachCode(of: row, body)
        case .read(_, _, let codes): codes[row]?.forEach(body)
        }
    }

    /// The number of rows with each code.
    func counts(of rows: [Int]) -> [UInt32] {
        var counts = [UInt32](repeating: 0, count: count)
        for row in rows { forEachCode(of: row) { counts[$0] += 1 } }
        return counts
    }
}
