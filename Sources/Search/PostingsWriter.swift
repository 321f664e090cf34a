// Gathers the postings of a range of units in memory, word by word as the text is read. PostingsEncoder.swift makes
// the compact form that can be searched.

import Glibc
import Text

/// The weight of a word by its place in the document.
package enum Weight: UInt32, BitwiseCopyable {
    case plain = 0
    /// Headings and labels.
    case strong = 1
    case title = 2

    /// The number of occurrences that the place adds.
    var bonus: UInt32 {
        switch self {
        case .plain: 0
        case .strong: 1
        case .title: 3
        }
    }
}

/// A table of words, each with the units that have it and its positions there.
///
/// The postings of a word are one stream of variable-length numbers. The stream is a chain of slices, each twice as
/// large as the one before, so a new occurrence appends a byte or two and moves nothing. The two low bits of a number
/// are its kind: 0 to 2 are the weight, and the rest is the distance to the next position in the unit; with 3, the rest
/// is the distance to the next unit.
///
/// One thread writes it; then the encoder reads it.
struct PostingsWriter: ~Copyable {
    struct Word: BitwiseCopyable {
        /// The first bytes; most words need no comparison of their text.
        var beginning: Beginning
        var text: UInt32
        /// The first slice, and the place of the next byte.
        var head: UInt32
        var position: UInt32
        var end: UInt32
        var lastUnit: UInt32
        var lastPosition: UInt32
        var units: UInt32
        var length: UInt8
        /// The number of slices before the current one.
        var level: UInt8
    }

    private static let batchSize = 128
    /// Room for one word of a batch.
    private static let batchStride = Words.longest + 16

    static let newUnit: UInt32 = 3

    /// The size of the position of the next slice, which follows each slice.
    private static let link: UInt32 = 4

    private var words = Growing<Word>(capacity: 1 << 12)
    private var texts = Growing<UInt8>(capacity: 1 << 16)
    private var slices = Growing<UInt8>(capacity: 1 << 18)
    /// Open addressing: the high half of an entry is the word's hash, the low one its number and one more.
    private var table = Growing<UInt64>(repeating: 0, count: 1 << 13)
    private let batch = Growing<Candidate>(capacity: batchSize)
    private let batchTexts = Growing<UInt8>(capacity: batchSize * batchStride)
    /// The number of words in the batch.
    private var cut = 0
    private var unit: UInt32 = 0
    private var position: UInt32 = 0

    /// The number of words read so far of the current unit, plus one for each text that ended.
    var place: UInt32 { position }

    var count: Int { words.count }

    var byteCount: Int { slices.count }

    /// Begins a unit, which `end` ends; units come in ascending order.
    mutating func begin(unit: Int) {
        self.unit = UInt32(truncatingIfNeeded: unit)
        position = 0
    }

    /// Ends the unit.
    mutating func end() { noteBatch() }

    /// Adds the words of a text; the positions leave a gap after it, so that no phrase reaches into the next text.
    mutating func add(_ text: UnsafeBufferPointer<UInt8>, weight: Weight, _ scratch: Words.Scratch) {
        var reader = Words(text, scratch)
        let first = position
        while true {
            if cut == Self.batchSize { noteBatch() }
            reader.word = batchTexts.base + cut * Self.batchStride
            guard reader.next() else { break }
            batch.base[cut] = Candidate(reader.word, reader.length, position: position, weight: weight)
            cut &+= 1
            position &+= 1
        }
        if position != first { position &+= 1 }
    }

