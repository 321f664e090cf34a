// Plain text: how it is cleaned for answers, and what counts as white space. Runs/Normalization.swift cleans it in its
// buffer; Folding.swift has what counts as the same.

/// What is done to text wherever it comes from.
package enum PlainText {
    /// NFC, without white space at the ends, inner runs of it as one blank.
    ///
    /// A run of no-break spaces alone stays one no-break space: authors put them between a number and its unit.
    package static func normalized(_ text: String) -> String {
        var text = text
        return text.withUTF8 { isClean($0) } ? text : text.withUTF8 { normalized($0) }
    }

    /// `normalized` of well-formed UTF-8.
    static func normalized(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
        var text = Array(bytes)
        var lines: [Int] = []
        normalize(&text, from: 0, &lines)
        return String(decoding: text, as: UTF8.self)
    }

    /// `text` as a date in ISO 8601 (`2026-01-20`, with a time `2026-01-20T10:00:00Z`), nil where it is none or can be
    /// read as two.
    package static func date(_ text: String) -> String? { Dates.iso(text) }

    /// Whether text is ASCII, has no white space at its ends and none but single blanks inside.
    static func isClean(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        var wasSpace = true
        for byte in bytes {
            if byte >= 0x80 || (byte <= 0x20 && (byte != 0x20 || wasSpace)) { return false }
            wasSpace = byte == 0x20
        }
        return !wasSpace || bytes.isEmpty
    }
}

/// How many bytes a UTF-8 sequence has that begins with `lead`; 1 for a byte that begins none.
@inline(__always) func scalarLength(_ lead: UInt8) -> Int {
    switch lead {
    case 0xC0...0xDF: 2
    case 0xE0...0xEF: 3
    case 0xF0...0xF7: 4
    default: 1
    }
}

extension [UInt8] {
    /// Behind the white space above ASCII, or the zero-width character, at `index`; nil where neither stands there.
    @inline(never)
    func endOfWideSpace(at index: Int, _ end: Int) -> Int? {
        switch self[index] {
        case 0xC2, 0xE1...0xE3, 0xEF: break
        default: return nil
        }
        let length = scalarLength(self[index])
        guard index + length <= end else { return nil }
        let isSpace = withUnsafeBufferPointer { whiteSpace($0, index, length) } != .none
        return isSpace || isZeroWidth(at: index, end) ? index + length : nil
    }

    /// Where the white space above ASCII, or the zero-width character, begins that ends at `end`.
    @inline(never)
    func startOfWideSpace(before end: Int, _ start: Int) -> Int? {
        if end - 2 >= start, endOfWideSpace(at: end - 2, end) == end { return end - 2 }
        return end - 3 >= start && endOfWideSpace(at: end - 3, end) == end ? end - 3 : nil
    }

    /// Returns the character at `index`, U+FFFD if no well-formed one ends by `end`.
    func scalar(at index: Int, _ end: Int) -> Unicode.Scalar {
        let length = scalarLength(self[index])
        if self[index] < 0x80 { return Unicode.Scalar(self[index]) }
        guard length > 1, index + length <= end else { return "\u{FFFD}" }
        var value = UInt32(self[index] & 0xFF >> UInt8(length + 1))
        for next in index + 1..<index + length { value = value << 6 | UInt32(self[next] & 0x3F) }
        return Unicode.Scalar(value) ?? "\u{FFFD}"
    }

    /// Whether U+200B or U+FEFF stands at `index`: pages have them where nobody sees them, and files that were joined
    /// have the byte-order marks of all.
    func isZeroWidth(at index: Int, _ end: Int) -> Bool {
        guard index + 3 <= end else { return false }
        switch (self[index], self[index + 1], self[index + 2]) {
        case (0xE2, 0x80, 0x8B), (0xEF, 0xBB, 0xBF): return true
        default: return false
        }
    }
}

enum WhiteSpace {
    case none
    case breaking
    case noBreak
}

/// Whether the UTF-8 sequence of `length` bytes at `index`, above ASCII, has the property White_Space.
func whiteSpace(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int, _ length: Int) -> WhiteSpace {
    if length == 2, bytes[index] == 0xC2 {
        switch bytes[index + 1] {
        case 0x85: return .breaking
        case 0xA0: return .noBreak
        default: return .none
        }
    }
    guard length == 3 else { return .none }
    switch (bytes[index], bytes[index + 1], bytes[index + 2]) {
    case (0xE2, 0x80, 0x87), (0xE2, 0x80, 0xAF): return .noBreak  // figure space, narrow no-break space
    case (0xE1, 0x9A, 0x80), (0xE2, 0x80, 0x80...0x8A), (0xE2, 0x80, 0xA8...0xA9), (0xE2, 0x81, 0x9F),
        (0xE3, 0x80, 0x80):
        return .breaking
    default: return .none
    }
}
