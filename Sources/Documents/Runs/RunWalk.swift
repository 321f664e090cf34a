// The walk over all text of a document: for an index in small runs, for names in whole blocks.

extension Document {
    /// Calls `body` with the title, author, tags and summary, then with each run of the body in reading order.
    ///
    /// A label and the text of its item are two runs, and each table cell is one. A point or table without text has an
    /// empty run. A run without markup is as written: its white space may not be single. Runs have only their first
    /// line, unless `countsLines`.
    package func forEachRun(countsLines: Bool = false, _ body: (TextRun) -> Void) {
        let metadata = [metadata.author].compactMap(\.self) + metadata.tags + [metadata.summary].compactMap(\.self)
        let unknown = LineMap(first: firstLine)
        let (titleLines, metadataLines) = countsLines ? linesAboveBody : (unknown, unknown)
        TextRun.call(body, .title, title.text, titleLines)
        for text in metadata where !text.isEmpty { TextRun.call(body, .paragraph, text, metadataLines) }
        var walk = RunWalk(self)
        walk.forEachRun(of: 0..<outline.nodeCount, countsLines: countsLines && fixedLine == nil, body)
    }

    /// Calls `body` with the runs of some nodes; they belong to no part.
    func forEachRun(of nodes: Range<Int>, _ body: (TextRun) -> Void) {
        var walk = RunWalk(self)
        walk.forEachRun(of: nodes, countsLines: false, body)
    }

    /// Calls `body` with the title, then with each block of the body in reading order: its plain text and all its
    /// lines.
    ///
    /// An item is one run, and so is a row of a table, with ` | ` between its cells. Only blocks are read that
    /// `isWanted` as they are written, markup included.
    package func forEachBlockRun(where isWanted: (TextRun) -> Bool = { _ in true }, _ body: (TextRun) -> Void) {
        var walk = RunWalk(self)
        walk.forEachBlockRun(where: isWanted, body)
    }
}

private struct RunWalk {
    private let reader: RunReader
    private var text: Inline
    private var (points, tables) = (0, 0)
    /// A position among the bytes, and its line.
    private var place = (offset: 0, line: 1)

    init(_ document: Document) {
        reader = RunReader(document)
        text = Inline(document.outline.definitions)
    }

    private func line(_ node: Node) -> Int { reader.document.line(of: node) }

    /// The line on which the text of a node begins; that of HTML may be below the line of its tag.
    private mutating func textLine(_ node: Node) -> Int {
        guard text.countsLines, node.flags.contains(.html), Int(node.start) >= place.offset else { return line(node) }
        place.line += reader.bytes.feedCount(in: place.offset..<Int(node.start))
        place.offset = Int(node.start)
        return place.line
    }

    private static func role(ofParagraph node: Node) -> TextRole { node.quotes > 0 ? .quote : .paragraph }

    // MARK: Runs

    mutating func forEachRun(of nodes: Range<Int>, countsLines: Bool, _ body: (TextRun) -> Void) {
        text.countsLines = countsLines
        for index in nodes {
            let node = reader.outline[index]
            switch node.kind {
            case .title, .list, .quote: continue
            case .heading: run(.heading, node, body)
            case .paragraph: run(Self.role(ofParagraph: node), node, body)
            case .item where node.isPoint:
                let item = reader.readItem(node, into: &text)
                let part = DocumentPart.point(points)
                let line = textLine(node)
                if let label = item.label { call(body, .label, part, line, label) }
                call(body, .item, part, line, item.text)
                points += 1
            case .item: continue
            case .table:
                let part = DocumentPart.table(tables)
                // So that a table without cells is a part too.
                TextRun.call(body, .cell, "", part: part, LineMap(first: line(node)))
                if node.shape == .pipes { runs(ofPipes: node, part, body) } else { runs(ofShape: node, part, body) }
                tables += 1
            default: codeRun(node, body)
            }
        }
    }

    private mutating func codeRun(_ node: Node, _ body: (TextRun) -> Void) {
        text.clear()
        reader.appendPreformatted(node, to: &text.output)
        if text.countsLines {
            for (offset, byte) in text.output.enumerated() where byte == 0x0A { text.beginLines(1, at: offset + 1) }
        }
        let hasFence = text.countsLines && node.flags.contains(.fenced)
        call(body, .code, nil, line(node) + (hasFence ? 1 : 0))
    }