    /// Finds and notes the words of the batch, each step for all of them.
    ///
    /// Nearly every word is elsewhere in memory, and short loops let the processor wait for many cache lines at once.
    private mutating func noteBatch() {
        let mask = table.count &- 1
        for index in 0..<cut {
            batch.base[index].entry = table[Int(truncatingIfNeeded: batch[index].hash) & mask]
        }
        for index in 0..<cut {
            guard let number = match(batch[index], batch[index].entry, at: index) else { continue }
            batch.base[index].number = number
            batch.base[index].end = words[number].position
        }
        // The byte is not used; reading it brings its cache line, to which the next byte is written.
        for index in 0..<cut { batch.base[index].byteAtEnd = slices[Int(batch[index].end)] }
        for index in 0..<cut {
            let candidate = batch[index]
            note(candidate.number ?? number(of: candidate, at: index), at: candidate.position, candidate.weight)
        }
        cut = 0
    }

    @inline(__always)
    private mutating func note(_ number: Int, at position: UInt32, _ weight: Weight) {
        let word = words.base + number
        if word.pointee.units == 0 || word.pointee.lastUnit != unit {
            let distance = word.pointee.units == 0 ? unit : unit &- word.pointee.lastUnit
            write(distance &<< 2 | Self.newUnit, to: word)
            word.pointee.lastUnit = unit
            word.pointee.lastPosition = 0
            word.pointee.units &+= 1
        }
        write((position &- word.pointee.lastPosition) &<< 2 | weight.rawValue, to: word)
        word.pointee.lastPosition = position
    }

    // MARK: The table

    /// Returns the number of a word of the batch; a new word gets the next number.
    private mutating func number(of candidate: Candidate, at index: Int) -> Int {
        let mask = table.count &- 1
        var slot = Int(truncatingIfNeeded: candidate.hash) & mask
        while table[slot] != 0 {
            if let number = match(candidate, table[slot], at: index) { return number }
            slot = (slot &+ 1) & mask
        }
        return add(candidate, batchTexts.base + index * Self.batchStride, slot: slot)
    }

    /// Returns the number in an entry of the table, if it is that of the word.
    @inline(__always)
    private func match(_ candidate: Candidate, _ entry: UInt64, at index: Int) -> Int? {
        guard (entry ^ candidate.hash) >> 32 == 0, entry != 0 else { return nil }
        let number = Int(truncatingIfNeeded: entry & 0xFFFF_FFFF) &- 1
        let word = words.base + number
        guard word.pointee.beginning == candidate.beginning, Int(word.pointee.length) == candidate.length,
            candidate.length <= Beginning.size
                || memcmp(
                    texts.base + Int(word.pointee.text), batchTexts.base + index * Self.batchStride, candidate.length)
                    == 0
        else { return nil }
        return number
    }

    private mutating func add(_ candidate: Candidate, _ text: UnsafeMutablePointer<UInt8>, slot: Int) -> Int {
        let number = words.count
        table.base[slot] = candidate.hash & 0xFFFF_FFFF_0000_0000 | UInt64(number + 1)
        let head = newSlice(level: 0)
        words.append(
            Word(
                beginning: candidate.beginning, text: UInt32(truncatingIfNeeded: texts.count), head: head,
                position: head,
                end: head + Self.sliceSize(level: 0), lastUnit: 0, lastPosition: 0, units: 0,
                length: UInt8(truncatingIfNeeded: candidate.length), level: 0))
        texts.append(text, count: candidate.length)
        if words.count > table.count / 3 * 2 { growTable() }
        return number
    }

    private mutating func growTable() {
        let larger = Growing<UInt64>(repeating: 0, count: table.count * 2)
        let mask = larger.count - 1
        for number in 0..<words.count {
            let word = words[number]
            let hash = word.beginning.hash(texts.base + Int(word.text), Int(word.length))
            var slot = Int(truncatingIfNeeded: hash) & mask
            while larger[slot] != 0 { slot = (slot + 1) & mask }
            larger.base[slot] = hash & 0xFFFF_FFFF_0000_0000 | UInt64(number + 1)
        }
        table = larger
    }

    // MARK: The slices

    /// Returns the size of a slice in bytes.
    ///
    /// The first slice is enough for a word that occurs once, as most do. The sizes double, up to a page.
    private static func sliceSize(level: UInt8) -> UInt32 { min(4096, 6 << UInt32(min(level, 10))) }

