// Answering a text query from an index: which units or parts hold every clause, and how well.

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
        guard !query.isEmpty, var searcher = Searcher(self, query, isStopped) else { return Hits() }
        switch scope {
        case .units: return searcher.units()
        case .parts(let spans, let places): return searcher.parts(spans, places)
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
private struct Searcher: ~Copyable {
    private let index: TextIndex
    private var cursors: TermIterators
    private var wanted: [Matcher] = []
    private var unwanted: [Matcher] = []
    /// The terms of wanted clauses, the one with the fewest units first.
    private let order: [Int]
    private let isStopped: () -> Bool
    private var steps: UInt8 = 0

    /// Nil where nothing can be found, because a word does not occur at all.
    init?(_ index: TextIndex, _ query: TextQuery, _ isStopped: @escaping () -> Bool) {
        self.index = index
        self.isStopped = isStopped
        var terms: [TermIterators.Term] = []
        for clause in query.clauses {
            if isStopped() { return nil }
            guard let found = Self.terms(clause, index) else {
                if clause.isNegated { continue }
                return nil
            }
            let rarity = found.reduce(Float(0)) { rarity, term in
                rarity + BM25.rarity(of: term.unitCount, among: index.unitCount)
            }
            let matcher = Matcher(terms: terms.count..<terms.count + found.count, rarity: rarity)
            if clause.isNegated { unwanted.append(matcher) } else { wanted.append(matcher) }
            terms += found
        }
        let cursors = TermIterators(terms)
        order = wanted.flatMap(\.terms).sorted { terms[$0].unitCount < terms[$1].unitCount }
        self.cursors = cursors
    }

    /// Nil where a word does not occur at all.
    private static func terms(_ clause: TextQuery.Clause, _ index: TextIndex) -> [TermIterators.Term]? {
        var terms: [TermIterators.Term] = []
        for (number, word) in clause.words.enumerated() {
            let isPrefix = clause.isPrefix && number == clause.words.count - 1
            guard let term = isPrefix ? prefix(word, index) : self.word(word, index) else { return nil }
            terms.append(term)
        }
        return terms
    }

    private static func word(_ text: [UInt8], _ index: TextIndex) -> TermIterators.Term? {
        index.word(text).map { TermIterators.Term(postings: $0.piece, word: $0.word) }
    }

    /// The words that begin so, as one: its units are theirs united.
    private static func prefix(_ text: [UInt8], _ index: TextIndex) -> TermIterators.Term? {
        var words = index.words(beginning: text)
        guard let first = words.first else { return nil }
        if words.count == 1 { return TermIterators.Term(postings: first.piece, word: first.word) }
        if words.count > TextIndex.mostExpansions {
            words.sort { left, right in
                let (count, other) = (left.piece.unitCount(of: left.word), right.piece.unitCount(of: right.word))
                return count == other
                    ? left.piece.text(of: left.word).compareBytes(right.piece.text(of: right.word)) < 0 : count > other
            }
            words.removeLast(words.count - TextIndex.mostExpansions)
        }
        var frequencies = [UInt32](repeating: 0, count: index.unitCount)
        let room = Growing<UInt32>(repeating: 0, count: PostingsIterator.room)
        for (piece, word) in words {
            var cursor = piece.cursor(of: word, room: room.base)
            while cursor.next() { frequencies[Int(cursor.unit)] &+= cursor.frequency }
        }
        return TermIterators.Term(postings: Postings.united(frequencies), word: 0, expansion: words)
    }

    /// Goes to the first unit from `target` on that holds all words of all wanted clauses; nil behind the last one.
    @inline(__always)
    private mutating func next(from target: UInt32) -> UInt32? {
        steps &+= 1
        if steps == 0, isStopped() { return nil }
        var target = target
        search: while true {
            guard cursors[order[0]].pointee.advance(to: target) else { return nil }
            target = cursors[order[0]].pointee.unit
            for number in stride(from: 1, to: order.count, by: 1) {
                let cursor = cursors[order[number]]
                guard cursor.pointee.advance(to: target) else { return nil }
                if cursor.pointee.unit > target {
                    target = cursor.pointee.unit
                    continue search
                }
            }
            return target
        }
    }

    // MARK: Units

    mutating func units() -> Hits {
        var hits = Hits()
        if wanted.isEmpty {
            for unit in 0..<UInt32(truncatingIfNeeded: index.unitCount) where !isUnwanted(unit) {
                hits.append(unit, 0)
            }
            return hits
        }
        if order.count == 1, unwanted.isEmpty { return word(cursors[order[0]]) }
        hits.reserve(cursors[order[0]].pointee.count)
        let norms = index.norms
        var begins: [UInt32] = []
        var target: UInt32 = 0
        units: while let unit = next(from: target) {
            target = unit &+ 1
            if !unwanted.isEmpty, isUnwanted(unit) { continue }
            let norm = norms[Int(unit)]
            var score: Float = 0
            for matcher in wanted {
                let frequency: Float
                if matcher.isPhrase {
                    cursors.findPositions(of: matcher, in: &begins)
                    if begins.isEmpty { continue units }
                    frequency = Float(begins.count)
                } else {
                    frequency = Float(cursors[matcher.terms.lowerBound].pointee.frequency)
                }
                score += BM25.score(frequency, norm: norm, rarity: matcher.rarity)
            }
            hits.append(unit, score)
        }
        return hits
    }

    /// A single word, block by block.
    private func word(_ cursor: UnsafeMutablePointer<PostingsIterator>) -> Hits {
        let rarity = wanted[0].rarity
        var scores: [Float] = []
        var units: [UInt32] = []
        scores.reserveCapacity(cursor.pointee.count)
        units.reserveCapacity(cursor.pointee.count)
        index.norms.withUnsafeBufferPointer { norms in
            while let block = cursor.pointee.nextBlock() {
                units.append(contentsOf: block.units)
                for (unit, frequency) in zip(
                    block.units, UnsafeBufferPointer(start: block.frequencies, count: block.units.count))
                {
                    scores.append(BM25.score(Float(frequency), norm: norms[Int(unit)], rarity: rarity))
                }
            }
        }
        return Hits(positions: units, scores: scores)
    }

    private mutating func isUnwanted(_ unit: UInt32) -> Bool {
        for matcher in unwanted where cursors.advance(matcher, to: unit) {
            guard matcher.isPhrase else { return true }
            var begins: [UInt32] = []
            cursors.findPositions(of: matcher, in: &begins)
            if !begins.isEmpty { return true }
        }
        return false
    }

    // MARK: Parts

    mutating func parts(_ spans: [PartSpan], _ places: Spans) -> Hits {
        var hits = Hits()
        let mean = BM25.mean(ofLength: spans.reduce(0) { $0 + UInt64($1.count) }, count: spans.count)
        var excluded = [[UInt32]](repeating: [], count: unwanted.count)
        if wanted.isEmpty {
            for unit in 0..<index.unitCount {
                findUnwantedPositions(UInt32(truncatingIfNeeded: unit), in: &excluded)
                for part in (places.range(of: unit) ?? 0..<0) where !Self.isAny(of: excluded, in: spans[part]) {
                    hits.append(UInt32(truncatingIfNeeded: part), 0)
                }
            }
            return hits
        }
        var positions = [[UInt32]](repeating: [], count: wanted.count)
        var target: UInt32 = 0
        units: while let unit = next(from: target) {
            target = unit &+ 1
            let range = places.range(of: Int(unit)) ?? 0..<0
            if range.isEmpty { continue }
            for (number, matcher) in wanted.enumerated() {
                cursors.findPositions(of: matcher, in: &positions[number])
                if positions[number].isEmpty { continue units }
            }
            var isExclusionKnown = false
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
                    score += BM25.score(frequency, norm: norm, rarity: wanted[matcher].rarity)
                }
                guard holdsAll else { continue }
                if !isExclusionKnown {
                    findUnwantedPositions(unit, in: &excluded)
                    isExclusionKnown = true
                }
                if Self.isAny(of: excluded, in: span) { continue }
                hits.append(UInt32(truncatingIfNeeded: part), score)
            }
        }
        return hits
    }

    private mutating func findUnwantedPositions(_ unit: UInt32, in lists: inout [[UInt32]]) {
        for (number, matcher) in unwanted.enumerated() {
            lists[number].removeAll(keepingCapacity: true)
            if cursors.advance(matcher, to: unit) { cursors.findPositions(of: matcher, in: &lists[number]) }
        }
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
