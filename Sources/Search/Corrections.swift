// Typing errors in queries: words that do not occur give way to the nearest words that do.

import Text

extension TextQuery {
    /// The maximum number of words that are corrected.
    private static let maxCorrected = 8
    /// The minimum length of a corrected word, in bytes: nearly any two letters are near some word.
    private static let minCorrectedLength = 3

    /// Returns the query with the nearest words of some indexes in place of each word that none of them has.
    ///
    /// Corrects only words that match in other forms too, and none with digits: a near number means another thing.
    package func corrected(by indexes: [TextIndex], isStopped: () -> Bool) -> TextQuery {
        var query = self
        var count = 0
        for index in clauses.indices where count < Self.maxCorrected {
            let word = clauses[index].words[0]
            guard clauses[index].matchesForms, word.count >= Self.minCorrectedLength,
                !word.contains(where: { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }),
                !indexes.contains(where: { $0.hasForm(of: word) })
            else { continue }
            let nearest = TextIndex.nearestWords(to: word, in: indexes, isStopped)
            query.setCorrections(nearest.filter { $0.distance == nearest[0].distance }.map(\.text), of: index)
            count += 1
        }
        return query
    }

    /// The corrected words, each with those that are searched in its place.
    package var corrections: [(word: String, nearest: [String])] {
        func text(_ word: [UInt8]) -> String { String(decoding: word, as: UTF8.self) }
        return clauses.filter { !$0.corrections.isEmpty }.map { (text($0.words[0]), $0.corrections.map(text)) }
    }
}

extension TextIndex {
    /// True if a unit has a word or one of its other forms.
    package func hasForm(of word: [UInt8]) -> Bool {
        documentFrequency(of: word) > 0
            || segments.contains { reader in
                reader.forms(of: word, .english).contains { reader.documentFrequency(of: $0) > 0 }
            }
    }
}
