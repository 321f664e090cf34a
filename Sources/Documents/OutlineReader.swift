// Tables and points made from the outline when they are asked for; blocks are made in BlockReader.swift.
// How lines of a container are put together to text lives in NodeText.swift.

/// Reads the outline of one document, or one node of it.
struct OutlineReader {
    let document: Document
    let outline: PackedOutline
    let bytes: [UInt8]

    /// A reader of the whole outline.
    init(_ document: Document) {
        self.init(document, bytes: document.bytes)
    }

    private init(_ document: Document, bytes: [UInt8]) {
        self.document = document
        outline = document.outline
        self.bytes = bytes
    }

    /// A reader of the node at `index` alone, and that node as it stands among the reader's `bytes`.
    ///
    /// It reads what lies in the node's span, and not the nodes beneath it.
    static func part(of document: Document, at index: Int) -> (reader: OutlineReader, node: Node) {
        part(of: document, document.outline[index])
    }

    /// The same for any stretch of bytes that is described as a node.
    static func part(of document: Document, _ node: Node) -> (reader: OutlineReader, node: Node) {
        var node = node
        let part = document.bytes(of: node)
        node.start = UInt32(clamping: Int(node.start) - part.start)
        node.end = UInt32(clamping: Int(node.end) - part.start)
        return (OutlineReader(document, bytes: part.bytes), node)
    }

    func line(_ node: Node) -> Int { document.line(of: node) }

    // MARK: Points

    func point(_ node: Node) -> Point {
        let label = label(node)
        return Point(label: label.label, text: label.text, line: line(node), depth: Int(node.level))
    }

    // MARK: Tables

    /// The table of the node at `index`; the rows are read again when they are asked for.
    static func table(of document: Document, at index: Int, heading: String?, ordinal: Int) -> Table {
        guard document.outline[index].shape == .pipes else {
            return shapedTable(of: document, at: index, heading: heading, ordinal: ordinal)
        }
        let rows = TableRows(document, document.outline[index])
        return Table(
            columns: rows.columns, alignments: rows.alignments, rows: Parts { rows.start() }, rowCount: rows.count,
            heldSize: rows.heldSize, line: document.line(of: document.outline[index]), heading: heading,
            ordinal: ordinal)
    }

    func cells(_ range: Range<Int>, isDoubled: Bool) -> [String] {
        var cells: [String] = []
        TableLine.forEachCell(bytes, in: range) { cell in
            if !isDoubled || !cell.isEmpty { cells.append(cellText(cell)) }
        }
        return cells
    }
}
