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

package struct List: Hashable, Sendable {
    package var isOrdered: Bool
    package var items: Parts<ListItem>
    package var line: Int
}

package struct ListItem: Hashable, Sendable {
    /// The words before the colon of `Label: text`; nil where the item has none.
    package var label: String?
    package var text: String
    /// The items of the lists nested in this one.
    package var items: Parts<ListItem>
    /// What else stands in the item: further paragraphs, tables, code.
    package var blocks: Parts<Block>
    package var line: Int
}

/// A table with as many cells in every row as it has columns.
package struct Table: Hashable, Sendable {
    package enum Alignment: String, Hashable, Sendable { case left, center, right }

    package struct Row: Hashable, Sendable {
        package var cells: [String]
        package var line: Int
    }

    /// Header cells as written, in plain text; all empty where the table has no header.
    package var columns: [String]
    package var alignments: [Alignment?]
    /// Each made when it is reached.
    package var rows: Parts<Row>
    package var rowCount: Int
    /// How many bytes going through the rows holds in memory.
    package var heldSize: Int
    /// Where the header stands; without one, the first row.
    package var line: Int
    /// Plain text of the nearest heading above, nil where there is none.
    package var heading: String?
    /// Its position among the document's tables.
    package var ordinal: Int
}

/// A list item on its own, with what is known of its surroundings.
package struct Point: Hashable, Sendable {
    package var label: String?
    package var text: String
    package var line: Int
    /// 0 for an item of a list that stands in no other item.
    package var depth: Int
}
