// The form of postings that can be searched: words in the order of their bytes, each with its units and positions.
// PostingsEncoder.swift makes them, PostingsIterator.swift reads them.

import Glibc
import Text

/// The postings of a segment; immutable.
///
/// For each word: the number of its units, from 128 on also its first entry of `skips`, then blocks of 128 units, three
/// times packed: the distances from the unit before, the occurrences less one, and the bonuses, their widths in front.
/// The units that are left follow one by one: a number with the distance, shifted by two, a bit for a bonus and a bit
/// for a single occurrence; then, if these bits say so, the further occurrences and the bonus. Positions are another
/// stream of distances, which only phrases read: those of a block are packed, with their width in front, if that is
/// shorter. An entry of `skips` for each block has its last unit and its place in both streams.
final class Postings: @unchecked Sendable {
    struct Skip: BitwiseCopyable {
        /// The last unit before the places in the streams that follow.
        var unit: UInt32
        var units: UInt32
        var positions: UInt32
    }

    /// One more than there are words: the last one is the end of everything.
    private let words: Growing<TermDictionary.Word>
    private let texts: Growing<UInt8>
    private let units: Growing<UInt8>
    private let positions: Growing<UInt8>
    private let skips: Growing<Skip>
    private let samples: Growing<UInt64>
    /// Valid as long as the postings.
    let terms: TermDictionary
    /// The words of the maximum size: of longer words, only the first bytes are kept.
    let longWords: [Int]

    init(
        words: consuming Growing<TermDictionary.Word>, texts: consuming Growing<UInt8>, units: consuming Growing<UInt8>,
        positions: consuming Growing<UInt8>, skips: consuming Growing<Skip>
    ) {
        words.append(
            TermDictionary.Word(
                text: UInt32(truncatingIfNeeded: texts.count), units: UInt32(truncatingIfNeeded: units.count),
                positions: UInt32(truncatingIfNeeded: positions.count)))
        for _ in 0..<Growing<UInt8>.padding {
            texts.append(0)
            units.append(0)
            positions.append(0)
        }
        words.trim()
        texts.trim()
        units.trim()
        positions.trim()
        skips.trim()
        let count = words.count - 1
        let samples = Growing<UInt64>(repeating: 0, count: TermDictionary.sampleCount(of: count))
        terms = TermDictionary(
            count: count, words: words.base, texts: texts.base, units: units.base, samples: samples.base)
        terms.writeSamples(to: samples.base)
        longWords = (0..<count).filter { [terms] in terms.text(of: $0).count >= Words.longest }
        self.words = words
        self.texts = texts
        self.units = units
        self.positions = positions
        self.skips = skips
        self.samples = samples
    }

    var count: Int { terms.count }

    /// The size in memory, in bytes.
    var byteCount: Int {
        words.count * MemoryLayout<TermDictionary.Word>.stride + texts.count + units.count + positions.count
            + skips.count * MemoryLayout<Skip>.stride + samples.count * MemoryLayout<UInt64>.stride
    }

    func text(of word: Int) -> UnsafeBufferPointer<UInt8> { terms.text(of: word) }

    /// The number of units with a word.
    func unitCount(of word: Int) -> Int { terms.unitCount(of: word) }

    /// Returns the units of a word; `room` is for `PostingsIterator.room` numbers, and both must outlive the iterator.
    func iterator(of word: Int, room: UnsafeMutablePointer<UInt32>) -> PostingsIterator {
        let entry = words[word]
        return PostingsIterator(
            units: units.base + Int(entry.units), positions: positions.base + Int(entry.positions),
            skips: UnsafePointer(skips.base), room: room)
    }
}
