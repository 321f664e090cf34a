// The inverted index of many texts, and how it is built on all cores. What is looked for in it is in Searcher.swift.

import Dispatch
package import Documents
import Glibc
import Synchronization

/// Which words occur in which of some units, and where.
///
/// A unit is a document, or a record of a configured collection. List items and tables are parts of documents: they are
/// known as spans of positions, so their text is not indexed again.
package final class TextIndex: Sendable {
    /// In the order of the alphabet.
    let pieces: [Postings]
    /// For each unit, what BM25 divides by: k1 × (1 − b + b × length ÷ mean length).
    let norms: [Float]
    let points: [PartSpan]
    let tables: [PartSpan]

    /// Reads `count` units with `read` and indexes them; `size` estimates the bytes of one, to share the work out.
    init(count: Int, size: (Int) -> Int, read: @Sendable (Int, borrowing IndexFeed) -> Void) {
        let ranges = Self.ranges(count: count, size: size)
        let feeds = Mutex([IndexFeed?](repeating: nil, count: ranges.count))
        DispatchQueue.concurrentPerform(iterations: ranges.count) { number in
            let feed = IndexFeed()
            for unit in ranges[number] {
                feed.begin(unit: unit)
                read(unit, feed)
                feed.end()
            }
            feeds.withLock { $0[number] = feed }
        }
        let done = feeds.withLock { $0.compactMap(\.self) }
        pieces = SegmentMerger.postings(
            of: done, pieces: max(4 * Self.cores, done.reduce(0) { $0 + $1.writer.byteCount } >> 29))
        norms = BM25.norms(ofLengths: done.flatMap(\.lengths))
        points = Self.joined(done.map(\.points))
        tables = Self.joined(done.map(\.tables))
    }

    /// The index of whole documents; a unit is a document's position.
    package convenience init(_ documents: [Document]) {
        self.init(count: documents.count, size: { documents[$0].size }) { position, feed in
            var visitor = feed.visitor
            documents[position].visitText(&visitor)
        }
    }

    var unitCount: Int { norms.count }

    /// The memory that the index takes, in bytes.
    package var byteCount: Int {
        pieces.reduce(0) { $0 + $1.byteCount } + norms.count * MemoryLayout<Float>.stride
            + (points.count + tables.count) * MemoryLayout<PartSpan>.stride
    }

    /// The number of different words.
    package var wordCount: Int { pieces.reduce(0) { $0 + $1.count } }

    static var cores: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }

    /// The most text that one writer takes, so that its 32-bit positions suffice.
    private static let mostBytesOfRange = 256 << 20

    /// From this much text on, a core that is done sooner than the others is given more to do.
    private static let leastShared = 64 << 20

    /// Ranges of units: one of about equal size for each core; of much text nine tenths so, then of what is left.
    private static func ranges(count: Int, size: (Int) -> Int) -> [Range<Int>] {
        let total = (0..<count).reduce(0) { $0 + size($1) }
        let (share, least) = total < leastShared ? (total, 1) : (total / 10 * 9, total / 100)
        var target = min(share / cores + 1, mostBytesOfRange)
        var ranges: [Range<Int>] = []
        var start = 0
        var bytes = 0
        var remaining = total
        for unit in 0..<count {
            bytes += size(unit)
            guard bytes >= target else { continue }
            ranges.append(start..<unit + 1)
            start = unit + 1
            remaining -= bytes
            bytes = 0
            if ranges.count % cores == 0 { target = min(max(remaining / 10 * 9 / cores, least), mostBytesOfRange) }
        }
        if start < count { ranges.append(start..<count) }
        return ranges
    }

    private static func joined(_ lists: [[PartSpan]]) -> [PartSpan] {
        var joined: [PartSpan] = []
        joined.reserveCapacity(lists.reduce(0) { $0 + $1.count })
        for list in lists { joined += list }
        return joined
    }
}

/// The positions that a list item or a table takes in its document.
struct PartSpan: BitwiseCopyable {
    let start: UInt32
    private let extent: UInt32

    /// Of its words, the first `lead` are a label.
    init(start: UInt32, end: UInt32, lead: UInt32) {
        self.start = start
        extent = min(end &- start, 0xFF_FFFF) << 8 | min(lead, 0xFF)
    }

    var end: UInt32 { start &+ count }
    /// Words, and the gaps between stretches of text.
    var count: UInt32 { extent >> 8 }
    var leadEnd: UInt32 { start &+ (extent & 0xFF) }
}

/// Takes in the text of a range of units; belongs to one thread until its range is done.
final class IndexFeed: @unchecked Sendable {
    private(set) var writer = PostingsWriter()
    private let scratch = Words.Scratch()
    private(set) var lengths: [UInt32] = []
    private(set) var points: [PartSpan] = []
    private(set) var tables: [PartSpan] = []

    var visitor: Visitor { Visitor(feed: self) }

    func begin(unit: Int) { writer.begin(unit: unit) }

    func end() {
        writer.end()
        lengths.append(writer.place)
    }

    func add(_ text: UnsafeBufferPointer<UInt8>, _ weight: Weight) { writer.add(text, weight: weight, scratch) }

    func add(_ text: String, _ weight: Weight) {
        var text = text
        text.withUTF8 { add($0, weight) }
    }

    /// A document's text on its way into a feed.
    struct Visitor: TextVisitor {
        let feed: IndexFeed
        private var start: UInt32 = 0
        private var lead: UInt32 = 0

        init(feed: IndexFeed) { self.feed = feed }

        mutating func visit(_ role: TextRole, _ text: UnsafeBufferPointer<UInt8>) {
            switch role {
            case .title: feed.add(text, .title)
            case .heading: feed.add(text, .strong)
            case .label:
                feed.add(text, .strong)
                lead = feed.writer.place &- start
            default: feed.add(text, .plain)
            }
        }

        mutating func enter(_ part: DocumentPart) {
            start = feed.writer.place
            lead = 0
        }

        mutating func leave(_ part: DocumentPart) {
            let span = PartSpan(start: start, end: feed.writer.place, lead: lead)
            switch part {
            case .point: feed.points.append(span)
            case .table: feed.tables.append(span)
            }
        }
    }
}
