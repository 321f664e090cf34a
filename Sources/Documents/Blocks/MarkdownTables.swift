// Starts of Markdown tables: below a line of text, right below a quote or an item, as grids and as ruled columns.

extension MarkdownBlocks {
    /// Opens a table if the line is a delimiter row with as many cells as the line above it.
    mutating func openTable(_ line: Line, _ text: Range<Int>, _ matched: Int) -> Line? {
        guard builder.readsTables, case .paragraph = leaf, matched == containers.count,
            let columns = TableLine.alignments(bytes, in: text)?.count
        else { return nil }
        let paragraph = builder.outline.nodes[leafNode]
        let header = lastLine.start..<Int(paragraph.end)
        let width = TableLine.cellCount(bytes, in: header)
        guard width == columns, columns <= TableLine.columnLimit else {
            if width == columns {
                builder.report(.tableTooLarge, at: text.lowerBound, in: line)
            } else if TableLine.firstPipe(bytes, in: header) != nil {
                builder.report(.delimiterWidth(columns, of: width), at: text.lowerBound, in: line)
            }
            return nil
        }
        takeLastLine()
        TableLine.forEachCell(bytes, in: header) { builder.countWords($0) }
        let headerLine = Line(
            start: header.lowerBound, end: header.upperBound, next: line.start, number: lastLine.number)
        openLeaf(.table(columns: columns), .table, header.lowerBound..<line.end, headerLine)
        return line
    }

    /// Returns true if a lazy continuation line is the header of a table outside of the paragraph's containers.
    ///
    /// The delimiter row must be on the next line and continue the same `matched` containers. cmark-gfm continues the
    /// paragraph, but authors put tables right below bullets.
    mutating func beginsTable(_ line: Line, matched: Int) -> Bool {
        let indent = cursor.indent(bytes, line)
        guard builder.readsTables, indent.columns < 4, TableLine.firstPipe(bytes, in: indent.next..<line.end) != nil,
            let next = bytes.line(after: line),
            TableLine.firstPipe(bytes, in: next.range) != nil
        else { return false }
        let current = cursor
        defer { cursor = current }
        cursor = LineCursor(position: next.start, column: 0)
        guard matchContainers(next) == matched else { return false }
        let delimiter = cursor.indent(bytes, next)
        guard delimiter.columns < 4,
            let columns = TableLine.alignments(bytes, in: delimiter.next..<next.end)?.count
        else { return false }
        let width = TableLine.cellCount(bytes, in: indent.next..<line.end)
        if width != columns {
            builder.report(.delimiterWidth(columns, of: width), at: delimiter.next, in: next)
        }
        return width == columns
    }

    /// Removes the last line of the open paragraph, and closes it.
    private mutating func takeLastLine() {
        if lastLine.start > Int(builder.outline.nodes[leafNode].start) {
            builder.outline.nodes[leafNode].end = UInt32(clamping: endOfLineBefore(lastLine.start))
            closeLeaf()
        } else {
            builder.outline.nodes.removeLast()
            leaf = .none
        }
    }

    /// Opens a grid table; each of its lines continues the same `matched` containers.
    mutating func openGrid(_ line: Line, _ indent: LineCursor.Indent, matched: Int) -> Line? {
        guard builder.readsTables, builder.isGridRule(indent.next..<line.end) else { return nil }
        let current = cursor
        var last = line
        while let next = bytes.line(after: last), continuesGrid(next, matched: matched) { last = next }
        cursor = current
        guard last.number > line.number else { return nil }
        closeContainers(downTo: matched, keepsList: false)
        let isTop = containers.isEmpty
        addTable(
            .grid, (isTop ? line.start : indent.next)..<last.end, from: line,
            codeIndent: isTop ? 0 : itemIndent + indent.columns)
        return last
    }

    private mutating func addTable(_ shape: TableShape, _ range: Range<Int>, from line: Line, codeIndent: Int) {
        closeLeaf()
        builder.appendTable(
            shape, range, from: line, codeIndent: codeIndent, quotes: quotes, flags: containers.isEmpty ? .top : [])
    }

    private mutating func continuesGrid(_ line: Line, matched: Int) -> Bool {
        cursor = LineCursor(position: line.start, column: 0)
        return matchContainers(line) >= matched && builder.isGridLine(cursor.position..<line.end)
    }

