// The sorted words of a segment, and how one is looked up: through samples that are next to each other in memory, so
// that a look-up waits for few cache lines.

import Text

/// The words of postings in the order of their bytes; valid as long as the postings.
struct TermDictionary: BitwiseCopyable {
    struct Word: BitwiseCopyable {
        /// Where the word's bytes, units and positions begin; the next word's say where they end.
        var text: UInt32
        var units: UInt32
        var positions: UInt32
    }

    let count: Int
    /// One more than there are words.
    let words: UnsafePointer<Word>
    let texts: UnsafePointer<UInt8>
    /// The streams of units, which begin with the number of the units.
    let units: UnsafePointer<UInt8>
    /// The beginnings of every 4,096th word, of every 256th and of every 16th.
    let samples: UnsafePointer<UInt64>

    private static let fanOut = 16

    private static func sampleCounts(of count: Int) -> (coarse: Int, middle: Int, fine: Int) {
        let fine = (count + fanOut - 1) / fanOut
        let middle = (fine + fanOut - 1) / fanOut
        return ((middle + fanOut - 1) / fanOut, middle, fine)
    }

    /// The number of samples for so many words.
    static func sampleCount(of count: Int) -> Int {
        let counts = sampleCounts(of: count)
        return counts.coarse + counts.middle + counts.fine
    }

    func writeSamples(to samples: UnsafeMutablePointer<UInt64>) {
        var next = 0
        for distance in [Self.fanOut * Self.fanOut * Self.fanOut, Self.fanOut * Self.fanOut, Self.fanOut] {
            for word in stride(from: 0, to: count, by: distance) {
                samples[next] = beginning(of: word)
                next += 1
            }
        }
    }

    func text(of word: Int) -> UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(start: texts + Int(words[word].text), count: Int(words[word + 1].text &- words[word].text))
    }

    /// The number of units with a word, deleted ones included.
    @inline(__always)
    func unitCount(of word: Int) -> Int {
        var reader = VariableReader(position: units + Int(words[word].units))
        return Int(reader.next())
    }

    /// The first eight bytes of a word as a number that orders words as their bytes do; zeros follow a shorter word.
    @inline(__always)
    func beginning(of word: Int) -> UInt64 {
        let start = words[word].text
        let length = words[word + 1].text &- start
        let bytes = UnsafeRawPointer(texts + Int(start)).loadUnaligned(as: UInt64.self)
        return UInt64(bigEndian: bytes) & ~(length < 8 ? UInt64.max >> (UInt64(length) &* 8) : 0)
    }

    private static func beginning(of text: UnsafeBufferPointer<UInt8>) -> UInt64 {
        var beginning: UInt64 = 0
        for index in 0..<8 { beginning = beginning << 8 | (index < text.count ? UInt64(text[index]) : 0) }
        return beginning
    }

    /// The number of a word; nil if it does not occur.
    func find(_ text: UnsafeBufferPointer<UInt8>) -> Int? {
        let word = lowerBound(text)
        return word < count && self.text(of: word).compareBytes(text) == 0 ? word : nil
    }

    /// The words that begin with some bytes of UTF-8.
    func range(beginning text: [UInt8]) -> Range<Int> {
        guard let last = text.last else { return 0..<count }
        let first = text.withUnsafeBufferPointer { lowerBound($0) }
        // No byte of UTF-8 is the greatest one.
        let end = (text.dropLast() + [last &+ 1]).withUnsafeBufferPointer { lowerBound($0) }
        return first..<max(first, end)
    }

    /// The first word that is not before `text`.
    private func lowerBound(_ text: UnsafeBufferPointer<UInt8>) -> Int {
        let beginning = Self.beginning(of: text)
        // Of words with the same eight bytes the texts decide: in steps that double, then by halves.
        var (low, step) = (lowerBound(beginning), 1)
        func isBefore(_ word: Int) -> Bool {
            self.beginning(of: word) == beginning && self.text(of: word).compareBytes(text) < 0
        }
        while low + step <= count, isBefore(low + step - 1) {
            low += step
            step += step
        }
        var high = min(low + step - 1, count)
        while low < high {
            let middle = low + (high - low) / 2
            if isBefore(middle) { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// The first word whose beginning is not before one.
    private func lowerBound(_ beginning: UInt64) -> Int {
        let (coarse, middle, fine) = Self.sampleCounts(of: count)
        // The last sample before it begins the words to look at.
        let third = Self.count(below: beginning, in: 0..<coarse) { samples[$0] }
        let second = Self.count(below: beginning, in: Self.children(of: third, middle)) { samples[coarse + $0] }
        let first = Self.count(below: beginning, in: Self.children(of: second, fine)) { samples[coarse + middle + $0] }
        return Self.count(below: beginning, in: Self.children(of: first, count)) { self.beginning(of: $0) }
    }

    /// Returns the indices, below `count`, that the sample before `end` covers in the next finer level.
    @inline(__always)
    private static func children(of end: Int, _ count: Int) -> Range<Int> {
        let first = max(0, end - 1) * fanOut
        return first..<(end == 0 ? first : min(first + fanOut, count))
    }

    /// Returns the first index in a range whose key is at least `key`, else the end; keys ascend.
    @inline(__always)
    private static func count(below key: UInt64, in range: Range<Int>, _ keys: (Int) -> UInt64) -> Int {
        var low = range.lowerBound
        var high = range.upperBound
        while low < high {
            let middle = low + (high - low) / 2
            if keys(middle) < key { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
