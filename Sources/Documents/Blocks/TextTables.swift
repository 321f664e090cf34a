// Tables of the text dialect: their begin and end, rows without a header, and lines that stay text.
// TableLine.swift parses the cells of a line.

extension TextBlocks {
    /// Adds the table that begins at `line`, and returns its last line; returns nil if there is none.
    mutating func addTable(_ line: Line, _ text: Range<Int>, _ pipe: Int) -> Line? {
        let next = bytes.line(after: line)
        let columns = TableLine.cellCount(bytes, in: text)
        // Drops a row without any text.
        let isEmpty = bytes[text].allSatisfy { $0 == UInt8(ascii: "|") || $0.isSpace }
        guard columns > 0 else { return isEmpty ? line : nil }
        if columns > TableLine.columnLimit {
            builder.report(.tableTooLarge, at: text.lowerBound, in: line)
            return nil
        }
        if let next, let width = delimiterWidth(next) {
            if width == columns { return addTable(line, delimiter: next, columns: columns) }
            builder.report(
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

    /// Adds lines that are not a table because of their delimiter row's width as text, including the rows below.
    private mutating func addAsText(_ header: Line, delimiter: Line) -> Line {
        closeLists()
        var last = header
        var next: Line? = header
        while let line = next {
            let text = TableLine.trim(bytes, line.range)
            if line.number > delimiter.number {
                guard TableLine.firstPipe(bytes, in: text) != nil, Self.bulletContent(bytes, text) == nil else { break }
                let after = bytes.line(after: line)
                // The header of another table.
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
        // The widest row decides the width of the table.
        while let line = bytes.line(after: last), isHeadlessRow(line), brokenRow(line) == nil,
            delimiter(below: line)?.hasRow != true
        {
            columns = max(columns, TableLine.cellCount(bytes, in: line.range))
            isDoubled = isDoubled && TableLine.isDoubled(bytes, in: line.range)
            last = line
        }
        var flags: Node.Flags = [.top, .keepsExcess, .headless]
        // Some extractors write `|a||b|`. A single row of this form may have an empty cell.
        if isDoubled, last.number > first.number {
            flags.insert(.doubled)
            columns = (columns + 1) / 2
        }
        columns = min(columns, TableLine.columnLimit)
        guard builder.addRow(first.range, of: first, columns: columns, flags: flags) else { return nil }
        closeLists()
        let start = TableLine.trim(bytes, first.range).lowerBound
        builder.report(.tableWithoutHeader, at: start, in: first)
        if flags.contains(.doubled) { builder.report(.repairedBorders, at: start, in: first) }
        let table = builder.append(.table, first.start..<first.end, line: first.number, flags: flags)
        return addRows(to: table, after: first, columns: columns) { parser, line in
            parser.isHeadlessRow(line) && parser.brokenRow(line) == nil
        }
    }

    // MARK: Broken rows

    /// A row with only its first cells on one line; each other cell is on its own line, with a pipe after it.
    struct BrokenRow {
        var columns: Int
        var last: Line
    }

    /// Parses the broken row that begins with a pipe in `line`; returns nil if the next line has no cell of it.
    private func brokenRow(_ line: Line) -> BrokenRow? {
        let text = TableLine.trim(bytes, line.range)
        guard text.count > 1, bytes[text.lowerBound] == UInt8(ascii: "|"),
            bytes[text.upperBound - 1] == UInt8(ascii: "|")
        else { return nil }
        let last = lastBrokenOff(after: line)
        guard last.number > line.number else { return nil }
        return BrokenRow(columns: TableLine.cellCount(bytes, in: line.start..<last.end), last: last)
    }

    /// Returns the last of the lines below `line` that are broken-off cells; without any, `line`.
    private func lastBrokenOff(after line: Line) -> Line {
        var last = line
        while let next = bytes.line(after: last),
            TableLine.isBrokenOff(bytes, in: next.range)
        {
            last = next
        }
        return last
    }

    /// Adds a table without a header that begins with two broken rows of equal width.
    private mutating func addBrokenTable(_ line: Line, _ text: Range<Int>) -> Line? {
        guard let first = brokenRow(line), first.columns <= TableLine.columnLimit,
            let next = bytes.line(after: first.last),
            brokenRow(next)?.columns == first.columns
        else { return nil }
        closeLists()
        builder.report(.tableWithoutHeader, at: text.lowerBound, in: line)
        builder.report(.repairedRows, at: text.lowerBound, in: line)
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
        // If lines that could be joined have become rows, no others may be joined.
        var mayJoin = true
        while let line = bytes.line(after: last), isRow(self, line) {
            let delimiter = delimiter(below: line)
            // A row above a second delimiter row is the header of another table.
            if delimiter?.hasRow == true { break }
            var end = line
            if !joins {
                let row = brokenRow(line)
                joins = mayJoin && row?.columns == columns
                mayJoin = mayJoin && (joins || row == nil) && !TableLine.isBrokenOff(bytes, in: line.range)
                if joins {
                    builder.outline.nodes[table].flags.insert(.joinsRows)
                    builder.report(.repairedRows, at: line.start, in: line)
                }
            }
            if joins { end = lastBrokenOff(after: line) }
            let flags = builder.outline.nodes[table].flags
            guard builder.addRow(line.start..<end.end, of: line, columns: columns, flags: flags) else { break }
            builder.extend(table, to: end.end)
            last = end
            // Without a row below it, a delimiter row is dropped.
            if let delimiter { return delimiter.line }
        }
        return last
    }

    /// Returns the delimiter row below `line` if it has equal width, and whether a row follows.
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

    /// Returns true if a line is a row by itself: it begins or ends with a pipe, and has another one.
    private func isRow(_ text: Range<Int>, _ pipe: Int) -> Bool {
        guard pipe == text.lowerBound || bytes[text.upperBound - 1] == UInt8(ascii: "|") else { return false }
        return TableLine.firstPipe(bytes, in: pipe + 1..<text.upperBound) != nil
    }
}
