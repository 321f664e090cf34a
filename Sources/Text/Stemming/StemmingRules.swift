// The languages whose word forms search knows. Another language is another line of the table and a file of its rules.

/// How the forms of a language's words are found.
package struct StemmingRules: Sendable {
    /// Replaces a folded word by its stem; returns the stem's length, which is not greater.
    private let stem: @Sendable (UnsafeMutablePointer<UInt8>, Int) -> Int
    /// Beginnings of which each word has one whose stem this is.
    private let beginnings: @Sendable ([UInt8]) -> [[UInt8]]

    /// By the first part of a BCP 47 tag, and by other names of the language in metadata.
    private static let rules: [(names: Set<String>, rules: StemmingRules)] = [
        (["en", "eng", "english"], .english)
    ]

    package static let english = StemmingRules(
        stem: { EnglishStemmer.stem($0, count: $1) }, beginnings: { EnglishStemmer.beginnings(ofStem: $0) })

    /// Returns the rules of a language (`en`, `en-GB`, `English`); text without a language counts as English.
    ///
    /// Nil for a language without rules.
    package static func rules(for language: String?) -> StemmingRules? {
        guard let name = language?.split(whereSeparator: { !$0.isLetter }).first?.lowercased() else { return english }
        return rules.first { $0.names.contains(name) }?.rules
    }

    /// Returns the stem of a folded word; the word itself if it has letters that the rules do not know.
    package func stem(_ word: [UInt8]) -> [UInt8] {
        var stem = word
        let count = stem.withUnsafeMutableBufferPointer { bytes in
            bytes.baseAddress.map { self.stem($0, bytes.count) } ?? 0
        }
        stem.removeLast(stem.count - count)
        return stem
    }

    /// Returns beginnings of words: each word with this stem has one of them.
    package func beginnings(ofStem stem: [UInt8]) -> [[UInt8]] { beginnings(stem) }

    /// True if a word has a stem.
    package func isStem(_ stem: [UInt8], of word: UnsafeBufferPointer<UInt8>) -> Bool {
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: word.count) { copy in
            guard let start = copy.baseAddress, let source = word.baseAddress else { return false }
            start.initialize(from: source, count: word.count)
            return stem.elementsEqual(UnsafeBufferPointer(start: start, count: self.stem(start, word.count)))
        }
    }
}
