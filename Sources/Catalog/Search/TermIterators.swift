// The clauses of a query on their way through the index: the units that hold one, and where it begins there.

/// A clause: its words, as places among the cursors of the question.
struct Matcher {
    let terms: Range<Int>
    let rarity: Float

    var isPhrase: Bool { terms.count > 1 }
}

/// The words of a question with their cursors, side by side in one piece of memory.
struct TermIterators: ~Copyable {
    /// One for each term, then those of the words that prefixes stand for.
    private let cursors: Growing<PostingsIterator>
    /// What prefixes stand for, by term: empty for a word.
    private let expansions: [Range<Int>]
    private let room: Growing<UInt32>
    /// Keeps the memory that is read: pieces of the index, and what prefixes were united to.
    private let owners: [Postings]
    /// Positions of one word of a phrase; kept, so that no phrase allocates for each unit.
    private var others: [UInt32] = []

    /// A term of a question: the postings that tell its units, and the words that it stands for where it is a prefix.
    struct Term {
        var postings: Postings
        var word: Int
        var expansion: [(piece: Postings, word: Int)] = []

        var unitCount: Int { postings.unitCount(of: word) }
    }

    init(_ terms: [Term]) {
        let expanded = terms.flatMap(\.expansion)
        let count = terms.count + expanded.count
        var cursors = Growing<PostingsIterator>(capacity: count)
        let room = Growing<UInt32>(repeating: 0, count: count * PostingsIterator.room)
        for (postings, word) in terms.map({ ($0.postings, $0.word) }) + expanded.map({ ($0.piece, $0.word) }) {
            cursors.append(postings.cursor(of: word, room: room.base + cursors.count * PostingsIterator.room))
        }
        var start = terms.count
        expansions = terms.map { term in
            defer { start += term.expansion.count }
            return start..<start + term.expansion.count
        }
        owners = terms.map(\.postings) + expanded.map(\.piece)
        self.cursors = cursors
        self.room = room
    }

    @inline(__always)
    subscript(term: Int) -> UnsafeMutablePointer<PostingsIterator> { cursors.base + term }

    /// True where all words of a clause occur in `unit`, which all must have been asked for in ascending order.
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
        for word in expansions[term] where self[word].pointee.advance(to: unit) && self[word].pointee.unit == unit {
            self[word].pointee.appendPositions(to: &list)
        }
        list.sort()
    }

    /// Keeps those of `begins` that one of `others` stands behind at this distance.
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
