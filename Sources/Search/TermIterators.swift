// The terms of a query on their way through a segment: the units that have all of a clause, and where it begins there.

/// A clause of a query in one segment: its terms, as indexes of the iterators.
struct Matcher {
    let terms: Range<Int>
    let rarity: Float
    /// True for a word with other forms.
    var hasForms = false

    var isPhrase: Bool { terms.count > 1 }
    /// What 1 counts in the frequencies of the term.
    var weight: Float { hasForms ? 1 / Float(WordForms.exactWeight) : 1 }
}

/// A term of a query in one segment.
struct SegmentTerm {
    /// The postings of its units: those of the segment, or the united ones of a prefix or of a word's forms.
    let postings: Postings
    let word: Int
    /// The words of the segment that a prefix matches, or the forms of a word; empty for a word without others.
    var expansion: [Int] = []
    /// Nil for a prefix, and for a word without other forms.
    var forms: WordForms?

    var unitCount: Int { postings.unitCount(of: word) }
}

/// How the forms of a word of a query count in one segment.
struct WordForms {
    /// An occurrence of the word itself counts as this many of other forms.
    static let exactWeight: UInt32 = 8
    /// The other forms together count less than one occurrence of the word itself, so that exact forms rank first.
    static let maxOthers = exactWeight - 1

    /// The index of the word itself among the forms; nil if the segment lacks it.
    let exact: Int?
    /// The units in which only the word itself matches.
    let exactUnits: UnitSet?

    /// Returns the frequency of a word from its own occurrences and those of its other forms.
    static func frequency(exact: Float, others: Float) -> Float {
        exact + min(others, Float(maxOthers)) / Float(exactWeight)
    }
}

/// The iterators of a query's terms in one segment, next to each other in memory.
///
/// The caller keeps the postings alive.
struct TermIterators: ~Copyable {
    /// One for each term, then those of their expansions.
    private var iterators = Growing<PostingsIterator>()
    /// By term, the iterators of its expansion.
    private var expansions: [Range<Int>] = []
    private var forms: [WordForms?] = []
    /// For all iterators; kept from segment to segment.
    private var room = Growing<UInt32>(capacity: 4 * PostingsIterator.room)
    private var roomCount = 4
    /// Positions of one word of a phrase; kept, so that no phrase allocates for each unit.
    private var others: [UInt32] = []

    /// Replaces the iterators by those of terms of a segment.
    mutating func set(_ terms: [SegmentTerm], in postings: Postings) {
        let count = terms.reduce(terms.count) { $0 + $1.expansion.count }
        iterators.removeAll()
        expansions.removeAll(keepingCapacity: true)
        forms.removeAll(keepingCapacity: true)
        if count > roomCount {
            room = Growing(capacity: count * PostingsIterator.room)
            roomCount = count
        }
        for term in terms { append(term.postings, term.word) }
        for term in terms {
            let start = iterators.count
            for word in term.expansion { append(postings, word) }
            expansions.append(start..<iterators.count)
            forms.append(term.forms)
        }
    }

    private mutating func append(_ postings: Postings, _ word: Int) {
        iterators.append(postings.iterator(of: word, room: room.base + iterators.count * PostingsIterator.room))
    }

    /// The iterator of a term; valid until the next call of `set`.
    @inline(__always)
    subscript(term: Int) -> UnsafeMutablePointer<PostingsIterator> { iterators.base + term }

    /// True if `unit` has all words of a clause; the units asked for must ascend.
    func advance(_ matcher: Matcher, to unit: UInt32) -> Bool {
        for term in matcher.terms {
            guard self[term].pointee.advance(to: unit), self[term].pointee.unit == unit else { return false }
        }
        return true
    }

    /// Sets `begins` to where a clause begins in the current unit, ascending.
    mutating func findPositions(of matcher: Matcher, in begins: inout [UInt32]) {
        begins.removeAll(keepingCapacity: true)
        appendPositions(of: matcher.terms.lowerBound, to: &begins)
        var others: [UInt32] = []
        swap(&others, &self.others)
        for term in matcher.terms.dropFirst() where !begins.isEmpty {
            others.removeAll(keepingCapacity: true)
            appendPositions(of: term, to: &others)
            Self.keep(&begins, others, at: UInt32(truncatingIfNeeded: term - matcher.terms.lowerBound))
        }
        swap(&others, &self.others)
    }

    private func appendPositions(of term: Int, to list: inout [UInt32]) {
        guard !expansions[term].isEmpty else { return self[term].pointee.appendPositions(to: &list) }
        let unit = self[term].pointee.unit
        if forms[term]?.exactUnits?.contains(Int(unit)) == true { return appendExactPositions(of: term, to: &list) }
        for word in expansions[term] where self[word].pointee.advance(to: unit) && self[word].pointee.unit == unit {
            self[word].pointee.appendPositions(to: &list)
        }
        list.sort()
    }

    /// Sets `positions` to those of the word itself in the current unit, for a clause that is a word with other forms.
    func findExactPositions(of matcher: Matcher, in positions: inout [UInt32]) {
        positions.removeAll(keepingCapacity: true)
        appendExactPositions(of: matcher.terms.lowerBound, to: &positions)
    }

    private func appendExactPositions(of term: Int, to list: inout [UInt32]) {
        guard let exact = forms[term]?.exact else { return }
        let (word, unit) = (expansions[term].lowerBound + exact, self[term].pointee.unit)
        if self[word].pointee.advance(to: unit), self[word].pointee.unit == unit {
            self[word].pointee.appendPositions(to: &list)
        }
    }

    /// Keeps those of `begins` that one of `others` follows at this distance.
    private static func keep(_ begins: inout [UInt32], _ others: [UInt32], at distance: UInt32) {
        let kept = others.withUnsafeBufferPointer { others in
            begins.withUnsafeMutableBufferPointer { begins in
                var kept = 0
                var next = 0
                for begin in begins {
                    while next < others.count, others[next] < begin &+ distance { next &+= 1 }
                    if next < others.count, others[next] == begin &+ distance {
                        begins[kept] = begin
                        kept &+= 1
                    }
                }
                return kept
            }
        }
        begins.removeLast(begins.count - kept)
    }
}
