// Goes through the terms of several segments as through one dictionary.

/// The different terms of several postings, in the order of their bytes.
struct TermUnion {
    private struct Input {
        let postings: Postings
        var next: Int
        let end: Int
        /// The first bytes of the next term, which nearly always decide.
        var beginning: UInt64 = 0
    }

    private var inputs: [Input]
    /// The inputs that have the current term, and its number there.
    private(set) var places: [(input: Int, term: Int)] = []

    /// All terms.
    init(_ postings: [Postings]) { self.init(postings.map { ($0, 0..<$0.count) }) }

    /// The terms that begin with some bytes.
    init(_ postings: [Postings], beginning text: [UInt8]) {
        self.init(postings.map { ($0, $0.terms(beginning: text)) })
    }

    private init(_ ranges: [(postings: Postings, terms: Range<Int>)]) {
        inputs = ranges.map { postings, terms in
            Input(
                postings: postings, next: terms.lowerBound, end: terms.upperBound,
                beginning: terms.isEmpty ? 0 : postings.beginning(of: terms.lowerBound))
        }
    }

    /// The bytes of the current term; valid as long as the postings are.
    var text: UnsafeBufferPointer<UInt8> { inputs[places[0].input].postings.text(of: places[0].term) }

    /// Goes to the next term; false after the last one.
    mutating func next() -> Bool {
        places.removeAll(keepingCapacity: true)
        var least: UInt64 = 0
        for index in inputs.indices where inputs[index].next < inputs[index].end {
            let beginning = inputs[index].beginning
            if !places.isEmpty {
                if beginning > least { continue }
                if beginning == least {
                    let order = inputs[index].postings.text(of: inputs[index].next).compareBytes(text)
                    if order > 0 { continue }
                    if order == 0 {
                        places.append((index, inputs[index].next))
                        continue
                    }
                }
                places.removeAll(keepingCapacity: true)
            }
            least = beginning
            places.append((index, inputs[index].next))
        }
        for (index, term) in places {
            inputs[index].next = term + 1
            if term + 1 < inputs[index].end {
                inputs[index].beginning = inputs[index].postings.beginning(of: term + 1)
            }
        }
        return !places.isEmpty
    }
}

extension Postings {
    /// The terms that begin with some bytes.
    func terms(beginning text: [UInt8]) -> Range<Int> {
        text.withUnsafeBufferPointer { text in
            let first = lowerBound(text)
            return first..<lowerBound(after: text, from: first)
        }
    }

    /// The first term from `first` on that is after all that begin with `text`.
    private func lowerBound(after text: UnsafeBufferPointer<UInt8>, from first: Int) -> Int {
        var low = first
        var high = count
        while low < high {
            let middle = low + (high - low) / 2
            if self.text(of: middle).starts(with: text) { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
