// Conversion of delimited text (`.csv`, `.tsv`) to a document with one table. Finds the delimiter, the header and the
// text above the table. DelimitedReader.swift reads the rows.

extension Format {
    /// Rows with a delimiter between their cells.
    package static let delimited: Format = Format("delimited", extensions: ["csv", "tsv"]) { input in
        var draft = input.draft(.delimited)
        return ([draft.delimitedText()], [])
    }
}

extension Draft {
    /// The number of bytes that the search for the delimiter reads.
    private static let maxSampleSize = 1 << 16
    private static let maxSampleRows = 200

    /// Parses the body as delimited text.
    fileprivate mutating func delimitedText() -> Document {
        var start = bodyStart
        var line = 1
        let declared = declaredDelimiter(&start, &line)
        let shape = declared ?? delimiter(from: start)
        var builder = BlockBuilder(bytes: bytes, holdsNoBreakSpaces: holdsNoBreakSpaces)
        addTable(shape, from: start, line: line, &builder)
        issues += builder.outline.issues
        var metadata = Metadata()
        _ = completeDate(&metadata, nil, [])
        return Document(
            path: path, firstLine: 1, format: format, contents: Contents(source),
            title: Title(text: titleOfPath, origin: .fileName), metadata: metadata,
            slashDate: nil, fileTime: fileTime, body: isSource ? nil : Contents(bytes), fixedLine: nil, dialect: .text,
            outline: PackedOutline(builder.outline), issues: issues)
    }

    // MARK: Delimiter

    private static let shapes: [TableShape] = [.tabs, .semicolons, .commas, .bars]

    /// Parses a first line `sep=;`, as spreadsheets write it, and moves `start` and `line` past it.
    private func declaredDelimiter(_ start: inout Int, _ line: inout Int) -> TableShape? {
        guard let first = bytes.line(at: start, number: 1), first.range.count == 5,
            bytes[first.range].starts(with: "sep=".utf8),
            let shape = Self.shapes.first(where: { $0.delimiter == bytes[first.end - 1] })
        else { return nil }
        (start, line) = (first.next, 2)
        return shape
    }

    /// Finds the delimiter that gives most of the first rows the same number of fields, 2 or more.
    ///
    /// Among equals, the delimiter with more fields wins.
    private func delimiter(from start: Int) -> TableShape {
        let sample = start..<min(bytes.count, start + Self.maxSampleSize)
        var best = (shape: path.lowercased().hasSuffix(".tsv") ? TableShape.tabs : .commas, rows: 0, fields: 0)
        for shape in Self.shapes {
            guard let delimiter = shape.delimiter else { continue }
            var reader = DelimitedReader(bytes, sample, line: 1, delimiter: delimiter)
            var counts: [Int: Int] = [:]
            var rows = 0
            while rows < Self.maxSampleRows, let row = reader.next() {
                rows += 1
                if row.fields.count > 1 { counts[row.fields.count, default: 0] += 1 }
            }
            guard let mode = counts.max(by: { ($0.value, $0.key) < ($1.value, $1.key) }) else { continue }
            if (mode.value, mode.key) > (best.rows, best.fields) { best = (shape, mode.value, mode.key) }
        }
        return best.shape
    }

    // MARK: Rows

    private func addTable(_ shape: TableShape, from start: Int, line: Int, _ builder: inout BlockBuilder) {
        guard let delimiter = shape.delimiter else { return }
        let reader = DelimitedReader(bytes, start..<bytes.count, line: line, delimiter: delimiter)
        // A first pass over the rows finds where the table begins and which columns are empty.
        var (rows, isWide, used, widest) = (reader, false, 0, 0)
        while let row = rows.next() {
            isWide = isWide || row.fields.count > 1
            widest = max(widest, row.fields.count)
            used = max(used, row.fields.lastIndex { !$0.range.isEmpty }.map { $0 + 1 } ?? 0)
        }
        rows = reader
        guard var first = rows.next() else { return }
        // A title or a note above the table has one field.
        while isWide, isNote(first), let next = rows.next() {
            addText(first, &builder)
            first = next
        }
        let header = isHeader(first)
        let columns = TableShape.columns(header: header ? first.fields.count : widest, used: used)
        let place = Line(start: first.range.lowerBound, end: first.range.upperBound, next: 0, number: first.line)
        guard header ? first.fields.count <= TableLine.columnLimit : widest <= TableLine.columnLimit else {
            builder.report(.tableTooLarge, at: place.start, in: place)
            addText(first, &builder)
            while let row = rows.next() { addText(row, &builder) }
            return
        }
        if !header { builder.report(.tableWithoutHeader, at: place.start, in: place) }
        let table = builder.append(
            .table, first.range, line: first.line, level: Int(shape.rawValue),
            flags: header ? [.top, .keepsExcess] : [.top, .keepsExcess, .headless])
        var next: DelimitedReader.Row? = first
        while let row = next {
            let isFirst = row.line == first.line
            guard add(row, columns: columns, isHeader: header && isFirst, &builder) else { break }
            builder.extend(table, to: row.range.upperBound)
            next = rows.next()
        }
        while let row = next {
            addText(row, &builder)
            next = rows.next()
        }
        if let quote = rows.unclosedQuote {
            builder.outline.issues.append(ParseIssue(.unclosedQuote, at: quote, in: bytes))
        }
    }

    private func isNote(_ row: DelimitedReader.Row) -> Bool {
        row.fields.dropFirst().allSatisfy { $0.range.isEmpty }
    }

    private func addText(_ row: DelimitedReader.Row, _ builder: inout BlockBuilder) {
        let text = TableLine.trim(bytes, row.range)
        builder.countWords(text)
        builder.append(.paragraph, text, line: row.line, flags: .top)
    }

    /// Adds a row's words and the diagnostics for its width; returns false if the table cannot include the row.
    private func add(
        _ row: DelimitedReader.Row, columns: Int, isHeader: Bool, _ builder: inout BlockBuilder
    ) -> Bool {
        let used = row.fields.lastIndex { !$0.range.isEmpty }.map { $0 + 1 } ?? 0
        let cells = isHeader ? columns : max(used, min(row.fields.count, columns))
        let place = Line(start: row.range.lowerBound, end: row.range.upperBound, next: 0, number: row.line)
        let end = row.fields[min(columns, row.fields.count) - 1].range.upperBound
        guard builder.fit(cells, columns, at: end, in: place, flags: .keepsExcess) else { return false }
        for field in row.fields where !field.range.isEmpty { builder.countWords(field.range) }
        return true
    }

    // MARK: Header

    /// Returns true if a first row is a header.
    ///
    /// A header has text, no text twice and no number or date. Two or more numbers that rise or fall, as years do, are
    /// allowed.
    private func isHeader(_ row: DelimitedReader.Row) -> Bool {
        var names: Set<String> = []
        var numbers: [Int] = []
        var hasText = false
        for field in row.fields where !field.range.isEmpty {
            let text = bytes.string(in: field.range)
            guard names.insert(Folding.key(text)).inserted else { return false }
            if text.unicodeScalars.contains(where: \.properties.isAlphabetic), Dates.iso(text) == nil {
                hasText = true
            } else if let number = Int(text) {
                numbers.append(number)
            } else if text.utf8.contains(where: \.isDigit) {
                return false
            }
        }
        guard hasText, numbers.count != 1 else { return false }
        let steps = zip(numbers, numbers.dropFirst())
        return steps.allSatisfy { $0 < $1 } || steps.allSatisfy { $0 > $1 }
    }
}
