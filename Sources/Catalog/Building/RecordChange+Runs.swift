// The records that two versions of a collection share, and the change over several versions.

import Text

extension RecordChange {
    /// The records outside the ranges, in as few runs as possible.
    var keptRuns: [KeptRun] {
        KeptRun.runs(oldCount: oldCount, newCount: newCount, removed: removed, added: added)
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

    /// The new positions of old records.
    var newPositions: NewPositions { NewPositions(self) }
}

/// The new position of each old record.
struct NewPositions: Sendable {
    private let runs: [KeptRun]
    /// By old position; nil if there are few runs, since looking at all of them is faster than reading a large table.
    private let table: [UInt32]?

    private static let maxRunsWithoutTable = 4

    init(_ change: RecordChange) {
        runs = change.keptRuns
        guard runs.count > Self.maxRunsWithoutTable else {
            table = nil
            return
        }
        var positions: [UInt32] = []
        positions.reserveCapacity(change.oldCount)
        for run in runs {
            positions.append(contentsOf: repeatElement(CompactIntArray.none, count: run.old - positions.count))
            positions.append(numbers: run.new..<run.new + run.count)
        }
        positions.append(contentsOf: repeatElement(CompactIntArray.none, count: change.oldCount - positions.count))
        table = positions
    }

    /// The new position of an old one, `CompactIntArray.none` if the record went.
    @inline(__always)
    subscript(old: UInt32) -> UInt32 {
        if let table { return table[Int(old)] }
        var position = CompactIntArray.none
        for run in runs {
            let offset = UInt(bitPattern: Int(old) &- run.old)
            if offset < UInt(bitPattern: run.count) {
                position = UInt32(truncatingIfNeeded: UInt(bitPattern: run.new) &+ offset)
            }
        }
        return position
    }

    /// The new positions of many old ones.
    func mapped(_ old: [UInt32]) -> [UInt32] {
        [UInt32](unsafeUninitializedCapacity: old.count) { new, count in
            count = old.count
            if let table {
                for place in old.indices { new.initializeElement(at: place, to: table[Int(old[place])]) }
                return
            }
            new.initialize(repeating: CompactIntArray.none)
            for run in runs {
                let (start, count) = (UInt32(truncatingIfNeeded: run.old), UInt32(truncatingIfNeeded: run.count))
                let shift = UInt32(truncatingIfNeeded: run.shift)
                for place in old.indices {
                    let position = old[place]
                    new[place] = position &- start < count ? position &+ shift : new[place]
                }
            }
        }
    }
}

extension [UInt32] {
    /// Appends other numbers with `shift` added, which may wrap around.
    mutating func append(_ numbers: ArraySlice<UInt32>, shiftedBy shift: UInt32) {
        self += [UInt32](unsafeUninitializedCapacity: numbers.count) { buffer, count in
            numbers.withUnsafeBufferPointer { numbers in
                for place in numbers.indices { buffer.initializeElement(at: place, to: numbers[place] &+ shift) }
            }
            count = numbers.count
        }
    }
}
