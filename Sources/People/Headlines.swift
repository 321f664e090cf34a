// Detection of headlines with a capital letter in every word: `Macron Meets Putin in Moscow` has no name `Meets Putin`.

/// Detects headlines by their capital letters.
enum Headlines {
    /// The limit of bytes that are examined on each side of a word.
    private static let maxDistance = 160
    private static let minCapitals = 3

    /// Returns true if all words around `offset` up to the next punctuation have capitals, except for small words.
    static func hold(_ offset: Int, in bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        var (start, end) = (offset, offset)
        let (first, last) = (max(0, offset - maxDistance), min(bytes.count, offset + maxDistance))
        while start > first, !isSign(bytes, start - 1) || isInitial(bytes, start - 1) { start -= 1 }
        while end < last, !isSign(bytes, end) || isInitial(bytes, end) { end += 1 }
        if start > first, bytes[start - 1] == 0xE2 { start = min(start + 2, end) }
        // Too long for a headline.
        if start == first && start > 0 || end == last && end < bytes.count { return false }
        var capitals = 0
        for word in bytes[start..<end].split(whereSeparator: { $0 <= 0x20 }) {
            let word = word.first == UInt8(ascii: "(") ? word.dropFirst() : word
            guard let letter = word.first else { continue }
            if (0x41...0x5A).contains(letter) {
                // `On Monday Ann Lee`
                if !RoleWords.others.contains(String(decoding: word, as: UTF8.self).lowercased()) { capitals += 1 }
            } else if (0x61...0x7A).contains(letter), !small.contains(String(decoding: word, as: UTF8.self)) {
                return false
            }
        }
        return capitals >= minCapitals
    }

    /// Returns true for the end of a sentence or clause, and the first byte of a typographic quotation mark or dash.
    private static func isSign(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int) -> Bool {
        switch bytes[index] {
        case UInt8(ascii: "."), UInt8(ascii: "!"), UInt8(ascii: "?"), UInt8(ascii: ":"), UInt8(ascii: ";"),
            UInt8(ascii: "\""), UInt8(ascii: "|"):
            return true
        case 0xE2:
            // Not an apostrophe.
            return index + 2 < bytes.count && bytes[index + 1] == 0x80 && bytes[index + 2] != 0x99
        default: return false
        }
    }

    /// Returns true for the full stop of an initial.
    private static func isInitial(_ bytes: UnsafeBufferPointer<UInt8>, _ stop: Int) -> Bool {
        bytes[stop] == UInt8(ascii: ".") && stop > 0 && (0x41...0x5A).contains(bytes[stop - 1])
            && (stop == 1 || bytes[stop - 2] <= 0x20 || bytes[stop - 2] == UInt8(ascii: "."))
    }

    /// Returns true if the ending of a word before a surname is that of a verb.
    static func isVerb(_ folded: String) -> Bool { folded.hasSuffix("s") && !folded.hasSuffix("ss") }
}
