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
    /// The postings of its units: those of the segment, or the united ones of a prefix.
    ///
    /// Nil for a word with other forms, until a search needs more than its frequencies.
    private(set) var postings: Postings?
    let word: Int
    /// The words of the segment that a prefix matches, or the forms of a word; empty for a word without others.
    var expansion: [Int] = []
    /// Nil for a prefix, and for a word without other forms.
    private(set) var forms: WordForms?
    let unitCount: Int

    init(postings: Postings, word: Int, expansion: [Int] = []) {
        (self.postings, self.word, self.expansion) = (postings, word, expansion)
        unitCount = postings.unitCount(of: word)
    }

    /// A word with other forms.
    init(_ forms: WordForms, expansion: [Int]) {
        (self.forms, word, self.expansion) = (forms, 0, expansion)
        unitCount = forms.frequencies.count { $0 > 0 }
    }

    /// Makes the postings of a word with other forms.
    mutating func unite() {
        if postings == nil, let forms { postings = Postings.united(forms.frequencies) }
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
        for term in terms { append(term.postings ?? postings, term.word) }
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
        appendPositions(of: expansions[term], in: unit, to: &list)
    }

    /// Sets `positions` to those of the word itself in the current unit, for a clause that is a word with other forms.
    func findExactPositions(of matcher: Matcher, in positions: inout [UInt32]) {
        positions.removeAll(keepingCapacity: true)
        appendExactPositions(of: matcher.terms.lowerBound, to: &positions)
    }

    private func appendExactPositions(of term: Int, to list: inout [UInt32]) {
        let words = expansions[term].prefix(forms[term]?.exactCount ?? 0)
        appendPositions(of: words, in: self[term].pointee.unit, to: &list)
    }

    private func appendPositions(of words: Range<Int>, in unit: UInt32, to list: inout [UInt32]) {
        for word in words where self[word].pointee.advance(to: unit) && self[word].pointee.unit == unit {
            self[word].pointee.appendPositions(to: &list)
        }
        list.sort()
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