    private mutating func newSlice(level: UInt8) -> UInt32 {
        let position = UInt32(truncatingIfNeeded: slices.count)
        _ = slices.extend(by: Int(Self.sliceSize(level: level) + Self.link))
        return position
    }

    @inline(__always)
    private mutating func write(_ number: UInt32, to word: UnsafeMutablePointer<Word>) {
        var rest = number
        while rest >= 0x80 {
            write(byte: UInt8(truncatingIfNeeded: rest) | 0x80, to: word)
            rest >>= 7
        }
        write(byte: UInt8(truncatingIfNeeded: rest), to: word)
    }

    @inline(__always)
    private mutating func write(byte: UInt8, to word: UnsafeMutablePointer<Word>) {
        if word.pointee.position == word.pointee.end { chain(word) }
        slices.base[Int(word.pointee.position)] = byte
        word.pointee.position &+= 1
    }

    private mutating func chain(_ word: UnsafeMutablePointer<Word>) {
        let level = word.pointee.level < 10 ? word.pointee.level + 1 : 10
        let next = newSlice(level: level)
        UnsafeMutableRawPointer(slices.base + Int(word.pointee.end)).storeBytes(of: next, as: UInt32.self)
        word.pointee.position = next
        word.pointee.end = next + Self.sliceSize(level: level)
        word.pointee.level = level
    }

    // MARK: Reading back

    /// The bytes of a word.
    func text(of word: Int) -> UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(start: texts.base + Int(words[word].text), count: Int(words[word].length))
    }

    /// The number of units with a word.
    func unitCount(of word: Int) -> UInt32 { words[word].units }

    /// All words, ordered by their bytes.
    func sorted() -> [UInt32] {
        var keys = (0..<words.count).map { word -> (prefix: UInt64, word: UInt32) in
            // Nearly always, the first eight bytes decide.
            let text = text(of: word)
            var prefix: UInt64 = 0
            for index in 0..<8 { prefix = prefix << 8 | (index < text.count ? UInt64(text[index]) : 0) }
            return (prefix, UInt32(truncatingIfNeeded: word))
        }
        keys.sort { left, right in
            if left.prefix != right.prefix { return left.prefix < right.prefix }
            return text(of: Int(left.word)).compareBytes(text(of: Int(right.word))) < 0
        }
        return keys.map(\.word)
    }

    /// Calls `unit` for each unit of a word, and `position` for each of its positions there.
    @inline(__always)
    func forEachPosting(
        of word: Int, unit: (_ distance: UInt32) -> Void, position: (_ distance: UInt32, _ weight: UInt32) -> Void
    ) {
        let last = words[word]
        var level: UInt8 = 0
        var index = last.head
        var end = index + Self.sliceSize(level: 0)
        var number: UInt32 = 0
        var shift: UInt32 = 0
        while index != last.position {
            if index == end {
                index = UnsafeRawPointer(slices.base + Int(end)).loadUnaligned(as: UInt32.self)
                level = min(level + 1, 10)
                end = index + Self.sliceSize(level: level)
                if index == last.position { break }
            }
            let byte = slices[Int(index)]
            index &+= 1
            number |= UInt32(byte & 0x7F) &<< shift
            if byte >= 0x80 {
                shift &+= 7
                continue
            }
            let kind = number & 3
            if kind == Self.newUnit { unit(number >> 2) } else { position(number >> 2, kind) }
            number = 0
            shift = 0
        }
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// Returns a negative number, zero or a positive number if these bytes are before, equal to or after others.
    func compareBytes(_ other: UnsafeBufferPointer<UInt8>) -> Int {
        let shared = Swift.min(count, other.count)
        if shared > 0, let base = baseAddress, let otherBase = other.baseAddress {
            let order = memcmp(base, otherBase, shared)
            if order != 0 { return Int(order) }
        }
        return count - other.count
    }
}
