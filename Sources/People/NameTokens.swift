// Tokenizer of text for names: words with case, gaps and possessive endings. Reads only the words near a position.

import Documents
import Text

/// A word of text.
struct NameToken {
    /// The characters before the word.
    enum Gap {
        case none, blank, comma, bracket, dash, colon
        /// The beginning of the text or of a sentence, or a quotation mark: any word has a capital letter there.
        case start
        case other
    }

    /// The range of the whole word in the source bytes.
    let range: Range<Int>
    /// The word without a possessive ending.
    let text: String
    /// The key by `Folding.key`, without a final full stop.
    let folded: String
    private(set) var gap: Gap
    /// True for `Lee’s` and `Lee's`.
    let isPossessive: Bool
    /// True for `al-Assad` too.
    let isCapital: Bool
    /// True for two letters or more, all of them capital.
    let isAllCapitals: Bool
    private let hasDigit: Bool
    /// True for a number of at most four digits, such as an age or a year.
    let isNumber: Bool

    /// True for `J.`, `J` and `J.D.`, but not for `U.S.`.
    var isInitial: Bool {
        guard folded.utf8.count < 10, !RoleWords.lands.contains(folded) else { return false }
        return folded.split(separator: ".", omittingEmptySubsequences: false).allSatisfy {
            $0.unicodeScalars.count == 1
        }
    }
    /// True for `JD`, which may be initials.
    var isTwoCapitals: Bool { isAllCapitals && folded.utf8.count == 2 }
    var isGivenName: Bool {
        // `A.` is not an article.
        isSurname && (!RoleWords.others.contains(folded) || isInitial && text.hasSuffix("."))
            && !RoleWords.demands.contains(folded) && !RoleWords.lands.contains(folded)
            && !RoleWords.groups.contains(folded) && !RoleWords.isAdverb(folded) && !ForeignWords.isTitle(folded)
    }
    /// True for a word that may be the surname in a row.
    var isSurname: Bool { isCapital && !isPossessive && !hasDigit && RoleWords.isName(folded) }

    /// Returns all words of a text.
    static func tokens(of text: String) -> [NameToken] {
        var text = text
        return text.withUTF8 { bytes in
            var reader = Reader(bytes, 0, .start)
            var tokens: [NameToken] = []
            while let token = reader.next() { token.append(to: &tokens) }
            return tokens
        }
    }

    /// Returns the words near the one at `offset`, and its index among them.
    static func tokens(around offset: Int, in bytes: UnsafeBufferPointer<UInt8>) -> (tokens: [NameToken], index: Int)? {
        guard let start = start(of: bytes, before: offset) else { return nil }
        let end = min(bytes.count, offset + maxDistance)
        var reader = Reader(UnsafeBufferPointer(rebasing: bytes[..<end]), start, start == 0 ? .start : .other)
        var tokens: [NameToken] = []
        var index: Int?
        while let token = reader.next() {
            token.append(to: &tokens)
            if let index {
                guard [.blank, .comma, .bracket, .dash, .colon].contains(token.gap),
                    token.isCapital || token.isNumber || RoleWords.mayFollow(token.folded),
                    tokens.count - index < Self.maxWords
                else { break }
            } else if token.range.contains(offset) {
                index = tokens.count - 1
            } else if token.range.lowerBound > offset {
                return nil
            }
        }
        return index.map { (tokens, $0) }
    }

    /// Returns the words of the sentence around `offset`; nil if its beginning is too far away.
    static func sentence(around offset: Int, in bytes: UnsafeBufferPointer<UInt8>) -> [NameToken]? {
        var start = max(0, offset - maxDistance)
        if start > 0 {
            while start < offset, bytes[start] > 0x20 { start += 1 }
        }
        let end = min(bytes.count, offset + maxDistance)
        var reader = Reader(UnsafeBufferPointer(rebasing: bytes[..<end]), start, start == 0 ? .start : .other)
        var tokens: [NameToken] = []
        var hasBeginning = start == 0
        while let token = reader.next() {
            if token.gap == .start {
                if token.range.lowerBound > offset { return hasBeginning ? tokens : nil }
                tokens = []
                hasBeginning = true
            }
            token.append(to: &tokens)
        }
        // The last word may be incomplete.
        return hasBeginning && end == bytes.count ? tokens : nil
    }

