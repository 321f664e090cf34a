// How a document is kept: one flat list of nodes in reading order, each a span of bytes and where its subtree ends.
// Nothing here holds text; RunReader.swift makes blocks of it.

/// A block as the block pass found it.
struct Node {
    struct Flags: OptionSet {
        let rawValue: UInt8
        /// A heading known by its shape alone.
        static let inferred = Flags(rawValue: 1)
        /// Code between fences: the span begins with the opening one.
        static let fenced = Flags(rawValue: 2)
        /// A table whose first line is a row already.
        static let headless = Flags(rawValue: 4)
        /// A paragraph of raw HTML, or an item that begins with it: no Markdown in it.
        static let html = Flags(rawValue: 8)
        static let ordered = Flags(rawValue: 16)
        /// A block that stands in no list item or quote.
        static let top = Flags(rawValue: 32)
        /// A table of the text dialect: an excess cell is joined to the last one.
        static let keepsExcess = Flags(rawValue: 64)
        /// A table in which lines that are `TableLine.isBrokenOff` belong to the row above.
        static let joinsRows = Flags(rawValue: 128)
        /// A table whose cells have two pipes between them, which make no empty cells.
        static let doubled = Flags(rawValue: 2)
        /// An item that holds two bullets: its label and its text.
        static let defines = Flags(rawValue: 2)
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

    var isSectionHeading: Bool { kind == .heading && flags.contains(.top) }

    /// Whether it is an item with a text of its own; a lone bullet is none.
    var isPoint: Bool { kind == .item && !range.isEmpty }
}

/// The blocks of a document while they are read, parents before children.
struct Outline {
    var nodes: [Node] = []
    /// Where the targets of link reference definitions begin, by `LinkSyntax.label`; of two, the first one wins.
    var definitions: [String: UInt32] = [:]
    var wordCount = 0
    var issues: [ParseIssue] = []
}

/// The blocks of a document as they are kept: the nodes, three lists of their indexes, and the parents of nested list
/// items, all in one array of numbers, which are of 16 bits unless the document needs larger ones.
struct PackedOutline: Sendable {
    private static let stride = 6

    let nodeCount: Int
    let wordCount: Int
    let definitions: [String: UInt32]
    /// Where the lists begin: of the headings that begin a section, of the tables and of the list items.
    private let headingStart: Int
    private let tableStart: Int
    private let itemStart: Int
    /// The start of the parents: for each list item, 1 more than the place of its parent among the items, or 0.
    ///
    /// There are none if no item is nested.
    private let parentStart: Int
    /// One of the two is empty.
    private let narrow: [UInt16]
    private let wide: [UInt32]

    init(_ outline: Outline) {
        var (headings, tables, items, largest) = (0, 0, 0, UInt32(0))
        var isNested = false
        for node in outline.nodes {
            switch node.kind {
            case .heading where node.isSectionHeading: headings += 1
            case .table: tables += 1
            case .item where node.isPoint:
                items += 1
                isNested = isNested || node.level > 0
            default: break
            }
            largest = max(largest, node.line, max(node.start, node.end, node.next))
        }
        nodeCount = outline.nodes.count
        wordCount = outline.wordCount
        definitions = outline.definitions
        headingStart = nodeCount * Self.stride
        tableStart = headingStart + headings
        itemStart = tableStart + tables
        parentStart = itemStart + items
        let places = Places(
            headings: headingStart, tables: tableStart, items: itemStart, parents: parentStart,
            end: parentStart + (isNested ? items : 0))
        narrow = largest <= UInt16.max ? Self.numbers(outline.nodes, places) : []
        wide = largest <= UInt16.max ? [] : Self.numbers(outline.nodes, places)
    }

    /// The places of the lists among the numbers.
    private struct Places {
        var headings, tables, items, parents, end: Int
    }

