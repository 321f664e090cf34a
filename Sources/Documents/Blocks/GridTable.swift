// Grid tables: rules `+---+` around cells, which may have several lines and may span columns and rows.

/// The rows of a grid table as pandoc reads them; of a cell that spans others, the first one has the text.
struct GridTable {
    private(set) var rows: [ShapedRow] = []
    private(set) var hasHeader = false
    private(set) var alignments: [Table.Alignment?] = []

    private let bytes: [UInt8]
    /// The columns of characters at which cells may begin, and at which the last one ends.
    private var borders: [Int] = []
    /// The lines of each cell of each row.
    private var cells: [[[Range<Int>]]] = []
    /// The line of each row.
    private var numbers: [Int] = []
    /// The row to which each column's text belongs.
    private var owners: [Int] = []

    /// Reads `lines`, each from its first `+` or `|` to its last; nil where they are no grid throughout.
    ///
    /// O(bytes of the lines).
    init?(_ bytes: [UInt8], _ lines: [Line]) {
        self.bytes = bytes
        guard lines.count > 2 else { return nil }
        findBorders(lines)
        guard borders.count > 1, borders.count <= TableLine.columnLimit else { return nil }
        var headerRows: Int?
        for (index, line) in lines.enumerated() {
            let isFirst = index == 0
            let isLast = index == lines.count - 1
            guard let pieces = pieces(of: line.range) else { return nil }
            let isRule = pieces.contains { isRuled($0.text) }
            guard isRule || !isFirst && !isLast else { return nil }
            if isRule, !isLast { startRow(number: line.number + 1) }
            if isRule, !isFirst, !isLast, headerRows == nil,
                pieces.contains(where: { isRuled($0.text, by: UInt8(ascii: "=")) })
            {
                headerRows = cells.count - 1
                readAlignments(pieces)
            }
            if isFirst { readAlignments(pieces) }
            for piece in pieces {
                if isRuled(piece.text) {
                    guard !isLast else { continue }
                    for column in piece.columns { owners[column] = cells.count - 1 }
                } else {
                    // A rule on one side of a border only: the cell goes on.
                    guard !isFirst, !isLast || TableLine.trim(bytes, piece.text).isEmpty else { return nil }
                    let column = piece.columns.lowerBound
                    if owners[column] >= 0 { cells[owners[column]][column].append(piece.text) }
                }
            }
        }
        makeRows(headerRows ?? 0)
    }

    // MARK: Lines

    private mutating func findBorders(_ lines: [Line]) {
        var found: Set<Int> = []
        let width = DisplayColumns.width(bytes, lines[0].range)
        // A rule that begins within the line is one of a table in a cell, or is between the same borders.
        for line in lines where bytes[line.start] == UInt8(ascii: "+") {
            // Other characters than ASCII take other columns than bytes.
            let isPlain = bytes[line.range].allSatisfy { $0 < 0x80 }
            guard isPlain, line.range.count == width else { continue }
            for index in line.range where bytes[index] == UInt8(ascii: "+") {
                let isAfterRule = index == line.start || isDash(index - 1) || bytes[index - 1] == UInt8(ascii: " ")
                let isBeforeRule = index + 1 == line.end || isDash(index + 1) || bytes[index + 1] == UInt8(ascii: " ")
                if isAfterRule, isBeforeRule { found.insert(index - line.start) }
            }
        }
        borders = found.sorted()
        owners = Array(repeating: -1, count: max(0, borders.count - 1))
    }

    private func isDash(_ index: Int) -> Bool {
        bytes[index] == UInt8(ascii: "-") || bytes[index] == UInt8(ascii: "=") || bytes[index] == UInt8(ascii: ":")
    }

    /// The parts of a line between its borders; nil where it does not have the first and the last one.
    private func pieces(of line: Range<Int>) -> [(columns: Range<Int>, text: Range<Int>)]? {
        var places = DisplayColumns.positions(bytes, line, at: borders)
        let isAligned =
            isBorder(line.lowerBound) && places[places.count - 1] == line.upperBound - 1
            && isBorder(line.upperBound - 1)
        if !isAligned {
            // Some characters are wider than others think: count the bars instead.
            places = line.filter { bytes[$0] == UInt8(ascii: "|") }
            guard places.count == borders.count, places[0] == line.lowerBound,
                places[places.count - 1] == line.upperBound - 1
            else { return nil }
        }
        var pieces: [(columns: Range<Int>, text: Range<Int>)] = []
        var first = 0
        for border in 1..<places.count where isBorder(places[border]) {
            // A `+` in a text is no border.
            let isText = bytes[places[border]] == UInt8(ascii: "+") && !isRuleEnd(places[border], line)
            if isText, border < places.count - 1 { continue }
            pieces.append((first..<border, places[first] + 1..<places[border]))
            first = border
        }
        return pieces
    }

    private func isBorder(_ index: Int) -> Bool {
        bytes[index] == UInt8(ascii: "|") || bytes[index] == UInt8(ascii: "+")
    }

    private func isRuleEnd(_ index: Int, _ line: Range<Int>) -> Bool {
        index > line.lowerBound && isDash(index - 1) || index + 1 < line.upperBound && isDash(index + 1)
    }

    private func isRuled(_ text: Range<Int>, by mark: UInt8? = nil) -> Bool {
        !text.isEmpty && bytes[text].contains { $0 != UInt8(ascii: ":") && $0 != UInt8(ascii: "+") }
            && text.allSatisfy {
                bytes[$0] == mark ?? bytes[$0] && isDash($0) || bytes[$0] == UInt8(ascii: ":")
                    || bytes[$0] == UInt8(ascii: "+")
            }
    }

    private mutating func readAlignments(_ pieces: [(columns: Range<Int>, text: Range<Int>)]) {
        alignments = Array(repeating: nil, count: borders.count - 1)
        for piece in pieces where !piece.text.isEmpty {
            let left = bytes[piece.text.lowerBound] == UInt8(ascii: ":")
            let right = bytes[piece.text.upperBound - 1] == UInt8(ascii: ":")
            alignments[piece.columns.lowerBound] = left ? (right ? .center : .left) : (right ? .right : nil)
        }
    }

    // MARK: Rows

    private mutating func startRow(number: Int) {
        cells.append(Array(repeating: [], count: borders.count - 1))
        numbers.append(number)
    }

    /// Makes cells of their lines; the first `headerRows` rows are one header.
    private mutating func makeRows(_ headerRows: Int) {
        rows = zip(cells, numbers).map { row, number in
            ShapedRow(cells: row.map { ShapedRow.joined(bytes, $0) }, line: number)
        }
        guard headerRows > 0, headerRows <= rows.count else { return }
        hasHeader = true
        rows.joinHeader(headerRows)
    }
}

extension ShapedRow {
    /// The lines of a cell without the white space that all of them begin with, and without that at their ends.
    static func joined(_ bytes: [UInt8], _ lines: [Range<Int>]) -> [UInt8] {
        var indent = Int.max
        var (first, last) = (lines.count, -1)
        let texts = lines.map { TableLine.trim(bytes, $0) }
        for (index, text) in texts.enumerated() where !text.isEmpty {
            indent = min(indent, text.lowerBound - lines[index].lowerBound)
            (first, last) = (min(first, index), index)
        }
        var output: [UInt8] = []
        guard first <= last else { return output }
        for index in first...last {
            if index > first { output.append(0x0A) }
            if !texts[index].isEmpty {
                output += bytes[lines[index].lowerBound + indent..<texts[index].upperBound]
            }
        }
        return output
    }
}
