// The text of a cell that has several lines: lists and paragraphs of Markdown become one line of plain text.

enum CellText {
    /// Tables in cells of tables are read down to this depth.
    static let maxDepth = 3

    /// A part of a cell's source.
    enum Part {
        case inline([UInt8], Range<Int>, Inline.Markup)
        /// Text without markup, such as code.
        case literal([UInt8], Range<Int>)
    }

    /// Returns the parts of a cell in reading order; the cell is in `depth` tables.
    ///
    /// A cell of a header has no blocks: `# of ships` is text.
    static func parts(of cell: [UInt8], _ dialect: Dialect, isHeader: Bool = false, depth: Int = 1) -> [Part] {
        let isLineBlock = cell.starts(with: [UInt8(ascii: "|"), 0x20]) || cell == [UInt8(ascii: "|")]
        let bytes = isLineBlock ? withoutBars(cell) : cell
        guard dialect == .markdown, !isLineBlock, !isHeader, mayHoldBlocks(bytes) else {
            return [.inline(bytes, 0..<bytes.count, dialect == .markdown ? .markdown : .text)]
        }
        let builder = BlockBuilder(bytes: bytes, holdsNoBreakSpaces: true, tableDepth: depth)
        let outline = MarkdownBlocks.parse(builder, from: 0, line: 1)
        let hasBlankLine = HTMLElement.holdsMarkdown(bytes, bytes.indices)
        var parts: [Part] = []
        for node in outline.nodes {
            switch node.kind {
            case .title, .list, .quote: continue
            case .heading where !hasBlankLine:
                // `# 1` may be a number as well as a heading: the text is as written.
                let start = bytes[..<Int(node.start)].lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
                parts.append(.inline(bytes, start..<Int(node.end), .markdown))
            case .heading, .paragraph, .item:
                // The marks of quotes between the lines are no text.
                let text = node.quotes == 0 ? bytes : bytes.map { $0 == UInt8(ascii: ">") ? 0x20 : $0 }
                parts.append(.inline(text, node.range, node.flags.contains(.html) ? .html : .markdown))
            case .table:
                guard var rows = ShapedRows.read(bytes, node) else {
                    parts.append(.literal(bytes, node.range))
                    continue
                }
                while let row = rows.next() {
                    for cell in row.cells { parts += self.parts(of: cell, dialect, depth: depth + 1) }
                }
            default:
                // The line of a fence is no text.
                let fence =
                    node.flags.contains(.fenced) ? bytes.firstIndex(of: 0x0A, in: node.range) : node.range.lowerBound
                parts.append(.literal(bytes, fence..<node.range.upperBound))
            }
        }
        return parts
    }

    /// A line block without the bars that its lines begin with.
    private static func withoutBars(_ cell: [UInt8]) -> [UInt8] {
        var isStart = true
        return cell.map { byte in
            defer { isStart = byte == 0x0A }
            return isStart && byte == UInt8(ascii: "|") ? 0x20 : byte
        }
    }

    /// Whether a line of a cell begins as bullets, quotes, headings, code or tables do.
    private static func mayHoldBlocks(_ cell: [UInt8]) -> Bool {
        // A lone `-` is a text, and numbers of lists are: `2. League` has no other name.
        guard cell.contains(where: \.isSpace) else { return false }
        // One line `> 5` is a comparison as well as a quote.
        let isLine = !cell.contains(0x0A)
        var isStart = true
        for byte in cell {
            if isStart, !byte.isBlank {
                if "-*+>#`~<".utf8.contains(byte) { return !isLine || byte != UInt8(ascii: ">") }
                isStart = false
            }
            if byte == 0x0A { isStart = true }
        }
        return false
    }
}
