// What a column index consists of, without the records that it is of: numbers, and the values of lists.

import Documents
import Text

/// The values at the end of a path, numbered in ascending order: a value's number is its code.
///
/// Two to eight bytes a record. Values themselves are kept only of lists; others are read from a record that has them.
/// So an index keeps no record of a former snapshot in memory.
struct ColumnData: Sendable {
    /// What the values depend on apart from the records.
    struct Definition: Hashable, Sendable {
        /// The name of the top-level field.
        let field: String
        let members: [String]
        let kind: Field.Kind
        let isList: Bool
        let references: String?

        init(_ path: FieldPath, in collection: Collection) {
            field = collection.fields[path.position].name
            members = path.members
            kind = path.field.kind
            isList = path.isList
            references = path.field.references
        }
    }

    let definition: Definition
    /// The number of records.
    let recordCount: Int
    /// The number of codes.
    let count: Int
    /// Codes below this one are of values that can be compared by the field's kind.
    let comparable: Int
    /// The place of each code in the sort order; nil if that is the code itself, which fails only if unlike values are
    /// equal in order or empty.
    let orders: CompactIntArray?
    /// By record the code of its value; of lists, by place in `listStarts`.
    let codes: CompactIntArray
    /// The number of elements of `codes`.
    let codeCount: Int
    /// Of lists, where the codes of each record begin.
    let listStarts: CompactIntArray?
    let holders: ColumnHolders
    /// The values of lists by code.
    let values: [Value]?
    /// The number of bytes of text in lists; a value counts once for each record that has it.
    let textBytes: Int

    /// The maximum number of bytes of text in lists, for each record and besides.
    private static let (maxTextOfRecord, maxTextAnyway) = (256, 4 << 20)

    /// The maximum of `textBytes` for a number of records.
    static func maxText(_ definition: Definition, records: Int) -> Int {
        // Ids are kept by the records that they are of.
        definition.references == nil ? maxTextAnyway + records * maxTextOfRecord : .max
    }

    /// Returns true if a path has an index, unless its values are too long.
    static func isPossible(of path: FieldPath, in collection: Collection) -> Bool {
        path.field.kind != .object && path.field.isIndexed && collection.fields[path.position].hasIndex
            && collection.records.count < Int(CompactIntArray.none)
    }

    /// Makes the index of a path that can have one.
    ///
    /// Nil for lists with much text, and once `isStopped` is true.
    init?(of path: FieldPath, _ definition: Definition, in records: any Records, isStopped: () -> Bool) {
        var gathered = Self.gathering(path, definition, in: records)
        gathered.add(0..<records.count, of: path, path.reader(of: records), isStopped: isStopped)
        self.init(gathered, definition, in: records, isStopped: isStopped)
    }

    /// Returns what the values of all records are to be added to.
    static func gathering(_ path: FieldPath, _ definition: Definition, in records: any Records) -> GatheredValues {
        GatheredValues(isList: path.isList, maxText: maxText(definition, records: records.count))
    }

    /// Makes the index of the values of all records, as `init(of:_:in:isStopped:)` does.
    init?(_ gathered: GatheredValues, _ definition: Definition, in records: any Records, isStopped: () -> Bool) {
        guard !gathered.isOverfull, !isStopped() else { return nil }
        let ranking = Ranking(of: gathered.values, kind: definition.kind, isStopped: isStopped)
        if isStopped() { return nil }
        let isList = definition.isList
        self.init(
            definition, recordCount: records.count, count: gathered.values.count, comparable: ranking.comparable,
            orders: ranking.orders,
            codes: gathered.numbers.map { $0 == CompactIntArray.none ? $0 : ranking.codes[Int($0)] },
            listStarts: isList ? gathered.starts : nil,
            values: isList || records.areRows ? ranking.sorted.map { gathered.values[Int($0)] } : nil,
            textBytes: gathered.textBytes)
    }

