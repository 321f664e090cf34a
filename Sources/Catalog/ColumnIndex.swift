// One path of a collection by value: the distinct values in order, and the records that hold each.

package import Documents

/// The values at the end of a path, numbered in ascending order: a value's number is its code.
///
/// Two to eight bytes a record. Values themselves are kept only of lists; others are read from a record that holds
/// them.
package final class ColumnIndex: Sendable {
    /// The code of a record without a value.
    package static let none = NarrowNumbers.none

    /// How many codes there are.
    package let count: Int
    /// Codes below this one are of values that can be compared by the field's kind; the others stand behind them.
    package let comparable: Int
    /// The place of each code in the sort order; nil where that is the code itself, which fails only where unlike
    /// values are equal in order or empty.
    private let orders: NarrowNumbers?
    /// By record the code of its value; of lists, by place in `listStarts`.
    private let codes: NarrowNumbers
    /// Of lists, where the codes of each record begin.
    private let listStarts: NarrowNumbers?
    private let holders: Holders
    /// The values of lists by code.
    private let values: [Value]?
    private let path: FieldPath
    private let records: any Records

    /// The records that hold each code.
    private enum Holders {
        /// One each.
        case single(NarrowNumbers)
        /// A few each: where those of a code begin, and records by code, then by position.
        case few(starts: NarrowNumbers, rows: NarrowNumbers)
        /// The first one of each; the others are found by going through all codes, which are not many more.
        case many(first: NarrowNumbers)
    }

    /// From so many records a code on, only the first ones are kept.
    private static let many = 4

    /// The most bytes of text in lists, for each record and besides; a value counts as often as it occurs.
    private static let (mostKept, mostKeptAnyway) = (256, 4 << 20)

    /// Nil for objects, fields that lists leave out, lists with much text, and once `isStopped` is true.
    init?(of path: FieldPath, in collection: Collection, isStopped: () -> Bool) {
        let (field, size) = (collection.fields[path.position], collection.records.count)
        guard path.field.kind != .object, field.hasIndex, path.field.isIndexed else { return nil }
        guard size < Int(Self.none) else { return nil }
        self.path = path
        records = collection.records

        // Ids are kept by the records that they are of.
        let maxText = path.field.references == nil ? Self.mostKeptAnyway + size * Self.mostKept : .max
        var gathered = GatheredValues(isList: path.isList, mostText: maxText)
        let read = path.reader(of: collection.records)
        for record in 0..<size where !gathered.isOverfull {
            if record.isMultiple(of: 256), isStopped() { return nil }
            gathered.begin()
            _ = path.anyValue(in: read(record)) { value in
                gathered.add(value)
                return false
            }
        }
        guard !gathered.isOverfull else { return nil }

        let ranking = Ranking(of: gathered.values, kind: path.field.kind, isStopped: isStopped)
        if isStopped() { return nil }
        let count = gathered.values.count
        self.count = count
        comparable = ranking.comparable
        orders = ranking.orders.map { NarrowNumbers($0, below: count) }
        let codes = gathered.codes.map { $0 == Self.none ? $0 : ranking.codes[Int($0)] }
        self.codes = NarrowNumbers(codes, below: count)
        let listStarts = path.isList ? gathered.starts : nil
        self.listStarts = listStarts.map { NarrowNumbers($0, below: codes.count + 1) }
        values = path.isList || records.areRows ? ranking.sorted.map { gathered.values[Int($0)] } : nil
        holders = Self.holders(of: codes, count: count, listStarts: listStarts, records: size)
    }

    /// The index of the field `id`, which shares the order of the ids.
    init(ofIDs ids: IDOrder, at path: FieldPath, in collection: Collection) {
        self.path = path
        records = collection.records
        count = ids.positions.count
        comparable = count
        orders = nil
        codes = NarrowNumbers(ids.ranks, below: count)
        listStarts = nil
        holders = .single(NarrowNumbers(ids.positions, below: count))
        values = nil
    }

    private static func holders(of codes: [UInt32], count: Int, listStarts: [UInt32]?, records: Int) -> Holders {
        var starts = [UInt32](repeating: 0, count: count + 1)
        for code in codes where code != none { starts[Int(code) + 1] += 1 }
        for code in 0..<count { starts[code + 1] += starts[code] }
        let held = Int(starts[count])
        let isMany = held >= count * many
        var next = isMany ? [UInt32](repeating: none, count: count) : starts
        var rows = [UInt32](repeating: 0, count: isMany ? 0 : held)
        func place(_ code: UInt32, _ record: Int) {
            guard code != none else { return }
            if !isMany {
                rows[Int(next[Int(code)])] = UInt32(truncatingIfNeeded: record)
                next[Int(code)] += 1
            } else if next[Int(code)] == none {
                next[Int(code)] = UInt32(truncatingIfNeeded: record)
            }
        }
        for record in 0..<records {
            if let listStarts {
                for number in listStarts[record]..<listStarts[record + 1] { place(codes[Int(number)], record) }
            } else {
                place(codes[record], record)
            }
        }
        if isMany { return .many(first: NarrowNumbers(next, below: records)) }
        let narrow = NarrowNumbers(rows, below: records)
        return held == count ? .single(narrow) : .few(starts: NarrowNumbers(starts, below: held + 1), rows: narrow)
    }

    /// The value of a code.
    package func value(of code: Int) -> Value {
        if let values { return values[code] }
        let record =
            switch holders {
            case .single(let rows): rows[code]
            case .few(let starts, let rows): rows[Int(starts[code])]
            case .many(let first): first[code]
            }
        return path.value(in: path.reader(of: records)(Int(record)))
    }

    /// The place of a record in the order of values, `none` where it has nothing to be ordered by; not of lists.
    package func order(of record: Int) -> UInt32 {
        let code = codes[record]
        guard let orders, code != Self.none else { return code }
        return orders[Int(code)]
    }

    /// True where a code is of an empty value, which counts as none.
    package func isMissing(_ code: Int) -> Bool {
        guard let orders, orders[code] == Self.none else { return false }
        return value(of: code).isMissing
    }

    /// Calls `body` with each code of a record.
    @inline(__always)
    package func forEachCode(of record: Int, _ body: (Int) -> Void) {
        if let listStarts {
            for place in listStarts[record]..<listStarts[record + 1] { body(Int(codes[Int(place)])) }
        } else {
            let code = codes[record]
            if code != Self.none { body(Int(code)) }
        }
    }

    /// Of each record, whether it holds one of these codes.
    ///
    /// O(records).
    package func marks(of ranges: [Range<Int>]) -> [Bool] {
        var marks = [Bool](repeating: false, count: records.count)
        switch holders {
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
                forEachCode(of: record) { if isWanted[$0] { marks[record] = true } }
            }
        }
        return marks
    }

    /// The codes of values in `range`; where there are none, empty at their place.
    package func codes(in range: OperandRange) -> Range<Int> {
        let first = partition { range.place(of: $0).map { $0 < 0 } ?? true }
        let end = partition { range.place(of: $0).map { $0 <= 0 } ?? true }
        return first..<max(first, end)
    }

    /// How many comparable codes are of values that `isBefore` is true of.
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

