// From what the writers gathered to searchable postings: their words united in order, pieces of the alphabet made side
// by side.

import Dispatch
import Synchronization

/// Unites the words of writers whose ranges of units follow each other.
struct PostingsMerge {
    private let feeds: [IndexFeed]
    /// For each writer its words in order.
    private let orders: [[UInt32]]
    /// For each piece and one more, where it begins in each writer's order.
    private let bounds: [[Int]]

    /// One or more pieces, in the order of the alphabet.
    static func postings(of feeds: [IndexFeed], pieces: Int) -> [Postings] {
        let merge = PostingsMerge(feeds, pieces: pieces)
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
        var output = PostingsOutput()
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

/// Encodes postings, word after word.
private struct PostingsOutput: ~Copyable {
    private var words = Growing<Postings.Word>()
    private var texts = Growing<UInt8>()
    private var units = Growing<UInt8>()
    private var positions = Growing<UInt8>()
    private var skips = Growing<Postings.Skip>()
    private var lastUnit: UInt32 = 0
    private var written: UInt32 = 0
    private var unitsStart = 0
    private var positionsStart = 0

    mutating func begin(_ text: UnsafeBufferPointer<UInt8>, unitCount: UInt32) {
        unitsStart = units.count
        positionsStart = positions.count
        words.append(
            Postings.Word(
                text: UInt32(truncatingIfNeeded: texts.count), units: UInt32(truncatingIfNeeded: unitsStart),
                positions: UInt32(truncatingIfNeeded: positionsStart),
                skips: UInt32(truncatingIfNeeded: skips.count)))
        if let base = text.baseAddress { texts.append(base, count: text.count) }
        units.append(variable: unitCount)
        lastUnit = 0
        written = 0
    }

    /// Appends the units that one writer has of the current word; they follow those of the writer before.
    mutating func append(_ writer: borrowing PostingsWriter, _ word: Int) {
        var unit: UInt32 = 0
        var occurrences: UInt32 = 0
        var bonus: UInt32 = 0
        writer.forEachPosting(of: word) { distance in
            if occurrences > 0 { append(unit: unit, occurrences, bonus) }
            unit &+= distance
            occurrences = 0
            bonus = 0
        } position: { distance, weight in
            positions.append(variable: distance)
            occurrences &+= 1
            bonus &+= Weight(rawValue: weight)?.bonus ?? 0
        }
        if occurrences > 0 { append(unit: unit, occurrences, bonus) }
    }

    mutating func append(unit: UInt32, _ occurrences: UInt32, _ bonus: UInt32) {
        let flags: UInt32 = (bonus > 0 ? 2 : 0) | (occurrences == 1 ? 1 : 0)
        units.append(variable: (unit &- lastUnit) &<< 2 | flags)
        if occurrences > 1 { units.append(variable: occurrences - 2) }
        if bonus > 0 { units.append(variable: bonus) }
        lastUnit = unit
        written &+= 1
        if written % Postings.skipInterval == 0 {
            skips.append(
                Postings.Skip(
                    unit: unit, units: UInt32(truncatingIfNeeded: units.count - unitsStart),
                    positions: UInt32(truncatingIfNeeded: positions.count - positionsStart)))
        }
    }

    consuming func finish() -> Postings {
        Postings(words: words, texts: texts, units: units, positions: positions, skips: skips)
    }
}

extension Postings {
    /// Postings of one word without positions, from how often it occurs in each unit.
    static func united(_ frequencies: [UInt32]) -> Postings {
        var output = PostingsOutput()
        output.begin(
            UnsafeBufferPointer(start: nil, count: 0),
            unitCount: UInt32(truncatingIfNeeded: frequencies.count { $0 > 0 }))
        for (unit, frequency) in frequencies.enumerated() where frequency > 0 {
            output.append(unit: UInt32(truncatingIfNeeded: unit), frequency, 0)
        }
        return output.finish()
    }
}