    /// Appends the word, without a bracket such as `(ret)` before it.
    private func append(to tokens: inout [NameToken]) {
        guard let last = tokens.last, gap == .other, RoleWords.retirements.contains(last.folded) else {
            tokens.append(self)
            return
        }
        tokens.removeLast()
        var token = self
        token.gap = .blank
        tokens.append(token)
    }

    /// The limit of words on each side of a name.
    private static let maxWords = 12
    /// The limit of bytes on each side of a name.
    private static let maxDistance = 1024

    /// Returns the position of the first word to read, or nil within an endless word.
    ///
    /// Reads back to the word before one in lower case that belongs to no name or role.
    private static func start(of bytes: UnsafeBufferPointer<UInt8>, before offset: Int) -> Int? {
        let first = max(0, offset - maxDistance)
        var start = offset
        while start > first, bytes[start - 1] > 0x20 { start -= 1 }
        if start > 0, start == first { return nil }
        var isLast = false
        for _ in 0..<maxWords where start > first {
            var end = start
            while end > first, bytes[end - 1] <= 0x20 { end -= 1 }
            let next = start
            start = end
            while start > first, bytes[start - 1] > 0x20 { start -= 1 }
            if start > 0, start == first { return next }
            if isLast { break }
            guard start < end, (0x61...0x7A).contains(bytes[start]) else { continue }
            // Drops a comma, and all of `l’Europe` but its beginning.
            let word = bytes[start..<end].prefix { ![UInt8(ascii: ","), UInt8(ascii: "'"), 0xE2].contains($0) }
            isLast = word.count > 20 || !RoleWords.mayLead(String(decoding: word, as: UTF8.self))
        }
        return start
    }

    private struct Reader {
        private let bytes: UnsafeBufferPointer<UInt8>
        private var index: Int
        private var gap: Gap

        init(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int, _ gap: Gap) {
            (self.bytes, self.index, self.gap) = (bytes, index, gap)
        }

        mutating func next() -> NameToken? {
            while index < bytes.count {
                let (scalar, size) = scalar(at: index)
                guard scalar.isWordPart else {
                    gap = gap.followed(by: scalar)
                    index += size
                    continue
                }
                let start = index
                let isElision = readWord()
                defer { gap = isElision ? .blank : .none }
                return NameToken(bytes, start..<index, gap)
            }
            return nil
        }

        /// Reads a word with its inner hyphens and apostrophes, and the full stop of an initial or a short title.
        ///
        /// Returns true for the beginning of `d’Ann`, which is two words with an apostrophe for a blank.
        private mutating func readWord() -> Bool {
            let start = index
            var part = index
            var letters = 0
            while index < bytes.count {
                let (scalar, size) = scalar(at: index)
                if scalar.isWordPart {
                    index += size
                    letters += 1
                    continue
                }
                let hasNext = index + size < bytes.count && self.scalar(at: index + size).scalar.isWordPart
                if scalar == "." {
                    if letters == 1, self.scalar(at: part).scalar.isCapital {
                        // `J.` and `U.S.`
                        index += 1
                        (part, letters) = (index, 0)
                        if hasNext { continue }
                    } else if index - start <= 4 {
                        let word = String(decoding: bytes[start..<index], as: UTF8.self).lowercased()
                        if RoleWords.isAbbreviation(word) { index += 1 }
                    }
                    return false
                }
                if hasNext, scalar.isApostrophe, self.scalar(at: index + size).scalar.isCapital,
                    !self.scalar(at: start).scalar.isCapital
                {
                    index += size
                    return true
                }
                guard hasNext, scalar == "-" || scalar == "\u{2010}" || scalar.isApostrophe else { return false }
                index += size
                (part, letters) = (index, 0)
            }
            return false
        }

        private func scalar(at index: Int) -> (scalar: Unicode.Scalar, size: Int) {
            if bytes[index] < 0x80 { return (Unicode.Scalar(bytes[index]), 1) }
            var decoder = UTF8.ForwardParser()
            var rest = bytes[index..<min(index + 4, bytes.count)].makeIterator()
            guard case .valid(let encoded) = decoder.parseScalar(from: &rest) else { return ("\u{FFFD}", 1) }
            return (UTF8.decode(encoded), encoded.count)
        }
    }

