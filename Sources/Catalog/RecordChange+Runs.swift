// The records that two versions of a collection share, and the change over several versions.

/// Consecutive records that stay together from one version of a collection to another.
struct KeptRun: Hashable, Sendable {
    /// The position of the first record in the old version.
    var old: Int
    /// The position of the first record in the new version.
    var new: Int
    var count: Int

    /// What to add to an old position for the new one.
    var shift: Int { new - old }
}

extension RecordChange {
    /// The records outside the ranges, in as few runs as possible.
    var keptRuns: [KeptRun] {
        var runs: [KeptRun] = []
        var (nextRemoved, nextAdded) = (removed.startIndex, added.startIndex)
        var (old, new) = (0, 0)
        while old < oldCount || new < newCount {
            let oldEnd = nextRemoved < removed.endIndex ? removed[nextRemoved].lowerBound : oldCount
            let newEnd = nextAdded < added.endIndex ? added[nextAdded].lowerBound : newCount
            let count = min(oldEnd - old, newEnd - new)
            if count > 0 { runs.append(KeptRun(old: old, new: new, count: count)) }
            old += max(0, count)
            new += max(0, count)
            var isMoved = count > 0
            if old == oldEnd, nextRemoved < removed.endIndex {
                old = removed[nextRemoved].upperBound
                nextRemoved += 1
                isMoved = true
            }
            if new == newEnd, nextAdded < added.endIndex {
                new = added[nextAdded].upperBound
                nextAdded += 1
                isMoved = true
            }
            // Only counts that contradict the ranges end here.
            if !isMoved { break }
        }
        return runs
    }

    /// The number of records that came or went, whichever is more.
    var touchedCount: Int {
        max(removed.reduce(0) { $0 + $1.count }, added.reduce(0) { $0 + $1.count })
    }

    /// True if so many records came or went that indexes are better made from all records.
    var isLarge: Bool { touchedCount > max(Self.minLarge, newCount / 8) }

    /// The number of records that are always indexed soon.
    private static let minLarge = 1024

    /// The change from the old version of this one to the new version of `next`.
    ///
    /// O(ranges).
    func followed(by next: RecordChange) -> RecordChange {
        var kept: [KeptRun] = []
        let (first, second) = (keptRuns, next.keptRuns)
        var (left, right) = (0, 0)
        while left < first.count, right < second.count {
            let (one, other) = (first[left], second[right])
            let start = max(one.new, other.old)
            let (oneEnd, otherEnd) = (one.new + one.count, other.old + other.count)
            let end = min(oneEnd, otherEnd)
            if start < end {
                kept.append(KeptRun(old: start - one.shift, new: start + other.shift, count: end - start))
            }
            if oneEnd == end { left += 1 }
            if otherEnd == end { right += 1 }
        }
        return RecordChange(
            oldCount: oldCount, newCount: next.newCount,
            removed: Self.gaps(kept.map { $0.old..<$0.old + $0.count }, below: oldCount),
            added: Self.gaps(kept.map { $0.new..<$0.new + $0.count }, below: next.newCount),
            otherFields: otherFields.union(next.otherFields))
    }

    /// Returns the ranges between these, from 0 to `end`.
    private static func gaps(_ ranges: [Range<Int>], below end: Int) -> [Range<Int>] {
        var gaps: [Range<Int>] = []
        var position = 0
        for range in ranges {
            if position < range.lowerBound { gaps.append(position..<range.lowerBound) }
            position = range.upperBound
        }
        if position < end { gaps.append(position..<end) }
        return gaps
    }

    /// The new position of each old record, `NarrowNumbers.none` for those that went.
    func newPositions() -> [UInt32] {
        var positions: [UInt32] = []
        positions.reserveCapacity(oldCount)
        func skip(to old: Int) {
            positions.append(contentsOf: repeatElement(NarrowNumbers.none, count: old - positions.count))
        }
        for run in keptRuns {
            skip(to: run.old)
            let start = UInt32(truncatingIfNeeded: run.new)
            positions.append(contentsOf: start..<start + UInt32(truncatingIfNeeded: run.count))
        }
        skip(to: oldCount)
        return positions
    }

    /// True if `position` is of an old record that went.
    func removes(_ position: Int) -> Bool {
        var (low, high) = (0, removed.count)
        while low < high {
            let middle = low + (high - low) / 2
            if removed[middle].upperBound <= position { low = middle + 1 } else { high = middle }
        }
        return low < removed.count && removed[low].contains(position)
    }
}
