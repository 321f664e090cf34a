// The white space and the composition of plain text, made right in the buffer that holds it.

@_spi(_Unicode) import Swift

extension PlainText {
    /// The byte that marks the beginning of a line of the source; UTF-8 has none such.
    static let lineMark: UInt8 = 0xFF

    /// Makes the well-formed UTF-8 from `start` on normalized, in place.
    ///
    /// Bytes `lineMark` are removed; the offsets of what follows them are appended to `lines`. O(size of the text).
    static func normalize(_ text: inout [UInt8], from start: Int, _ lines: inout [Int]) {
        let firstLine = lines.count
        var mayCompose = false
        let end = text.withUnsafeMutableBytes { bytes in
            guard let base = bytes.baseAddress else { return 0 }
            // What is written takes no more bytes than what was read.
            var (read, write) = (start, start)
            /// The space to write before the next character: 0 for none, 0xA0 for a no-break space.
            var space: UInt8 = 0
            while read < bytes.count {
                let byte = bytes[read]
                var length = 1
                if byte.isSpace {
                    if write > start { space = 0x20 }
                    read += 1
                    continue
                }
                if byte >= 0x80 {
                    if byte == lineMark {
                        lines.append(write)
                        read += 1
                        continue
                    }
                    length = min(scalarLength(byte), bytes.count - read)
                    let found = whiteSpace(UnsafeBufferPointer(bytes.bindMemory(to: UInt8.self)), read, length)
                    if found != .none {
                        if write > start, found == .breaking || space == 0 { space = found == .breaking ? 0x20 : 0xA0 }
                        read += length
                        continue
                    }
                    mayCompose = mayCompose || Self.mayCompose(byte, length > 1 ? bytes[read + 1] : 0)
                }
                if space != 0 {
                    if space == 0xA0 {
                        bytes[write] = 0xC2
                        write += 1
                    }
                    bytes[write] = space
                    write += 1
                    space = 0
                }
                if byte < 0x80, read + 8 <= bytes.count {
                    let word = UInt64(littleEndian: base.loadUnaligned(fromByteOffset: read, as: UInt64.self))
                    if let blanks = Self.blanks(word), blanks & blanks << 8 == 0 {
                        base.storeBytes(of: word.littleEndian, toByteOffset: write, as: UInt64.self)
                        let endsInBlank = blanks >> 63
                        if endsInBlank == 1 { space = 0x20 }
                        read &+= 8
                        write &+= 8 &- Int(truncatingIfNeeded: endsInBlank)
                        continue
                    }
                }
                for offset in 0..<length { bytes[write + offset] = bytes[read + offset] }
                read += length
                write += length
            }
            return write
        }
        text.removeLast(text.count - end)
        if mayCompose { compose(&text, from: start, &lines, from: firstLine) }
    }

    /// The high bit of each of eight bytes that is a blank; nil if a byte is above ASCII or a control character.
    @inline(__always)
    private static func blanks(_ word: UInt64) -> UInt64? {
        let low = word & 0x7F7F_7F7F_7F7F_7F7F
        let high: UInt64 = 0x8080_8080_8080_8080
        guard ((low &+ 0x6060_6060_6060_6060) & ~word) & high == high else { return nil }
        return ~(low &+ 0x5F5F_5F5F_5F5F_5F5F) & high
    }

    /// Whether a character may differ from its NFC or combine with the one before it, by its first two bytes.
    ///
    /// No letter below U+0300 does, nor one of Cyrillic, an ideograph, a curly quote or an emoji.
    private static func mayCompose(_ lead: UInt8, _ next: UInt8) -> Bool {
        switch lead {
        case 0..<0xCC, 0xD0, 0xD1, 0xE4...0xE9: false
        case 0xE2: next != 0x80
        case 0xF0: next != 0x9F
        default: true
        }
    }

    private static func compose(_ text: inout [UInt8], from start: Int, _ lines: inout [Int], from firstLine: Int) {
        var span = UTF8Span(unchecked: text.span.extracting(start..<text.count))
        if span.checkForNFC(quickCheck: true) { return }
        let whole = composed(String(decoding: text[start...], as: UTF8.self))
        var (copied, length) = (start, start)
        for index in firstLine..<lines.count {
            length += composed(String(decoding: text[copied..<lines[index]], as: UTF8.self)).utf8.count
            copied = lines[index]
            lines[index] = length
        }
        text.replaceSubrange(start..., with: whole.utf8)
    }

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
}
