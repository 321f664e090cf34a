// Writes a segment: takes the text of units in their order, then encodes the postings.

import Documents
import Text

/// Takes the text of some units; belongs to one thread.
package final class SegmentWriter: @unchecked Sendable {
    private(set) var postings = PostingsWriter()
    private let scratch = Words.Scratch()
    private var lengths: [UInt32] = []
    private var points = PartSpans()
    private var tables = PartSpans()
    private var exactUnits: [Int] = []

    /// Begins the next unit.
    func begin() { postings.begin(unit: lengths.count) }

    func end() {
        postings.end()
        lengths.append(postings.place)
        points.endUnit()
        tables.endUnit()
    }

    func add(_ text: UnsafeBufferPointer<UInt8>, _ weight: Weight) { postings.add(text, weight: weight, scratch) }

    package func add(_ text: String, _ weight: Weight) {
        var text = text
        text.withUTF8 { add($0, weight) }
    }

    /// Adds the text of a document to the current unit.
    func add(_ document: Document) {
        if StemmingRules.rules(for: document.metadata.language) == nil { exactUnits.append(lengths.count) }
        var part: DocumentPart?
        var (start, lead) = (UInt32(0), UInt32(0))
        func begin(_ next: DocumentPart?) {
            let span = PartSpan(start: start, end: postings.place, lead: lead)
            switch part {
            case .point: points.append(span)
            case .table: tables.append(span)
            case nil: break
            }
            (part, start, lead) = (next, postings.place, 0)
        }
        document.forEachRun { run in
            if run.part != part { begin(run.part) }
            switch run.role {
            case .title: add(run.text, .title)
            case .heading: add(run.text, .strong)
            case .label:
                add(run.text, .strong)
                lead = postings.place &- start
            default: add(run.text, .plain)
            }
        }
        begin(nil)
    }

    /// Makes the segment; O(n log n) in the number of different words.
    func finish() -> Segment {
        var encoder = PostingsEncoder()
        for word in postings.sorted() {
            encoder.begin(postings.text(of: Int(word)), unitCount: postings.unitCount(of: Int(word)))
            encoder.append(postings, Int(word))
        }
        points.trim()
        tables.trim()
        return Segment(
            postings: encoder.finish(), lengths: Array(lengths[...]), points: points, tables: tables,
            exactUnits: exactUnits)
    }

    /// Looks for all words in the postings of a segment that has them; of each, how many units of the writer have it.
    func terms(in other: Postings) -> [LostTerms.Term] {
        var terms: [LostTerms.Term] = []
        terms.reserveCapacity(postings.count)
        for word in postings.sorted() {
            guard let number = other.terms.find(postings.text(of: Int(word))) else { continue }
            terms.append(
                LostTerms.Term(number: UInt32(truncatingIfNeeded: number), count: postings.unitCount(of: Int(word))))
        }
        return terms
    }
}
