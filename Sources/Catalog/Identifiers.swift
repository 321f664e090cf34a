// Ids of one kind of record: unique, independent of the order of files, and found without a dictionary.

/// The ids of a collection by position, and the way back.
///
/// Lookup is a binary search over positions ordered by the ids' bytes: four bytes an id beside the ids themselves.
/// Ids are compared by bytes, so that two normalisation forms of one name stay two ids.
package struct Identifiers: Sendable {
    private var ids: [String]
    /// All positions in the order of their ids' bytes.
    private(set) var order: [UInt32] = []

    /// Makes `slugs` unique: every member of a group of equal ones gets a suffix.
    ///
    /// `suffix` gives that of the slug at a position; its second argument is 0 at first, and 1 for those that were
    /// still equal with the first suffix. What is equal even then is numbered.
    package init(slugs: [String], suffix: (_ position: Int, _ attempt: Int) -> String) {
        ids = slugs
        sort()
        for attempt in 0...1 {
            let colliding = collidingPositions()
            if colliding.isEmpty { return }
            for position in colliding { ids[position] = slugs[position] + "-" + suffix(position, attempt) }
            sort()
        }
        let settled = ids
        var number = 1
        for (before, position) in zip(order, order.dropFirst()).map({ (Int($0), Int($1)) }) {
            number = settled[before].utf8.elementsEqual(settled[position].utf8) ? number + 1 : 1
            if number > 1 { ids[position] += "-\(number)" }
        }
        sort()
    }

    package subscript(position: Int) -> String { ids[position] }

    /// The position of `id`, nil when there is none; O(log n).
    package func position(of id: String) -> Int? {
        var low = 0
        var high = order.count
        while low < high {
            let middle = low + (high - low) / 2
            let difference = ids[Int(order[middle])].compareBytes(id)
            if difference == 0 { return Int(order[middle]) }
            if difference < 0 { low = middle + 1 } else { high = middle }
        }
        return nil
    }

    private mutating func sort() { order = Self.sorted(ids) }

    /// The positions of some texts in the order of their bytes, equal ones by position.
    static func sorted(_ texts: [String]) -> [UInt32] {
        texts.indices.map { UInt32(truncatingIfNeeded: $0) }.sorted { left, right in
            let difference = texts[Int(left)].compareBytes(texts[Int(right)])
            return difference == 0 ? left < right : difference < 0
        }
    }

    private func collidingPositions() -> Set<Int> {
        var colliding: Set<Int> = []
        for (left, right) in zip(order, order.dropFirst()).map({ (Int($0), Int($1)) })
        where ids[left].utf8.elementsEqual(ids[right].utf8) {
            colliding.insert(left)
            colliding.insert(right)
        }
        return colliding
    }
}
