// The searchable form of postings: words in order of their bytes, for each the units it occurs in and its positions.
// How they come about is told in PostingsMerge.swift, how they are searched in Search.swift.

import Glibc

/// The postings of a stretch of the alphabet; never changed once it is made.
///
/// For each word: the number of its units, then for each unit a number that holds the distance from the unit before,
/// shifted by two, a bit for a bonus, and a bit for a single occurrence; then, where these bits say so, the further
/// occurrences and the bonus. Positions stand in a stream of their own, as distances, for phrases alone. Every 128
/// units an entry of `skips` tells where both streams go on.
final class Postings: @unchecked Sendable {
    struct Word: BitwiseCopyable {
        /// Where the word's bytes, units, positions and skips begin; the next word's say where they end.
        var text: UInt32
        var units: UInt32
        var positions: UInt32
        var skips: UInt32
    }

    struct Skip: BitwiseCopyable {
        /// The last unit before the streams' positions that follow.
        var unit: UInt32
        var units: UInt32
        var positions: UInt32
    }

    static let skipInterval: UInt32 = 128

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

    /// The first word that does not stand before `text`.
    func lowerBound(_ text: UnsafeBufferPointer<UInt8>) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = low + (high - low) / 2
            if self.text(of: middle).compareBytes(text) < 0 { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// The units of a word.
    func cursor(of word: Int) -> UnitCursor {
        let entry = words[word]
        return UnitCursor(
            owner: self, units: units.base + Int(entry.units), positions: positions.base + Int(entry.positions),
            skips: UnsafeBufferPointer(
                start: skips.base + Int(entry.skips), count: Int(words[word + 1].skips - entry.skips)))
    }
}

/// Goes through the units of one word.
///
/// It begins before the first one.
struct UnitCursor {
    /// Keeps the memory that is read.
    private let owner: Postings
    /// Of all units of the word.
    let count: Int
    private var left: Int
    private var units: VariableReader
    private let firstUnits: UnsafePointer<UInt8>
    private let firstPositions: UnsafePointer<UInt8>
    private var skips: UnsafeBufferPointer<Postings.Skip>.SubSequence
    /// Where the positions of the current unit begin, once the numbers of those before are skipped.
    private var positionsStart: UnsafePointer<UInt8>
    private var positionsBefore: UInt32 = 0
    private(set) var unit: UInt32 = 0
    /// How often the word stands in the unit.
    private(set) var occurrences: UInt32 = 0
    /// What titles, headings and labels add to that.
    private(set) var bonus: UInt32 = 0

    init(
        owner: Postings, units: UnsafePointer<UInt8>, positions: UnsafePointer<UInt8>,
        skips: UnsafeBufferPointer<Postings.Skip>
    ) {
        self.owner = owner
        self.units = VariableReader(position: units)
        count = Int(self.units.next())
        left = count
        firstUnits = units
        firstPositions = positions
        positionsStart = positions
        self.skips = skips[...]
    }

    /// Goes to the next unit; false behind the last one.
    @inline(__always)
    mutating func next() -> Bool {
        guard left > 0 else { return false }
        left &-= 1
        positionsBefore &+= occurrences
        let head = units.next()
        unit &+= head >> 2
        occurrences = head & 1 == 1 ? 1 : units.next() &+ 2
        bonus = head & 2 == 2 ? units.next() : 0
        return true
    }

    /// Goes to the first unit that is not before `target`; false where there is none.
    ///
    /// Stays where it is when that is the current one.
    @inline(__always)
    mutating func advance(to target: UInt32) -> Bool {
        if occurrences > 0, unit >= target { return true }
        if let skip = skips.first, skip.unit < target { self.skip(before: target) }
        while next() { if unit >= target { return true } }
        return false
    }

    private mutating func skip(before target: UInt32) {
        var low = skips.startIndex
        var high = skips.endIndex
        while high - low > 1 {
            let middle = low + (high - low) / 2
            if skips[middle].unit < target { low = middle } else { high = middle }
        }
        let skip = skips[low]
        let passed = (low + 1) * Int(Postings.skipInterval)
        skips = skips[(low + 1)...]
        guard count - passed < left else { return }
        left = count - passed
        unit = skip.unit
        units.position = firstUnits + Int(skip.units)
        positionsStart = firstPositions + Int(skip.positions)
        positionsBefore = 0
        occurrences = 0
    }

    /// Appends the positions of the word in the current unit, ascending.
    mutating func appendPositions(to list: inout [UInt32]) {
        var reader = VariableReader(position: positionsStart)
        reader.skip(positionsBefore)
        positionsStart = reader.position
        positionsBefore = 0
        var position: UInt32 = 0
        for _ in 0..<occurrences {
            position &+= reader.next()
            list.append(position)
        }
    }
}
