// The changes of the records that match a query. A record that stops to match is removed, one that begins to is added.

import Documents

/// The records of a collection that match a query, in ascending order.
package struct MatchingRecords {
    package let collection: Collection
    package let positions: [Int]

    /// Makes the records at `positions`.
    package init(_ collection: Collection, _ positions: [Int]) {
        (self.collection, self.positions) = (collection, positions)
    }
}

extension Changes {
    /// The changes of the records that match a query.
    package struct Matches {
        package private(set) var part: Part
        /// The positions of the records that were added or changed, in the collection that is now.
        package private(set) var positions: [Int] = []

        /// Compares the matching records of two snapshots; `changed` are the ids of all records that changed.
        ///
        /// Nil soon after `isStopped` is true.
        package init?(
            _ name: String, from old: MatchingRecords?, to new: MatchingRecords?, changed: IDs?, isStopped: () -> Bool
        ) {
            part = Part(name: name, count: new?.positions.count ?? 0)
            let didMatch = Self.marks(old)
            let matches = Self.marks(new)
            // A longer list of ids is cut, so that only the records show which of them changed.
            let ids = changed.flatMap { $0.count == $0.ids.count ? Set($0.ids) : nil }
            for position in new?.positions ?? [] {
                if isStopped() { return nil }
                guard let new else { break }
                let id = new.collection.records.id(at: position)
                guard let old, let former = old.collection.records.index(ofID: id), didMatch[former] else {
                    part.added.insert(id)
                    positions.append(position)
                    continue
                }
                let isChanged =
                    ids?.contains(id) ?? (old.collection.record(at: former) != new.collection.record(at: position))
                if isChanged {
                    part.changed.insert(id)
                    positions.append(position)
                }
            }
            for position in old?.positions ?? [] {
                if isStopped() { return nil }
                guard let id = old?.collection.records.id(at: position) else { break }
                let now = new?.collection.records.index(ofID: id)
                if !(now.map { matches[$0] } ?? false) { part.removed.insert(id) }
            }
        }

        /// Returns for each record whether it matches.
        private static func marks(_ records: MatchingRecords?) -> [Bool] {
            guard let records else { return [] }
            var marks = Array(repeating: false, count: records.collection.records.count)
            for position in records.positions { marks[position] = true }
            return marks
        }
    }
}

extension Changes.Part {
    /// True if no record was added, removed or changed.
    package var isEmpty: Bool { added.count == 0 && removed.count == 0 && changed.count == 0 }
}
