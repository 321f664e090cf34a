// The results of a search: positions with scores, and the best of them.

import Text

/// Records that match a query, in the order of the collection, each with its score.
package struct Hits: Sendable {
    package internal(set) var positions: [UInt32] = []
    package internal(set) var scores: [Float] = []

    init() {}

    /// Hits at positions that ascend.
    init(positions: [UInt32], scores: [Float]) {
        self.positions = positions
        self.scores = scores
    }

    /// Hits at the positions from 0 on.
    package init(scores: [Float]) {
        self.scores = scores
        positions = scores.indices.map { UInt32(truncatingIfNeeded: $0) }
    }

    package var count: Int { positions.count }

    /// Rounds a score to three decimals, as answers have it.
    package static func rounded(_ score: Float) -> Double { (Double(score) * 1000).rounded() / 1000 }

    mutating func reserve(_ count: Int) {
        positions.reserveCapacity(count)
        scores.reserveCapacity(count)
    }

    mutating func append(_ position: UInt32, _ score: Float) {
        positions.append(position)
        scores.append(score)
    }

    mutating func append(_ positions: UnsafeBufferPointer<UInt32>, _ scores: UnsafeBufferPointer<Float>) {
        self.positions.append(contentsOf: positions)
        self.scores.append(contentsOf: scores)
    }

    /// The hits of several lists at different positions; O(n) for lists that are much shorter than the longest.
    init(merging lists: consuming [Hits]) {
        // The two shortest first, so that few hits move often. A second reference to the longest would copy it.
        lists.removeAll { $0.count == 0 }
        lists.sort { $0.count > $1.count }
        while lists.count > 1 {
            let shorter = lists.removeLast()
            var merged = lists.removeLast()
            merged.merge(shorter)
            lists.insert(merged, at: lists.firstIndex { $0.count < merged.count } ?? lists.count)
        }
        self = lists.first ?? Hits()
    }

    /// Adds the hits of a list that is not longer, the last ones first; moves all hits between two of them at once.
    private mutating func merge(_ shorter: Hits) {
        var end = count
        positions += shorter.positions
        scores += shorter.scores
        positions.withUnsafeMutableBufferPointer { positions in
            scores.withUnsafeMutableBufferPointer { scores in
                guard let positions = positions.baseAddress, let scores = scores.baseAddress else { return }
                for index in shorter.positions.indices.reversed() {
                    let position = shorter.positions[index]
                    let first = Self.firstIndex(before: end) { positions[$0] > position }
                    // `index` hits of the shorter list come before this one.
                    (positions + first + index + 1).update(from: positions + first, count: end - first)
                    (scores + first + index + 1).update(from: scores + first, count: end - first)
                    positions[first + index] = position
                    scores[first + index] = shorter.scores[index]
                    end = first
                }
            }
        }
    }

    /// Returns the first index for which a condition holds that all later ones before `end` meet; in steps that double.
    private static func firstIndex(before end: Int, where isMet: (Int) -> Bool) -> Int {
        var (high, step) = (end, 1)
        while high >= step, isMet(high - step) {
            high -= step
            step += step
        }
        return (max(high - step + 1, 0)..<high).partitioningIndex(where: isMet)
    }

    /// Returns the score of a record, nil if it is no hit; O(log n).
    package func score(at position: Int) -> Float? { index(of: position).map { scores[$0] } }

    /// Returns the index of a record among the hits, nil if it is no hit; O(log n).
    package func index(of position: Int) -> Int? {
        let index = positions.partitioningIndex { Int($0) >= position }
        return index < positions.count && Int(positions[index]) == position ? index : nil
    }

    /// The hits at some of the positions, which ascend.
    package func among(_ some: [Int]) -> Hits {
        if some.count == count { return self }
        var hits = Hits()
        var index = 0
        for position in some {
            while index < count, Int(positions[index]) < position { index += 1 }
            guard index < count else { break }
            if Int(positions[index]) == position { hits.append(positions[index], scores[index]) }
        }
        return hits
    }

    /// Returns the hits with lower scores; of those with this score, the ones after `position`, none if it is nil.
    package func behind(_ score: Float, position: Int?) -> Hits {
        var hits = Hits()
        for index in positions.indices {
            let isBehind =
                scores[index] == score ? position.map { Int(positions[index]) > $0 } ?? false : scores[index] < score
            if isBehind { hits.append(positions[index], scores[index]) }
        }
        return hits
    }

    /// One hit, better ones first; equal ones in the order of the collection.
    package struct Hit: Comparable, Sendable {
        package let position: Int
        package let score: Float

        package static func < (left: Hit, right: Hit) -> Bool {
            left.score == right.score ? left.position < right.position : left.score > right.score
        }
    }

    /// Returns the best `count` hits in their order.
    ///
    /// Drops hits that are worse than the best so far as they come: one comparison each if `count` is small.
    package func best(_ count: Int) -> [Hit] {
        guard count > 0 else { return [] }
        let capacity = count > Int.max / 2 ? Int.max : max(2 * count, 128)
        var best: [Hit] = []
        var least = -Float.infinity
        for index in positions.indices {
            let score = scores[index]
            // Among equal scores the earlier position wins, and positions ascend.
            if score <= least { continue }
            best.append(Hit(position: Int(positions[index]), score: score))
            if best.count >= capacity {
                best.sort()
                best.removeLast(best.count - count)
                least = best.last?.score ?? least
            }
        }
        best.sort()
        return Array(best.prefix(count))
    }
}
