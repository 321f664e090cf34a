// The searchable form of postings: words in order of their bytes, for each the units it occurs in and its positions.
// PostingsEncoder.swift makes them, PostingsIterator.swift reads them.

import Glibc

/// The postings of a segment; immutable.
///
/// For each word: the number of its units, then blocks of 128 units, three times packed: the distances from the unit
/// before, the occurrences less one, and the bonuses, their widths in front. The units that are left follow one by one:
/// a number with the distance, shifted by two, a bit for a bonus and a bit for a single occurrence; then, where these
/// bits say so, the further occurrences and the bonus. Positions are a second stream of distances, which only phrases
/// read: those of a block are packed, with their width in front, if that is shorter. An entry of `skips` for each block
/// has its last unit and its place in both streams.
final class Postings: @unchecked Sendable {
    struct Word: BitwiseCopyable {
        /// Where the word's bytes, units, positions and skips begin; the next word's say where they end.
        var text: UInt32
        var units: UInt32
        var positions: UInt32
        var skips: UInt32
    }

    struct Skip: BitwiseCopyable {
        /// The last unit before the places in the streams that follow.
        var unit: UInt32
        var units: UInt32
        var positions: UInt32
    }

    /// One more than there are words: the last one says where everything ends.
    private let words: Growing<Word>
    private let texts: Growing<UInt8>
    private let units: Growing<UInt8>
    private let positions: Growing<UInt8>
    private let skips: Growing<Skip>

    init(
        words: consuming Growing<Word>, texts: consuming Growing<UInt8>, units: consuming Growing<UInt8>,
        positions: consuming Growing<UInt8>, skips: consuming Growing<Skip>
    ) {
        words.append(
            Word(
                text: UInt32(truncatingIfNeeded: texts.count), units: UInt32(truncatingIfNeeded: units.count),
                positions: UInt32(truncatingIfNeeded: positions.count), skips: UInt32(truncatingIfNeeded: skips.count)))
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
        self.words = words
        self.texts = texts
        self.units = units
        self.positions = positions
        self.skips = skips
    }

    var count: Int { words.count - 1 }

    /// The memory that it takes, in bytes.
    var byteCount: Int {
        words.count * MemoryLayout<Word>.stride + texts.count + units.count + positions.count
            + skips.count * MemoryLayout<Skip>.stride
    }

    func text(of word: Int) -> UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(
            start: texts.base + Int(words[word].text), count: Int(words[word + 1].text - words[word].text))
    }

    /// In how many units a word occurs.
    func unitCount(of word: Int) -> Int {
        var reader = VariableReader(position: units.base + Int(words[word].units))
        return Int(reader.next())
    }

    /// The first eight bytes of a word as a number that orders words as their bytes do; zeros follow a shorter word.
    @inline(__always)
    func beginning(of word: Int) -> UInt64 {
        let start = words[word].text
        let length = words[word + 1].text &- start
        let bytes = UnsafeRawPointer(texts.base + Int(start)).loadUnaligned(as: UInt64.self)
        return UInt64(bigEndian: bytes) & ~(length < 8 ? UInt64.max >> (UInt64(length) &* 8) : 0)
    }

    /// The first word from `first` on that is not before `text`.
    func lowerBound(_ text: UnsafeBufferPointer<UInt8>, from first: Int = 0) -> Int {
        var low = first
        var high = count
        while low < high {
            let middle = low + (high - low) / 2
            if self.text(of: middle).compareBytes(text) < 0 { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// The number of a word; nil if it does not occur.
    func term(_ text: UnsafeBufferPointer<UInt8>) -> Int? {
        let word = lowerBound(text)
        return word < count && self.text(of: word).compareBytes(text) == 0 ? word : nil
    }

    /// The units of a word; `room` is for `PostingsIterator.room` numbers, and both must outlive the iterator.
    func iterator(of word: Int, room: UnsafeMutablePointer<UInt32>) -> PostingsIterator {
        let entry = words[word]
        return PostingsIterator(
            units: units.base + Int(entry.units), positions: positions.base + Int(entry.positions),
            skips: UnsafePointer(skips.base + Int(entry.skips)), room: room)
    }
}
