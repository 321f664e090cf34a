// Answering a text query from an index: which units or parts hold every clause, and how well.

import Glibc

/// What can be looked for in an index.
enum SearchScope {
    /// Whole units.
    case units
    /// List items or tables; the second list tells the parts of each unit.
    case parts([PartSpan], Spans)
}

extension TextIndex {
    /// A prefix stands for the most frequent of its words, no more than these.
    static let mostExpansions = 512

    /// Everything that holds all clauses and none of the negated ones.
    ///
    /// Only negated clauses: everything else. No clause: nothing.
    ///
    /// Once `isStopped` is true, nothing or a part of it.
    func hits(_ query: TextQuery, in scope: SearchScope, isStopped: @escaping () -> Bool = { false }) -> Hits {
        guard !query.isEmpty, let search = Search(self, query, isStopped) else { return Hits() }
        switch scope {
        case .units: return search.units()
        case .parts(let spans, let places): return search.parts(spans, places)
        }
    }

    /// Where a word stands: its piece and its number there.
    func word(_ text: [UInt8]) -> (piece: Postings, word: Int)? {
        text.withUnsafeBufferPointer { text in
            guard let piece = piece(of: text) else { return nil }
            let word = piece.lowerBound(text)
            return word < piece.count && piece.text(of: word).compareBytes(text) == 0 ? (piece, word) : nil
        }
    }

    /// All words that begin with `text`.
    func words(beginning text: [UInt8]) -> [(piece: Postings, word: Int)] {
        var found: [(piece: Postings, word: Int)] = []
        text.withUnsafeBufferPointer { text in
            for piece in pieces {
                for word in piece.lowerBound(text)..<piece.count {
                    let candidate = piece.text(of: word)
                    guard candidate.starts(with: text) else { break }
                    found.append((piece, word))
                }
            }
        }
        return found
    }

    /// The last piece that does not begin behind a word.
    private func piece(of text: UnsafeBufferPointer<UInt8>) -> Postings? {
        pieces.last { $0.count > 0 && $0.text(of: 0).compareBytes(text) <= 0 }
    }
}

/// The clauses of a query on their way through the units.
private struct Search {
    private let index: TextIndex
    /// The one with the fewest units first.
    private var wanted: [Matcher] = []
    private var unwanted: [Matcher] = []
    private let isStopped: () -> Bool

    /// Nil where nothing can be found, because a word does not occur at all.
    init?(_ index: TextIndex, _ query: TextQuery, _ isStopped: @escaping () -> Bool) {
        self.index = index
        self.isStopped = isStopped
        for clause in query.clauses {
            if isStopped() { return nil }
            let matcher = Self.matcher(clause, index)
            if clause.isNegated {
                if let matcher { unwanted.append(matcher) }
            } else {
                guard let matcher else { return nil }
                wanted.append(matcher)
            }
        }
        wanted.sort { Self.least($0) < Self.least($1) }
    }

    private static func least(_ matcher: Matcher) -> Int { matcher.terms.map(\.cursor.count).min() ?? 0 }

    private static func matcher(_ clause: TextQuery.Clause, _ index: TextIndex) -> Matcher? {
        var terms: [Term] = []
        for (number, word) in clause.words.enumerated() {
            let isPrefix = clause.isPrefix && number == clause.words.count - 1
            guard let term = isPrefix ? prefix(word, index) : self.word(word, index) else { return nil }
            terms.append(term)
        }
        let rarity = terms.reduce(Float(0)) { $0 + BM25.rarity(of: $1.cursor.count, among: index.unitCount) }
        return terms.isEmpty ? nil : Matcher(terms: terms, rarity: rarity)
    }

    private static func word(_ text: [UInt8], _ index: TextIndex) -> Term? {
        index.word(text).map { Term(cursor: $0.piece.cursor(of: $0.word)) }
    }

