// The part of a record's text that best shows why it was found, as HTML.

package import Documents
package import Text

/// Chooses among texts the one that has most of the query, and marks the words there.
package struct Excerpt {
    /// The number of words of an excerpt, and of those before the first hit.
    private static let longest = 32
    private static let before = 8
    /// The maximum size of a word or gap in bytes; longer ones are cut.
    private static let longestPiece = 120
    /// Clauses beyond these are not marked.
    private static let mostWords = 64

    private struct Word {
        let start: Int
        let end: Int
        /// The words of the query that match, one bit each.
        let matches: UInt64
        var isMarked = false
    }

    /// A word of the query.
    private struct Wanted {
        /// The word, or what is searched in its place.
        let texts: [[UInt8]]
        let isPrefix: Bool
        /// The stems of these words; empty if no other forms match.
        let stems: [[UInt8]]

        func matches(_ word: UnsafeBufferPointer<UInt8>, _ rules: StemmingRules?) -> Bool {
            texts.indices.contains { index in
                if texts[index][0] != word[0] { return false }
                if isPrefix { return word.starts(with: texts[index]) }
                if word.elementsEqual(texts[index]) { return true }
                return index < stems.count && rules?.isStem(stems[index], of: word) == true
            }
        }
    }

    private let scratch = Words.Scratch()
    private let rules: StemmingRules?
    private var wanted: [Wanted] = []
    /// The words of each clause, as positions in `wanted`.
    private var clauses: [Range<Int>] = []
    /// The value of the best text: twice its number of clauses, less one for a title, which is shown anyway.
    private var best = -1
    package private(set) var html = ""
    /// Where the first hit of the excerpt begins in its text; 0 without a hit.
    package private(set) var offset = 0
    /// The words of the query that the first hit matches, one bit each; 0 without a hit.
    private var firstMatches: UInt64 = 0

    /// `rules` are those of the text's language; nil if it has none.
    package init(_ query: TextQuery, rules: StemmingRules? = .english) {
        self.rules = rules
        for clause in query.clauses where !clause.isNegated {
            let start = wanted.count
            guard start + clause.words.count <= Self.mostWords else { break }
            for (number, word) in clause.words.enumerated() {
                let texts = clause.matchesForms ? Array(clause.alternatives) : [word]
                wanted.append(
                    Wanted(
                        texts: texts, isPrefix: clause.isPrefix && number == clause.words.count - 1,
                        stems: clause.matchesForms ? texts.compactMap { rules?.stem($0) } : []))
            }
            clauses.append(start..<wanted.count)
        }
    }

    /// True if no other text could be better.
    var isComplete: Bool { best >= 2 * clauses.count }

    /// Looks at the next text; returns true if it is the best one so far.
    @discardableResult
    package mutating func visit(_ role: TextRole, _ text: UnsafeBufferPointer<UInt8>) -> Bool {
        if isComplete { return false }
        var words = words(of: text)
        var (start, value) = mark(&words)
        // With equal hits, a title shows less than other text.
        value = 2 * value - (role == .title ? 1 : 0)
        if words.isEmpty || value <= best { return false }
        best = value
        (offset, firstMatches) = words[start].isMarked ? (words[start].start, words[start].matches) : (0, 0)
        start = max(0, start - Self.before)
        html = Self.html(text, words, from: start)
        return true
    }

    /// Looks at the next text; returns true if it is the best one so far.
    @discardableResult
    package mutating func visit(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { visit(.paragraph, $0) }
    }

    /// True if the excerpt has a hit; a query of negated words alone has none.
    package var hasHit: Bool { firstMatches != 0 }

    /// Returns true if a text has the word of the first hit.
    package func hasFirstHit(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        words(of: text).contains { $0.matches & firstMatches != 0 }
    }

    /// Returns a whole text as HTML with all hits marked.
    package func highlighted(_ text: String) -> String {
        var text = text
        return text.withUTF8 { text in
            var words = words(of: text)
            _ = mark(&words)
            return Self.html(text, words)
        }
    }

    private func words(of text: UnsafeBufferPointer<UInt8>) -> [Word] {
        var words: [Word] = []
        var reader = Words(text, scratch)
        while reader.next() {
            let word = UnsafeBufferPointer(start: reader.word, count: reader.length)
            var matches: UInt64 = 0
            for (number, candidate) in wanted.enumerated() where candidate.matches(word, rules) {
                matches |= 1 << UInt64(number)
            }
            words.append(Word(start: reader.start, end: reader.end, matches: matches))
        }
        return words
    }

    /// Marks the words of whole clauses; returns the first word of the excerpt with most clauses, and their number.
    private func mark(_ words: inout [Word]) -> (start: Int, count: Int) {
        var hits: [(word: Int, clause: Int)] = []
        for word in words.indices where words[word].matches != 0 {
            for (clause, range) in clauses.enumerated() where word + range.count <= words.count {
                guard range.allSatisfy({ words[word + $0 - range.lowerBound].matches >> UInt64($0) & 1 == 1 }) else {
                    continue
                }
                for offset in 0..<range.count { words[word + offset].isMarked = true }
                hits.append((word, clause))
            }
        }
        var best = (start: 0, count: 0)
        for (number, hit) in hits.enumerated() {
            var seen: UInt64 = 0
            for other in hits[number...] {
                if other.word - hit.word >= Self.longest - Self.before { break }
                seen |= 1 << UInt64(other.clause)
            }
            if seen.nonzeroBitCount > best.count { best = (hit.word, seen.nonzeroBitCount) }
            if best.count == clauses.count { break }
        }
        return best
    }

    private static func html(_ text: UnsafeBufferPointer<UInt8>, _ words: [Word], from start: Int) -> String {
        let end = min(words.count, start + longest)
        var html: [UInt8] = []
        if start > 0 { html += Array("… ".utf8) }
        var position = start > 0 ? words[start].start : 0
        for word in words[start..<end] {
            append(text[position..<word.start], to: &html)
            if word.isMarked { html += Array("<mark>".utf8) }
            append(text[word.start..<word.end], to: &html)
            if word.isMarked { html += Array("</mark>".utf8) }
            position = word.end
        }
        if end < words.count {
            html += Array(" …".utf8)
        } else {
            append(text[position...], to: &html)
        }
        return String(decoding: html, as: UTF8.self)
    }

    private static func html(_ text: UnsafeBufferPointer<UInt8>, _ words: [Word]) -> String {
        var html: [UInt8] = []
        var position = 0
        for word in words where word.isMarked {
            for byte in text[position..<word.start] { append(byte, to: &html) }
            html += Array("<mark>".utf8)
            for byte in text[word.start..<word.end] { append(byte, to: &html) }
            html += Array("</mark>".utf8)
            position = word.end
        }
        for byte in text[position...] { append(byte, to: &html) }
        return String(decoding: html, as: UTF8.self)
    }

    /// Appends text with white space single and what HTML could take for markup escaped.
    private static func append(_ text: Slice<UnsafeBufferPointer<UInt8>>, to html: inout [UInt8]) {
        var end = text.startIndex + min(text.count, longestPiece)
        // Never cut within a character.
        while end < text.endIndex, text[end] & 0xC0 == 0x80 { end += 1 }
        for byte in text[..<end] {
            switch byte {
            case 0x09...0x0D, 0x20: if html.last != 0x20 { html.append(0x20) }
            default: append(byte, to: &html)
            }
        }
        if end < text.endIndex { html += Array("…".utf8) }
    }

    /// Appends a byte, escaped if HTML could take it for markup.
    private static func append(_ byte: UInt8, to html: inout [UInt8]) {
        switch byte {
        case UInt8(ascii: "&"): html += Array("&amp;".utf8)
        case UInt8(ascii: "<"): html += Array("&lt;".utf8)
        case UInt8(ascii: ">"): html += Array("&gt;".utf8)
        case UInt8(ascii: "\""): html += Array("&quot;".utf8)
        case UInt8(ascii: "'"): html += Array("&#39;".utf8)
        default: html.append(byte)
        }
    }
}
