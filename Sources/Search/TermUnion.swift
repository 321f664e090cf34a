// The terms of several segments as those of one dictionary.

/// The different terms of several segments that units have, in the order of their bytes.
struct TermUnion: ~Copyable {
    // Not private: Swift 6.3.1 does not compile other files then, without optimisation.
    struct Input: BitwiseCopyable {
        let terms: TermDictionary
        var next: Int
        let end: Int
        /// The first bytes of the next term, which nearly always decide.
        var beginning: UInt64
        /// The first of its lost terms that is not before the next term, and the end of them.
        var nextLost: Int
        let endOfLost: Int
    }

    /// Keeps the dictionaries.
    private let readers: [SegmentReader]
    private var inputs: Growing<Input>
    private var lost = Growing<LostTerms.Term>()
    /// The inputs with the current term, which is the one before their next.
    private var current: Growing<Int>
    /// The number of units with the current term.
    private(set) var unitCount = 0

    /// All terms.
    init(_ readers: [SegmentReader]) { self.init(readers) { 0..<$0.count } }

    /// The terms that begin with some bytes.
    init(_ readers: [SegmentReader], beginning text: [UInt8]) { self.init(readers) { $0.range(beginning: text) } }

    private init(_ readers: [SegmentReader], _ range: (TermDictionary) -> Range<Int>) {
        self.readers = readers
        current = Growing(capacity: readers.count)
        inputs = Growing(capacity: readers.count)
        for reader in readers {
            let terms = reader.segment.postings.terms
            let range = range(terms)
            let start = lost.count
            for term in reader.lost.terms(in: range) { lost.append(term) }
            inputs.append(
                Input(
                    terms: terms, next: range.lowerBound, end: range.upperBound,
                    beginning: range.isEmpty ? 0 : terms.beginning(of: range.lowerBound), nextLost: start,
                    endOfLost: lost.count))
        }
    }

    /// The bytes of the current term; valid as long as the segments.
    var text: UnsafeBufferPointer<UInt8> {
        let input = inputs[current[0]]
        return input.terms.text(of: input.next - 1)
    }

    /// Calls `body` with the index of each segment that has the current term, and the term's number there.
    func forEachPlace(_ body: (_ input: Int, _ term: Int) -> Void) {
        for index in 0..<current.count { body(current[index], inputs[current[index]].next - 1) }
    }

    /// Goes to the next term; false after the last one.
    mutating func next() -> Bool {
        repeat {
            findNext()
            if current.count == 0 { return false }
            unitCount = 0
            for index in 0..<current.count {
                let input = inputs.base + current[index]
                let term = input.pointee.next
                unitCount += input.pointee.terms.unitCount(of: term)
                let nextLost = input.pointee.nextLost
                if nextLost < input.pointee.endOfLost, Int(lost[nextLost].number) == term {
                    unitCount -= Int(lost[nextLost].count)
                    input.pointee.nextLost = nextLost + 1
                }
                input.pointee.next = term + 1
                if term + 1 < input.pointee.end {
                    input.pointee.beginning = input.pointee.terms.beginning(of: term + 1)
                }
            }
        } while unitCount == 0
        return true
    }

    /// Sets `current` to the inputs whose next term is the first of all.
    private mutating func findNext() {
        current.removeAll()
        var least: UInt64 = 0
        for index in 0..<inputs.count {
            let input = inputs.base + index
            if input.pointee.next == input.pointee.end { continue }
            let beginning = input.pointee.beginning
            if current.count > 0 {
                if beginning > least { continue }
                if beginning == least {
                    let first = inputs.base + current[0]
                    let order = input.pointee.terms.text(of: input.pointee.next)
                        .compareBytes(first.pointee.terms.text(of: first.pointee.next))
                    if order > 0 { continue }
                    if order < 0 { current.removeAll() }
                } else {
                    current.removeAll()
                }
            }
            least = beginning
            current.append(index)
        }
    }
}
