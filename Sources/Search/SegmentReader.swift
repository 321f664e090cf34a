// A segment as one index sees it: where its units are in the collection, which ones were deleted, and what their terms
// lost.

import Text

/// A segment with the positions of its units and the deletions since it was written.
struct SegmentReader: Sendable {
    let segment: Segment
    /// For each unit its position in the collection, ascending.
    ///
    /// A deleted unit has the position of the next record that stayed, so that the order holds.
    private(set) var positions: [UInt32]
    /// Nil if no unit was deleted.
    private(set) var deleted: DeletedDocuments?
    /// What the deleted units took from the document frequencies.
    private(set) var lost = LostTerms()
    /// The lengths of the units that are left, and of their parts.
    private(set) var statistics: TextStatistics
    /// For each unit, what BM25 divides by: k1 × (1 − b + b × length ÷ mean length).
    private(set) var norms: [Float] = []
    private var mean: Float?

    init(_ segment: Segment, positions: [UInt32]) {
        self.segment = segment
        self.positions = positions
        statistics = segment.statistics
    }

    /// The reader of a segment that others were merged to, some units of which were deleted meanwhile.
    init(
        _ segment: Segment, positions: [UInt32], deleted: DeletedDocuments?, lost: LostTerms,
        statistics: TextStatistics
    ) {
        self.segment = segment
        self.positions = positions
        self.deleted = deleted
        self.lost = lost
        self.statistics = statistics
    }

    /// The memory that the reader takes with its segment, in bytes.
    var byteCount: Int {
        segment.byteCount + positions.count * MemoryLayout<UInt32>.stride + norms.count * MemoryLayout<Float>.stride
            + (deleted?.byteCount ?? 0) + lost.byteCount
    }

    /// The number of units that were not deleted.
    var liveCount: Int { statistics.units.count }

    /// The share of units that were deleted, from 0 to 1.
    var deletedShare: Double {
        guard let deleted else { return 0 }
        return Double(deleted.count) / Double(max(segment.unitCount, 1))
    }

    /// The number of units with a term that are left.
    func documentFrequency(of term: Int) -> Int { segment.postings.unitCount(of: term) - lost.count(of: term) }

    /// The unit at a position of the collection; nil if it is in another segment.
    func unit(at position: UInt32) -> Int? {
        // Deleted units that share the position of a unit are before it.
        let unit = positions.partitioningIndex { $0 > position } - 1
        guard unit >= 0, positions[unit] == position, deleted?.contains(unit) != true else { return nil }
        return unit
    }

    /// Deletes units; `terms` are theirs, ascending, with the number of these units that have each.
    mutating func delete(_ units: [Int], terms: [LostTerms.Term]) {
        var deleted = deleted ?? DeletedDocuments(unitCount: segment.unitCount)
        for unit in units where deleted.insert(unit) { statistics = statistics - segment.statistics(of: unit) }
        self.deleted = deleted
        lost.add(terms)
    }

    /// Replaces positions by those of the same records in another version of the collection.
    mutating func move(to newPositions: [UInt32]) {
        let end = newPositions.last.map { $0 + 1 } ?? 0
        for unit in positions.indices {
            let position = Int(positions[unit])
            positions[unit] = position < newPositions.count ? newPositions[position] : end
        }
    }

    /// Computes the norms for a mean length of the units of the whole index.
    mutating func setNorms(mean: Float) {
        if self.mean == mean { return }
        self.mean = mean
        norms = segment.lengths.map { BM25.norm(ofLength: Float($0), mean: mean) }
    }
}

/// Units of a segment that no longer exist.
typealias DeletedDocuments = UnitSet

/// Terms of a segment with the number of deleted units that have them.
struct LostTerms: Sendable {
    struct Term: BitwiseCopyable {
        let number: UInt32
        let count: UInt32
    }

    /// Ascending.
    private(set) var terms: [Term] = []

    var byteCount: Int { terms.count * MemoryLayout<Term>.stride }

    /// The number of deleted units with a term; O(log n).
    func count(of number: Int) -> Int {
        if terms.isEmpty { return 0 }
        let index = lowerBound(number)
        return index < terms.count && Int(terms[index].number) == number ? Int(terms[index].count) : 0
    }

    /// The terms with numbers in a range.
    func terms(in numbers: Range<Int>) -> ArraySlice<Term> {
        terms[lowerBound(numbers.lowerBound)..<lowerBound(numbers.upperBound)]
    }

    private func lowerBound(_ number: Int) -> Int {
        terms.partitioningIndex { Int($0.number) >= number }
    }

    /// Adds terms, which ascend; O(n).
    mutating func add(_ others: [Term]) {
        if terms.isEmpty || others.isEmpty { return terms += others }
        var sum: [Term] = []
        sum.reserveCapacity(terms.count + others.count)
        var next = 0
        for term in terms {
            while next < others.count, others[next].number < term.number {
                sum.append(others[next])
                next += 1
            }
            if next < others.count, others[next].number == term.number {
                sum.append(Term(number: term.number, count: term.count + others[next].count))
                next += 1
            } else {
                sum.append(term)
            }
        }
        terms = sum + others[next...]
    }

    /// The terms whose counts are greater than they were in `earlier`, with the difference.
    func added(since earlier: LostTerms) -> [Term] {
        var added: [Term] = []
        var next = 0
        for term in terms {
            var count = term.count
            if next < earlier.terms.count, earlier.terms[next].number == term.number {
                count -= earlier.terms[next].count
                next += 1
            }
            if count > 0 { added.append(Term(number: term.number, count: count)) }
        }
        return added
    }
}
