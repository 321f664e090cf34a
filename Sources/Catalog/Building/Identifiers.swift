// Ids of one kind of record: unique, independent of the order of files, and found without a dictionary.

import Documents
import Text

/// The ids of a collection by position, and the position of each id.
///
/// Lookup is a binary search over positions ordered by the ids' bytes: four bytes for each id. Ids are compared by
/// bytes, so that two normalization forms of one name are two ids.
package struct Identifiers: Sendable {
    private var ids: [String]
    /// All positions in the order of their ids' bytes.
    private(set) var order: [UInt32] = []
    /// The positions of the slugs that several records share, ascending.
    private var groups: [String: [UInt32]] = [:]
    /// True if a suffix did not make all slugs unique.
    private var isNumbered = false

    /// Returns the suffix of the slug at a position.
    ///
    /// `attempt` is 0 at first, and 1 for slugs that are still equal with the first suffix.
    package typealias Suffix = (_ position: Int, _ attempt: Int) -> String

    /// Makes `slugs` unique: every member of a group of equal ones gets a suffix.
    ///
    /// Ids that are equal even with the second suffix are numbered.
    package init(slugs: [String], suffix: Suffix) {
        ids = slugs
        sort()
        for attempt in 0...1 {
            let colliding = collidingPositions()
            if colliding.isEmpty { return }
            if attempt == 0 {
                for position in colliding.sorted() {
                    groups[slugs[position], default: []].append(UInt32(truncatingIfNeeded: position))
                }
            } else {
                isNumbered = true
            }
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

    /// The position of `id`, nil if there is none; O(log n).
    package func position(of id: String) -> Int? {
        let place = lowerBound(id, in: order)
        guard place < order.count, ids[Int(order[place])].compareBytes(id) == 0 else { return nil }
        return Int(order[place])
    }

    /// The first place in `order` with an id that does not precede `id`.
    private func lowerBound(_ id: String, in order: [UInt32]) -> Int {
        order.partitioningIndex { ids[Int($0)].compareBytes(id) >= 0 }
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

extension Identifiers {
    /// Makes the ids of the next list of records from these.
    ///
    /// `oldSlug` and `newSlug` return the slugs at old and new positions; `suffix` takes new positions. `renamed` has
    /// the positions of unchanged records that got another id. The result equals that of `init`.
    func following(
        _ change: DocumentChange, oldSlug: (Int) -> String, newSlug: @escaping (Int) -> String, suffix: Suffix
    ) -> (ids: Identifiers, renamed: [(old: Int, new: Int)]) {
        following(change, oldSlug, newSlug, suffix) ?? afresh(change, newSlug, suffix)
    }

    private func afresh(
        _ change: DocumentChange, _ slug: (Int) -> String, _ suffix: Suffix
    ) -> (ids: Identifiers, renamed: [(old: Int, new: Int)]) {
        let former = change.applied(to: ids.indices.map(Int?.some)) { _ in nil }
        let new = Identifiers(slugs: (0..<change.newCount).map(slug), suffix: suffix)
        let renamed = former.enumerated().compactMap { position, old in
            old.flatMap { ids[$0].utf8.elementsEqual(new.ids[position].utf8) ? nil : (old: $0, new: position) }
        }
        return (new, renamed)
    }

    /// Returns nil if a suffix does not make all ids unique, before the change or after it.
    private func following(
        _ change: DocumentChange, _ oldSlug: (Int) -> String, _ newSlug: (Int) -> String, _ suffix: Suffix
    ) -> (ids: Identifiers, renamed: [(old: Int, new: Int)])? {
        if isNumbered { return nil }
        func moved(_ position: UInt32) -> UInt32? {
            change.position(ofOld: Int(position)).map { UInt32(truncatingIfNeeded: $0) }
        }

        // The new positions of the changed slugs, and the old ones of those that stay.
        var members: [String: [UInt32]] = [:]
        var oldPositions: [UInt32: Int] = [:]
        func touch(_ slug: String) {
            guard members[slug] == nil else { return }
            // The id of another slug with its suffix may look alike.
            let holder = position(of: slug).flatMap { oldSlug($0).utf8.elementsEqual(slug.utf8) ? $0 : nil }
            let known = groups[slug] ?? holder.map { [UInt32(truncatingIfNeeded: $0)] } ?? []
            members[slug] = known.compactMap { old in
                let position = moved(old)
                if let position { oldPositions[position] = Int(old) }
                return position
            }
        }
        for position in change.removed { touch(oldSlug(position)) }
        for position in change.added {
            let slug = newSlug(position)
            touch(slug)
            members[slug]?.append(UInt32(truncatingIfNeeded: position))
        }

        var new = self
        new.ids = change.applied(to: ids, newSlug)
        new.groups = groups.filter { members[$0.key] == nil }.mapValues { $0.compactMap(moved) }
        var renamed: [UInt32: Int] = [:]
        let added = Set(change.added.lazy.map { UInt32(truncatingIfNeeded: $0) })
        for (slug, positions) in members {
            if positions.count > 1 { new.groups[slug] = positions.sorted() }
            for position in positions {
                let id = positions.count > 1 ? slug + "-" + suffix(Int(position), 0) : slug
                if new.ids[Int(position)].utf8.elementsEqual(id.utf8) { continue }
                new.ids[Int(position)] = id
                if !added.contains(position) { renamed[position] = oldPositions[position] }
            }
        }

        let replaced = added.union(renamed.keys)
        var kept: [UInt32] = []
        kept.reserveCapacity(order.count)
        for old in order {
            if let position = moved(old), !replaced.contains(position) { kept.append(position) }
        }
        let incoming = replaced.sorted { left, right in
            let order = new.ids[Int(left)].compareBytes(new.ids[Int(right)])
            return order == 0 ? left < right : order < 0
        }
        guard let order = new.merged(kept, incoming) else { return nil }
        new.order = order
        return (new, renamed.map { (old: $1, new: Int($0)) }.sorted { $0.new < $1.new })
    }

    /// Merges positions into others that are in the order of their ids; nil if two ids are equal.
    private func merged(_ kept: [UInt32], _ incoming: [UInt32]) -> [UInt32]? {
        var order: [UInt32] = []
        order.reserveCapacity(kept.count + incoming.count)
        var start = 0
        for position in incoming {
            let id = ids[Int(position)]
            let place = lowerBound(id, in: kept)
            if place < kept.count, ids[Int(kept[place])].utf8.elementsEqual(id.utf8) { return nil }
            order += kept[start..<place]
            if place == start, let last = order.last, ids[Int(last)].utf8.elementsEqual(id.utf8) { return nil }
            order.append(position)
            start = place
        }
        return order + kept[start...]
    }
}
