// Classifies characters for the cutting of words: a letter, folded; a word of its own; ignored; or a separator.
// Words.swift cuts text into words.

@_spi(_Unicode) import Swift

/// Folds characters for the comparison of words: case, accents, width and other forms of a letter become equal.
///
/// Caches every character that it folds; one instance serves one thread.
package final class Letters {
    /// For each byte: 0 ends a word, 1 begins a character beyond ASCII, anything else is the folded letter or digit.
    package let ascii: UnsafeMutablePointer<UInt8>
    /// Made with the first character beyond ASCII; most queries have none.
    private var pages: [[Letter?]] = []

    init() {
        ascii = .allocate(capacity: 256)
        for byte in UInt8.min...UInt8.max {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "z"): ascii[Int(byte)] = byte
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): ascii[Int(byte)] = byte + 0x20
            default: ascii[Int(byte)] = byte < 0x80 ? 0 : 1
            }
        }
    }

    deinit { ascii.deallocate() }

    package subscript(scalar: Unicode.Scalar) -> Letter {
        if pages.isEmpty { pages = Array(repeating: [], count: 0x110000 >> 8) }
        let page = Int(scalar.value >> 8)
        if pages[page].isEmpty { pages[page] = Array(repeating: nil, count: 256) }
        if let known = pages[page][Int(scalar.value & 255)] { return known }
        let letter = Letter(scalar)
        pages[page][Int(scalar.value & 255)] = letter
        return letter
    }
}

/// The class of a character in the cutting of words.
package enum Letter: Equatable {
    /// White space, punctuation, symbols.
    case separator
    /// An apostrophe: it separates, and a single `s` after it is no word.
    case apostrophe
    /// Soft hyphens, zero-width characters and accents: they are skipped within words.
    case ignored
    /// Part of a word, as the UTF-8 of its folded form.
    case letter([UInt8])
    /// A word by itself: scripts without blanks between words are searched character by character.
    case ideograph([UInt8])

    init(_ scalar: Unicode.Scalar) {
        switch scalar.value {
        case 0x27, 0x2018, 0x2019, 0x02BC, 0xFF07: self = .apostrophe
        case 0xAD, 0x200B...0x200F, 0x2060...0x2064, 0xFE00...0xFE0F, 0xFEFF: self = .ignored
        case 0x3041...0x30FF, 0x31F0...0x31FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xF900...0xFAFF, 0xFF66...0xFF9F,
            0x20000...0x3FFFD:
            self =
                scalar.isWordPart
                ? .ideograph(Array(String(String.UnicodeScalarView(String(scalar)._nfc)).utf8)) : .separator
        // The folding would split syllables of Hangul into their letters.
        case 0xAC00...0xD7A3: self = .letter(Array(String(scalar).utf8))
        default: self = Self.folded(scalar)
        }
    }

    private static func folded(_ scalar: Unicode.Scalar) -> Letter {
        if let plain = compatible(scalar.value) { return .letter(Array(plain.utf8)) }
        guard scalar.isWordPart else { return .separator }
        var letters = ""
        for part in String(scalar)._nfd where !isAccent(part.value) {
            for lower in part.properties.lowercaseMapping.unicodeScalars where !isAccent(lower.value) {
                if let plain = spelledOut[lower.value] {
                    letters += plain
                } else {
                    letters.unicodeScalars.append(lower)
                }
            }
        }
        return letters.isEmpty ? .ignored : .letter(Array(letters.utf8))
    }

    /// The marks that Latin, Greek and Cyrillic letters are accented with; in other scripts a mark is a vowel.
    private static func isAccent(_ value: UInt32) -> Bool {
        switch value {
        case 0x0300...0x036F, 0x1AB0...0x1AFF, 0x1DC0...0x1DFF, 0x20D0...0x20FF, 0xFE20...0xFE2F: true
        default: false
        }
    }

    /// Lower-case letters that Unicode does not decompose, as people type them without the marks.
    private static let spelledOut: [UInt32: String] = [
        0xDF: "ss", 0xE6: "ae", 0xF0: "d", 0xF8: "o", 0xFE: "th", 0x111: "d", 0x127: "h", 0x131: "i", 0x140: "l",
        0x142: "l", 0x14B: "n", 0x153: "oe", 0x167: "t", 0x17F: "s", 0x3C2: "\u{3C3}",
    ]

    /// The plain form of the common compatibility characters of Unicode, nil for others.
    private static func compatible(_ value: UInt32) -> String? {
        switch value {
        case 0xAA: "a"
        case 0xB2, 0xB3: String(value - 0xB0)
        case 0xB9: "1"
        case 0xBA: "o"
        case 0x2070, 0x2074...0x2079: String(value - 0x2070)
        case 0x2071: "i"
        case 0x207F: "n"
        case 0x2080...0x2089: String(value - 0x2080)
        case 0x2160...0x216B: romanNumerals[Int(value - 0x2160)]
        case 0x2170...0x217B: romanNumerals[Int(value - 0x2170)]
        case 0x2460...0x2473: String(value - 0x245F)
        case 0xFB00...0xFB06: ["ff", "fi", "fl", "ffi", "ffl", "st", "st"][Int(value - 0xFB00)]
        case 0xFF10...0xFF19: ascii(value - 0xFF10 + 0x30)
        case 0xFF21...0xFF3A: ascii(value - 0xFF21 + 0x61)
        case 0xFF41...0xFF5A: ascii(value - 0xFF41 + 0x61)
        default: nil
        }
    }

    private static let romanNumerals = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"]

    private static func ascii(_ value: UInt32) -> String? { Unicode.Scalar(value).map { String($0) } }
}

extension Unicode.Scalar {
    /// True for letters, marks and digits of any script.
    package var isWordPart: Bool {
        switch value {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: return true
        case 0..<0x80: return false
        default:
            switch properties.generalCategory {
            case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
                .nonspacingMark, .spacingMark, .enclosingMark, .decimalNumber, .letterNumber, .otherNumber:
                return true
            default: return false
            }
        }
    }

    /// True for characters that change how a line is shown: control characters, line separators and controls of the
    /// writing direction (U+202E shows the text after it from right to left).
    package var isHiddenControl: Bool {
        switch value {
        case 0x20..<0x7F: false
        case 0x2028, 0x2029: true
        default: properties.generalCategory == .control || properties.isBidiControl
        }
    }
}
