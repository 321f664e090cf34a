// Answers a text query from an index: the units or parts that have every clause, and their scores. All segments look
// the clauses up first, because scores depend on all; then each segment is searched by itself.

package import Documents

/// The records that are searched.
package enum SearchScope {
    /// Whole units.
    case units
    /// List items; the spans number those of the collection.
    case points(Spans)
    /// Tables; the spans number those of the collection.
    case tables(Spans)
}

extension TextIndex {
    /// Returns the records that have all clauses and none of the negated ones.
    ///
    /// A query with only negated clauses finds all other records; a query without clauses finds nothing. Once
    /// `isStopped` is true, the answer may be incomplete.
    package func hits(
        _ query: TextQuery, in scope: SearchScope, isStopped: @escaping () -> Bool = { false }
    ) -> Hits {
        guard !query.isEmpty, var searcher = Searcher(self, query, isStopped) else { return Hits() }
        return searcher.hits(in: scope)
    }
}

/// The search for the clauses of a query, segment by segment.
private struct Searcher: ~Copyable {
    private let index: TextIndex
    private var wantedClauses: [QueryClause] = []
    private var unwantedClauses: [QueryClause] = []
    private let isStopped: () -> Bool
    private var steps: UInt8 = 0

    // Of the current segment:
    private var iterators = TermIterators()
    /// Keeps the postings of the iterators.
    private var terms: [SegmentTerm] = []
    private var wanted: [Matcher] = []
    private var unwanted: [Matcher] = []
    /// The terms of wanted clauses, the one with the fewest units first.
    private var order: [Int] = []
    /// The forms of the word if the query has no more.
    private var singleForms: WordForms?

    /// The positions and the scores of a block.
    private let blockPositions = Growing<UInt32>(capacity: PackedNumbers.count)
    private let blockScores = Growing<Float>(capacity: PackedNumbers.count)

    /// Makes the search; nil if nothing can be found, because a word does not occur at all.
    init?(_ index: TextIndex, _ query: TextQuery, _ isStopped: @escaping () -> Bool) {
        self.index = index
        self.isStopped = isStopped
        for clause in query.clauses {
            if isStopped() { return nil }
            let found = index.clause(clause)
            if clause.isNegated {
                if let found { unwantedClauses.append(found) }
            } else if let found {
                wantedClauses.append(found)
            } else {
                return nil
            }
        }
    }

    mutating func hits(in scope: SearchScope) -> Hits {
        var lists: [Hits] = []
        var hits = Hits()
        if case .units = scope {
            hits.reserve(wantedClauses.lazy.flatMap { $0.terms.lazy.map(\.unitCount) }.min() ?? index.unitCount)
        }
        var end: UInt32?
        for number in index.segments.indices {
            guard enter(number, in: scope) else { continue }
            let reader = index.segments[number]
            // Segments that follow each other, as those of a first load do, share a list.
            if let last = end, let first = reader.positions.first, first <= last, hits.count > 0 {
                lists.append(hits)
                hits = Hits()
            }
            end = reader.positions.last
            switch scope {
            case .units: findUnits(in: reader, &hits)
            case .points(let places):
                findParts(reader.segment.points, places, index.statistics.points.mean, in: reader, &hits)
            case .tables(let places):
                findParts(reader.segment.tables, places, index.statistics.tables.mean, in: reader, &hits)
            }
            if isStopped() { break }
        }
        if lists.isEmpty { return hits }
        lists.append(hits)
        hits = Hits()
        return Hits(merging: lists)
    }