    private mutating func run(_ role: TextRole, _ node: Node, _ body: (TextRun) -> Void) {
        if node.quotes == 0, Inline.isUnmarked(reader.bytes, node.range) {
            let line = textLine(node)
            return callAsWritten(body, role, nil, line, node.range, countsLines: text.countsLines)
        }
        text.clear()
        reader.append(node, to: &text)
        call(body, role, nil, textLine(node))
    }

    /// The cells that the table shows: none beyond its columns.
    private mutating func runs(ofPipes node: Node, _ part: DocumentPart, _ body: (TextRun) -> Void) {
        let bytes = reader.bytes
        var lines = RowLines(bytes, node)
        var columns = node.flags.contains(.headless) || node.flags.contains(.keepsExcess) ? Int.max : 0
        var isHeader = !node.flags.contains(.headless)
        while let row = lines.next() {
            var column = 0
            let line = reader.document.fixedLine ?? row.number
            TableLine.forEachCell(bytes, in: row.range) { cell in
                column += 1
                if isHeader { columns = max(columns, column) }
                guard column <= columns, !cell.isEmpty else { return }
                // An extractor may have broken the row into lines.
                let skipped = text.countsLines ? bytes.feedCount(in: row.range.lowerBound..<cell.lowerBound) : 0
                let line = line + skipped
                if Inline.isUnmarked(bytes, cell) { return callAsWritten(body, .cell, part, line, cell) }
                text.clear()
                reader.append(cell: cell, to: &text)
                call(body, .cell, part, line)
            }
            // Behind the header stands the delimiter.
            if isHeader { _ = lines.next() }
            isHeader = false
        }
    }

    private mutating func runs(ofShape node: Node, _ part: DocumentPart, _ body: (TextRun) -> Void) {
        var rows = ShapedRows(reader.bytes, node)
        var isHeader = rows.hasHeader
        // The cells are copies, so it is not known on which line of the row each is.
        let countsLines = text.countsLines
        text.countsLines = false
        defer { text.countsLines = countsLines }
        let end = countsLines ? reader.document.end(of: node) : 0
        var next = rows.next()
        while let row = next {
            next = rows.next()
            let lines = LineMap(
                first: reader.document.fixedLine ?? row.line, before: countsLines ? next?.line ?? end : nil)
            for cell in row.cells {
                text.clear()
                reader.append(cell: cell, node.shape, isHeader: isHeader, to: &text)
                if !text.output.isEmpty { TextRun.call(body, .cell, text.output, part: part, lines) }
            }
            isHeader = false
        }
    }

    // MARK: Whole blocks

    mutating func forEachBlockRun(where isWanted: (TextRun) -> Bool, _ body: (TextRun) -> Void) {
        text.countsLines = reader.document.fixedLine == nil
        let title = reader.document.title.text
        if !reader.outline.nodes.contains(where: { $0.kind == .title }) {
            let line = reader.document.firstLine
            TextRun.call({ if isWanted($0) { body($0) } }, .title, title, LineMap(first: line))
        }
        for node in reader.outline.nodes {
            switch node.kind {
            case .list, .quote: continue
            case .title:
                guard self.isWanted(isWanted, .title, node) else { continue }
                text.clear()
                reader.append(node, to: &text)
                // It may have been without its images.
                if text.output.elementsEqual(title.utf8) {
                    call(body, .title, nil, line(node))
                } else {
                    TextRun.call(body, .title, title, LineMap(first: line(node)))
                }
            case .heading: blockRun(.heading, node, where: isWanted, body)
            case .paragraph: blockRun(Self.role(ofParagraph: node), node, where: isWanted, body)
            case .item where node.isPoint: blockRun(.item, node, where: isWanted, body)
            case .item: continue
            case .table where node.shape == .pipes: blockRuns(ofPipes: node, where: isWanted, body)
            case .table: blockRuns(ofShape: node, where: isWanted, body)
            default:
                guard self.isWanted(isWanted, .code, node) else { continue }
                codeRun(node, body)
            }
        }
    }

