// Sorts rows: sort keys, the tie-break by id, and the selection of the first rows without sorting all of them.

import Catalog
import Documents
import HTTP
import Text

/// A field by which records are sorted, and the direction.
struct SortKey {
    let path: FieldPath
    let isDescending: Bool
}

/// Sorts the rows of a collection by sort keys.
///
/// Missing values are last in both directions. Rows with equal values are in the byte order of their ids.
struct RowOrder {
    /// One sort key, with the rank of each record's value as a number.
    private struct Ranking {
        let index: ColumnIndex
        let isDescending: Bool

        /// The rank of a record: lower ranks come first.
        ///
        /// A missing value has the highest rank, `ColumnIndex.none`.
        func rank(of position: Int) -> UInt32 {
            let order = index.order(of: position)
            return isDescending && order != ColumnIndex.none ? ColumnIndex.none - 1 - order : order
        }

        /// The doubled rank of a value.
        ///
        /// Ranks of records are doubled to even numbers, so a value that no record has gets an odd number between them.
        func doubledRank(of operand: Operand?) -> Int {
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

    /// Makes the order of a collection's rows.
    ///
    /// After `cancellation`, the order is incomplete and must not be used.
    init(keys: [SortKey], of collection: Collection, until cancellation: Cancellation = Cancellation()) {
        self.keys = keys
        self.cancellation = cancellation
        records = collection.records
        ids = collection.idOrder
        // QueryParser accepts only fields with an index, so `compactMap` drops a key only after a cancellation.
        rankings = keys.compactMap { key in
            collection.index(of: key.path) { cancellation.isCancelled }.map {
                Ranking(index: $0, isDescending: key.isDescending)
            }
        }
    }

    /// The values of a record for the sort keys; nil for a missing value.
    func operands(at position: Int) -> [Operand?] {
        keys.map { key in
            let value = key.path.value(in: key.path.reader(of: records)(position))
            return value.isMissing ? nil : Operand(value, kind: key.path.field.kind)
        }
    }

    /// Returns the positions of the first `count` rows, sorted.
    func first(_ count: Int, of positions: some Sequence<Int>) -> [Int] {
        guard let first = rankings.first else { return smallest(count, of: positions.map { UInt64(ids.ranks[$0]) }) }
        if rankings.count == 1 {
            return smallest(count, of: positions.map { UInt64(first.rank(of: $0)) << 32 | UInt64(ids.ranks[$0]) })
        }
        return Self.first(count, of: positions, by: precedes, until: cancellation)
    }

    /// Returns the rows that come after the cursor's row, unsorted.
    ///
    /// That record may have been removed meanwhile.
    func rows(of positions: [Int], after cursor: Cursor) -> [Int] {
        let cursorRanks = zip(rankings, cursor.keys).map { $0.doubledRank(of: $1) }
        let id = ids.rank(of: cursor.id, in: records)
        let isPresent = records.index(ofID: cursor.id) != nil
        return positions.filter { position in
            for (ranking, cursorRank) in zip(rankings, cursorRanks) {
                let rank = 2 * Int(ranking.rank(of: position))
                if rank != cursorRank { return rank > cursorRank }
            }
            return isPresent ? ids.ranks[position] > id : ids.ranks[position] >= id
        }
    }

    /// Returns the rows of the `count` smallest keys.
    ///
    /// The low 32 bits of a key are the rank of the row's id.
    private func smallest(_ count: Int, of keys: [UInt64]) -> [Int] {
        Self.first(count, of: keys, by: <, until: cancellation).map {
            Int(ids.positions[Int(UInt32(truncatingIfNeeded: $0))])
        }
    }

    /// Returns the first `count` elements, sorted.
    ///
    /// It keeps the best `count` elements in a buffer of twice that size and sorts the buffer when it is full. Any
    /// other element costs one comparison. Always inlined, because calling the closure costs more than comparing.
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
