// A date with slashes, which is month first in some places and day first in others.

/// A date such as `03/04/2025` or `12/31/2025` in the readings that exist.
package struct SlashDate: Hashable, Sendable {
    let written: String
    /// The date in ISO 8601; nil if no such date exists.
    let monthFirst: String?
    let dayFirst: String?

    /// The only order that gives a date; nil if both orders do.
    package var onlyOrder: DateOrder? {
        if monthFirst == nil { return .dayFirst }
        return dayFirst == nil ? .monthFirst : nil
    }

    /// Returns the date in ISO 8601, or as written if `order` does not decide it.
    func text(_ order: DateOrder) -> String {
        switch onlyOrder ?? order {
        case .monthFirst: monthFirst ?? written
        case .dayFirst: dayFirst ?? written
        case .folder: written
        }
    }
}

extension Document {
    /// Returns the document with its date read in `order`; the same object if its date does not change.
    package func dated(_ order: DateOrder) -> Document {
        guard let slashDate, case let date = slashDate.text(order), date != metadata.date else { return self }
        var metadata = metadata
        metadata.date = date
        return Document(self, contents: contents, metadata: metadata, body: body)
    }

    /// The date as written in the metadata; other orders of day and month would give another date.
    package var ambiguousDate: String? { slashDate.flatMap { $0.onlyOrder == nil ? $0.written : nil } }

    /// True if both documents were made with the same result from the same bytes.
    package func isReadLike(_ other: Document) -> Bool {
        path == other.path && hasSource(of: other) && title == other.title && metadata == other.metadata
            && wordCount == other.wordCount && outline.nodeCount == other.outline.nodeCount
            && outline.nodes.first { _ in true }?.kind == other.outline.nodes.first { _ in true }?.kind
    }
}
