// The inverted index of many texts: a list of segments, how they are written on all cores, and sums over them.
// Searcher.swift answers queries, TextIndex+Update.swift makes the index after a change.

package import Documents
import Text

/// Which words occur in which of some units, and where.
///
/// A unit is a document, or a record of a configured collection; the index gives their positions in the collection.
/// List items and tables are parts of documents: the index knows the span of positions of each, so their text is not
/// indexed again. An index is immutable. Answers do not depend on how the units are spread over segments.
package final class TextIndex: Sendable {
    /// Those of the first load come first, then the others in the order of writing; none is without live units.
    let segments: [SegmentReader]
    let statistics: TextStatistics
    let policy: MergePolicy

    init(_ segments: [SegmentReader], _ policy: MergePolicy) {
        var segments = segments.filter { $0.liveCount > 0 }
        let statistics = segments.reduce(TextStatistics()) { $0 + $1.statistics }
        for index in segments.indices { segments[index].setNorms(mean: statistics.units.mean) }
        self.segments = segments
        self.statistics = statistics
        self.policy = policy
    }

    /// Reads `count` units with `read` and indexes them; `size` estimates the bytes of one, to share the work out.
    package convenience init(
        count: Int, policy: MergePolicy = MergePolicy(), size: (Int) -> Int,
        read: @Sendable (Int, borrowing SegmentWriter) -> Void
    ) {
        let ranges = policy.ranges(count: count, size: size)
        self.init(
            ranges.mapInPortions(of: 1) { part in part.map { Self.reader(of: $0, read) } }, policy)
    }

    /// The index of whole documents; a unit is a document.
    package convenience init(_ documents: [Document], policy: MergePolicy = MergePolicy()) {
        self.init(count: documents.count, policy: policy, size: { documents[$0].size }) { position, writer in
            writer.add(documents[position])
        }
    }

    private static func reader(
        of range: Range<Int>, _ read: (Int, borrowing SegmentWriter) -> Void
    ) -> SegmentReader {
        SegmentReader(segment(of: range, read), positions: range.map { UInt32(truncatingIfNeeded: $0) })
    }

    /// Writes a segment of some units, which `read` reads.
    static func segment(of range: Range<Int>, _ read: (Int, borrowing SegmentWriter) -> Void) -> Segment {
        let writer = SegmentWriter()
        for unit in range {
            writer.begin()
            read(unit, writer)
            writer.end()
        }
        return writer.finish()
    }

    var unitCount: Int { statistics.units.count }

    /// The memory that the index takes, in bytes.
    package var byteCount: Int { segments.reduce(0) { $0 + $1.byteCount } }

    /// The number of segments.
    package var segmentCount: Int { segments.count }

    /// The number of different words; O(n).
    package var wordCount: Int {
        var terms = TermUnion(segments)
        var count = 0
        while terms.next() { count += 1 }
        return count
    }

    /// The number of units with a word.
    package func documentFrequency(of word: [UInt8]) -> Int {
        word.withUnsafeBufferPointer { word in
            segments.reduce(0) { count, reader in
                count + (reader.segment.postings.terms.find(word).map(reader.documentFrequency(of:)) ?? 0)
            }
        }
    }

    /// True if a word begins so.
    package func hasWord(beginning text: [UInt8]) -> Bool {
        segments.contains { reader in
            reader.segment.postings.terms.range(beginning: text).contains { reader.documentFrequency(of: $0) > 0 }
        }
    }
}
