// A run of a document's text: what it is, where it is, and its bytes.

/// A stretch of text that has one role.
package struct TextRun {
    package let role: TextRole
    /// The list item or the table that the run belongs to.
    package let part: DocumentPart?
    package let lines: LineMap
    /// Valid during the call that it is given to.
    package let text: UnsafeBufferPointer<UInt8>

    /// The line on which it begins.
    package var line: Int { lines.first }

    /// A copy of the text.
    package var string: String { String(decoding: text, as: UTF8.self) }
}

/// What a stretch of text is in its document.
package enum TextRole: String, Sendable, CaseIterable {
    case title, heading, paragraph, label, item, cell, code, quote
}

/// A part of a document that is a record too, by its place among its like: see `Document.point(at:)` and
/// `Document.table(at:)`.
package enum DocumentPart: Hashable, Sendable {
    case point(Int)
    case table(Int)
}
