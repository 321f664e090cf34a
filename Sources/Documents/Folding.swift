// Folding of case, accents, white space and typographic apostrophes, for the comparison of keys.

@_spi(_Unicode) import Swift

/// Folds different spellings of the same text to one key.
package enum Folding {
    /// Returns `text` in lower case, without accents and invisible marks, `’` as `'`, white space folded; NFC.
    ///
    /// Keeps combining marks of scripts other than Latin, Greek and Cyrillic: they are vowels there.
    package static func key(_ text: String) -> String {
        asciiKey(text) ?? composedKey(text)
    }

    /// Returns the key of an ASCII text, as most are; nil for others.
    private static func asciiKey(_ text: String) -> String? {
        var folded: [UInt8] = []
        folded.reserveCapacity(text.utf8.count)
        var isBlankPending = false
        for byte in text.utf8 {
            switch byte {
            case 0x80...: return nil
            case 0x09...0x0D, 0x20: isBlankPending = !folded.isEmpty
            default:
                if isBlankPending {
                    folded.append(0x20)
                    isBlankPending = false
                }
                folded.append((0x41...0x5A).contains(byte) ? byte + 0x20 : byte)
            }
        }
        return String(decoding: folded, as: UTF8.self)
    }

    private static func composedKey(_ text: String) -> String {
        // Decomposition sorts marks, which is too slow for endless sequences of them.
        PlainText.composed(PlainText.hasEndlessMarks(text) ? folded(text.unicodeScalars) : folded(text._nfd))
    }

    private static func folded(_ scalars: some Sequence<Unicode.Scalar>) -> String {
        var folded = String.UnicodeScalarView()
        var isBlankPending = false
        for scalar in scalars where !isDropped(scalar) {
            if scalar.isASCII ? UInt8(scalar.value).isSpace : scalar.properties.isWhitespace {
                isBlankPending = !folded.isEmpty
                continue
            }
            if isBlankPending {
                folded.append(" ")
                isBlankPending = false
            }
            switch scalar.value {
            case 0x41...0x5A: folded.append(Unicode.Scalar(UInt8(scalar.value) + 0x20))
            case 0..<0x80: folded.append(scalar)
            case 0x2018, 0x2019, 0x02BC: folded.append("'")
            default:
                for lower in scalar.properties.lowercaseMapping.unicodeScalars where !isDropped(lower) {
                    folded.append(lower)
                }
            }
        }
        return String(folded)
    }

    /// Returns `text` without one closing colon and the blanks around it, as in a key cell `Consistent messaging:`.
    package static func withoutTrailingColon(_ text: String) -> String {
        var scalars = text.unicodeScalars[...]
        while let last = scalars.last, last.properties.isWhitespace { scalars.removeLast() }
        guard scalars.last == ":" else { return text }
        scalars.removeLast()
        while let last = scalars.last, last.properties.isWhitespace { scalars.removeLast() }
        return String(scalars)
    }

    private static func isDropped(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x0300...0x036F, 0x1AB0...0x1AFF, 0x1DC0...0x1DFF, 0x20D0...0x20FF: true
        case 0x00AD, 0x200B...0x200D, 0xFEFF: true
        default: false
        }
    }
}