    /// Returns the nodes as numbers, with the lists at `places`.
    private static func numbers<Number: FixedWidthInteger>(_ nodes: [Node], _ places: Places) -> [Number] {
        [Number](unsafeUninitializedCapacity: places.end) { numbers, count in
            count = places.end
            var (heading, table, item) = (places.headings, places.tables, places.items)
            // The items that hold the current node: 1 more than their place, and the node after their subtree.
            var open: [(number: Int, next: UInt32)] = []
            for (index, node) in nodes.enumerated() {
                let first = index * stride
                numbers[first] = Number(node.kind.rawValue) | Number(node.level) << 8
                numbers[first + 1] = Number(node.quotes) | Number(node.flags.rawValue) << 8
                numbers[first + 2] = Number(truncatingIfNeeded: node.line)
                numbers[first + 3] = Number(truncatingIfNeeded: node.start)
                numbers[first + 4] = Number(truncatingIfNeeded: node.end)
                numbers[first + 5] = Number(truncatingIfNeeded: node.next)
                switch node.kind {
                case .heading where node.isSectionHeading: add(&heading)
                case .table: add(&table)
                case .item where node.isPoint:
                    if places.parents < places.end {
                        while let last = open.last, last.next <= index { open.removeLast() }
                        let ordinal = item - places.items
                        numbers[places.parents + ordinal] = Number(truncatingIfNeeded: open.last?.number ?? 0)
                        open.append((ordinal + 1, node.next))
                    }
                    add(&item)
                default: break
                }
                func add(_ place: inout Int) {
                    numbers[place] = Number(truncatingIfNeeded: index)
                    place += 1
                }
            }
        }
    }

    private subscript(number index: Int) -> UInt32 { wide.isEmpty ? UInt32(narrow[index]) : wide[index] }

    subscript(index: Int) -> Node {
        let first = index * Self.stride
        let (kind, place) = (self[number: first], self[number: first + 1])
        return Node(
            kind: Node.Kind(rawValue: UInt8(truncatingIfNeeded: kind)) ?? .paragraph,
            level: UInt8(truncatingIfNeeded: kind >> 8), quotes: UInt8(truncatingIfNeeded: place),
            flags: Node.Flags(rawValue: UInt8(truncatingIfNeeded: place >> 8)), line: self[number: first + 2],
            start: self[number: first + 3], end: self[number: first + 4], next: self[number: first + 5])
    }

    /// The nodes in reading order.
    var nodes: some Sequence<Node> { (0..<nodeCount).lazy.map { self[$0] } }

    var headingCount: Int { tableStart - headingStart }
    var tableCount: Int { itemStart - tableStart }
    var itemCount: Int { parentStart - itemStart }

    /// The index of the node that is the heading, table or item at `index` among its like.
    func heading(at index: Int) -> Int { Int(self[number: headingStart + index]) }
    func table(at index: Int) -> Int { Int(self[number: tableStart + index]) }
    func item(at index: Int) -> Int { Int(self[number: itemStart + index]) }

    /// Returns the place of the item that holds the item at `index`, nil for an outer item.
    func parent(ofItem index: Int) -> Int? {
        guard max(narrow.count, wide.count) > parentStart else { return nil }
        let number = Int(self[number: parentStart + index])
        return number > 0 ? number - 1 : nil
    }

    /// The heading above the node at `index`, or that node.
    func heading(above index: Int) -> Int? {
        let count = count(in: headingStart..<tableStart, below: index + 1)
        return count == 0 ? nil : heading(at: count - 1)
    }

    /// The headings that are looked at for those around a node.
    private static let maxHeadings = 1000

    /// Returns the nearest heading above the node at `index`, then the headings of the sections around it.
    func headings(above index: Int) -> [Int] {
        let count = count(in: headingStart..<tableStart, below: index + 1)
        var found: [Int] = []
        var level = UInt8.max
        for place in Swift.stride(from: count - 1, through: max(0, count - Self.maxHeadings), by: -1) {
            let heading = heading(at: place)
            let node = self[heading]
            guard node.level < level else { continue }
            level = node.level
            found.append(heading)
            if level <= 1 { break }
        }
        return found
    }

    /// How many tables there are before the node at `index`.
    func tables(before index: Int) -> Int { count(in: tableStart..<itemStart, below: index) }

    /// How many numbers of a list are below `limit`.
    private func count(in list: Range<Int>, below limit: Int) -> Int {
        var (low, high) = (list.lowerBound, list.upperBound)
        while low < high {
            let middle = (low + high) / 2
            if self[number: middle] < limit { low = middle + 1 } else { high = middle }
        }
        return low - list.lowerBound
    }
}