    /// Makes the index of the field `id`, which shares the order of the ids.
    init(ofIDs ids: IDOrder, _ definition: Definition) {
        self.definition = definition
        recordCount = ids.positions.count
        count = ids.positions.count
        comparable = count
        orders = nil
        codes = CompactIntArray(ids.ranks, below: count)
        codeCount = count
        listStarts = nil
        holders = .single(CompactIntArray(ids.positions, below: count))
        values = nil
        textBytes = 0
    }

    /// Finds the holders if there are none.
    init(
        _ definition: Definition, recordCount: Int, count: Int, comparable: Int, orders: [UInt32]?, codes: [UInt32],
        listStarts: [UInt32]?, holders: ColumnHolders? = nil, values: [Value]?, textBytes: Int
    ) {
        self.definition = definition
        self.recordCount = recordCount
        self.count = count
        self.comparable = comparable
        self.orders = orders.map { CompactIntArray($0, below: count) }
        self.codes = CompactIntArray(codes, below: count)
        codeCount = codes.count
        self.listStarts = listStarts.map { CompactIntArray($0, below: codes.count + 1) }
        self.holders =
            holders ?? ColumnHolders(of: codes, count: count, listStarts: listStarts, records: recordCount)
        self.values = values
        self.textBytes = textBytes
    }

    /// Calls `body` with each code of a record.
    @inline(__always)
    func forEachCode(of record: Int, _ body: (Int) -> Void) {
        if let listStarts {
            for place in listStarts[record]..<listStarts[record + 1] { body(Int(codes[Int(place)])) }
        } else {
            let code = codes[record]
            if code != CompactIntArray.none { body(Int(code)) }
        }
    }
}

/// The order of distinct values: first those that can be compared by the field's kind, then the others.
private struct Ranking {
    /// Numbers of values in order.
    let sorted: [UInt32]
    /// The code of each number.
    let codes: [UInt32]
    let comparable: Int
    /// Of each code its place in the sort order, unless that is the code itself.
    let orders: [UInt32]?

    /// Of no use once `isStopped` is true.
    init(of values: [Value], kind: Field.Kind, isStopped: () -> Bool) {
        let ordered = values.map { OrderedValue($0, kind: kind) }
        // With the keys at hand, few comparisons read values.
        var comparable = ordered.indices.filter { ordered[$0].operand != nil }.map {
            (key: ordered[$0].key, number: $0)
        }
        comparable.sort(
            by: { left, right in
                left.key == right.key
                    ? ordered[left.number].compare(ordered[right.number]) < 0 : left.key < right.key
            }, unless: isStopped)
        var others = ordered.indices.filter { ordered[$0].operand == nil }
        others.sort(by: { ordered[$0].compare(ordered[$1]) < 0 }, unless: isStopped)
        let sorted = (comparable.map(\.number) + others).map { UInt32(truncatingIfNeeded: $0) }
        var codes = sorted
        var orders = ColumnOrders()
        var last: OrderedValue?
        for (code, number) in sorted.enumerated() {
            codes[Int(number)] = UInt32(truncatingIfNeeded: code)
            let value = ordered[Int(number)]
            orders.append(isUnordered: value.isUnordered, isTied: last?.isTied(with: value) == true)
            last = value
        }
        self.sorted = sorted
        self.codes = codes
        self.orders = orders.numbers
        self.comparable = comparable.count
    }
}

/// Collects the places of codes in the sort order.
struct ColumnOrders {
    private var orders: [UInt32] = []
    private var isIdentity = true

    /// Appends the place of the next code; `isTied` if it is equal in order to the code before it.
    mutating func append(isUnordered: Bool, isTied: Bool) {
        if isUnordered {
            orders.append(CompactIntArray.none)
            isIdentity = false
        } else if isTied, let last = orders.last {
            orders.append(last)
            isIdentity = false
        } else {
            orders.append(UInt32(truncatingIfNeeded: orders.count))
        }
    }

    /// The places, nil if each is the code itself.
    var numbers: [UInt32]? { isIdentity ? nil : orders }
}
