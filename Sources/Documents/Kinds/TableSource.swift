// The rows of a table as the source of their cells, read from the document a range at a time, so that a table of any
// size takes little memory, but for one with rows that an extractor broke and those not written with pipes.

/// One row of a table, the header or another.
struct SourceRow {
    /// The source of a cell: a range of the reader's bytes, or bytes of its own.
    enum Cell {
        case range(Range<Int>)
        case bytes([UInt8])

        var isEmpty: Bool {
            switch self {
            case .range(let range): range.isEmpty
            case .bytes(let bytes): bytes.isEmpty
            }
        }
    }

    let reader: RunReader
    let shape: TableShape
    let cells: [Cell]
    let line: Int
    let isHeader: Bool

    /// Returns the parts of the source of a cell.
    func parts(of cell: Cell) -> [CellText.Part] {
        switch cell {
        case .range(let range):
            let bytes = reader.unescaped(range)
            return [.inline(bytes, bytes.indices, reader.markup)]
        case .bytes(let bytes): return reader.parts(ofCell: bytes, shape, isHeader: isHeader)
        }
    }

    /// The plain text of the cells.
    var texts: [String] {
        var text = Inline(reader.outline.definitions)
        return cells.map { cell in
            text.clear()
            switch cell {
            case .range(let range): reader.append(cell: range, to: &text)
            case .bytes(let bytes): reader.append(cell: bytes, shape, isHeader: isHeader, to: &text)
            }
            return text.text
        }
    }
}

/// Reads the rows of one table.
struct TableSource: Sendable {
    private let node: Node
    /// Of a table with pipes.
    private var lines: TableLines?
    /// Of another table.
    private var shaped: (reader: RunReader, rows: ShapedRows)?
    /// Whether the next row is the header.
    private(set) var isHeader: Bool
    /// Of a table with pipes, known after its header.
    private(set) var alignments: [Table.Alignment?] = []

    init(_ document: Document, _ node: Node) {
        self.node = node
        isHeader = !node.flags.contains(.headless)
        if node.shape == .pipes {
            lines = TableLines(document, node)
        } else {
            let (reader, part) = RunReader.part(of: document, node)
            let rows = ShapedRows(reader.bytes, part)
            (isHeader, alignments) = (rows.hasHeader, rows.alignments)
            shaped = (reader, rows)
        }
    }

    mutating func next() -> SourceRow? {
        defer { isHeader = false }
        if let reader = shaped?.reader {
            return shaped?.rows.next().map { row in
                SourceRow(
                    reader: reader, shape: node.shape, cells: row.cells.map { .bytes($0) },
                    line: reader.document.fixedLine ?? row.line, isHeader: isHeader)
            }
        }
        guard let (reader, range, number) = lines?.next() else { return nil }
        var cells: [SourceRow.Cell] = []
        TableLine.forEachCell(reader.bytes, in: range) { cell in
            if !node.flags.contains(.doubled) || !cell.isEmpty { cells.append(.range(cell)) }
        }
        if isHeader, let delimiter = lines?.next() {
            alignments = TableLine.alignments(delimiter.reader.bytes, in: delimiter.range) ?? []
        }
        return SourceRow(
            reader: reader, shape: .pipes, cells: cells, line: reader.document.fixedLine ?? number, isHeader: isHeader)
    }

    /// Returns the number of further rows of a table with pipes.
    mutating func lineCount() -> Int {
        var count = 0
        while lines?.next() != nil { count += 1 }
        return count
    }
}

/// The lines of a table with pipes, each with a reader of the bytes that it is in.
private struct TableLines: Sendable {
    private let document: Document
    private var rest: Node
    private var current: (reader: RunReader, lines: RowLines)?

    init(_ document: Document, _ node: Node) {
        self.document = document
        rest = node
    }

    mutating func next() -> (reader: RunReader, range: Range<Int>, number: Int)? {
        while true {
            if let line = current?.lines.next(), let reader = current?.reader {
                return (reader, line.range, line.number)
            }
            guard !rest.range.isEmpty else { return nil }
            advance()
        }
    }

    /// Goes on to the next lines, as many as are in `RunReader.maxSizeAtOnce` bytes.
    private mutating func advance() {
        var part = rest
        var size = RunReader.maxSizeAtOnce
        // A row that was broken is put together from lines that may be in two ranges.
        while !rest.flags.contains(.joinsRows), rest.range.count > size {
            part.end = rest.start + UInt32(clamping: size)
            let (bytes, start) = document.bytes(of: part)
            let end = Int(part.end) - start
            if let feed = bytes[..<end].lastIndex(of: 0x0A), start + feed >= Int(rest.start) {
                part.end = UInt32(clamping: start + feed + 1)
                break
            }
            (part, size) = (rest, size * 2)
        }
        let (reader, node) = RunReader.part(of: document, part)
        current = (reader, RowLines(reader.bytes, node, isFirst: current == nil))
        rest.line += UInt32(clamping: part.end < rest.end ? reader.bytes.feedCount(in: node.range) : 0)
        rest.start = part.end
    }
}
