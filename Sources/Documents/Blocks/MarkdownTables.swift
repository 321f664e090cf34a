// How tables of Markdown begin: below a line of text, right below a quote or an item, as grids and as ruled columns.

extension MarkdownBlocks {
    /// A delimiter row below a line of as many cells makes that line a table's header.
    mutating func openTable(_ line: Line, _ text: Range<Int>, _ matched: Int) -> Line? {
        guard case .paragraph = leaf, matched == containers.count,
            let columns = TableLine.alignments(bytes, in: text)?.count
        else { return nil }
        let paragraph = builder.outline.nodes[leafNode]
        let header = lastLine.start..<Int(paragraph.end)
        let width = TableLine.cellCount(bytes, in: header)
        guard width == columns, columns <= TableLine.columnLimit else {
            if width == columns {
                builder.remark(.tableTooLarge, at: text.lowerBound, in: line)
            } else if TableLine.firstPipe(bytes, in: header) != nil {
                builder.remark(.delimiterWidth(columns, of: width), at: text.lowerBound, in: line)
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

    /// Whether a line that would lazily continue a paragraph is the header of a table outside of the paragraph's
    /// containers: its delimiter row must be on the next line and continue the same `matched` containers.
    ///
    /// cmark-gfm continues the paragraph; authors put tables right below bullets and mean tables.
    mutating func beginsTable(_ line: Line, matched: Int) -> Bool {
        let indent = cursor.indent(bytes, line)
        guard indent.columns < 4, TableLine.firstPipe(bytes, in: indent.next..<line.end) != nil,
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
            builder.remark(.delimiterWidth(columns, of: width), at: delimiter.next, in: next)
        }
        return width == columns
    }

    /// Takes the last line off the open paragraph, which ends there.
    private mutating func takeLastLine() {
        if lastLine.start > Int(builder.outline.nodes[leafNode].start) {
            builder.outline.nodes[leafNode].end = UInt32(clamping: endOfLineBefore(lastLine.start))
            closeLeaf()
        } else {
            builder.outline.nodes.removeLast()
            leaf = .none
        }
    }

    /// A grid table, kept as it stands: each of its lines continues the same `matched` containers.
    mutating func openGrid(_ line: Line, _ indent: LineCursor.Indent, matched: Int) -> Line? {
        guard builder.isGridRule(indent.next..<line.end) else { return nil }
        let current = cursor
        var last = line
        while let next = bytes.line(after: last), continuesGrid(next, matched: matched) { last = next }
        cursor = current
        guard last.number > line.number else { return nil }
        closeContainers(downTo: matched, keepsList: false)
        if containers.isEmpty {
            openLeaf(.indented, .code, line.start..<last.end, line)
        } else {
            openLeaf(.indented, .code, indent.next..<last.end, line, level: itemIndent + indent.columns)
        }
        closeLeaf()
        return last
    }

    private mutating func continuesGrid(_ line: Line, matched: Int) -> Bool {
        cursor = LineCursor(position: line.start, column: 0)
        return matchContainers(line) >= matched && builder.isGridLine(cursor.position..<line.end)
    }

    /// Columns under a header and a line of dashes in groups, as pandoc writes them: kept as they stand.
    mutating func openRuledColumns(_ line: Line) -> Line? {
        guard containers.isEmpty else { return nil }
        guard case .paragraph = leaf else {
            guard let last = builder.endOfRuledColumns(top: line) else { return nil }
            openLeaf(.indented, .code, line.start..<last.end, line)
            closeLeaf()
            return last
        }
        // Without a gap above or below it, `--- ---` is a rule between paragraphs.
        let header = TableLine.trim(bytes, lastLine.start..<line.start)
        let hasColumns = builder.hasGap(header) || bytes.line(after: line).map { builder.hasGap($0.range) } ?? false
        guard hasColumns, let last = builder.endOfRuledColumns(rule: line) else { return nil }
        var start = lastLine.start
        while start > 0, bytes[start - 1].isBlank { start -= 1 }
        let first = Line(start: start, end: line.start, next: line.start, number: lastLine.number)
        takeLastLine()
        openLeaf(.indented, .code, start..<last.end, first)
        closeLeaf()
        return last
    }

    /// Where the line above the one that holds `position` ends.
    private func endOfLineBefore(_ position: Int) -> Int {
        var index = position
        while index > 0, bytes[index - 1] != 0x0A { index -= 1 }
        index -= 1
        return max(0, index > 0 && bytes[index - 1] == 0x0D ? index - 1 : index)
    }
}
