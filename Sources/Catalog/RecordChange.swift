// How the records of a collection became those of its next version: the positions that went and came.

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