    /// The words that begin so, as one: its units are theirs united.
    private static func prefix(_ text: [UInt8], _ index: TextIndex) -> Term? {
        var words = index.words(beginning: text).map { $0.piece.cursor(of: $0.word) }
        if words.isEmpty { return nil }
        if words.count > TextIndex.mostExpansions {
            words.sort { $0.count > $1.count }
            words.removeLast(words.count - TextIndex.mostExpansions)
        }
        if words.count == 1 { return Term(cursor: words[0]) }
        var frequencies = [UInt32](repeating: 0, count: index.unitCount)
        for var word in words {
            while word.next() { frequencies[Int(word.unit)] &+= word.occurrences &+ word.bonus }
        }
        return Term(cursor: Postings.united(frequencies).cursor(of: 0), words: words)
    }

    // MARK: Units

    consuming func units() -> Hits {
        var hits = Hits()
        if wanted.isEmpty {
            for unit in 0..<UInt32(truncatingIfNeeded: index.unitCount) where !isUnwanted(unit) {
                hits.append(unit, 0)
            }
            return hits
        }
        if wanted.count == 1, unwanted.isEmpty, !wanted[0].isPhrase { return word() }
        if wanted.allSatisfy({ !$0.isPhrase }) { return words() }
        let norms = index.norms
        forEachUnit { search, unit in
            if search.isUnwanted(unit) { return }
            let norm = norms[Int(unit)]
            var score: Float = 0
            for matcher in search.wanted.indices {
                let frequency =
                    search.wanted[matcher].isPhrase
                    ? UInt32(truncatingIfNeeded: search.wanted[matcher].positions().count)
                    : search.wanted[matcher].terms[0].cursor.occurrences &+ search.wanted[matcher].terms[0].cursor.bonus
                if frequency == 0 { return }
                score += BM25.score(Float(frequency), norm: norm, rarity: search.wanted[matcher].rarity)
            }
            hits.append(unit, score)
        }
        return hits
    }

    /// A single word: its units as they come.
    private consuming func word() -> Hits {
        var hits = Hits()
        var cursor = wanted[0].terms[0].cursor
        hits.reserve(cursor.count)
        let rarity = wanted[0].rarity
        index.norms.withUnsafeBufferPointer { norms in
            while cursor.next() {
                let frequency = Float(cursor.occurrences &+ cursor.bonus)
                hits.append(cursor.unit, BM25.score(frequency, norm: norms[Int(cursor.unit)], rarity: rarity))
            }
        }
        return hits
    }

    /// Several words, none of them in phrases: what most questions are, so the cursors stand in one piece of memory.
    private consuming func words() -> Hits {
        var hits = Hits()
        var search = self
        var cursors = search.wanted.map { $0.terms[0].cursor }
        let rarities = search.wanted.map(\.rarity)
        let norms = search.index.norms
        cursors.withUnsafeMutableBufferPointer { cursors in
            var target: UInt32 = 0
            search: while cursors[0].advance(to: target) {
                let unit = cursors[0].unit
                for number in stride(from: 1, to: cursors.count, by: 1) {
                    guard cursors[number].advance(to: unit) else { break search }
                    if cursors[number].unit > unit {
                        target = cursors[number].unit
                        continue search
                    }
                }
                target = unit &+ 1
                if !search.unwanted.isEmpty, search.isUnwanted(unit) { continue }
                var score: Float = 0
                for number in cursors.indices {
                    let frequency = Float(cursors[number].occurrences &+ cursors[number].bonus)
                    score += BM25.score(frequency, norm: norms[Int(unit)], rarity: rarities[number])
                }
                hits.append(unit, score)
            }
        }
        return hits
    }

    /// Calls `body` for every unit that holds all words of all wanted clauses.
    private mutating func forEachUnit(_ body: (inout Search, UInt32) -> Void) {
        var target: UInt32 = 0
        var steps: UInt8 = 0
        search: while wanted[0].terms[0].cursor.advance(to: target) {
            steps &+= 1
            if steps == 0, isStopped() { break }
            let unit = wanted[0].terms[0].cursor.unit
            for matcher in wanted.indices {
                for term in wanted[matcher].terms.indices {
                    guard wanted[matcher].terms[term].cursor.advance(to: unit) else { break search }
                    let reached = wanted[matcher].terms[term].cursor.unit
                    if reached > unit {
                        target = reached
                        continue search
                    }
                }
            }
            body(&self, unit)
            target = unit &+ 1
        }
    }

