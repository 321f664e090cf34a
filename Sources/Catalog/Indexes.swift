// The indexes of one collection: made when they are first asked for, kept as long as the collection.

import Synchronization

/// What has been indexed of a collection so far.
final class Indexes: Sendable {
    private struct Made {
        var columns: [String: ColumnIndex?] = [:]
        var idOrder: IDOrder?
    }

    private let made = Mutex(Made())

    /// The index of a path; one that was stopped is none, and made when it is asked for again.
    ///
    /// Two threads that ask for the same one at once both make it: nobody waits for a lock while one is made.
    func index(of path: FieldPath, in collection: Collection, isStopped: () -> Bool) -> ColumnIndex? {
        if let known = made.withLock({ $0.columns[path.name] }) { return known }
        let index =
            path.name == "id" && !collection.records.areRows
            ? ColumnIndex(ofIDs: idOrder(of: collection.records), at: path, in: collection)
            : ColumnIndex(of: path, in: collection, isStopped: isStopped)
        if index == nil, isStopped() { return nil }
        made.withLock { $0.columns[path.name] = .some(index) }
        return index
    }

    func idOrder(of records: any Records) -> IDOrder {
        if let known = made.withLock({ $0.idOrder }) { return known }
        let order = IDOrder(records.positionsByID())
        made.withLock { $0.idOrder = order }
        return order
    }
}

/// Records by id, both ways; eight bytes a record.
package struct IDOrder: Sendable {
    /// Positions in the order of the ids' bytes.
    package let positions: [UInt32]
    /// The place of each record in that order.
    package let ranks: [UInt32]

    init(_ positions: [UInt32]) {
        self.positions = positions
        var ranks = [UInt32](repeating: 0, count: positions.count)
        for (rank, position) in positions.enumerated() { ranks[Int(position)] = UInt32(truncatingIfNeeded: rank) }
        self.ranks = ranks
    }

    /// How many ids stand before `id`.
    package func rank(of id: String, in records: any Records) -> Int {
        var low = 0
        var high = positions.count
        while low < high {
            let middle = low + (high - low) / 2
            if records.id(at: Int(positions[middle])).precedesByBytes(id) { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
