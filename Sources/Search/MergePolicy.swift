// When the segments of a text index are written anew or merged, and how many a first load writes.

import Glibc

/// Limits on the number and the sizes of segments.
///
/// Small segments are merged as soon as they are written. Larger ones are merged in the background, four of about the
/// same size at once, so that the number of segments grows with the logarithm of the number of documents.
package struct MergePolicy: Sendable {
    /// Segments with up to this many documents in all are merged at once.
    var maxImmediateUnits = 64
    /// So many segments of a size class are merged.
    var segmentsPerMerge = 4
    /// A segment with a greater share of deleted documents is written anew without them.
    var maxDeletedShare = 0.125
    /// No merge takes a greater share of the words of the index, unless it takes fewer than `minMergeLimit`.
    var maxMergedShare = 0.25
    /// Merges of fewer words are always allowed.
    var minMergeLimit: UInt64 = 1 << 20
    /// If the deleted and the new documents are a greater share of the index, the index is made afresh.
    var maxChangedShare = 0.5
    /// Less text, in bytes, is written by one core.
    var minSharedBytes = 1 << 20
    /// From this much text on, in bytes, there are at least four segments.
    var minQuarteredBytes = 64 << 20
    /// The most text of a new segment, in bytes, so that 32-bit positions suffice.
    var maxSegmentBytes = 256 << 20

    package init() {}

    private static var cores: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }

    /// Ranges of units of about equal size, one for each segment to write; `size` estimates the bytes of a unit.
    func ranges(count: Int, size: (Int) -> Int) -> [Range<Int>] {
        let total = (0..<count).reduce(0) { $0 + size($1) }
        let segments = total < minSharedBytes ? 1 : total < minQuarteredBytes ? Self.cores : max(4, Self.cores)
        var (start, bytes, rest) = (0, 0, total)
        var ranges: [Range<Int>] = []
        func target() -> Int {
            let left = max(1, segments - ranges.count)
            return max(1, min((rest + left - 1) / left, maxSegmentBytes))
        }
        for unit in 0..<count {
            bytes += size(unit)
            guard bytes >= target() else { continue }
            ranges.append(start..<unit + 1)
            start = unit + 1
            rest -= bytes
            bytes = 0
        }
        if start < count { ranges.append(start..<count) }
        return ranges
    }

    /// The segments to merge at once, as indexes of `readers`: the newest small ones; empty for none.
    func immediateMerge(of readers: [SegmentReader]) -> [Int] {
        var chosen: [Int] = []
        var units = 0
        for (index, reader) in readers.enumerated().reversed() where units + reader.liveCount <= maxImmediateUnits {
            chosen.append(index)
            units += reader.liveCount
        }
        if chosen.count == 1, readers[chosen[0]].deletedShare <= maxDeletedShare { return [] }
        return chosen.reversed()
    }

    /// The segments to merge in the background, as indexes of `readers`; empty for none.
    func merge(of readers: [SegmentReader]) -> [Int] {
        let sparse = readers.indices.filter { readers[$0].deletedShare > maxDeletedShare }
        if let sparsest = sparse.max(by: { readers[$0].deletedShare < readers[$1].deletedShare }) { return [sparsest] }
        let total = readers.reduce(0) { $0 + $1.statistics.units.total }
        let limit = max(UInt64(Double(total) * maxMergedShare), minMergeLimit)
        let classes = Dictionary(grouping: readers.indices) { Self.sizeClass(readers[$0]) }
        for sizeClass in classes.keys.sorted() {
            guard let members = classes[sizeClass], members.count >= segmentsPerMerge else { continue }
            var chosen: [Int] = []
            var words: UInt64 = 0
            for index in members.sorted(by: { Self.words(readers[$0]) < Self.words(readers[$1]) }) {
                guard chosen.count < segmentsPerMerge, words + Self.words(readers[index]) <= limit else { break }
                chosen.append(index)
                words += Self.words(readers[index])
            }
            if chosen.count > 1 { return chosen.sorted() }
        }
        return []
    }

    /// True if the index is made afresh, because too much of it changes.
    func isRebuilt(removedWords: UInt64, addedBytes: Int, of words: UInt64) -> Bool {
        // A word and the blank after it take about six bytes.
        Double(removedWords) + Double(addedBytes) / 6 > Double(words) * maxChangedShare
    }

    private static func words(_ reader: SegmentReader) -> UInt64 { reader.statistics.units.total }

    /// Segments of one class differ by less than four times in their words.
    private static func sizeClass(_ reader: SegmentReader) -> Int {
        (UInt64.bitWidth - words(reader).leadingZeroBitCount) / 2
    }
}
