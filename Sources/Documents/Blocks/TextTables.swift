// Tables of the text dialect: where one begins and ends, rows without a header, and what is kept as text.
// The cells of a line are told in TableLine.swift.

extension TextBlocks {
    /// Adds the table that begins at `line`, nil where none does.
    mutating func addTable(_ line: Line, _ text: Range<Int>, _ pipe: Int) -> Line? {
        let next = bytes.line(after: line)
        let columns = TableLine.cellCount(bytes, in: text)
        // Of a row that lost its cells nothing is to be kept.
        let isEmpty = bytes[text].allSatisfy { $0 == UInt8(ascii: "|") || $0.isSpace }
        guard columns > 0 else { return isEmpty ? line : nil }
        if columns > TableLine.columnLimit {
            builder.remark(.tableTooLarge, at: text.lowerBound, in: line)
            return nil
        }
        if let next, let width = delimiterWidth(next) {
            if width == columns { return addTable(line, delimiter: next, columns: columns) }
            builder.remark(
                .delimiterWidth(width, of: columns), at: TableLine.trim(bytes, next.range).lowerBound, in: next)
            return addAsText(line, delimiter: next)
        }
        if isEmpty { return line }
        if let table = addBrokenTable(line, text) { return table }
        guard isRow(text, pipe), columns > 1, !builder.isPaddingSpent, delimiterWidth(line) == nil else { return nil }
        return addHeadlessTable(line, columns: columns)
    }

    private mutating func addTable(_ header: Line, delimiter: Line, columns: Int) -> Line {
        closeLists()
        TableLine.forEachCell(bytes, in: header.range) { builder.countWords($0) }
        let table = builder.append(
            .table, header.start..<delimiter.end, line: header.number, flags: [.top, .keepsExcess])
        return addRows(to: table, after: delimiter, columns: columns) { parser, line in
            TableLine.firstPipe(parser.bytes, in: line.range) != nil
        }
    }

    /// Keeps the lines of what is no table because of its delimiter's width, so that its rows do not become one either.
    private mutating func addAsText(_ header: Line, delimiter: Line) -> Line {
        closeLists()
        var last = header
        var next: Line? = header
        while let line = next {
            let text = TableLine.trim(bytes, line.range)
            if line.number > delimiter.number {
                guard TableLine.firstPipe(bytes, in: text) != nil, Self.bulletContent(bytes, text) == nil else { break }
                let after = bytes.line(after: line)
                // Another header, whose delimiter is as wide as it is.
                if let after, delimiterWidth(after) == TableLine.cellCount(bytes, in: text) { break }
            }
            builder.countWords(text)
            builder.append(.paragraph, text, line: line.number, flags: .top)
            last = line
            next = bytes.line(after: line)
        }
        return last
    }

    private mutating func addHeadlessTable(_ first: Line, columns: Int) -> Line? {
        var columns = columns
        var isDoubled = TableLine.isDoubled(bytes, in: first.range)
        var last = first
        // All rows first, so that the table is as wide as its widest row.
        while let line = bytes.line(after: last), isHeadlessRow(line), brokenRow(line) == nil,
            delimiter(below: line)?.hasRow != true
        {
            columns = max(columns, TableLine.cellCount(bytes, in: line.range))
            isDoubled = isDoubled && TableLine.isDoubled(bytes, in: line.range)
            last = line
        }
        var flags: Node.Flags = [.top, .keepsExcess, .headless]
        // Some extractors write `|a||b|`. One such row alone may have an empty cell.
        if isDoubled, last.number > first.number {
            flags.insert(.doubled)
            columns = (columns + 1) / 2
        }
        columns = min(columns, TableLine.columnLimit)
        guard builder.addRow(first.range, of: first, columns: columns, flags: flags) else { return nil }
        closeLists()
        let start = TableLine.trim(bytes, first.range).lowerBound
        builder.remark(.tableWithoutHeader, at: start, in: first)
        if flags.contains(.doubled) { builder.remark(.repairedBorders, at: start, in: first) }
        let table = builder.append(.table, first.start..<first.end, line: first.number, flags: flags)
        return addRows(to: table, after: first, columns: columns) { parser, line in
            parser.isHeadlessRow(line) && parser.brokenRow(line) == nil
        }
    }

    // MARK: Broken rows

    /// A row whose cells but for the first ones stand on lines of their own, each with a pipe behind it.
    struct BrokenRow {
        var columns: Int
        var last: Line
    }

