// The kinds of blocks. A new kind is a file in this folder, a case and a line here, and its start in a dialect.

/// A kind of blocks: its name in answers, the types of its members, and how a block is made.
package final class BlockKind: Hashable, Sendable {
    /// The type of a member, for schemas.
    package enum MemberType: Sendable { case text, optionalText, flag, items, blocks, table }

    package static let all: [BlockKind] = [.paragraph, .list, .table, .code, .quote]

    package let name: String
    package let members: [(name: String, type: MemberType)]
    /// Makes the members of the block at an index of the outline; nil if nothing of it is shown.
    let make: @Sendable (SectionReader, Int) -> [Block.Member]?

    init(
        _ name: String, members: [(name: String, type: MemberType)],
        make: @escaping @Sendable (SectionReader, Int) -> [Block.Member]?
    ) {
        self.name = name
        self.members = members
        self.make = make
    }

    package static func == (left: BlockKind, right: BlockKind) -> Bool { left === right }

    package func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
}

extension Node {
    /// The kind of a node.
    ///
    /// Readers treat kinds that they do not name as preformatted text, as code is.
    enum Kind: UInt8 {
        /// The heading or line that is the title of the document; no block of its own.
        case title
        case heading
        case paragraph
        case list
        /// A list item; its span is its first paragraph, which has no node of its own.
        case item
        case table
        case code
        case quote

        /// The kind of the block; nil if the node is no block of its own.
        var block: BlockKind? {
            switch self {
            case .title, .item: nil
            case .heading, .paragraph: .paragraph
            case .list: .list
            case .table: .table
            case .code: .code
            case .quote: .quote
            }
        }
    }
}
