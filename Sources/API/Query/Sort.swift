// The order of records: sort keys, the tie-break by id, and the first rows without sorting the others.

import Catalog
import Documents
import HTTP

/// One field that records are ordered by.
struct SortKey {
    let path: FieldPath
    let isDescending: Bool
}

/// Orders rows by some keys; missing values stand last in both directions, ids break ties.
struct RowOrder {
    /// A key as numbers: the order of each record's value.
    private struct Ranking {
        let index: ColumnIndex
        let isDescending: Bool

        /// Lower for what stands before; `none`, the highest, where the value is missing.
        func rank(of position: Int) -> UInt32 {
            let order = index.order(of: position)
            return isDescending && order != ColumnIndex.none ? ColumnIndex.none - 1 - order : order
        }

        /// Ranks twice as far apart and from one on, so that a value that no record has finds a place between.
        func place(of operand: Operand?) -> Int {
            guard let operand else { return 2 * Int(ColumnIndex.none) }
            let codes = index.codes(in: OperandRange(operand))
            let order = 2 * codes.lowerBound - (codes.isEmpty ? 1 : 0)
            return isDescending ? 2 * (Int(ColumnIndex.none) - 1) - order : order
        }
    }

    private let rankings: [Ranking]
    private let ids: IDOrder
    private let records: any Records
    private let keys: [SortKey]
    private let cancellation: Cancellation

    /// Once `cancellation` is raised, what it says of the order is of no use.
    init(keys: [SortKey], of collection: Collection, until cancellation: Cancellation = Cancellation()) {
        self.keys = keys
        self.cancellation = cancellation
        records = collection.records
        ids = collection.idOrder
        // A key that cannot be indexed has nothing to be ordered by: QueryReader takes single values of listed fields.
        rankings = keys.compactMap { key in
            collection.index(of: key.path) { cancellation.isCancelled }.map {
                Ranking(index: $0, isDescending: key.isDescending)
            }
        }
    }

    /// The value of each key of a record, nil for a missing one.
    func operands(at position: Int) -> [Operand?] {
        keys.map { key in
            let value = key.path.value(in: key.path.reader(of: records)(position))
            return value.isMissing ? nil : Operand(value, kind: key.path.field.kind)
        }
    }

    /// The first `count` of some rows in order, by position.
    func first(_ count: Int, of positions: some Sequence<Int>) -> [Int] {
        guard let first = rankings.first else { return smallest(count, of: positions.map { UInt64(ids.ranks[$0]) }) }
        if rankings.count == 1 {
            return smallest(count, of: positions.map { UInt64(first.rank(of: $0)) << 32 | UInt64(ids.ranks[$0]) })
        }
        return Self.first(count, of: positions, by: precedes, until: cancellation)
    }

    /// The rows that stand behind the one that the cursor names, whether that is still there or not.
    func rows(of positions: [Int], behind cursor: Cursor) -> [Int] {
        let places = zip(rankings, cursor.keys).map { $0.place(of: $1) }
        let id = ids.rank(of: cursor.id, in: records)
        let isThere = records.index(ofID: cursor.id) != nil
        return positions.filter { position in
            for (ranking, place) in zip(rankings, places) {
                let own = 2 * Int(ranking.rank(of: position))
                if own != place { return own > place }
            }
            return isThere ? ids.ranks[position] > id : ids.ranks[position] >= id
        }
    }

    /// Rows for keys that hold the rank of an id in their low half.
    private func smallest(_ count: Int, of keys: [UInt64]) -> [Int] {
        Self.first(count, of: keys, by: <, until: cancellation).map {
            Int(ids.positions[Int(UInt32(truncatingIfNeeded: $0))])
        }
    }

    /// The first `count` of some elements in order.
    ///
    /// Where few are wanted of many, those that stand behind the `count` best so far are dropped as they come: n
    /// comparisons and sorts of small pieces only. Inlined, since comparing numbers is cheaper than calling what does.
    @inline(__always)
    static func first<Element>(
        _ count: Int, of elements: some Sequence<Element>, by precedes: (Element, Element) -> Bool,
        until cancellation: Cancellation = Cancellation()
    ) -> [Element] {
        guard count > 0 else { return [] }
        let capacity = count > Int.max / 2 ? Int.max : max(2 * count, 256)
        var best: [Element] = []
        var last: Element?
        for element in elements {
            if let last, !precedes(element, last) { continue }
            best.append(element)
            if best.count >= capacity {
                best.sort(by: precedes) { cancellation.isCancelled }
                if cancellation.isCancelled { return [] }
                best.removeLast(best.count - count)
                last = best.last
            }
        }
        best.sort(by: precedes) { cancellation.isCancelled }
        return Array(best.prefix(count))
    }

    private func precedes(_ left: Int, _ right: Int) -> Bool {
        for ranking in rankings {
            let (one, other) = (ranking.rank(of: left), ranking.rank(of: right))
            if one != other { return one < other }
        }
        return ids.ranks[left] < ids.ranks[right]
    }
}
