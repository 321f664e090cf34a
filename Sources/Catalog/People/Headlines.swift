// Headlines in running text, where every word has a capital: `Macron Meets Putin in Moscow` names no `Meets Putin`.

/// Tells headlines by their capitals.
enum Headlines {
    /// Bytes on each side of a word that are looked at.
    private static let farthest = 160
    private static let fewestCapitals = 3

    /// True where all words around `offset`, as far as signs part them from others, have capitals but for small ones.
    static func hold(_ offset: Int, in bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        var (start, end) = (offset, offset)
        let (first, last) = (max(0, offset - farthest), min(bytes.count, offset + farthest))
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
        return capitals >= fewestCapitals
    }

    /// True for what ends a sentence or a part of one, and for the first byte of a typographic quotation mark or a
    /// dash.
    private static func isSign(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int) -> Bool {
        switch bytes[index] {
        case UInt8(ascii: "."), UInt8(ascii: "!"), UInt8(ascii: "?"), UInt8(ascii: ":"), UInt8(ascii: ";"),
            UInt8(ascii: "\""), UInt8(ascii: "|"):
            return true
        case 0xE2:
            // The apostrophe is none.
            return index + 2 < bytes.count && bytes[index + 1] == 0x80 && bytes[index + 2] != 0x99
        default: return false
        }
    }

    /// True for the stop of an initial.
    private static func isInitial(_ bytes: UnsafeBufferPointer<UInt8>, _ stop: Int) -> Bool {
        bytes[stop] == UInt8(ascii: ".") && stop > 0 && (0x41...0x5A).contains(bytes[stop - 1])
            && (stop == 1 || bytes[stop - 2] <= 0x20 || bytes[stop - 2] == UInt8(ascii: "."))
    }

    /// True for a word in front of a surname that is a verb by its ending.
    static func isVerb(_ folded: String) -> Bool { folded.hasSuffix("s") && !folded.hasSuffix("ss") }
}
