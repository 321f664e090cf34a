// Plain text: how it is cleaned for answers. What counts as white space is told here; Folding.swift has what counts as
// the same.

@_spi(_Unicode) import Swift

/// What is done to text wherever it comes from.
package enum Text {
    /// NFC, without white space at the ends, inner runs of it as one blank.
    ///
    /// A run of no-break spaces alone stays one no-break space: authors put them between a number and its unit.
    package static func normalized(_ text: String) -> String {
        var text = text
        return text.withUTF8 { isClean($0) } ? text : text.withUTF8 { normalized($0) }
    }

    /// `normalized` of well-formed UTF-8.
    static func normalized(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
        var output: [UInt8] = []
        output.reserveCapacity(bytes.count)
        var needsComposition = false
        /// The space to write before the next character: nil where none is due, 0xA0 for a no-break space.
        var pending: UInt8?
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            if byte < 0x80 {
                if byte.isSpace {
                    if !output.isEmpty { pending = 0x20 }
                } else {
                    append(&pending, to: &output)
                    output.append(byte)
                }
                index += 1
                continue
            }
            let length = min(scalarLength(byte), bytes.count - index)
            switch whiteSpace(bytes, index, length) {
            case .breaking: if !output.isEmpty { pending = 0x20 }
            case .noBreak: if !output.isEmpty && pending == nil { pending = 0xA0 }
            case .none:
                append(&pending, to: &output)
                // Below U+0300 everything is NFC by itself, and so is the general punctuation of curly quotes.
                if byte >= 0xCC && !(byte == 0xE2 && index + 1 < bytes.count && bytes[index + 1] == 0x80) {
                    needsComposition = true
                }
                for offset in index..<index + length { output.append(bytes[offset]) }
            }
            index += length
        }
        let text = String(decoding: output, as: UTF8.self)
        return needsComposition ? composed(text) : text
    }

    /// `text` as a date in ISO 8601 (`2026-01-20`, with a time `2026-01-20T10:00:00Z`), nil where it is none or can be
    /// read as two.
    package static func date(_ text: String) -> String? { Dates.iso(text) }

    /// NFC.
    static func composed(_ text: String) -> String {
        var span = text.utf8Span
        if span.checkForNFC(quickCheck: true) || hasEndlessMarks(text) { return text }
        return String(String.UnicodeScalarView(text._nfc))
    }

    /// True where more combining marks follow one another than any language stacks.
    ///
    /// Composing them takes time that grows with the square of their number, so such a text stays as it is (compare
    /// UAX #15, section 13, Stream-Safe Text Format).
    static func hasEndlessMarks(_ text: String) -> Bool {
        var run = 0
        for scalar in text.unicodeScalars {
            // Below U+0300 no character combines with another one.
            run = scalar.value < 0x300 || scalar.properties.canonicalCombiningClass == .notReordered ? 0 : run + 1
            if run > 128 { return true }
        }
        return false
    }

    /// Whether text is ASCII, has no white space at its ends and none but single blanks inside.
    private static func isClean(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        var wasSpace = true
        for byte in bytes {
            if byte >= 0x80 || (byte <= 0x20 && (byte != 0x20 || wasSpace)) { return false }
            wasSpace = byte == 0x20
        }
        return !wasSpace || bytes.isEmpty
    }

    private static func append(_ pending: inout UInt8?, to output: inout [UInt8]) {
        guard let space = pending else { return }
        if space == 0xA0 { output.append(0xC2) }
        output.append(space)
        pending = nil
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
