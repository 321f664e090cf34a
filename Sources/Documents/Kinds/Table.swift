// Tables, made from the outline when they are asked for; their rows are read again when they are.

extension BlockKind {
    package static let table: BlockKind = BlockKind("table", members: [("table", .table)]) { reader, index in
        [.init("table", .table(reader.document.table(at: reader.outline.tables(before: index))))]
    }
}

/// A table with as many cells in every row as it has columns.
package struct Table: Hashable, Sendable {
    package enum Alignment: String, Hashable, Sendable { case left, center, right }

    package struct Row: Hashable, Sendable {
        package var cells: [String]
        package var line: Int
    }

    /// Header cells as written, in plain text; all empty where the table has no header.
    package var columns: [String]
    package var alignments: [Alignment?]
    /// Each made when it is reached.
    package var rows: Parts<Row>
    package var rowCount: Int
    /// How many bytes going through the rows holds in memory.
    package var heldSize: Int
    /// Where the header stands; without one, the first row.
    package var line: Int
    /// Plain text of the nearest heading above, nil where there is none.
    package var heading: String?
    /// Its position among the document's tables.
    package var ordinal: Int
}

extension Document {
    /// The table at `index` in reading order; those inside items and quotes count.
    ///
    /// O(size of the table).
    package func table(at index: Int) -> Table {
        let place = outline.table(at: index)
        let node = outline[place]
        let rows = TableRows(self, node)
        let isStreamed = node.shape == .pipes && !node.flags.contains(.joinsRows)
        return Table(
            columns: rows.columns, alignments: rows.alignments, rows: Parts { rows.start() }, rowCount: rows.count,
            heldSize: isStreamed ? min(node.range.count, RunReader.maxSizeAtOnce) : node.range.count,
            line: line(of: node), heading: heading(above: place), ordinal: index)
    }

    /// Returns the line of the table at `index`; its cells are not read.
    package func line(ofTable index: Int) -> Int { line(of: outline[outline.table(at: index)]) }

    /// The plain text of the nearest heading above the table at `index`, nil where there is none.
    package func heading(ofTable index: Int) -> String? { heading(above: outline.table(at: index)) }
}

/// What is known of a table without its cells, and where its rows come from.
struct TableRows: Sendable {
    let columns: [String]
    let alignments: [Table.Alignment?]
    let count: Int
    private let hasHeader: Bool
    private let keepsExcess: Bool
    private let makeSource: @Sendable () -> TableSource

    /// Goes through the table's lines once.
    init(_ document: Document, _ node: Node) {
        var source = TableSource(document, node)
        // The bytes of nearly all tables are kept for the rows.
        let small = node.range.count <= RunReader.maxSizeAtOnce ? source : nil
        makeSource = { small ?? TableSource(document, node) }
        hasHeader = source.isHeader
        var header: [String] = []
        var (count, width, used) = (0, 0, 0)
        while let row = source.next() {
            if row.isHeader { header = row.texts } else { count += 1 }
            width = max(width, row.cells.count)
            used = max(used, row.cells.lastIndex { !$0.isEmpty }.map { $0 + 1 } ?? 0)
            if row.isHeader, row.shape == .pipes { count = source.lineCount() }
        }
        self.count = count
        if node.shape == .pipes {
            keepsExcess = node.flags.contains(.keepsExcess)
            width = min(width, TableLine.columnLimit)
            columns = hasHeader ? header : Array(repeating: "", count: width)
            alignments = hasHeader ? source.alignments : Array(repeating: nil, count: width)
        } else {
            keepsExcess = true
            if node.shape.delimiter != nil {
                width = TableShape.columns(header: hasHeader ? header.count : width, used: used)
            }
            columns = header.prefix(width) + Array(repeating: "", count: max(0, width - header.count))
            let kept = source.alignments.prefix(width)
            alignments = kept + Array(repeating: nil, count: width - kept.count)
        }
    }

    /// Makes a function that returns one row after the other, without the header.
    func start() -> () -> Table.Row? {
        var source = start(withHeader: false)
        return {
            source.next().map { Table.Row(cells: fitted($0.texts), line: $0.line) }
        }
    }

    func start(withHeader: Bool) -> TableSource {
        var source = makeSource()
        if hasHeader, !withHeader { _ = source.next() }
        return source
    }

    /// Returns the column that shows a cell, nil if none does.
    func column(ofCell cell: Int) -> Int? {
        cell < columns.count ? cell : keepsExcess && !columns.isEmpty ? columns.count - 1 : nil
    }

    /// Returns as many cells as there are columns: adds empty ones, drops the last ones or joins them to the last one.
    private func fitted(_ cells: [String]) -> [String] {
        var fitted = Array(cells.prefix(columns.count))
        if keepsExcess, fitted.count < cells.count, let last = fitted.popLast() {
            fitted.append(([last] + cells[columns.count...]).filter { !$0.isEmpty }.joined(separator: " | "))
        }
        return fitted + repeatElement("", count: columns.count - fitted.count)
    }
}
