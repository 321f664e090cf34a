// What both dialects share: appending nodes to the outline, and rows of tables. Columns that are kept as they stand are
// in Preformatted.swift.

/// The outline while it is made.
struct BlockBuilder {
    /// Lists and quotes nested deeper than this are kept as the text of the innermost one.
    static let depthLimit = 32

    let bytes: [UInt8]
    var outline = Outline()
    /// Empty cells that ragged rows have needed so far.
    private var padding = 0
    /// True once a row was refused because `TableLine.paddingLimit` was reached.
    private(set) var isPaddingSpent = false
    private var isTooDeep = false

    /// False where the bytes are known to hold none.
    private let holdsNoBreakSpaces: Bool

    /// How many tables hold the text that is read.
    let tableDepth: Int

    /// False deep in tables within cells of tables.
    var readsTables: Bool { tableDepth < CellText.maxDepth }

    init(bytes: [UInt8], holdsNoBreakSpaces: Bool, tableDepth: Int = 0) {
        self.bytes = bytes
        self.tableDepth = tableDepth
        self.holdsNoBreakSpaces = holdsNoBreakSpaces
        outline.nodes.reserveCapacity(bytes.count / 256 + 4)
    }

    /// Appends a node; the answer is its index.
    @discardableResult
    mutating func append(
        _ kind: Node.Kind, _ range: Range<Int>, line: Int, level: Int = 0, quotes: Int = 0, flags: Node.Flags = []
    ) -> Int {
        let index = outline.nodes.count
        outline.nodes.append(
            Node(
                kind: kind, level: UInt8(clamping: level), quotes: UInt8(clamping: quotes), flags: flags,
                line: UInt32(clamping: line), start: UInt32(clamping: range.lowerBound),
                end: UInt32(clamping: range.upperBound), next: UInt32(clamping: index + 1)))
        return index
    }

    /// Ends the subtree of the node at `index` with the last node there is.
    mutating func close(_ index: Int) {
        outline.nodes[index].next = UInt32(clamping: outline.nodes.count)
    }

    mutating func extend(_ index: Int, to end: Int) {
        outline.nodes[index].end = UInt32(clamping: end)
    }

    mutating func countWords(_ range: Range<Int>) { outline.wordCount += wordCount(in: range) }

    func wordCount(in range: Range<Int>) -> Int {
        holdsNoBreakSpaces ? bytes.wordCount(in: range) : bytes.runCount(in: range)
    }

    /// Reports a problem at `position`, which is in `line` or at its end.
    mutating func report(_ kind: ParseIssue.Kind, at position: Int, in line: Line) {
        outline.issues.append(ParseIssue(kind, line: line.number, column: position - line.start + 1))
    }

    mutating func reportDepth(at position: Int, in line: Line) {
        if !isTooDeep { report(.nestedTooDeep, at: position, in: line) }
        isTooDeep = true
    }

    /// Appends the table of `shape` in `range`, or a block of code where it cannot be read; the answer is its index.
    @discardableResult
    mutating func appendTable(
        _ shape: TableShape, _ range: Range<Int>, from line: Line, codeIndent: Int, quotes: Int, flags: Node.Flags
    ) -> Int {
        let index = append(
            .table, range, line: line.number, level: Int(shape.rawValue), quotes: quotes,
            flags: flags.union(.keepsExcess))
        guard var rows = ShapedRows.read(bytes, outline.nodes[index]) else {
            outline.nodes.removeLast()
            countWords(range)
            return append(.code, range, line: line.number, level: codeIndent, quotes: quotes, flags: flags)
        }
        if !rows.hasHeader {
            outline.nodes[index].flags.insert(.headless)
            report(.tableWithoutHeader, at: line.start, in: line)
        }
        outline.wordCount += rows.wordCount()
        return index
    }

    /// Counts the words and cells of the row that `range` of `line` holds; false where it must not be part of the
    /// table.
    ///
    /// `flags` are those of the table.
    mutating func addRow(_ range: Range<Int>, of line: Line, columns: Int, flags: Node.Flags) -> Bool {
        let isDoubled = flags.contains(.doubled)
        var cells = 0
        var words = 0
        /// The first cell that is over, else the end of the last one.
        var place = range.lowerBound
        TableLine.forEachCell(bytes, in: range) { cell in
            if isDoubled, cell.isEmpty { return }
            if cells <= columns { place = cells == columns ? cell.lowerBound : cell.upperBound }
            cells += 1
            if !cell.isEmpty { words += wordCount(in: cell) }
        }
        guard fit(cells, columns, at: min(place, line.end), in: line, flags: flags) else { return false }
        outline.wordCount += words
        return true
    }

    /// Remarks what a row of `cells` cells lacks, or has over, in a table of `columns`; false where it must not be part
    /// of the table, since it lacks too many.
    mutating func fit(_ cells: Int, _ columns: Int, at place: Int, in line: Line, flags: Node.Flags) -> Bool {
        if cells < columns {
            guard padding + columns - cells <= TableLine.paddingLimit else {
                isPaddingSpent = true
                report(.tableTooLarge, at: line.start, in: line)
                return false
            }
            padding += columns - cells
            report(.shortRow(cells, of: columns), at: place, in: line)
        } else if cells > columns {
            report(
                flags.contains(.keepsExcess) ? .longRowKept(cells, of: columns) : .longRow(cells, of: columns),
                at: place, in: line)
        }
        return true
    }
}
