// The terms of a query, looked up in all segments: words, prefixes as the words that they match, and words with their
// other forms.

import Text

/// A term of a query in all segments of an index.
struct QueryTerm {
    /// The number of units with the term.
    let unitCount: Int
    /// By segment; nil if no unit of the segment has it.
    let segments: [SegmentTerm?]
}

/// A clause of a query with its terms.
struct QueryClause {
    let terms: [QueryTerm]
    /// The weight of the clause in scores.
    let rarity: Float
}

extension TextIndex {
    /// The maximum number of words that a prefix matches: the most frequent ones.
    static let mostExpansions = 512

    /// Looks a clause up, or its corrections; nil if one of its words does not occur at all.
    func clause(_ clause: TextQuery.Clause) -> QueryClause? {
        var terms: [QueryTerm] = []
        for (number, word) in clause.words.enumerated() {
            let isPrefix = clause.isPrefix && number == clause.words.count - 1
            let found =
                isPrefix
                ? term(beginning: word)
                : clause.matchesForms ? term(formsOf: clause.alternatives, .english) : term(word)
            guard let found else { return nil }
            terms.append(found)
        }
        let rarity = terms.reduce(Float(0)) { $0 + BM25.rarity(of: $1.unitCount, among: unitCount) }
        return QueryClause(terms: terms, rarity: rarity)
    }

    private func term(_ text: [UInt8]) -> QueryTerm? {
        var unitCount = 0
        var terms: [SegmentTerm?] = []
        terms.reserveCapacity(segments.count)
        text.withUnsafeBufferPointer { text in
            // By index: a copy of a reader would retain all its arrays.
            for index in segments.indices {
                let postings = segments[index].segment.postings
                let word = postings.terms.find(text)
                let count = word.map { segments[index].documentFrequency(of: $0) } ?? 0
                unitCount += count
                terms.append(count == 0 ? nil : word.map { SegmentTerm(postings: postings, word: $0) })
            }
        }
        return unitCount > 0 ? QueryTerm(unitCount: unitCount, segments: terms) : nil
    }

    /// The words that begin so, as one: its units are theirs united.
    private func term(beginning text: [UInt8]) -> QueryTerm? {
        var union = TermUnion(segments, beginning: text)
        var places: [(input: Int, term: Int)] = []
        var words: [(unitCount: Int, places: Range<Int>)] = []
        while union.next() {
            let start = places.count
            union.forEachPlace { places.append(($0, $1)) }
            words.append((union.unitCount, start..<places.count))
        }
        if words.count > Self.mostExpansions {
            // Of words that are as frequent, those first by their bytes.
            words.sort { left, right in
                left.unitCount == right.unitCount
                    ? left.places.lowerBound < right.places.lowerBound : left.unitCount > right.unitCount
            }
            words.removeLast(words.count - Self.mostExpansions)
        }
        var expansions = [[Int]](repeating: [], count: segments.count)
        for word in words { for place in places[word.places] { expansions[place.input].append(place.term) } }
        let room = Growing<UInt32>(capacity: PostingsIterator.room)
        return term(of: zip(segments, expansions).map { $0.united($1, room: room.base) })
    }

    /// Some words, united with the other words that have the stem of one.
    private func term(formsOf words: ArraySlice<[UInt8]>, _ rules: StemmingRules) -> QueryTerm? {
        let room = Growing<UInt32>(capacity: PostingsIterator.room)
        return term(
            of: segments.map { reader in
                let terms = reader.segment.postings.terms
                let exact = words.compactMap { word in word.withUnsafeBufferPointer { terms.find($0) } }
                let forms = Set(words.flatMap { reader.forms(of: $0, rules) }).subtracting(exact).sorted()
                return reader.united(exact, others: forms, room: room.base)
            })
    }

    private func term(of terms: [SegmentTerm?]) -> QueryTerm? {
        let unitCount = zip(segments, terms).reduce(0) { count, pair in
            guard let term = pair.1 else { return count }
            return count + (term.expansion.isEmpty ? pair.0.documentFrequency(of: term.word) : term.unitCount)
        }
        return unitCount > 0 ? QueryTerm(unitCount: unitCount, segments: terms) : nil
    }
}

extension SegmentReader {
    /// Some words as one term; nil if no unit has one.
    fileprivate func united(_ words: [Int], room: UnsafeMutablePointer<UInt32>) -> SegmentTerm? {
        let postings = segment.postings
        // Deleted units of a single word are left out when they are found.
        if words.count <= 1 { return words.first.map { SegmentTerm(postings: postings, word: $0) } }
        var frequencies = [UInt32](repeating: 0, count: segment.unitCount)
        for word in words {
            var iterator = postings.iterator(of: word, room: room)
            while iterator.next() { frequencies[Int(iterator.unit)] &+= iterator.frequency }
        }
        if let deleted { for unit in frequencies.indices where deleted.contains(unit) { frequencies[unit] = 0 } }
        let united = Postings.united(frequencies)
        return united.unitCount(of: 0) > 0 ? SegmentTerm(postings: united, word: 0, expansion: words) : nil
    }
}