/// The values of a path in the order in which records bring them, each once.
private struct GatheredValues {
    let isList: Bool
    let mostText: Int
    private(set) var values: [Value] = []
    /// Numbers in `values`: one for each record, or of a list's records any number.
    private(set) var codes: [UInt32] = []
    /// Of a list, where the numbers of each record begin.
    private var listStarts: [UInt32] = []
    private var numbers: [Value: UInt32] = [:]
    /// Of each number, the record that brought it last.
    private var lastRecords: [Int] = []
    private var record = -1
    private var text = 0

    init(isList: Bool, mostText: Int) {
        self.isList = isList
        self.mostText = mostText
    }

    /// True where a list's values are too long to be kept.
    var isOverfull: Bool { isList && text > mostText || codes.count > Int(UInt32.max / 2) }

    var starts: [UInt32] { listStarts + [UInt32(truncatingIfNeeded: codes.count)] }

    /// Begins the next record.
    mutating func begin() {
        record += 1
        if isList {
            listStarts.append(UInt32(truncatingIfNeeded: codes.count))
        } else {
            codes.append(ColumnIndex.none)
        }
    }

    mutating func add(_ value: Value) {
        if value == .null { return }
        if isList, let length = value.text?.utf8.count { text += length }
        let number: UInt32
        if let known = numbers[value] {
            number = known
        } else {
            number = UInt32(truncatingIfNeeded: values.count)
            numbers[value] = number
            values.append(value)
            lastRecords.append(-1)
        }
        if !isList {
            codes[codes.count - 1] = number
        } else if lastRecords[Int(number)] != record {
            codes.append(number)
        }
        lastRecords[Int(number)] = record
    }
}

/// The order of distinct values: by kind first those that can be compared, then the others.
private struct Ranking {
    /// Numbers of values in order.
    let sorted: [UInt32]
    /// The code of each number.
    let codes: [UInt32]
    let comparable: Int
    /// Of each code its place in the sort order, where that is not the code itself.
    let orders: [UInt32]?

    /// Of no use once `isStopped` is true.
    init(of values: [Value], kind: Field.Kind, isStopped: () -> Bool) {
        let operands = values.map { Operand($0, kind: kind) }
        let beginnings = operands.map { $0?.beginning ?? 0 }
        var sorted = values.indices.map { UInt32(truncatingIfNeeded: $0) }
        func precedes(_ left: UInt32, _ right: UInt32) -> Bool {
            let (one, other) = (beginnings[Int(left)], beginnings[Int(right)])
            if one != other { return one < other }
            switch (operands[Int(left)], operands[Int(right)]) {
            case (let one?, let other?):
                let order = one.compare(other) ?? 0
                return order == 0 ? left < right : order < 0
            case (nil, nil): return left < right
            case (let one, _): return one != nil
            }
        }
        sorted.sort(by: precedes, unless: isStopped)
        var codes = sorted
        var orders = [UInt32](repeating: 0, count: values.count)
        var isIdentity = true
        for (code, number) in sorted.enumerated() {
            codes[Int(number)] = UInt32(truncatingIfNeeded: code)
            let operand = operands[Int(number)]
            if operand == nil || values[Int(number)].isMissing {
                orders[code] = ColumnIndex.none
                isIdentity = false
            } else if code > 0, let operand, operands[Int(sorted[code - 1])]?.compare(operand) == 0 {
                orders[code] = orders[code - 1]
                isIdentity = false
            } else {
                orders[code] = UInt32(truncatingIfNeeded: code)
            }
        }
        self.sorted = sorted
        self.codes = codes
        self.orders = isIdentity ? nil : orders
        comparable = operands.count { $0 != nil }
    }
}

extension Operand {
    /// Of a text its first bytes as a number, which most comparisons need no more than; 0 of everything else.
    fileprivate var beginning: UInt64 {
        guard case .text(let text) = self else { return 0 }
        var number: UInt64 = 0
        var count = 0
        for byte in text.utf8.prefix(8) {
            number = number << 8 | UInt64(byte)
            count += 1
        }
        return count == 0 ? 0 : number << (8 * UInt64(8 - count))
    }
}
