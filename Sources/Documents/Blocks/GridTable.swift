// Grid tables: rules `+---+` around cells. Cells may have several lines and span columns and rows.

/// The rows of a grid table as in pandoc; the text of a spanning cell is in its first cell.
struct GridTable {
    private(set) var hasHeader = false
    private(set) var alignments: [Table.Alignment?] = []
    /// The number of rows in the source, where the header may have several.
    private var sourceRows = 0
    private var headerRows = 0

    private let bytes: [UInt8]
    /// The character columns of the borders of cells.
    private var borders: [Int] = []
    private var columnCount: Int { borders.count - 1 }
    /// The lines of all cells in source order, each with its cell: row × number of columns + column.
    private var texts: [(cell: Int, text: Range<Int>)] = []
    /// The line of each row.
    private var numbers: [Int] = []
    /// The row of the open cell in each column.
    private var owners: [Int] = []
    /// The pieces of the current line, and the positions of its borders.
    private var (pieces, places): ([Piece], [Int]) = ([], [])

    /// Parses `lines`, each from its first `+` or `|` to its last; returns nil if they are not a grid.
    ///
    /// O(bytes of the lines).
    init?(_ bytes: [UInt8], _ lines: [Line]) {
        self.bytes = bytes
        guard lines.count > 2 else { return nil }
        findBorders(lines)
        guard borders.count > 1, borders.count <= TableLine.columnLimit else { return nil }
        for (index, line) in lines.enumerated() {
            let isFirst = index == 0
            let isLast = index == lines.count - 1
            guard split(line.range) else { return nil }
            let isRule = pieces.contains(where: \.isRule)
            guard isRule || !isFirst && !isLast else { return nil }
            if isRule, !isLast {
                sourceRows += 1
                numbers.append(line.number + 1)
            }
            if isRule, !isFirst, !isLast, headerRows == 0,
                pieces.contains(where: { $0.isRule && isRuled($0.text, by: UInt8(ascii: "=")) })
            {
                headerRows = sourceRows - 1
                readAlignments()
            }
            if isFirst { readAlignments() }
            for piece in pieces {
                if piece.isRule {
                    guard !isLast else { continue }
                    for column in piece.columns { owners[column] = sourceRows - 1 }
                } else {
                    // A rule on one side of a border only: the cell continues.
                    guard !isFirst, !isLast || TableLine.trim(bytes, piece.text).isEmpty else { return nil }
                    let column = piece.columns.lowerBound
                    if owners[column] >= 0 { texts.append((owners[column] * columnCount + column, piece.text)) }
                }
            }
        }
        hasHeader = headerRows > 0
    }

    /// The number of words in all cells.
    var wordCount: Int { texts.reduce(0) { $0 + bytes.wordCount(in: $1.text) } }

    /// The rows, with those of the header joined; each access takes O(bytes of the table).
    var rows: [ShapedRow] {
        // A counting sort by cell.
        var starts = Array(repeating: 0, count: sourceRows * columnCount + 1)
        for text in texts { starts[text.cell + 1] += 1 }
        for cell in starts.indices.dropFirst() { starts[cell] += starts[cell - 1] }
        var next = starts
        var sorted = Array(repeating: 0..<0, count: texts.count)
        for text in texts {
            sorted[next[text.cell]] = text.text
            next[text.cell] += 1
        }
        var rows = (0..<sourceRows).map { row in
            let cells = (row * columnCount..<(row + 1) * columnCount).map { cell in
                ShapedRow.joined(bytes, sorted[starts[cell]..<starts[cell + 1]])
            }
            return ShapedRow(cells: cells, line: numbers[row])
        }
        if hasHeader { rows.joinHeader(headerRows) }
        return rows
    }

    // MARK: Lines

    /// A part of a line between two borders.
    private struct Piece {
        var columns: Range<Int>
        var text: Range<Int>
        /// True if the part is a rule such as `---`, `===` or `:--:`.
        var isRule: Bool
    }

    private mutating func findBorders(_ lines: [Line]) {
        var found: Set<Int> = []
        let width = DisplayColumns.width(bytes, lines[0].range)
        // A rule that begins within the line belongs to a table in a cell, or has the same borders.
        for line in lines where bytes[line.start] == UInt8(ascii: "+") {
            // Bytes are columns only in ASCII.
            guard line.range.count == width, bytes.isASCII(in: line.range) else { continue }
            var index = line.start
            while index < line.end {
                defer { index = bytes.firstIndex(of: UInt8(ascii: "+"), in: index + 1..<line.end) }
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

    /// Splits a line at its borders into `pieces`; returns false without the first and the last border.
    private mutating func split(_ line: Range<Int>) -> Bool {
        DisplayColumns.positions(bytes, line, at: borders, into: &places)
        let isAligned =
            isBorder(line.lowerBound) && places[places.count - 1] == line.upperBound - 1
            && isBorder(line.upperBound - 1)
        if !isAligned {
            // Programs disagree on the width of some characters: count the bars instead.
            places = line.filter { bytes[$0] == UInt8(ascii: "|") }
            guard places.count == borders.count, places[0] == line.lowerBound,
                places[places.count - 1] == line.upperBound - 1
            else { return false }
        }
        pieces.removeAll(keepingCapacity: true)
        var first = 0
        for border in 1..<places.count where isBorder(places[border]) {
            // A `+` in text is not a border.
            let isText = bytes[places[border]] == UInt8(ascii: "+") && !isRuleEnd(places[border], line)
            if isText, border < places.count - 1 { continue }
            let text = places[first] + 1..<places[border]
            pieces.append(Piece(columns: first..<border, text: text, isRule: isRuled(text)))
            first = border
        }
        return true
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

    private mutating func readAlignments() {
        alignments = Array(repeating: nil, count: borders.count - 1)
        for piece in pieces where !piece.text.isEmpty {
            let left = bytes[piece.text.lowerBound] == UInt8(ascii: ":")
            let right = bytes[piece.text.upperBound - 1] == UInt8(ascii: ":")
            alignments[piece.columns.lowerBound] = left ? (right ? .center : .left) : (right ? .right : nil)
        }
    }
}

extension ShapedRow {
    /// Joins the lines of a cell, without common indentation and trailing white space.
    static func joined(_ bytes: [UInt8], _ lines: ArraySlice<Range<Int>>) -> [UInt8] {
        var indent = Int.max
        var (first, last) = (lines.endIndex, lines.startIndex - 1)
        for index in lines.indices {
            let text = TableLine.trim(bytes, lines[index])
            guard !text.isEmpty else { continue }
            indent = min(indent, text.lowerBound - lines[index].lowerBound)
            (first, last) = (min(first, index), index)
        }
        var output: [UInt8] = []
        guard first <= last else { return output }
        for index in first...last {
            if index > first { output.append(0x0A) }
            let text = TableLine.trim(bytes, lines[index])
            if !text.isEmpty { output += bytes[lines[index].lowerBound + indent..<text.upperBound] }
        }
        return output
    }
}
