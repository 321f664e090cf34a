// Cuts text into words: runs of letters and digits of any script, folded. Letters.swift classifies the characters.

/// The words of a text, one after the other, without allocation.
///
/// `’` is `'`, and either ends a word; an `s` alone behind one is dropped, so `Macron’s` is the word `macron`.
package struct Words {
    /// The maximum size of a word in bytes; a longer one is cut, in the index and in queries.
    package static let longest = 64

    /// Room for one word, kept between texts; one instance serves one thread.
    package final class Scratch {
        package let letters = Letters()
        let word: UnsafeMutablePointer<UInt8>

        package init() {
            word = .allocate(capacity: Words.longest + 8)
            word.initialize(repeating: 0, count: Words.longest + 8)
        }

        deinit { word.deallocate() }
    }

    private let text: UnsafeBufferPointer<UInt8>
    private let scratch: Scratch
    private let ascii: UnsafeMutablePointer<UInt8>
    /// The place for the next word, with room for `longest` bytes and a few more.
    package var word: UnsafeMutablePointer<UInt8>
    private var index = 0
    /// The place of the word in the text.
    package private(set) var start = 0
    package private(set) var end = 0
    /// The bytes of the folded word at `word`.
    package private(set) var length = 0

    package init(_ text: UnsafeBufferPointer<UInt8>, _ scratch: Scratch) {
        self.text = text
        self.scratch = scratch
        ascii = scratch.letters.ascii
        word = scratch.word
    }

    /// The word as an array, for callers that store it.
    package var bytes: [UInt8] { Array(UnsafeBufferPointer(start: word, count: length)) }

    /// Goes to the next word; false after the last one.
    package mutating func next() -> Bool {
        length = 0
        // Nearly always, a word is ASCII, short and after a blank.
        if index < text.count, text[index] == 0x20 { index &+= 1 }
        if readShortWord() { return true }
        while index < text.count {
            let byte = text[index]
            let folded = ascii[Int(byte)]
            if folded > 1 {
                if length == 0 { start = index }
                append(folded)
                index += 1
                end = index
            } else if folded == 1 {
                if readBeyondASCII() { return true }
            } else {
                index += 1
                if length > 0 {
                    if byte == UInt8(ascii: "'") { skipPossessive() }
                    return true
                }
            }
        }
        return length > 0
    }

    /// Reads a word of ASCII letters and digits that begins here and ends within fifteen bytes, all of them at once;
    /// false if no such word begins here.
    @inline(__always)
    private mutating func readShortWord() -> Bool {
        guard index + 16 <= text.count, let base = text.baseAddress else { return false }
        let raw = UnsafeRawPointer(base + index)
        let low = UInt64(littleEndian: raw.loadUnaligned(as: UInt64.self))
        let high = UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
        let first = Self.others(low).trailingZeroBitCount &>> 3
        let count = first < 8 ? first : 8 &+ Self.others(high).trailingZeroBitCount &>> 3
        guard count > 0, count < 16 else { return false }
        let behind = base[index &+ count]
        guard behind < 0x80, behind != UInt8(ascii: "'") else { return false }
        // With this bit a capital is its small letter; small letters and digits have it.
        let output = UnsafeMutableRawPointer(word)
        output.storeBytes(of: (low | 0x2020_2020_2020_2020).littleEndian, as: UInt64.self)
        output.storeBytes(of: (high | 0x2020_2020_2020_2020).littleEndian, toByteOffset: 8, as: UInt64.self)
        length = count
        start = index
        end = index &+ count
        index = end &+ 1
        return true
    }

    /// Returns the high bit of each of eight bytes that is no ASCII letter or digit.
    @inline(__always)
    private static func others(_ bytes: UInt64) -> UInt64 {
        let plain = bytes & 0x7F7F_7F7F_7F7F_7F7F
        let small = plain | 0x2020_2020_2020_2020
        let letters = (small &+ 0x1F1F_1F1F_1F1F_1F1F) & ~(small &+ 0x0505_0505_0505_0505)
        let digits = (plain &+ 0x5050_5050_5050_5050) & ~(plain &+ 0x4646_4646_4646_4646)
        return ~((letters | digits) & ~bytes) & 0x8080_8080_8080_8080
    }

    /// Reads one character beyond ASCII; true if the word is complete.
    private mutating func readBeyondASCII() -> Bool {
        let (letter, size) = letter(at: index)
        switch letter {
        case .letter(let folded):
            if length == 0 { start = index }
            for byte in folded { append(byte) }
            index += size
            end = index
            return false
        case .ignored:
            index += size
            // A mark or a soft hyphen belongs to the word before it.
            if length > 0 { end = index }
            return false
        case .separator, .apostrophe:
            index += size
            if length > 0, letter == .apostrophe { skipPossessive() }
            return length > 0
        case .ideograph(let folded):
            if length > 0 { return true }
            start = index
            for byte in folded { append(byte) }
            index += size
            end = index
            return true
        }
    }

    @inline(__always)
    private mutating func append(_ byte: UInt8) {
        if length < Self.longest {
            word[length] = byte
            length &+= 1
        }
    }

    /// Skips a single `s` after an apostrophe.
    private mutating func skipPossessive() {
        guard index < text.count, text[index] | 0x20 == UInt8(ascii: "s") else { return }
        if index + 1 < text.count {
            let next = ascii[Int(text[index + 1])]
            if next > 1 { return }
            if next == 1 {
                switch letter(at: index + 1).letter {
                case .letter, .ideograph: return
                case .separator, .apostrophe, .ignored: break
                }
            }
        }
        index += 1
    }

    /// Returns the character at a position and its size in bytes; each ill-formed byte is a separator.
    private func letter(at position: Int) -> (letter: Letter, size: Int) {
        var decoder = UTF8.ForwardParser()
        var rest = text[position..<min(position + 4, text.count)].makeIterator()
        switch decoder.parseScalar(from: &rest) {
        case .valid(let encoded): return (scratch.letters[UTF8.decode(encoded)], encoded.count)
        case .error, .emptyInput: return (.separator, 1)
        }
    }
}

extension Words {
    /// Calls `body` with every word of `text`.
    package static func forEach(in text: String, _ scratch: Scratch, _ body: (borrowing Words) -> Void) {
        var text = text
        text.withUTF8 { bytes in
            var words = Words(bytes, scratch)
            while words.next() { body(words) }
        }
    }
}