    /// Goes to a segment; false if it lacks a term of a wanted clause.
    private mutating func enter(_ number: Int, in scope: SearchScope) -> Bool {
        var terms: [SegmentTerm] = []
        wanted.removeAll(keepingCapacity: true)
        unwanted.removeAll(keepingCapacity: true)
        order.removeAll(keepingCapacity: true)
        for clause in wantedClauses {
            let start = terms.count
            for term in clause.terms {
                guard var term = term.segments[number] else { return false }
                // Of a prefix or of forms, only the positions come from the single words.
                if case .units = scope, clause.terms.count == 1 { term.expansion = [] }
                terms.append(term)
            }
            wanted.append(
                Matcher(terms: start..<terms.count, rarity: clause.rarity, hasForms: terms[start].forms != nil))
        }
        order += terms.indices
        if terms.count > 1 { order.sort { terms[$0].unitCount < terms[$1].unitCount } }
        for clause in unwantedClauses where clause.terms.allSatisfy({ $0.segments[number] != nil }) {
            let start = terms.count
            terms += clause.terms.compactMap { $0.segments[number] }
            unwanted.append(Matcher(terms: start..<terms.count, rarity: clause.rarity))
        }
        singleForms = if case .units = scope, terms.count == 1 { terms[0].forms } else { nil }
        if singleForms == nil { for index in terms.indices { terms[index].unite() } }
        self.terms = terms
        iterators.set(terms, in: index.segments[number].segment.postings)
        return true
    }

    /// Goes to the first unit from `target` on that has all words of all wanted clauses; nil after the last one.
    @inline(__always)
    private mutating func next(from target: UInt32) -> UInt32? {
        steps &+= 1
        if steps == 0, isStopped() { return nil }
        var target = target
        search: while true {
            guard iterators[order[0]].pointee.advance(to: target) else { return nil }
            target = iterators[order[0]].pointee.unit
            for number in stride(from: 1, to: order.count, by: 1) {
                let iterator = iterators[order[number]]
                guard iterator.pointee.advance(to: target) else { return nil }
                if iterator.pointee.unit > target {
                    target = iterator.pointee.unit
                    continue search
                }
            }
            return target
        }
    }

    // MARK: Units

    private mutating func findUnits(in reader: SegmentReader, _ hits: inout Hits) {
        let (positions, norms) = (reader.positions, reader.norms)
        let (hasDeleted, deleted) = (reader.deleted != nil, reader.deleted ?? DeletedDocuments(unitCount: 0))
        if wanted.isEmpty {
            for unit in positions.indices where !hasDeleted || !deleted.contains(unit) {
                if !isUnwanted(UInt32(truncatingIfNeeded: unit)) { hits.append(positions[unit], 0) }
            }
            return
        }
        if let singleForms { return reader.append(singleForms, rarity: wanted[0].rarity, to: &hits) }
        if order.count == 1, unwanted.isEmpty { return findWord(iterators[order[0]], in: reader, &hits) }
        // Appending to a local value is faster.
        var found = Hits()
        swap(&found, &hits)
        defer { swap(&found, &hits) }
        var begins: [UInt32] = []
        var target: UInt32 = 0
        units: while let unit = next(from: target) {
            target = unit &+ 1
            if hasDeleted, deleted.contains(Int(unit)) { continue }
            if !unwanted.isEmpty, isUnwanted(unit) { continue }
            let norm = norms[Int(unit)]
            var score: Float = 0
            for matcher in wanted {
                let frequency: Float
                if matcher.isPhrase {
                    iterators.findPositions(of: matcher, in: &begins)
                    if begins.isEmpty { continue units }
                    frequency = Float(begins.count)
                } else {
                    frequency = Float(iterators[matcher.terms.lowerBound].pointee.frequency) * matcher.weight
                }
                score += BM25.score(frequency, norm: norm, rarity: matcher.rarity)
            }
            found.append(positions[Int(unit)], score)
        }
    }

    /// Finds a single word, block by block.
    private func findWord(
        _ iterator: UnsafeMutablePointer<PostingsIterator>, in reader: SegmentReader, _ hits: inout Hits
    ) {
        let rarity = wanted[0].rarity
        let (found, scores) = (blockPositions.base, blockScores.base)
        reader.norms.withUnsafeBufferPointer { norms in
            reader.positions.withUnsafeBufferPointer { positions in
                while let (units, frequencies) = iterator.pointee.nextBlock() {
                    var count = units.count
                    for index in 0..<count {
                        let unit = Int(units[index])
                        found[index] = positions[unit]
                        scores[index] = BM25.score(Float(frequencies[index]), norm: norms[unit], rarity: rarity)
                    }
                    if let deleted = reader.deleted, deleted.containsAny(from: units[0], to: units[count - 1]) {
                        count = 0
                        for index in 0..<units.count where !deleted.contains(Int(units[index])) {
                            (found[count], scores[count]) = (found[index], scores[index])
                            count += 1
                        }
                    }
                    hits.append(
                        UnsafeBufferPointer(start: found, count: count),
                        UnsafeBufferPointer(start: scores, count: count))
                }
            }
        }
    }

