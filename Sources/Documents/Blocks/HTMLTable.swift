// Parser of tables of raw HTML: rows and cells of the element `table`.

/// The rows of an HTML table; the text of a spanning cell is in its first cell.
struct HTMLTable {
    private(set) var rows: [ShapedRow] = []
    private(set) var hasHeader = false

    private let bytes: [UInt8]
    private var start: Int
    private var line: Int
    /// The number of rows in `thead`, or of first rows with only `th` cells.
    private var headerRows = 0
    private var isInHead = false
    private var cellStart: Int?
    private var span = (columns: 1, rows: 1)
    private var isHeading = true
    /// The number of further rows in which a cell above occupies each column.
    private var taken: [Int] = []
    private var column = 0
    private var cellCount = 0

    /// Parses the table in `range`, from `<table` to `</table>`.
    ///
    /// Returns nil if it has text outside of cells and caption, or no text in cells, or lacks too many cells.
    /// O(bytes of the range + number of cells).
    init?(_ bytes: [UInt8], _ range: Range<Int>, line: Int) {
        self.bytes = bytes
        self.line = line
        start = range.lowerBound
        var tokens = HTMLTokens(bytes, range)
        guard let opening = tokens.next(), opening.name == "table" else { return nil }
        var depth = 1
        var isInCaption = false
        var outside = opening.range.upperBound
        while let tag = tokens.next() {
            if tag.name == "table" { depth += tag.isClosing ? -1 : 1 }
            guard depth == (tag.name == "table" && !tag.isClosing ? 2 : 1) || depth == 0 else { continue }
            if depth == 2 {
                if cellStart == nil { return nil }
                continue
            }
            guard depth == 0 || Self.names.contains(tag.name) else { continue }
            if cellStart == nil, !isInCaption, !Self.isBlank(bytes, outside..<tag.range.lowerBound) { return nil }
            outside = tag.range.upperBound
            if tag.name == "caption" {
                isInCaption = !tag.isClosing
                continue
            }
            endCell(at: tag.range.lowerBound)
            if depth == 0 { break }
            switch (tag.name, tag.isClosing) {
            case ("tr", false): startRow(tag)
            case ("td", false), ("th", false):
                if rows.isEmpty { startRow(tag) }
                guard startCell(tag) else { return nil }
            case ("thead", _): isInHead = !tag.isClosing
            default: break
            }
        }
        guard depth == 0, finish() else { return nil }
    }

    private static let names: Set<String> = [
        "table", "thead", "tbody", "tfoot", "tr", "td", "th", "caption", "col", "colgroup",
    ]

    private static func isBlank(_ bytes: [UInt8], _ range: Range<Int>) -> Bool {
        Inline.plainText(bytes, range, markup: .html, definitions: [:]).isEmpty
    }

    private mutating func startRow(_ tag: HTMLTag) {
        endRow()
        line += bytes.feedCount(in: start..<tag.range.lowerBound)
        start = tag.range.lowerBound
        rows.append(ShapedRow(cells: [], line: line))
        (column, isHeading) = (0, true)
    }

    /// Counts the row if it is part of the header, and skips cells that span into the next row.
    private mutating func endRow() {
        guard let row = rows.last else { return }
        if isInHead || rows.count == 1 && isHeading && !row.cells.isEmpty {
            if headerRows == rows.count - 1 { headerRows += 1 }
        }
        for index in taken.indices where taken[index] > 0 { taken[index] -= 1 }
    }

    private mutating func startCell(_ tag: HTMLTag) -> Bool {
        while column < taken.count, taken[column] > 0 { addCell([]) }
        cellStart = tag.range.upperBound
        span = (
            min(HTMLTokens.span("colspan", bytes, in: tag.range), TableLine.columnLimit),
            HTMLTokens.span("rowspan", bytes, in: tag.range)
        )
        if tag.name == "td" { isHeading = false }
        return column + span.columns <= TableLine.columnLimit && cellCount <= TableLine.paddingLimit + bytes.count / 4
    }

    private mutating func endCell(at end: Int) {
        guard let cell = cellStart else { return }
        cellStart = nil
        let content = cell..<max(cell, end)
        // Blank lines at its ends decide whether the cell contains Markdown.
        let text = HTMLElement.holdsMarkdown(bytes, content) ? content : TableLine.trim(bytes, content)
        for offset in 0..<span.columns {
            if taken.count == column { taken.append(0) }
            taken[column] = span.rows
            addCell(offset == 0 ? Array(bytes[text]) : [])
        }
    }

    private mutating func addCell(_ cell: [UInt8]) {
        rows[rows.count - 1].cells.append(cell)
        column += 1
        cellCount += 1
    }

    private mutating func finish() -> Bool {
        endRow()
        rows.removeAll { $0.cells.isEmpty }
        let width = rows.map(\.cells.count).max() ?? 0
        let missing = rows.reduce(0) { $0 + width - $1.cells.count }
        guard missing <= TableLine.paddingLimit,
            rows.contains(where: { $0.cells.contains { !Self.isBlank($0, $0.indices) } })
        else { return false }
        headerRows = min(headerRows, rows.count)
        if headerRows > 0 {
            hasHeader = true
            rows.joinHeader(headerRows)
            rows[0].cells += Array(repeating: [], count: width - rows[0].cells.count)
        }
        return true
    }
}

extension [ShapedRow] {
    /// Joins the first `count` rows column by column; there must be at least `count` rows.
    mutating func joinHeader(_ count: Int) {
        var header = self[0]
        for row in self[1..<count] {
            for (column, cell) in row.cells.enumerated() where !cell.isEmpty {
                while header.cells.count <= column { header.cells.append([]) }
                if !header.cells[column].isEmpty { header.cells[column].append(0x0A) }
                header.cells[column] += cell
            }
        }
        replaceSubrange(0..<count, with: [header])
    }
}