    private init(_ bytes: UnsafeBufferPointer<UInt8>, _ range: Range<Int>, _ gap: Gap) {
        self.range = range
        self.gap = gap
        var word = bytes[range]
        var isASCII = true
        var (small, capital, digits) = (0, 0, 0)
        for byte in word {
            switch byte {
            case 0x61...0x7A: small += 1
            case 0x41...0x5A: capital += 1
            case 0x30...0x39: digits += 1
            case 0x80...: isASCII = false
            default: break
            }
        }
        let ending = Self.possessive(word)
        isPossessive = ending > 0 && ending < word.count
        if isPossessive { word = word.dropLast(ending) }
        hasDigit = digits > 0
        isNumber = digits == range.count && digits <= 4
        text = String(decoding: word, as: UTF8.self)
        let stem = Self.stem(word)
        if isASCII {
            isCapital = (0x41...0x5A).contains(bytes[range.lowerBound]) || capital > 0 && Self.hasPrefix(word)
            isAllCapitals = capital > 1 && small == (isPossessive ? 1 : 0)
            folded = String(unsafeUninitializedCapacity: stem.count) { output in
                for (position, byte) in stem.enumerated() {
                    output[position] = (0x41...0x5A).contains(byte) ? byte | 0x20 : byte
                }
                return stem.count
            }
        } else {
            isCapital = text.unicodeScalars.first?.isCapital ?? false || Self.hasPrefix(word)
            let letters = text.unicodeScalars.filter { $0.properties.isAlphabetic }
            isAllCapitals = letters.count > 1 && !letters.contains { $0.properties.isLowercase }
            folded = Folding.key(String(decoding: stem, as: UTF8.self))
        }
    }

    /// Returns a word without its final full stop or apostrophe.
    private static func stem(_ word: Slice<UnsafeBufferPointer<UInt8>>) -> Slice<UnsafeBufferPointer<UInt8>> {
        switch word.last {
        case UInt8(ascii: "."), UInt8(ascii: "'"): word.dropLast()
        case 0x99 where word.suffix(3).elementsEqual("\u{2019}".utf8): word.dropLast(3)
        default: word
        }
    }

    /// Returns true for words such as `al-Assad`.
    private static func hasPrefix(_ word: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
        let prefix = word.prefix(5).prefix { (0x61...0x7A).contains($0) }
        let rest = word[prefix.endIndex...].prefix(2)
        guard !prefix.isEmpty, rest.first == UInt8(ascii: "-"), let next = rest.last else { return false }
        return (0x41...0x5A).contains(next) && RoleWords.isPrefix(String(decoding: prefix, as: UTF8.self))
    }

    /// Returns the number of bytes of a possessive ending.
    private static func possessive(_ word: Slice<UnsafeBufferPointer<UInt8>>) -> Int {
        guard let last = word.last, last | 0x20 == UInt8(ascii: "s") else { return 0 }
        if word.dropLast().last == UInt8(ascii: "'") { return 2 }
        return word.dropLast().suffix(3).elementsEqual("\u{2019}".utf8) ? 4 : 0
    }
}

extension NameToken.Gap {
    /// Returns the gap with one more character in it.
    fileprivate func followed(by scalar: Unicode.Scalar) -> NameToken.Gap {
        switch scalar {
        case " ", "\n", "\t", "\u{A0}": return self == .none ? .blank : self
        case ".", "!", "?", ";", "\u{201C}", "\"", "\u{2026}", "\u{2022}": return .start
        case ":": return self == .start ? .start : .colon
        case ",": return self == .start ? .start : .comma
        case "(": return self == .start ? .start : .bracket
        case "\u{2013}", "\u{2014}": return self == .start ? .start : .dash
        case "-": return self == .blank ? .dash : self == .start ? .start : .other
        case "'", "\u{2019}": return self == .none ? .blank : .other
        default:
            if scalar.value > 0x7F, scalar.properties.isWhitespace { return self == .none ? .blank : self }
            return self == .start ? .start : .other
        }
    }
}

extension Unicode.Scalar {
    fileprivate var isApostrophe: Bool { self == "'" || self == "\u{2019}" }

    fileprivate var isCapital: Bool {
        if value < 0x80 { return (0x41...0x5A).contains(value) }
        return properties.isUppercase || properties.generalCategory == .titlecaseLetter
    }
}
