// The records of a collection in the order of their ids.

import Documents
import Text

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
        positions.partitioningIndex { !records.id(at: Int($0)).precedesByBytes(id) }
    }

    /// Returns the order of records that changed; `id` gives the id of a new position.
    ///
    /// O(records), and O(m log(n / m)) ids for m of n records that came.
    func following(_ change: RecordChange, _ id: (Int) -> String) -> IDOrder {
        let kept = change.newPositions.mapped(positions).filter { $0 != CompactIntArray.none }
        if change.added.isEmpty { return IDOrder(kept) }
        let added = change.added.flatMap { $0 }.map { (position: $0, id: id($0)) }.sorted { left, right in
            let order = left.id.compareBytes(right.id)
            return order == 0 ? left.position < right.position : order < 0
        }
        let places = SortedPlaces.places(of: added.count, among: kept.count) { place, number in
            let other = Int(kept[place])
            let order = id(other).compareBytes(added[number].id)
            return order == 0 ? other - added[number].position : order
        }
        var merged: [UInt32] = []
        merged.reserveCapacity(change.newCount)
        var next = 0
        for (place, one) in zip(places, added) {
            merged += kept[next..<place]
            next = place
            merged.append(UInt32(truncatingIfNeeded: one.position))
        }
        merged += kept[next...]
        return IDOrder(merged)
    }
}
