// Positions of things of which every document has some number: its points, its tables.

/// Numbers the things of all documents in one row, and finds a thing's document again.
///
/// Eight bytes a document, none a thing.
package struct Spans: Sendable {
    /// The number of things before each document, and in all.
    private var starts: [Int] = [0]

    package init(counts: some Sequence<Int>) {
        for count in counts { starts.append((starts.last ?? 0) + count) }
    }

    /// Numbers the things of the next list of documents; `count` counts those of an added document.
    package func following(_ change: DocumentChange, count: (_ position: Int) -> Int) -> Spans {
        let counts = zip(starts, starts.dropFirst()).map { $1 - $0 }
        return Spans(counts: change.applied(to: counts, count))
    }

    package var count: Int { starts.last ?? 0 }

    /// The document that holds the thing at `index`, and the thing's number in it, from 0.
    package func locate(_ index: Int) -> (document: Int, ordinal: Int) {
        var low = 0
        var high = starts.count - 1
        while high - low > 1 {
            let middle = low + (high - low) / 2
            if starts[middle] <= index { low = middle } else { high = middle }
        }
        return (low, index - starts[low])
    }

    /// The positions of a document's things, nil where there is no such document.
    package func range(of document: Int) -> Range<Int>? {
        starts.indices.contains(document + 1) ? starts[document]..<starts[document + 1] : nil
    }

    /// True if a document holds things.
    package func hasThings(_ document: Int) -> Bool { range(of: document)?.isEmpty == false }

    /// The position of a document's thing, nil where it has none of that number.
    package func index(document: Int, ordinal: Int) -> Int? {
        guard starts.indices.contains(document + 1), ordinal >= 0 else { return nil }
        let size = starts[document + 1] - starts[document]
        return ordinal < size ? starts[document] + ordinal : nil
    }
}
