// Queries of the text search: words with their forms, "phrases", -not and prefix*. Any text is a query.

import Text

/// A query in words.
///
/// Records must have every clause, and none that follows `-`. Words are folded like those of the index. A word that
/// folds to several (`O'Neill`, `U.S.`, `東京`) is a phrase of them. Only a single word without signs and quotation
/// marks matches its other forms.
package struct TextQuery: Hashable, Sendable {
    /// The maximum number of clauses; others are ignored.
    package static let mostClauses = 64
    /// The maximum number of words of a phrase.
    package static let longestPhrase = 64

    package struct Clause: Hashable, Sendable {
        /// Folded, as UTF-8; more than one are a phrase.
        package internal(set) var words: [[UInt8]]
        /// True if the last word is a prefix.
        package internal(set) var isPrefix: Bool
        package internal(set) var isNegated: Bool
        /// True if the other forms of the word match too.
        package internal(set) var matchesForms: Bool
        /// The words that are searched in place of a single word that does not occur; empty if it does.
        package internal(set) var corrections: [[UInt8]] = []

        /// The single words that match, each with its other forms if these match too.
        var alternatives: ArraySlice<[UInt8]> { corrections.isEmpty ? words.prefix(1) : corrections[...] }

        /// The clause as a user writes it: `-"open sea*"`.
        package var text: String {
            let phrase = words.map { String(decoding: $0, as: UTF8.self) }.joined(separator: " ")
            let quoted = words.count > 1 ? "\"\(phrase)\"" : phrase
            return (isNegated ? "-" : "") + quoted + (isPrefix ? "*" : "")
        }
    }

    package private(set) var clauses: [Clause] = []
    /// True if there were more clauses, or a longer phrase, than the maximum.
    package private(set) var isCut = false

    /// Parses a query; punctuation without a meaning is ignored.
    ///
    /// No word of an exact query matches other forms.
    package init(_ text: String, isExact: Bool = false) {
        let scratch = Words.Scratch()
        // Typographic quotation marks count as plain ones.
        var plain = ""
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x201C...0x201F, 0xAB, 0xBB: plain.unicodeScalars.append("\"")
            case 0x2010...0x2012, 0x2212: plain.unicodeScalars.append("-")
            default: plain.unicodeScalars.append(scalar.properties.isWhitespace ? " " : scalar)
            }
        }
        let bytes = Array(plain.utf8)
        var index = 0
        while index < bytes.count {
            if bytes[index] == 0x20 {
                index += 1
                continue
            }
            var isNegated = false
            if bytes[index] == UInt8(ascii: "-") {
                isNegated = true
                index += 1
            }
            let isQuoted = index < bytes.count && bytes[index] == UInt8(ascii: "\"")
            if isQuoted { index += 1 }
            let rest = bytes[index...]
            let end =
                rest.firstIndex { $0 == UInt8(ascii: "\"") || !isQuoted && $0 == 0x20 } ?? bytes.endIndex
            var isPrefix = end > index && bytes[end - 1] == UInt8(ascii: "*")
            let words = String(decoding: bytes[index..<end], as: UTF8.self)
            index = end
            if isQuoted, index < bytes.count {
                index += 1
                if index < bytes.count, bytes[index] == UInt8(ascii: "*") {
                    isPrefix = true
                    index += 1
                }
            }
            add(
                words, isPrefix: isPrefix, isNegated: isNegated,
                matchesForms: !isExact && !isQuoted && !isPrefix && !isNegated, scratch)
        }
    }

    /// True if the text has no word.
    package var isEmpty: Bool { clauses.isEmpty }

    mutating func setCorrections(_ words: [[UInt8]], of clause: Int) { clauses[clause].corrections = words }

    private mutating func add(
        _ text: String, isPrefix: Bool, isNegated: Bool, matchesForms: Bool, _ scratch: Words.Scratch
    ) {
        var clause = Clause(words: [], isPrefix: isPrefix, isNegated: isNegated, matchesForms: matchesForms)
        Words.forEach(in: text, scratch) { words in
            if clause.words.count < Self.longestPhrase { clause.words.append(words.bytes) } else { isCut = true }
        }
        if clause.words.count > 1 { clause.matchesForms = false }
        guard !clause.words.isEmpty, !clauses.contains(clause) else { return }
        if clauses.count < Self.mostClauses { clauses.append(clause) } else { isCut = true }
    }
}