    /// The row that begins with the pipe at the head of `line`; nil where no further cells follow on the next line.
    private func brokenRow(_ line: Line) -> BrokenRow? {
        let text = TableLine.trim(bytes, line.range)
        guard text.count > 1, bytes[text.lowerBound] == UInt8(ascii: "|"),
            bytes[text.upperBound - 1] == UInt8(ascii: "|")
        else { return nil }
        let last = lastBrokenOff(after: line)
        guard last.number > line.number else { return nil }
        return BrokenRow(columns: TableLine.cellCount(bytes, in: line.start..<last.end), last: last)
    }

    /// The last of the lines below `line` that belong to it as `TableLine.isBrokenOff` tells; without any, `line`.
    private func lastBrokenOff(after line: Line) -> Line {
        var last = line
        while let next = bytes.line(after: last),
            TableLine.isBrokenOff(bytes, in: next.range)
        {
            last = next
        }
        return last
    }

    /// Adds a table without a header that begins with two broken rows of as many cells.
    private mutating func addBrokenTable(_ line: Line, _ text: Range<Int>) -> Line? {
        guard let first = brokenRow(line), first.columns <= TableLine.columnLimit,
            let next = bytes.line(after: first.last),
            brokenRow(next)?.columns == first.columns
        else { return nil }
        closeLists()
        builder.remark(.tableWithoutHeader, at: text.lowerBound, in: line)
        builder.remark(.repairedRows, at: text.lowerBound, in: line)
        let range = line.start..<first.last.end
        let flags: Node.Flags = [.top, .keepsExcess, .headless, .joinsRows]
        guard builder.addRow(range, of: line, columns: first.columns, flags: flags) else { return nil }
        let table = builder.append(.table, range, line: line.number, flags: flags)
        return addRows(to: table, after: first.last, columns: first.columns) { parser, line in
            parser.isHeadlessRow(line) || parser.brokenRow(line) != nil
        }
    }

    private mutating func addRows(
        to table: Int, after last: Line, columns: Int, while isRow: (borrowing TextBlocks, Line) -> Bool
    ) -> Line {
        var last = last
        var joins = builder.outline.nodes[table].flags.contains(.joinsRows)
        /// Where lines that could be joined have become rows already, no others may be.
        var mayJoin = true
        while let line = bytes.line(after: last), isRow(self, line) {
            let delimiter = delimiter(below: line)
            // A second delimiter makes the row above it the header of another table.
            if delimiter?.hasRow == true { break }
            var end = line
            if !joins {
                let row = brokenRow(line)
                joins = mayJoin && row?.columns == columns
                mayJoin = mayJoin && (joins || row == nil) && !TableLine.isBrokenOff(bytes, in: line.range)
                if joins {
                    builder.outline.nodes[table].flags.insert(.joinsRows)
                    builder.remark(.repairedRows, at: line.start, in: line)
                }
            }
            if joins { end = lastBrokenOff(after: line) }
            let flags = builder.outline.nodes[table].flags
            guard builder.addRow(line.start..<end.end, of: line, columns: columns, flags: flags) else { break }
            builder.extend(table, to: end.end)
            last = end
            // With no row below it, a delimiter says nothing.
            if let delimiter { return delimiter.line }
        }
        return last
    }

    /// The delimiter below `line` that is as wide as it, and whether a row follows.
    private func delimiter(below line: Line) -> (line: Line, hasRow: Bool)? {
        guard let next = bytes.line(after: line), let width = delimiterWidth(next),
            width == TableLine.cellCount(bytes, in: line.range)
        else { return nil }
        let row = bytes.line(after: next)
        return (next, row.map { TableLine.firstPipe(bytes, in: $0.range) != nil } ?? false)
    }

    private func delimiterWidth(_ line: Line) -> Int? {
        guard TableLine.firstPipe(bytes, in: line.range) != nil else { return nil }
        return TableLine.alignments(bytes, in: line.range)?.count
    }

    private func isHeadlessRow(_ line: Line) -> Bool {
        let text = TableLine.trim(bytes, line.range)
        guard let pipe = TableLine.firstPipe(bytes, in: text), isRow(text, pipe) else { return false }
        return delimiterWidth(line) == nil
    }

    /// Whether a line is a row by itself: a pipe begins or ends it, and there is another one.
    private func isRow(_ text: Range<Int>, _ pipe: Int) -> Bool {
        guard pipe == text.lowerBound || bytes[text.upperBound - 1] == UInt8(ascii: "|") else { return false }
        return TableLine.firstPipe(bytes, in: pipe + 1..<text.upperBound) != nil
    }
}