    private func isWanted(_ isWanted: (TextRun) -> Bool, _ role: TextRole, _ node: Node) -> Bool {
        var result = false
        callAsWritten({ result = isWanted($0) }, role, nil, line(node), node.range)
        return result
    }

    private mutating func blockRun(
        _ role: TextRole, _ node: Node, where isWanted: (TextRun) -> Bool, _ body: (TextRun) -> Void
    ) {
        guard self.isWanted(isWanted, role, node) else { return }
        text.clear()
        reader.append(node, to: &text)
        call(body, role, nil, line(node))
    }

    private mutating func blockRuns(
        ofPipes node: Node, where isWanted: (TextRun) -> Bool, _ body: (TextRun) -> Void
    ) {
        let bytes = reader.bytes
        var lines = RowLines(bytes, node)
        while let row = lines.next() {
            let line = reader.document.fixedLine ?? row.number
            var isWantedRow = false
            callAsWritten({ isWantedRow = isWanted($0) }, .cell, nil, line, row.range)
            guard isWantedRow else { continue }
            text.clear()
            var end: Int?
            TableLine.forEachCell(bytes, in: row.range) { cell in
                if let end {
                    text.output.append(contentsOf: " | ".utf8)
                    // An extractor may have broken the row into lines.
                    if text.countsLines { text.beginLines(bytes.feedCount(in: end..<cell.lowerBound)) }
                }
                reader.append(cell: cell, to: &text)
                end = cell.upperBound
            }
            call(body, .cell, nil, line)
        }
    }

    private mutating func blockRuns(
        ofShape node: Node, where isWanted: (TextRun) -> Bool, _ body: (TextRun) -> Void
    ) {
        var rows = ShapedRows(reader.bytes, node)
        var isHeader = rows.hasHeader
        // The lines of cells side by side are not in the order of the file.
        let countsLines = text.countsLines
        text.countsLines = false
        defer { text.countsLines = countsLines }
        while let row = rows.next() {
            text.clear()
            for (column, cell) in row.cells.enumerated() {
                if column > 0 { text.output.append(contentsOf: " | ".utf8) }
                reader.append(cell: cell, node.shape, isHeader: isHeader, to: &text)
            }
            isHeader = false
            let line = reader.document.fixedLine ?? row.line
            call({ if isWanted($0) { body($0) } }, .cell, nil, line)
        }
    }

    // MARK: Calls

    /// Calls `body` with the text that was read, or with a part of it.
    private func call(
        _ body: (TextRun) -> Void, _ role: TextRole, _ part: DocumentPart?, _ line: Int, _ range: Range<Int>? = nil
    ) {
        text.output.withUnsafeBufferPointer { output in
            let range = range ?? output.indices
            let text = UnsafeBufferPointer(rebasing: output[range])
            if text.isEmpty, part == nil { return }
            let starts = range.lowerBound == 0 ? self.text.lines : self.text.lines.map { $0 - range.lowerBound }
            body(TextRun(role: role, part: part, lines: LineMap(first: line, starts: starts), text: text))
        }
    }

    private func callAsWritten(
        _ body: (TextRun) -> Void, _ role: TextRole, _ part: DocumentPart?, _ line: Int, _ range: Range<Int>,
        countsLines: Bool = false
    ) {
        reader.bytes.withUnsafeBufferPointer { bytes in
            let text = UnsafeBufferPointer(rebasing: bytes[range])
            let starts = countsLines ? text.indices.filter { text[$0] == 0x0A }.map { $0 + 1 } : []
            body(TextRun(role: role, part: part, lines: LineMap(first: line, starts: starts), text: text))
        }
    }
}

extension TextRun {
    fileprivate static func call(
        _ body: (TextRun) -> Void, _ role: TextRole, _ text: String, part: DocumentPart? = nil, _ lines: LineMap
    ) {
        var text = text
        text.withUTF8 { body(TextRun(role: role, part: part, lines: lines, text: $0)) }
    }

    fileprivate static func call(
        _ body: (TextRun) -> Void, _ role: TextRole, _ text: [UInt8], part: DocumentPart?, _ lines: LineMap
    ) {
        text.withUnsafeBufferPointer { body(TextRun(role: role, part: part, lines: lines, text: $0)) }
    }
}
