// From what the writers gathered to searchable postings: their words united in order, pieces of the alphabet made side
// by side.

import Dispatch
import Synchronization

/// Unites the words of writers whose ranges of units follow each other.
struct SegmentMerger {
    private let feeds: [IndexFeed]
    /// For each writer its words in order.
    private let orders: [[UInt32]]
    /// For each piece and one more, where it begins in each writer's order.
    private let bounds: [[Int]]

    /// One or more pieces, in the order of the alphabet.
    static func postings(of feeds: [IndexFeed], pieces: Int) -> [Postings] {
        let merge = SegmentMerger(feeds, pieces: pieces)
        let results = Mutex([Postings?](repeating: nil, count: merge.bounds.count - 1))
        DispatchQueue.concurrentPerform(iterations: merge.bounds.count - 1) { piece in
            let postings = merge.piece(piece)
            results.withLock { $0[piece] = postings }
        }
        return results.withLock { $0.compactMap(\.self) }
    }

    private init(_ feeds: [IndexFeed], pieces: Int) {
        self.feeds = feeds
        let orders = Mutex([[UInt32]](repeating: [], count: feeds.count))
        DispatchQueue.concurrentPerform(iterations: feeds.count) { number in
            let order = feeds[number].writer.sorted()
            orders.withLock { $0[number] = order }
        }
        let sorted = orders.withLock { $0 }
        // The writer with the most words says where pieces begin.
        var bounds = [feeds.map { _ in 0 }]
        if let largest = feeds.indices.max(by: { feeds[$0].writer.count < feeds[$1].writer.count }) {
            for piece in stride(from: 1, to: pieces, by: 1) {
                let position = sorted[largest].count * piece / pieces
                guard position > 0 else { continue }
                let first = feeds[largest].writer.text(of: Int(sorted[largest][position]))
                bounds.append(feeds.indices.map { Self.lowerBound(first, feeds[$0].writer, sorted[$0]) })
            }
        }
        self.orders = sorted
        self.bounds = bounds + [sorted.map(\.count)]
    }

    private static func lowerBound(
        _ text: UnsafeBufferPointer<UInt8>, _ writer: borrowing PostingsWriter, _ order: [UInt32]
    ) -> Int {
        var low = 0
        var high = order.count
        while low < high {
            let middle = low + (high - low) / 2
            if writer.text(of: Int(order[middle])).compareBytes(text) < 0 { low = middle + 1 } else { high = middle }
        }
        return low
    }

    private func piece(_ number: Int) -> Postings {
        var places = bounds[number]
        let ends = bounds[number + 1]
        var output = PostingsEncoder()
        while true {
            // The first of the words that come next, and the writers that have it.
            var least: UnsafeBufferPointer<UInt8>?
            var having: [Int] = []
            for writer in feeds.indices where places[writer] < ends[writer] {
                let text = feeds[writer].writer.text(of: Int(orders[writer][places[writer]]))
                let order = least.map { text.compareBytes($0) } ?? -1
                if order < 0 {
                    least = text
                    having = [writer]
                } else if order == 0 {
                    having.append(writer)
                }
            }
            guard let least else { break }
            let words = having.map { Int(orders[$0][places[$0]]) }
            let count = zip(having, words).reduce(0) { $0 + feeds[$1.0].writer.unitCount(of: $1.1) }
            output.begin(least, unitCount: count)
            for (writer, word) in zip(having, words) {
                output.append(feeds[writer].writer, word)
                places[writer] += 1
            }
        }
        return output.finish()
    }
}
