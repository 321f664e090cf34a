// Tables of the text dialect: where one begins and ends, rows without a header, and what is kept as text.
// The cells of a line are told in TableLine.swift.

extension TextBlocks {
    /// Adds the table that begins at `line`, nil where none does.
    mutating func addTable(_ line: Line, _ text: Range<Int>, _ pipe: Int) -> Line? {
        let next = builder.line(at: line.next, number: line.number + 1)
        let columns = TableLine.cellCount(bytes, in: text)
        guard columns > 0 else { return nil }
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
                guard TableLine.firstPipe(bytes, in: text) != nil, bulletContent(text) == nil else { break }
                let after = builder.line(at: line.next, number: line.number + 1)
                // Another header, whose delimiter is as wide as it is.
                if let after, delimiterWidth(after) == TableLine.cellCount(bytes, in: text) { break }
            }
            builder.countWords(text)
            builder.append(.paragraph, text, line: line.number, flags: .top)
            last = line
            next = builder.line(at: line.next, number: line.number + 1)
        }
        return last
    }

    private mutating func addHeadlessTable(_ first: Line, columns: Int) -> Line? {
        var widest = columns
        // All rows first, so that the table is as wide as its widest row.
        var next = builder.line(at: first.next, number: first.number + 1)
        while let line = next, isHeadlessRow(line) {
            widest = max(widest, min(TableLine.columnLimit, TableLine.cellCount(bytes, in: line.range)))
            next = builder.line(at: line.next, number: line.number + 1)
        }
        guard builder.addRow(first.range, of: first, columns: widest, keepsExcess: true) else { return nil }
        closeLists()
        builder.remark(.tableWithoutHeader, at: TableLine.trim(bytes, first.range).lowerBound, in: first)
        let table = builder.append(
            .table, first.start..<first.end, line: first.number, flags: [.top, .keepsExcess, .headless])
        return addRows(to: table, after: first, columns: widest) { parser, line in parser.isHeadlessRow(line) }
    }

    private mutating func addRows(
        to table: Int, after last: Line, columns: Int, while isRow: (borrowing TextBlocks, Line) -> Bool
    ) -> Line {
        var last = last
        while let line = builder.line(at: last.next, number: last.number + 1), isRow(self, line) {
            // A second delimiter makes the row above it the header of another table.
            if let after = builder.line(at: line.next, number: line.number + 1), let width = delimiterWidth(after),
                width == TableLine.cellCount(bytes, in: line.range)
            {
                break
            }
            guard builder.addRow(line.range, of: line, columns: columns, keepsExcess: true) else { break }
            last = line
        }
        builder.extend(table, to: last.end)
        return last
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
