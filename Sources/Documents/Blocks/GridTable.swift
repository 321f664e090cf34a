// Grid tables: rules `+---+` around cells, which may have several lines and may span columns and rows.

/// The rows of a grid table as pandoc reads them; of a cell that spans others, the first one has the text.
struct GridTable {
    private(set) var hasHeader = false
    private(set) var alignments: [Table.Alignment?] = []
    /// The number of rows before those of the header are joined.
    private var sourceRows = 0
    private var headerRows = 0

    private let bytes: [UInt8]
    /// The columns of characters at which cells may begin, and at which the last one ends.
    private var borders: [Int] = []
    private var columnCount: Int { borders.count - 1 }
    /// The lines of all cells in the order of the source, each with its cell: row × number of columns + column.
    private var texts: [(cell: Int, text: Range<Int>)] = []
    /// The line of each row.
    private var numbers: [Int] = []
    /// The row to which each column's text belongs.
    private var owners: [Int] = []
    /// The pieces of the current line, and the bytes at which its borders are.
    private var (pieces, places): ([Piece], [Int]) = ([], [])

    /// Reads `lines`, each from its first `+` or `|` to its last; nil where they are no grid throughout.
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
                    // A rule on one side of a border only: the cell goes on.
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

    /// The rows, those of the header joined to one; made anew each time, in O(bytes of the table).
    var rows: [ShapedRow] {
        // The lines of each cell lie together once they are sorted by cell, and keep their order.
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
        // A rule that begins within the line is one of a table in a cell, or is between the same borders.
        for line in lines where bytes[line.start] == UInt8(ascii: "+") {
            // Other characters than ASCII take other columns than bytes.
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

    /// Splits a line at its borders into `pieces`; false where it does not have the first and the last one.
    private mutating func split(_ line: Range<Int>) -> Bool {
        DisplayColumns.positions(bytes, line, at: borders, into: &places)
        let isAligned =
            isBorder(line.lowerBound) && places[places.count - 1] == line.upperBound - 1
            && isBorder(line.upperBound - 1)
        if !isAligned {
            // Some characters are wider than others think: count the bars instead.
            places = line.filter { bytes[$0] == UInt8(ascii: "|") }
            guard places.count == borders.count, places[0] == line.lowerBound,
                places[places.count - 1] == line.upperBound - 1
            else { return false }
        }
        pieces.removeAll(keepingCapacity: true)
        var first = 0
        for border in 1..<places.count where isBorder(places[border]) {
            // A `+` in a text is no border.
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
    /// The lines of a cell without the white space that all of them begin with, and without that at their ends.
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
