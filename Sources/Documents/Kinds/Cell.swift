// The cells of tables as plain text, and the lines of a table with pipes.

extension RunReader {
    /// Appends the text of a cell of a table with pipes to `text`.
    func append(cell: Range<Int>, to text: inout Inline) {
        guard bytes.firstIndex(of: UInt8(ascii: "\\"), in: cell) < cell.upperBound else {
            return text.append(bytes, cell, markup, keepsFootnoteMarks: true)
        }
        let bytes = unescaped(cell)
        text.append(bytes, bytes.indices, markup, keepsFootnoteMarks: true)
    }

    /// A cell without the backslashes that keep its pipes from ending it.
    func unescaped(_ cell: Range<Int>) -> [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(cell.count)
        for index in cell {
            if bytes[index] == UInt8(ascii: "\\"), index + 1 < cell.upperBound, bytes[index + 1] == UInt8(ascii: "|") {
                continue
            }
            output.append(bytes[index])
        }
        return output
    }

    /// Appends the text of a cell of a table of another shape to `text`: its parts with blanks between them.
    func append(cell: [UInt8], _ shape: TableShape, isHeader: Bool = false, to text: inout Inline) {
        let start = text.output.count
        for part in parts(ofCell: cell, shape, isHeader: isHeader) {
            let end = text.output.count
            if end > start { text.output.append(0x20) }
            let first = text.output.count
            switch part {
            case .inline(let bytes, let range, let markup): text.append(bytes, range, markup)
            case .literal(let bytes, let range): text.append(literal: bytes, range)
            }
            if text.output.count == first { text.output.removeLast(first - end) }
        }
    }

    /// Returns the parts of the source of a cell of a table of another shape.
    func parts(ofCell cell: [UInt8], _ shape: TableShape, isHeader: Bool) -> [CellText.Part] {
        switch shape {
        case .commas, .semicolons, .tabs, .bars: [.literal(cell, cell.indices)]
        case .html:
            [.inline(cell, cell.indices, HTMLElement.holdsMarkdown(cell, cell.indices) ? .markdown : .html)]
        case .ruled: [.inline(cell, cell.indices, markup)]
        case .pipes, .grid: CellText.parts(of: cell, document.dialect, isHeader: isHeader)
        }
    }
}

/// The rows of a table with pipes, each without the marks of its containers.
struct RowLines {
    private let bytes: [UInt8]
    private let quotes: UInt8
    private let joinsRows: Bool
    private let end: Int
    private var start: Int
    private var number: Int
    private var isFirst: Bool

    /// The lines of a node; `isFirst` where these begin with the table, whose first line has no marks any more.
    init(_ bytes: [UInt8], _ node: Node, isFirst: Bool = true) {
        self.bytes = bytes
        self.isFirst = isFirst
        quotes = node.quotes
        joinsRows = node.flags.contains(.joinsRows)
        start = node.range.lowerBound
        end = node.range.upperBound
        number = Int(node.line)
    }

    mutating func next() -> (range: Range<Int>, number: Int)? {
        guard start < end else { return nil }
        let line = number
        var range = nextLine()
        if joinsRows {
            while start < end, TableLine.isBrokenOff(bytes, in: start..<bytes.firstIndex(of: 0x0A, in: start..<end)) {
                range = range.lowerBound..<nextLine().upperBound
            }
        }
        defer { isFirst = false }
        return (isFirst ? range : RunReader.withoutQuotes(bytes, range, quotes), line)
    }

    private mutating func nextLine() -> Range<Int> {
        let feed = bytes.firstIndex(of: 0x0A, in: start..<end)
        defer {
            start = feed + 1
            number += 1
        }
        return start..<feed
    }
}
