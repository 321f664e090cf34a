// Merges the values that came to a column into the order of those that stay.

import Documents
import Text

/// The codes of a column after values came and went.
///
/// The source of a code is a former code, or the former number of codes plus the number of a value that came.
struct ColumnMerge {
    /// By new code.
    private(set) var sources: [UInt32] = []
    /// The new code of each source; 0 of those that went, and of former codes if these are the new ones.
    private(set) var codes: [UInt32]
    private(set) var comparable: Int
    /// As in `ColumnData`.
    private(set) var orders: [UInt32]?
    /// True if former codes are the new ones.
    private(set) var isIdentity = true

    /// `read` gives the value of a record by its new position.
    init(_ data: ColumnData, _ added: GatheredValues, _ splice: ColumnSplice, read: @escaping (Int) -> Value) {
        let values = SourceValues(data, added, splice, read)
        codes = [UInt32](repeating: 0, count: data.count + added.values.count)
        comparable = data.comparable - splice.lost.count { $0 < data.comparable }
        let inserted = insert(values, without: splice.lost)
        if data.orders != nil || inserted.contains(where: { changesOrders($0, values) }) {
            orders = makeOrders(data, values)
        }
    }

    /// Fills all but `orders`, and returns the codes of values that no former record had.
    private mutating func insert(_ values: SourceValues, without lost: [Int]) -> [Int] {
        let formerCount = values.data.count
        let kept = lost.isEmpty ? nil : Self.codes(below: formerCount, without: lost)
        let keptCount = kept?.count ?? formerCount
        let sorted = values.added.indices.sorted { values.added[$0].compare(values.added[$1]) < 0 }
        var isKnown = [Bool](repeating: false, count: sorted.count)
        let places = SortedPlaces.places(of: sorted.count, among: keptCount) { place, element in
            let order = values[kept?[place] ?? UInt32(truncatingIfNeeded: place)].compare(values.added[sorted[element]])
            if order == 0 { isKnown[element] = true }
            return order
        }
        sources.reserveCapacity(keptCount + sorted.count)
        var next = 0
        func append(keptUntil end: Int, _ sources: inout [UInt32]) {
            if let kept {
                sources += kept[next..<end]
            } else {
                sources.append(numbers: next..<end)
            }
            next = end
        }
        var inserted: [Int] = []
        for (element, place) in places.enumerated() {
            append(keptUntil: place, &sources)
            let source = formerCount + sorted[element]
            codes[source] = UInt32(truncatingIfNeeded: sources.count)
            if isKnown[element] { continue }
            inserted.append(sources.count)
            sources.append(UInt32(truncatingIfNeeded: source))
            if values.added[sorted[element]].operand != nil { comparable += 1 }
        }
        append(keptUntil: keptCount, &sources)
        isIdentity = kept == nil && inserted.isEmpty
        if !isIdentity {
            for (code, source) in sources.enumerated() { codes[Int(source)] = UInt32(truncatingIfNeeded: code) }
        }
        return inserted
    }

    /// True if an inserted code makes places in the sort order differ from codes.
    private func changesOrders(_ code: Int, _ values: SourceValues) -> Bool {
        values[sources[code]].isUnordered || isTied(code, values) || isTied(code + 1, values)
    }

    /// True if the value of a code is equal in order to the one before it.
    private func isTied(_ code: Int, _ values: SourceValues) -> Bool {
        code > 0 && code < sources.count && values[sources[code - 1]].isTied(with: values[sources[code]])
    }

    private func makeOrders(_ data: ColumnData, _ values: SourceValues) -> [UInt32]? {
        var orders = ColumnOrders()
        /// The order of the code before, if that is a former one.
        var last: UInt32?
        for (code, source) in sources.enumerated() {
            guard source < data.count else {
                let isUnordered = values[source].isUnordered
                orders.append(isUnordered: isUnordered, isTied: !isUnordered && isTied(code, values))
                last = nil
                continue
            }
            let order = data.orders.map { $0[Int(source)] } ?? source
            let isUnordered = order == CompactIntArray.none
            orders.append(
                isUnordered: isUnordered, isTied: !isUnordered && (last.map { $0 == order } ?? isTied(code, values)))
            last = order
        }
        return orders.numbers
    }

    private static func codes(below count: Int, without lost: [Int]) -> [UInt32] {
        var codes: [UInt32] = []
        codes.reserveCapacity(count - lost.count)
        var start = 0
        for code in lost {
            codes.append(numbers: start..<code)
            start = code + 1
        }
        codes.append(numbers: start..<count)
        return codes
    }
}

/// The values of all sources.
private struct SourceValues {
    let data: ColumnData
    /// The values that came.
    let added: [OrderedValue]
    private let splice: ColumnSplice
    private let read: (Int) -> Value

    init(_ data: ColumnData, _ added: GatheredValues, _ splice: ColumnSplice, _ read: @escaping (Int) -> Value) {
        self.data = data
        self.added = added.values.map { OrderedValue($0, kind: data.definition.kind) }
        self.splice = splice
        self.read = read
    }

    /// The value of a source that did not go.
    subscript(source: UInt32) -> OrderedValue {
        if source >= data.count { return added[Int(source) - data.count] }
        let value = data.values?[Int(source)] ?? splice.firstHolder(of: Int(source)).map(read) ?? .null
        return OrderedValue(value, kind: data.definition.kind)
    }
}
