// The text of a cell that has several lines: lists and paragraphs of Markdown become one line of plain text.

enum CellText {
    /// Tables in cells of tables are read down to this depth.
    static let maxDepth = 3

    /// The plain text of a cell in a grid table, which is in `depth` tables.
    ///
    /// A cell of a header has no blocks: `# of ships` is text.
    static func plainText(
        _ cell: [UInt8], _ dialect: Dialect, definitions: [String: UInt32], isHeader: Bool = false, depth: Int = 1
    ) -> String {
        let isLineBlock = cell.starts(with: [UInt8(ascii: "|"), 0x20]) || cell == [UInt8(ascii: "|")]
        let bytes = isLineBlock ? withoutBars(cell) : cell
        guard dialect == .markdown, !isLineBlock, !isHeader, mayHoldBlocks(bytes) else {
            let markup: Inline.Markup = dialect == .markdown ? .markdown : .text
            return Inline.plainText(bytes, 0..<bytes.count, markup: markup, definitions: definitions)
        }
        let builder = BlockBuilder(bytes: bytes, holdsNoBreakSpaces: true, tableDepth: depth)
        let outline = MarkdownBlocks.parse(builder, from: 0, line: 1)
        let hasBlankLine = HTMLElement.holdsMarkdown(bytes, bytes.indices)
        var texts: [String] = []
        for node in outline.nodes {
            switch node.kind {
            case .title, .list, .quote: continue
            case .heading where !hasBlankLine:
                // `# 1` may be a number as well as a heading: the text is as written.
                let start = bytes[..<Int(node.start)].lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
                texts.append(
                    Inline.plainText(bytes, start..<Int(node.end), markup: .markdown, definitions: definitions))
            case .heading, .paragraph, .item:
                let markup: Inline.Markup = node.flags.contains(.html) ? .html : .markdown
                // The marks of quotes between the lines are no text.
                let text = node.quotes == 0 ? bytes : bytes.map { $0 == UInt8(ascii: ">") ? 0x20 : $0 }
                texts.append(Inline.plainText(text, node.range, markup: markup, definitions: definitions))
            case .code:
                // The line of a fence is no text.
                let fence =
                    node.flags.contains(.fenced) ? bytes.firstIndex(of: 0x0A, in: node.range) : node.range.lowerBound
                texts.append(Text.normalized(bytes.string(in: fence..<node.range.upperBound)))
            case .table:
                guard var rows = ShapedRows.read(bytes, node) else {
                    texts.append(Text.normalized(bytes.string(in: node.range)))
                    continue
                }
                while let row = rows.next() {
                    texts += row.cells.map {
                        plainText($0, dialect, definitions: definitions, depth: depth + 1)
                    }
                }
            }
        }
        return Text.normalized(texts.filter { !$0.isEmpty }.joined(separator: " "))
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
