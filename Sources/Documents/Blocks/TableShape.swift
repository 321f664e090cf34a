// Shapes of tables: pipe tables and others, with rows of source text. Each shape has a file with its parser;
// Kinds/Cell.swift makes the plain text of a cell.

/// The syntax of a table's source; a table's node has it in `level`.
enum TableShape: UInt8 {
    case pipes
    /// Delimited text with this delimiter: comma, semicolon, tab, vertical bar.
    case commas, semicolons, tabs, bars
    /// Rules of `+---+` around the cells.
    case grid
    /// Columns below lines of dashes.
    case ruled
    /// The element `table` of HTML.
    case html

    /// The byte between two cells of delimited text; nil for another shape.
    var delimiter: UInt8? {
        switch self {
        case .commas: UInt8(ascii: ",")
        case .semicolons: UInt8(ascii: ";")
        case .tabs: 0x09
        case .bars: UInt8(ascii: "|")
        case .pipes, .grid, .ruled, .html: nil
        }
    }
}

extension Node {
    /// The syntax of a table's source.
    var shape: TableShape { kind == .table ? TableShape(rawValue: level) ?? .pipes : .pipes }
}

/// The cells of one row as source text, without separators.
struct ShapedRow {
    var cells: [[UInt8]]
    /// The line of the file, from 1.
    var line: Int
}

/// The rows of a table without pipes, the header first if there is one.
struct ShapedRows {
    private enum Source {
        case delimited(DelimitedReader)
        case read([ShapedRow], next: Int)
        /// A grid with rows that are not made yet.
        case grid(GridTable)
    }

    private var source: Source
    let hasHeader: Bool
    let alignments: [Table.Alignment?]

    /// Reads `node` of `bytes`; there are no rows if they are not a table of its shape.
    init(_ bytes: [UInt8], _ node: Node) {
        self = Self.read(bytes, node) ?? Self([], hasHeader: false, [])
    }

    private init(_ rows: [ShapedRow], hasHeader: Bool, _ alignments: [Table.Alignment?]) {
        source = .read(rows, next: 0)
        self.hasHeader = hasHeader
        self.alignments = alignments
    }

    private init(grid: GridTable) {
        source = .grid(grid)
        hasHeader = grid.hasHeader
        alignments = grid.alignments
    }

    /// Reads the rows of `node` of `bytes`; returns nil if they are not a table of its shape.
    static func read(_ bytes: [UInt8], _ node: Node) -> ShapedRows? {
        switch node.shape {
        case .pipes: return nil
        case .commas, .semicolons, .tabs, .bars: return ShapedRows(delimited: bytes, node)
        case .grid:
            var lines = lines(bytes, node)
            for index in lines.indices {
                let text = TableLine.trim(bytes, lines[index].range)
                (lines[index].start, lines[index].end) = (text.lowerBound, text.upperBound)
            }
            return GridTable(bytes, lines).map(Self.init(grid:))
        case .ruled:
            return RuledTable(bytes, lines(bytes, node)).map { Self($0.rows, hasHeader: $0.hasHeader, $0.alignments) }
        case .html:
            var (source, range) = (bytes, node.range)
            if node.quotes > 0 {
                source = Array(lines(bytes, node).map { bytes[$0.range] }.joined(separator: [0x0A]))
                range = source.indices
            }
            return HTMLTable(source, range, line: Int(node.line)).map { Self($0.rows, hasHeader: $0.hasHeader, []) }
        }
    }

    /// Returns the lines of a node without the marks of the quotes around it.
    private static func lines(_ bytes: [UInt8], _ node: Node) -> [Line] {
        var lines: [Line] = []
        var next = bytes.line(at: node.range.lowerBound, number: Int(node.line))
        while var line = next, line.start < node.range.upperBound {
            next = bytes.line(after: line)
            line.end = min(line.end, node.range.upperBound)
            if !lines.isEmpty, node.quotes > 0 {
                line.start = RunReader.withoutQuotes(bytes, line.range, node.quotes).lowerBound
            }
            lines.append(line)
        }
        return lines
    }

    private init(delimited bytes: [UInt8], _ node: Node) {
        hasHeader = !node.flags.contains(.headless)
        alignments = []
        if let delimiter = node.shape.delimiter {
            source = .delimited(DelimitedReader(bytes, node.range, line: Int(node.line), delimiter: delimiter))
            return
        }
        source = .read([], next: 0)
    }

    /// Returns the number of words in the rows that `next` would return.
    mutating func wordCount() -> Int {
        if case .grid(let grid) = source { return grid.wordCount }
        var count = 0
        while let row = next() {
            for cell in row.cells { count += cell.wordCount(in: 0..<cell.count) }
        }
        return count
    }

    mutating func next() -> ShapedRow? {
        switch source {
        case .delimited(var reader):
            source = .read([], next: 0)  // so that the reader is not copied
            defer { source = .delimited(reader) }
            return reader.next().map { row in
                ShapedRow(cells: row.fields.map { reader.content($0) }, line: row.line)
            }
        case .grid(let grid):
            source = .read(grid.rows, next: 0)
            return next()
        case .read(let rows, let next):
            guard next < rows.count else { return nil }
            source = .read(rows, next: next + 1)
            return rows[next]
        }
    }
}

extension TableShape {
    /// Returns the number of columns of a table with `header` cells in its header and text in its first `used` columns.
    static func columns(header: Int, used: Int) -> Int { min(header, max(used, 1), TableLine.columnLimit) }
}
