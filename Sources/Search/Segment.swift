// An immutable part of a text index: the postings of some units, their lengths, and the places of their list items and
// tables. Which of the units an index still has, and at which positions, is in SegmentReader.swift.

import Text

/// The indexed text of some units, numbered from 0 in the order of the collection.
///
/// Records of a collection never change their order, so the order of the units holds in every later index too.
final class Segment: Sendable {
    let postings: Postings
    /// For each unit: its words, and one more for each run of text.
    let lengths: [UInt32]
    let points: PartSpans
    let tables: PartSpans
    /// Units in a language without stemming rules, whose words match only as they are; nil if there are none.
    let exactUnits: UnitSet?

    init(
        postings: Postings, lengths: [UInt32], points: PartSpans, tables: PartSpans, exactUnits: some Sequence<Int>
    ) {
        self.postings = postings
        self.lengths = lengths
        self.points = points
        self.tables = tables
        var units = UnitSet(unitCount: lengths.count)
        for unit in exactUnits { _ = units.insert(unit) }
        self.exactUnits = units.count > 0 ? units : nil
    }

    var unitCount: Int { lengths.count }

    /// The memory that the segment takes, in bytes.
    var byteCount: Int {
        postings.byteCount + lengths.count * MemoryLayout<UInt32>.stride + points.byteCount + tables.byteCount
            + (exactUnits?.byteCount ?? 0)
    }

    /// The lengths of all units and parts.
    var statistics: TextStatistics {
        var statistics = TextStatistics()
        statistics.units.add(count: lengths.count, total: lengths.reduce(0) { $0 + UInt64($1) })
        statistics.points = points.lengths(ofUnits: 0..<unitCount)
        statistics.tables = tables.lengths(ofUnits: 0..<unitCount)
        return statistics
    }

    /// The lengths of one unit and its parts.
    func statistics(of unit: Int) -> TextStatistics {
        var statistics = TextStatistics()
        statistics.units.add(count: 1, total: UInt64(lengths[unit]))
        statistics.points = points.lengths(ofUnits: unit..<unit + 1)
        statistics.tables = tables.lengths(ofUnits: unit..<unit + 1)
        return statistics
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
    /// Words, and the gaps between runs of text.
    var count: UInt32 { extent >> 8 }
    var leadEnd: UInt32 { start &+ (extent & 0xFF) }

    /// How many of the ascending positions are in the span; those in its label count twice.
    func frequency(of positions: [UInt32]) -> Float {
        var frequency: UInt32 = 0
        for position in positions[positions.partitioningIndex { $0 >= start }...] {
            guard position < end else { break }
            frequency &+= position < leadEnd ? 2 : 1
        }
        return Float(frequency)
    }
}

/// The list items or the tables of the units of a segment.
struct PartSpans: Sendable {
    private(set) var spans: [PartSpan] = []
    /// The number of spans before each unit, and in all.
    private var starts: [UInt32] = [0]

    mutating func append(_ span: PartSpan) { spans.append(span) }

    mutating func append(contentsOf unit: ArraySlice<PartSpan>) { spans += unit }

    mutating func endUnit() { starts.append(UInt32(truncatingIfNeeded: spans.count)) }

    /// The indexes of the spans of a unit.
    func range(of unit: Int) -> Range<Int> { Int(starts[unit])..<Int(starts[unit + 1]) }

    func lengths(ofUnits units: Range<Int>) -> TextStatistics.Lengths {
        var lengths = TextStatistics.Lengths()
        for span in spans[Int(starts[units.lowerBound])..<Int(starts[units.upperBound])] {
            lengths.add(count: 1, total: UInt64(span.count))
        }
        return lengths
    }

    var byteCount: Int {
        spans.count * MemoryLayout<PartSpan>.stride + starts.count * MemoryLayout<UInt32>.stride
    }

    /// Gives back the memory that was reserved and not used.
    mutating func trim() {
        spans = Array(spans[...])
        starts = Array(starts[...])
    }
}

/// Counts and lengths of texts, as sums of integers: these do not depend on the order of the texts.
struct TextStatistics: Equatable, Sendable {
    struct Lengths: Equatable, Sendable {
        private(set) var count = 0
        private(set) var total: UInt64 = 0

        var mean: Float { BM25.mean(ofLength: total, count: count) }

        mutating func add(count: Int, total: UInt64) {
            self.count += count
            self.total += total
        }

        static func + (left: Self, right: Self) -> Self {
            Self(count: left.count + right.count, total: left.total + right.total)
        }

        static func - (left: Self, right: Self) -> Self {
            Self(count: left.count - right.count, total: left.total - right.total)
        }
    }

    var units = Lengths()
    var points = Lengths()
    var tables = Lengths()

    static func + (left: Self, right: Self) -> Self {
        Self(units: left.units + right.units, points: left.points + right.points, tables: left.tables + right.tables)
    }

    static func - (left: Self, right: Self) -> Self {
        Self(units: left.units - right.units, points: left.points - right.points, tables: left.tables - right.tables)
    }
}
