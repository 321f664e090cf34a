// How the records of a collection became those of its next version: the positions that went and came.

import Documents

/// The difference between two versions of a collection.
///
/// Records outside the ranges keep their order and the values of all fields but `otherFields`.
package struct RecordChange: Sendable {
    package let oldCount: Int
    package let newCount: Int
    /// Ascending, disjoint, non-empty ranges of old positions: records that went or have other values.
    package let removed: [Range<Int>]
    /// Ascending, disjoint, non-empty ranges of new positions: records that came or have other values.
    package let added: [Range<Int>]
    /// The top-level fields with values that may differ in every record.
    package let otherFields: Set<String>

    package init(
        oldCount: Int, newCount: Int, removed: [Range<Int>], added: [Range<Int>], otherFields: Set<String> = []
    ) {
        self.oldCount = oldCount
        self.newCount = newCount
        self.removed = removed
        self.added = added
        self.otherFields = otherFields
    }
}

extension RecordChange {
    /// Returns the change with more fields that may differ in every record.
    func alsoChanging(_ fields: [String]) -> RecordChange {
        RecordChange(
            oldCount: oldCount, newCount: newCount, removed: removed, added: added,
            otherFields: otherFields.union(fields))
    }

    /// The change of records that are documents; `renamed` has unchanged documents with another id.
    init(_ documents: DocumentChange, _ renamed: [(old: Int, new: Int)], otherFields: Set<String>) {
        self.init(
            oldCount: documents.oldCount, newCount: documents.newCount,
            removed: (documents.removed + renamed.map(\.old)).sorted().map { $0..<$0 + 1 },
            added: (documents.added + renamed.map(\.new)).sorted().map { $0..<$0 + 1 }, otherFields: otherFields)
    }

    /// The change of records of which each document has some number: `old` before, `new` now.
    init(
        _ documents: DocumentChange, _ renamed: [(old: Int, new: Int)], _ old: Spans, _ new: Spans,
        otherFields: Set<String>
    ) {
        func ranges(_ positions: [Int], in spans: Spans) -> [Range<Int>] {
            positions.sorted().compactMap(spans.range).filter { !$0.isEmpty }
        }
        self.init(
            oldCount: old.count, newCount: new.count,
            removed: ranges(documents.removed + renamed.map(\.old), in: old),
            added: ranges(documents.added + renamed.map(\.new), in: new), otherFields: otherFields)
    }
}
