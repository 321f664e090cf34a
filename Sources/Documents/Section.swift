// What a document's body holds, as plain text with lines: the views that an outline is decoded into.
// How they are recognised lives in Blocks/, how they are kept in Outline.swift.

/// A heading and the blocks up to the next heading.
package struct Section: Hashable, Sendable {
    /// Plain text of the heading; nil for what stands before the first one.
    package var heading: String?
    /// 1 to 6, 0 without a heading.
    package var level: Int
    /// Where the heading stands; without one, the line of the first block.
    package var line: Int
    /// True where a line was taken for a heading by its shape alone.
    package var isInferred: Bool
    package var blocks: Parts<Block>
}

/// One block of a section.
package indirect enum Block: Hashable, Sendable {
    case paragraph(text: String, line: Int)
    case list(List)
    case table(Table)
    /// Preformatted text, its lines kept as they stand; `language` is the fence's info string.
    case code(text: String, language: String?, line: Int)
    /// Quoted text; `blocks` holds the quote's content, `text` its paragraphs, one a line.
    case quote(text: String, blocks: Parts<Block>, line: Int)
}
