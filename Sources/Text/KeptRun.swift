// The elements that two versions of a list share.

/// Consecutive elements that stay together from one version of a list to another.
package struct KeptRun: Hashable, Sendable {
    /// The position of the first element in the old version.
    package var old: Int
    /// The position of the first element in the new version.
    package var new: Int
    package var count: Int

    package init(old: Int, new: Int, count: Int) {
        self.old = old
        self.new = new
        self.count = count
    }

    /// What to add to an old position for the new one.
    package var shift: Int { new - old }

    /// Returns the elements outside the ranges, in as few runs as possible.
    ///
    /// The ranges ascend: old positions of elements that went, new positions of elements that came.
    package static func runs(
        oldCount: Int, newCount: Int, removed: [Range<Int>], added: [Range<Int>]
    ) -> [KeptRun] {
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
}

extension [UInt32] {
    /// Appends the numbers of a range.
    package mutating func append(numbers range: Range<Int>) {
        let start = UInt32(truncatingIfNeeded: range.lowerBound)
        self += [UInt32](unsafeUninitializedCapacity: range.count) { buffer, count in
            for offset in 0..<range.count {
                buffer.initializeElement(at: offset, to: start &+ UInt32(truncatingIfNeeded: offset))
            }
            count = range.count
        }
    }
}
