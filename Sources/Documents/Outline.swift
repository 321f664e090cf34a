// How a document is kept: one flat list of nodes in reading order, each a span of bytes and where its subtree ends.
// Nothing here holds text; OutlineReader.swift makes blocks of it.

/// A block as the block pass found it.
struct Node {
    enum Kind: UInt8 {
        /// The heading or line that gave the document its title; no block of its own.
        case title
        case heading
        case paragraph
        case list
        /// A list item; its span is its first paragraph, which has no node of its own.
        case item
        case table
        case code
        case quote
    }

    struct Flags: OptionSet {
        let rawValue: UInt8
        /// A heading known by its shape alone.
        static let inferred = Flags(rawValue: 1)
        /// Code between fences: the span begins with the opening one.
        static let fenced = Flags(rawValue: 2)
        /// A table whose first line is a row already.
        static let headless = Flags(rawValue: 4)
        /// A paragraph of raw HTML: no Markdown in it.
        static let html = Flags(rawValue: 8)
        static let ordered = Flags(rawValue: 16)
        /// A block that stands in no list item or quote.
        static let top = Flags(rawValue: 32)
        /// A table of the text dialect: an excess cell is joined to the last one.
        static let keepsExcess = Flags(rawValue: 64)
    }

    var kind: Kind
    /// Of a heading, 1 to 6; of code, the columns of indentation that are not part of it; of an item, how many items
    /// hold it.
    var level: UInt8 = 0
    /// How many quotes it stands in: as many `>` precede each of its lines after the first.
    var quotes: UInt8 = 0
    var flags: Flags = []
    var line: UInt32
    var start: UInt32
    var end: UInt32
    /// The index after the last node of its subtree.
    var next: UInt32

    var range: Range<Int> { Int(start)..<max(Int(start), Int(end)) }

    /// Whether it is an item with a text of its own; a lone bullet is none.
    var isPoint: Bool { kind == .item && !range.isEmpty }
}

/// The blocks of a document, parents before children.
struct Outline: Sendable {
    var nodes: [Node] = []
    /// Indexes of the headings that begin a section, of the tables and of the list items, each in reading order.
    var headings: [UInt32] = []
    var tables: [UInt32] = []
    var items: [UInt32] = []
    /// Where the targets of link reference definitions begin, by `LinkSyntax.label`; of two, the first one wins.
    var definitions: [String: UInt32] = [:]
    var wordCount = 0
    var findings: [Finding] = []

    /// The heading above the node at `index`.
    func heading(above index: Int) -> Int? {
        var low = 0
        var high = headings.count
        while low < high {
            let middle = (low + high) / 2
            if Int(headings[middle]) <= index { low = middle + 1 } else { high = middle }
        }
        return low == 0 ? nil : Int(headings[low - 1])
    }

    /// Fills the lists of headings, tables and items, and gives memory back that appending reserved.
    mutating func finish() {
        var counts = (headings: 0, tables: 0, items: 0)
        for node in nodes {
            switch node.kind {
            case .heading where node.flags.contains(.top): counts.headings += 1
            case .table: counts.tables += 1
            case .item where node.isPoint: counts.items += 1
            default: break
            }
        }
        headings.reserveCapacity(counts.headings)
        tables.reserveCapacity(counts.tables)
        items.reserveCapacity(counts.items)
        for (index, node) in nodes.enumerated() {
            switch node.kind {
            case .heading where node.flags.contains(.top): headings.append(UInt32(index))
            case .table: tables.append(UInt32(index))
            case .item where node.isPoint: items.append(UInt32(index))
            default: break
            }
        }
        // A copy of the whole slice would share the storage, with its spare room.
        var exact: [Node] = []
        exact.reserveCapacity(nodes.count)
        exact.append(contentsOf: nodes)
        nodes = exact
    }
}