    private mutating func isUnwanted(_ unit: UInt32) -> Bool {
        for matcher in unwanted.indices where unwanted[matcher].advance(to: unit) {
            if !unwanted[matcher].isPhrase || !unwanted[matcher].positions().isEmpty { return true }
        }
        return false
    }

    // MARK: Parts

    consuming func parts(_ spans: [PartSpan], _ places: Spans) -> Hits {
        var hits = Hits()
        let length = spans.reduce(Float(0)) { $0 + Float($1.count) }
        let mean = length / Float(max(spans.count, 1))
        if wanted.isEmpty {
            for unit in 0..<index.unitCount {
                let excluded = unwantedPositions(UInt32(truncatingIfNeeded: unit))
                for part in (places.range(of: unit) ?? 0..<0) where !Self.isAny(of: excluded, in: spans[part]) {
                    hits.append(UInt32(truncatingIfNeeded: part), 0)
                }
            }
            return hits
        }
        forEachUnit { search, unit in
            let range = places.range(of: Int(unit)) ?? 0..<0
            if range.isEmpty { return }
            var positions: [[UInt32]] = []
            for matcher in search.wanted.indices {
                positions.append(search.wanted[matcher].positions())
                if positions.last?.isEmpty == true { return }
            }
            var excluded: [[UInt32]]?
            // Only parts behind the first position of the first clause can hold one; then from hit to hit.
            var part = range.lowerBound
            for position in positions[0] {
                part = Self.part(holding: position, from: part, to: range.upperBound, spans)
                if part == range.upperBound { break }
                let span = spans[part]
                if position < span.start { continue }
                defer { part += 1 }
                var score: Float = 0
                let norm = BM25.norm(ofLength: Float(span.count), mean: mean)
                var holdsAll = true
                for (matcher, list) in positions.enumerated() {
                    let frequency = Self.frequency(list, in: span)
                    if frequency == 0 {
                        holdsAll = false
                        break
                    }
                    score += BM25.score(frequency, norm: norm, rarity: search.wanted[matcher].rarity)
                }
                guard holdsAll else { continue }
                if excluded == nil { excluded = search.unwantedPositions(unit) }
                if Self.isAny(of: excluded ?? [], in: span) { continue }
                hits.append(UInt32(truncatingIfNeeded: part), score)
            }
        }
        return hits
    }

    private mutating func unwantedPositions(_ unit: UInt32) -> [[UInt32]] {
        var lists: [[UInt32]] = []
        for matcher in unwanted.indices where unwanted[matcher].advance(to: unit) {
            lists.append(unwanted[matcher].positions())
        }
        return lists
    }

    /// The first part from `first` on that ends behind a position.
    private static func part(holding position: UInt32, from first: Int, to end: Int, _ spans: [PartSpan]) -> Int {
        var low = first
        var high = end
        while low < high {
            let middle = low + (high - low) / 2
            if spans[middle].end <= position { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// How often a clause begins in a span; what begins in its label counts twice.
    private static func frequency(_ positions: [UInt32], in span: PartSpan) -> Float {
        var frequency: UInt32 = 0
        for position in positions[lowerBound(span.start, positions)...] {
            guard position < span.end else { break }
            frequency &+= position < span.leadEnd ? 2 : 1
        }
        return Float(frequency)
    }

    private static func isAny(of lists: [[UInt32]], in span: PartSpan) -> Bool {
        lists.contains { frequency($0, in: span) > 0 }
    }

    private static func lowerBound(_ target: UInt32, _ positions: [UInt32]) -> Int {
        var low = 0
        var high = positions.count
        while low < high {
            let middle = low + (high - low) / 2
            if positions[middle] < target { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
