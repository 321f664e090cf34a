// One path of a collection by value: the distinct values in order, and the records that have each.

package import Documents

/// The values at the end of a path, numbered in ascending order: a value's number is its code.
package final class ColumnIndex: Sendable {
    /// The code of a record without a value.
    package static let none = CompactIntArray.none

    private let data: ColumnData
    private let path: FieldPath
    private let records: any Records
    /// Of each record, the one of `records` that has its values, `none` without one; nil if it is the record itself.
    private let places: [UInt32]?

    init(_ data: ColumnData, of path: FieldPath, in records: any Records) {
        self.data = data
        self.path = path
        self.records = records
        places = nil
    }

    /// Makes the index of records with the values of others; `places` has the positions of these, or `none`.
    package init(_ other: ColumnIndex, at places: [UInt32]) {
        (data, path, records) = (other.data, other.path, other.records)
        self.places = places
    }

    /// Makes the index from all records, without that of a former snapshot.
    ///
    /// Nil for objects, fields that lists leave out, lists with much text, and once `isStopped` is true.
    convenience init?(of path: FieldPath, in collection: Collection, isStopped: () -> Bool) {
        guard ColumnData.isPossible(of: path, in: collection) else { return nil }
        let definition = ColumnData.Definition(path, in: collection)
        guard let data = ColumnData(of: path, definition, in: collection.records, isStopped: isStopped) else {
            return nil
        }
        self.init(data, of: path, in: collection.records)
    }

    /// The number of codes.
    package var count: Int { data.count }

    /// Codes below this one are of values that can be compared by the field's kind.
    package var comparable: Int { data.comparable }

    /// The value of a code.
    package func value(of code: Int) -> Value {
        if let values = data.values { return values[code] }
        return path.value(in: path.reader(of: records)(data.holders.first(of: code)))
    }

    /// The place of a record in the order of values, `none` if it has nothing to be ordered by; not of lists.
    package func order(of record: Int) -> UInt32 {
        let record = places?[record] ?? UInt32(truncatingIfNeeded: record)
        if record == Self.none { return Self.none }
        let code = data.codes[Int(record)]
        guard let orders = data.orders, code != Self.none else { return code }
        return orders[Int(code)]
    }

    /// True if a code is of an empty value, which counts as none.
    package func isMissing(_ code: Int) -> Bool {
        guard let orders = data.orders, orders[code] == Self.none else { return false }
        return value(of: code).isMissing
    }

    /// Calls `body` with each code of a record.
    @inline(__always)
    package func forEachCode(of record: Int, _ body: (Int) -> Void) {
        guard let places else { return data.forEachCode(of: record, body) }
        if places[record] != Self.none { data.forEachCode(of: Int(places[record]), body) }
    }

    /// Of each record, whether it has one of these codes.
    ///
    /// O(records).
    package func marks(of ranges: [Range<Int>]) -> [Bool] {
        let marks = ownMarks(of: ranges)
        return places?.map { $0 != Self.none && marks[Int($0)] } ?? marks
    }

    private func ownMarks(of ranges: [Range<Int>]) -> [Bool] {
        var marks = [Bool](repeating: false, count: data.recordCount)
        switch data.holders {
        case .single(let rows):
            for code in ranges.joined() { marks[Int(rows[code])] = true }
        case .few(let starts, let rows):
            for range in ranges where !range.isEmpty {
                for place in starts[range.lowerBound]..<starts[range.upperBound] { marks[Int(rows[Int(place)])] = true }
            }
        case .many:
            var isWanted = [Bool](repeating: false, count: count)
            for code in ranges.joined() { isWanted[code] = true }
            for record in marks.indices {
                data.forEachCode(of: record) { if isWanted[$0] { marks[record] = true } }
            }
        }
        return marks
    }

    /// The codes of values in `range`; if there are none, empty at their place.
    package func codes(in range: OperandRange) -> Range<Int> {
        let first = partition { range.place(of: $0).map { $0 < 0 } ?? true }
        let end = partition { range.place(of: $0).map { $0 <= 0 } ?? true }
        return first..<max(first, end)
    }

    /// The number of comparable codes of values that `isBefore` is true of.
    private func partition(_ isBefore: (Operand) -> Bool) -> Int {
        var low = 0
        var high = comparable
        while low < high {
            let middle = low + (high - low) / 2
            guard let operand = Operand(value(of: middle), kind: path.field.kind) else { return low }
            if isBefore(operand) { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