    private mutating func isUnwanted(_ unit: UInt32) -> Bool {
        for matcher in unwanted where iterators.advance(matcher, to: unit) {
            guard matcher.isPhrase else { return true }
            var begins: [UInt32] = []
            iterators.findPositions(of: matcher, in: &begins)
            if !begins.isEmpty { return true }
        }
        return false
    }

    // MARK: Parts

    private mutating func findParts(
        _ parts: PartSpans, _ places: Spans, _ mean: Float, in reader: SegmentReader, _ hits: inout Hits
    ) {
        let spans = parts.spans
        let (hasDeleted, deleted) = (reader.deleted != nil, reader.deleted ?? DeletedDocuments(unitCount: 0))
        var excluded = [[UInt32]](repeating: [], count: unwanted.count)
        if wanted.isEmpty {
            for unit in 0..<reader.segment.unitCount where !hasDeleted || !deleted.contains(unit) {
                findUnwantedPositions(UInt32(truncatingIfNeeded: unit), in: &excluded)
                let range = parts.range(of: unit)
                let first = places.range(of: Int(reader.positions[unit]))?.lowerBound ?? 0
                for part in range where !Self.isAny(of: excluded, in: spans[part]) {
                    hits.append(UInt32(truncatingIfNeeded: first + part - range.lowerBound), 0)
                }
            }
            return
        }
        var positions = [[UInt32]](repeating: [], count: wanted.count)
        var exact = positions
        var target: UInt32 = 0
        units: while let unit = next(from: target) {
            target = unit &+ 1
            let range = parts.range(of: Int(unit))
            if range.isEmpty { continue }
            if hasDeleted, deleted.contains(Int(unit)) { continue }
            for (number, matcher) in wanted.enumerated() {
                iterators.findPositions(of: matcher, in: &positions[number])
                if positions[number].isEmpty { continue units }
                if matcher.hasForms { iterators.findExactPositions(of: matcher, in: &exact[number]) }
            }
            let first = places.range(of: Int(reader.positions[Int(unit)]))?.lowerBound ?? 0
            var isExclusionKnown = false
            // Only a part that ends after the first position of the first clause can have one; then from hit to hit.
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
                    var frequency = span.frequency(of: list)
                    if frequency == 0 {
                        holdsAll = false
                        break
                    }
                    if wanted[matcher].hasForms {
                        frequency = WordForms.frequency(exact: span.frequency(of: exact[matcher]), all: frequency)
                    }
                    score += BM25.score(frequency, norm: norm, rarity: wanted[matcher].rarity)
                }
                guard holdsAll else { continue }
                if !isExclusionKnown {
                    findUnwantedPositions(unit, in: &excluded)
                    isExclusionKnown = true
                }
                if Self.isAny(of: excluded, in: span) { continue }
                hits.append(UInt32(truncatingIfNeeded: first + part - range.lowerBound), score)
            }
        }
    }

    private mutating func findUnwantedPositions(_ unit: UInt32, in lists: inout [[UInt32]]) {
        for (number, matcher) in unwanted.enumerated() {
            lists[number].removeAll(keepingCapacity: true)
            if iterators.advance(matcher, to: unit) { iterators.findPositions(of: matcher, in: &lists[number]) }
        }
    }

    /// The first part from `first` on that ends after a position.
    private static func part(holding position: UInt32, from first: Int, to end: Int, _ spans: [PartSpan]) -> Int {
        var low = first
        var high = end
        while low < high {
            let middle = low + (high - low) / 2
            if spans[middle].end <= position { low = middle + 1 } else { high = middle }
        }
        return low
    }

    private static func isAny(of lists: [[UInt32]], in span: PartSpan) -> Bool {
        lists.contains { span.frequency(of: $0) > 0 }
    }
}