    /// Opens columns under a header and a line of dashes in groups, as pandoc writes them.
    mutating func openRuledColumns(_ line: Line) -> Line? {
        guard containers.isEmpty, builder.readsTables else { return nil }
        guard case .paragraph = leaf else {
            guard let last = builder.endOfRuledColumns(top: line) else { return nil }
            addTable(.ruled, line.start..<last.end, from: line, codeIndent: 0)
            return last
        }
        // Without a gap above or below it, `--- ---` is a rule between paragraphs.
        let header = TableLine.trim(bytes, lastLine.start..<line.start)
        let hasColumns = builder.hasGap(header) || bytes.line(after: line).map { builder.hasGap($0.range) } ?? false
        guard hasColumns, let last = builder.endOfRuledColumns(rule: line) else { return nil }
        var start = lastLine.start
        while start > 0, bytes[start - 1].isBlank { start -= 1 }
        let first = Line(start: start, end: line.start, next: line.start, number: lastLine.number)
        // Below other lines of its paragraph, the line above the dashes may be no header.
        let isAlone = lastLine.start == Int(builder.outline.nodes[leafNode].start)
        takeLastLine()
        guard isAlone else {
            openLeaf(.indented, .code, start..<last.end, first)
            closeLeaf()
            return last
        }
        addTable(.ruled, start..<last.end, from: first, codeIndent: 0)
        return last
    }

    /// Opens one column below a header and a line of dashes; all lines are indented, unlike a heading of pandoc.
    mutating func openRuledColumn(_ line: Line, _ indent: LineCursor.Indent) -> Line? {
        guard containers.isEmpty, builder.readsTables, indent.columns > 0, case .paragraph = leaf,
            lastLine.start == Int(builder.outline.nodes[leafNode].start), lastLine.number == line.number - 1,
            let last = builder.endOfRuledColumn(rule: line, indent: indent.columns)
        else { return nil }
        var start = lastLine.start
        while start > 0, bytes[start - 1].isBlank { start -= 1 }
        guard lastLine.start - start >= indent.columns else { return nil }
        let first = Line(start: start, end: line.start, next: line.start, number: lastLine.number)
        takeLastLine()
        addTable(.ruled, start..<last.end, from: first, codeIndent: 0)
        return last
    }

    /// Opens ruled columns under a header with empty first cells, which is indented like code.
    mutating func openIndentedHeader(_ line: Line, matched: Int) -> Line? {
        guard containers.isEmpty || matched == 0, builder.readsTables, let rule = bytes.line(after: line),
            bytes[TableLine.trim(bytes, rule.range)].first == UInt8(ascii: "-"),
            let last = builder.endOfRuledColumns(rule: rule)
        else { return nil }
        closeContainers(downTo: 0)
        addTable(.ruled, line.start..<last.end, from: line, codeIndent: 0)
        return last
    }

    /// Opens ruled columns under a header that looks like another block: `1. Step   Who`, or `# No   Who` after blanks.
    ///
    /// A `#` at the start of its line begins a heading, and a bullet begins an item, as in pandoc.
    mutating func openMarkedHeader(_ line: Line, _ indent: LineCursor.Indent, matched: Int) -> Line? {
        let mark = bytes[indent.next]
        guard matched == 0, cursor.position == line.start, builder.readsTables,
            mark == UInt8(ascii: "#") ? indent.columns > 0 : mark.isDigit || ">`~".utf8.contains(mark),
            let rule = bytes.line(after: line), bytes[TableLine.trim(bytes, rule.range)].first == UInt8(ascii: "-"),
            builder.isHeader(line, above: rule), let last = builder.endOfRuledColumns(rule: rule)
        else { return nil }
        if case .paragraph = leaf { return nil }
        closeContainers(downTo: 0)
        addTable(.ruled, line.start..<last.end, from: line, codeIndent: 0)
        return last
    }

    /// Returns the end of the line above that of `position`.
    private func endOfLineBefore(_ position: Int) -> Int {
        var index = position
        while index > 0, bytes[index - 1] != 0x0A { index -= 1 }
        index -= 1
        return max(0, index > 0 && bytes[index - 1] == 0x0D ? index - 1 : index)
    }
}
