// Sections and blocks: the contents of a document's body as plain text with lines. Kinds/BlockKind.swift lists the
// kinds of blocks; Outline.swift stores them.

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

/// One block of a section: its kind, and its members as answers have them.
package struct Block: Hashable, Sendable {
    package struct Member: Hashable, Sendable {
        package let name: String
        package let content: Content

        package init(_ name: String, _ content: Content) {
            self.name = name
            self.content = content
        }
    }

    package enum Content: Hashable, Sendable {
        case text(String?)
        case flag(Bool)
        case items(Parts<ListItem>)
        case blocks(Parts<Block>)
        case table(Table)
    }

    package let kind: BlockKind
    package let line: Int
    package let members: [Member]

    package init(_ kind: BlockKind, line: Int, _ members: [Member]) {
        self.kind = kind
        self.line = line
        self.members = members
    }
}
