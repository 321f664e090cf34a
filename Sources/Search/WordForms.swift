// The other forms of a query's word in a segment: the words with the same stem, which count less than the word itself.

import Text

/// How the forms of a word of a query count in one segment.
struct WordForms {
    /// An occurrence of the word itself counts as this many of other forms.
    static let exactWeight: UInt32 = 8
    /// The other forms together count less than one occurrence of the word itself, so that exact forms rank first.
    static let maxOthers = exactWeight - 1

    /// The weighted frequency in each unit, zero in deleted ones.
    let frequencies: [UInt32]
    /// So many of the forms, the first ones, are the words of the query themselves.
    let exactCount: Int
    /// The units in which only the word itself matches.
    let exactUnits: UnitSet?

    /// Returns the weighted frequency of a word from its own occurrences and those of all its forms.
    static func frequency(exact: Float, all: Float) -> Float {
        exact + min(all - exact, Float(maxOthers)) / Float(exactWeight)
    }
}

extension SegmentReader {
    /// The words with the stem of a word.
    func forms(of word: [UInt8], _ rules: StemmingRules) -> [Int] {
        let stem = rules.stem(word)
        // No other word has a stem of one letter, and too many words begin with it.
        guard stem.count > 1 else { return [] }
        let terms = segment.postings.terms
        return rules.beginnings(ofStem: stem).flatMap { beginning in
            terms.range(beginning: beginning).filter { rules.isStem(stem, of: terms.text(of: $0)) }
        }
    }

    /// Some words with their other forms as one term; nil if no unit has one.
    func united(_ words: [Int], others: [Int], room: UnsafeMutablePointer<UInt32>) -> SegmentTerm? {
        let postings = segment.postings
        if words.count <= 1, others.isEmpty { return words.first.map { SegmentTerm(postings: postings, word: $0) } }
        var frequencies = [UInt32](repeating: 0, count: segment.unitCount)
        for form in others {
            var iterator = postings.iterator(of: form, room: room)
            while iterator.next() {
                let unit = Int(iterator.unit)
                if segment.exactUnits?.contains(unit) == true { continue }
                frequencies[unit] = min(frequencies[unit] &+ iterator.frequency, WordForms.maxOthers)
            }
        }
        for word in words {
            var iterator = postings.iterator(of: word, room: room)
            while iterator.next() { frequencies[Int(iterator.unit)] &+= WordForms.exactWeight &* iterator.frequency }
        }
        if let deleted { for unit in frequencies.indices where deleted.contains(unit) { frequencies[unit] = 0 } }
        let term = SegmentTerm(
            WordForms(frequencies: frequencies, exactCount: words.count, exactUnits: segment.exactUnits),
            expansion: words + others)
        return term.unitCount > 0 ? term : nil
    }

    /// Appends the units with a word or one of its other forms.
    func append(_ forms: WordForms, rarity: Float, to hits: inout Hits) {
        for (unit, frequency) in forms.frequencies.enumerated() where frequency > 0 {
            let weighted = Float(frequency) / Float(WordForms.exactWeight)
            hits.append(positions[unit], BM25.score(weighted, norm: norms[unit], rarity: rarity))
        }
    }
}
