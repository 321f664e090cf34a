// The rows of one table, read from the document a stretch at a time, so that a table of any size takes little memory,
// but for one with rows that an extractor broke. Kinds/Cell.swift makes text of a cell.

/// What is known of a table without its cells, and where its rows come from.
struct TableRows: Sendable {
    /// As many bytes are unpacked at once, and those of the line that goes beyond.
    private static let stretchSize = 1 << 16

    private let stretches: Stretches
    private let flags: Node.Flags
    let columns: [String]
    let alignments: [Table.Alignment?]
    let count: Int
    /// How many lines stand above the first row.
    private let lead: Int

    /// Goes through the table's lines once.
    init(_ document: Document, _ node: Node) {
        stretches = Stretches(document, node)
        flags = node.flags
        let (isHeadless, isDoubled) = (flags.contains(.headless), flags.contains(.doubled))
        lead = isHeadless ? 0 : 2
        var (columns, alignments) = ([String](), [Table.Alignment?]())
        var (lines, width) = (0, 0)
        var stretches = stretches
        while let (reader, range, _) = stretches.nextLine() {
            if isHeadless {
                var cells = 0
                TableLine.forEachCell(reader.bytes, in: range) { if !isDoubled || !$0.isEmpty { cells += 1 } }
                width = max(width, min(cells, TableLine.columnLimit))
            } else if lines == 0 {
                columns = reader.cells(range, isDoubled: isDoubled)
            } else if lines == 1 {
                alignments = TableLine.alignments(reader.bytes, in: range) ?? []
            }
            lines += 1
        }
        self.columns = isHeadless ? Array(repeating: "", count: width) : columns
        self.alignments = isHeadless ? Array(repeating: nil, count: width) : alignments
        count = max(0, lines - lead)
    }

    /// How many bytes are unpacked at once, lines beyond a stretch left out.
    var heldSize: Int { stretches.size }

    /// What gives one row after the other, and nil behind the last one.
    func start() -> () -> Table.Row? {
        var stretches = stretches
        for _ in 0..<lead { _ = stretches.nextLine() }
        return {
            stretches.nextLine().map { reader, range, number in
                let cells = reader.cells(range, isDoubled: flags.contains(.doubled))
                var row = Table.Row(cells: cells, line: reader.document.fixedLine ?? number)
                row.fit(columns.count, keepsExcess: flags.contains(.keepsExcess))
                return row
            }
        }
    }

    /// Makes a closure that returns the links of one row after the other, the header's first.
    ///
    /// Cells that the rows do not have, because the table has fewer columns, have no links either.
    func startLinks(_ links: LinkReader) -> () -> [Link]? {
        var stretches = stretches
        return { [flags, columns] in
            stretches.nextLine().map { reader, range, number in
                var found: [Link] = []
                var column = 0
                TableLine.forEachCell(reader.bytes, in: range) { cell in
                    if flags.contains(.doubled), cell.isEmpty { return }
                    defer { column += 1 }
                    let isExcess = column >= columns.count
                    if isExcess, !flags.contains(.keepsExcess) || columns.isEmpty { return }
                    let text = reader.unescaped(cell)
                    let line = reader.document.fixedLine ?? number
                    found += links.links(text, 0..<text.count, reader.markup, line: line)
                        .map { $0.inColumn(min(column, columns.count - 1)) }
                }
                return found
            }
        }
    }

    /// The lines of a table, each with a reader of the bytes that it stands in.
    private struct Stretches: Sendable {
        private let document: Document
        private var rest: Node
        private var current: (reader: RunReader, lines: RowLines)?
        let size: Int

        /// The first stretch is read at once: nearly always it is the whole table.
        init(_ document: Document, _ node: Node) {
            self.document = document
            rest = node
            size = node.flags.contains(.joinsRows) ? node.range.count : min(node.range.count, TableRows.stretchSize)
            advance()
        }

        mutating func nextLine() -> (reader: RunReader, range: Range<Int>, number: Int)? {
            while true {
                if let line = current?.lines.next(), let reader = current?.reader {
                    return (reader, line.range, line.number)
                }
                guard !rest.range.isEmpty else { return nil }
                advance()
            }
        }

        /// Goes on to the next lines, as many as a stretch holds.
        private mutating func advance() {
            var stretch = rest
            var size = TableRows.stretchSize
            // A row that was broken is put together from lines that may be in two stretches.
            while !rest.flags.contains(.joinsRows), rest.range.count > size {
                stretch.end = rest.start + UInt32(clamping: size)
                let (bytes, start) = document.bytes(of: stretch)
                let end = Int(stretch.end) - start
                if let feed = bytes[..<end].lastIndex(of: 0x0A), start + feed >= Int(rest.start) {
                    stretch.end = UInt32(clamping: start + feed + 1)
                    break
                }
                (stretch, size) = (rest, size * 2)
            }
            let (reader, node) = RunReader.part(of: document, stretch)
            current = (reader, RowLines(reader.bytes, node, isFirst: current == nil))
            rest.line += UInt32(clamping: stretch.end < rest.end ? reader.bytes.feedCount(in: node.range) : 0)
            rest.start = stretch.end
        }
    }
}

extension Table.Row {
    /// Gives the row `count` cells: empty ones added, the last ones dropped or joined to the last column's.
    mutating func fit(_ count: Int, keepsExcess: Bool) {
        if cells.count > count {
            let excess = cells[count...]
            cells.removeLast(excess.count)
            if keepsExcess, count > 0 {
                cells[count - 1] = ([cells[count - 1]] + excess).filter { !$0.isEmpty }.joined(separator: " | ")
            }
        }
        while cells.count < count { cells.append("") }
    }
}
