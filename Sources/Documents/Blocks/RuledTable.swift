// Ruled tables: columns under groups of dashes, as pandoc writes them. In simple tables, each line is a row. In
// multiline tables, blank lines separate the rows, and a rule is above and below the table.

/// The rows of a ruled table as in pandoc.
struct RuledTable {
    private(set) var rows: [ShapedRow] = []
    private(set) var hasHeader = false
    private(set) var alignments: [Table.Alignment?] = []

    private let bytes: [UInt8]
    /// The character columns of the groups of dashes.
    private var groups: [Range<Int>] = []
    private var emptyCells = 0

    /// Parses `lines`; returns nil if they are not a ruled table, or a word crosses the edge of a column.
    ///
    /// O(bytes of the lines).
    init?(_ bytes: [UInt8], _ lines: [Line]) {
        self.bytes = bytes
        guard let first = lines.first, let last = lines.last, lines.count > 1 else { return nil }
        let isRuledAbove = isRule(first)
        let isRuledBelow = isRule(last)
        let body: ArraySlice<Line>
        var header: ArraySlice<Line> = []
        if isRuledAbove {
            let inner = lines[1..<(isRuledBelow ? lines.count - 1 : lines.count)]
            if let rule = inner.firstIndex(where: { isRule($0) }) {
                header = lines[1..<rule]
                groups = Self.groups(bytes, lines[rule])
                body = inner[(rule + 1)...]
                guard !header.contains(where: { isBlank($0) }) else { return nil }
            } else {
                groups = Self.groups(bytes, first)
                body = inner
            }
        } else {
            guard isRule(lines[1]) else { return nil }
            header = lines[..<1]
            groups = Self.groups(bytes, lines[1])
            body = lines[2..<(isRuledBelow && lines.count > 2 ? lines.count - 1 : lines.count)]
        }
        guard groups.count > 1 || !isRuledAbove && lines.count > 3, groups.count <= TableLine.columnLimit,
            !body.contains(where: { isRule($0) })
        else { return nil }
        hasHeader = !header.isEmpty
        if hasHeader, !addRow(header) { return nil }
        alignments = groups.indices.map { alignment(of: $0, header.first ?? body.first) }
        guard addRows(body, mayJoin: isRuledAbove) else { return nil }
    }

    private mutating func addRows(_ body: ArraySlice<Line>, mayJoin: Bool) -> Bool {
        let blanks = body.contains { isBlank($0) }
        guard mayJoin, blanks || hasHeader else {
            return body.allSatisfy { !isBlank($0) } && body.indices.allSatisfy { addRow(body[$0...$0]) }
        }
        let rows = body.split { isBlank($0) }
        guard rows.allSatisfy({ addRow($0) }) else { return false }
        // If all lines have a first cell, they may be separate rows, although pandoc joins them.
        guard !blanks, let only = rows.first, only.count > 1 else { return true }
        return !only.dropFirst().contains { line in
            let places = DisplayColumns.positions(bytes, line.range, at: [groups[0].lowerBound, groups[1].lowerBound])
            return !TableLine.trim(bytes, places[0]..<places[1]).isEmpty
        }
    }

    /// Appends one row of `lines`; returns false if a word crosses the edge of a column.
    private mutating func addRow(_ lines: ArraySlice<Line>) -> Bool {
        var cells: [[Range<Int>]] = Array(repeating: [], count: groups.count)
        let starts = groups.map(\.lowerBound)
        for line in lines {
            let places = DisplayColumns.positions(bytes, line.range, at: starts)
            guard TableLine.trim(bytes, line.start..<places[0]).isEmpty else { return false }
            for (column, start) in places.enumerated() {
                let end = column + 1 < places.count ? places[column + 1] : line.end
                if start == line.end { emptyCells += 1 }
                if column > 0, start < line.end, start > line.start, !isSpace(before: start), !bytes[start].isSpace {
                    return false
                }
                cells[column].append(start..<end)
            }
        }
        guard emptyCells <= TableLine.paddingLimit, let line = lines.first else { return false }
        rows.append(ShapedRow(cells: cells.map { ShapedRow.joined(bytes, $0[...]) }, line: line.number))
        return true
    }

    private func isSpace(before position: Int) -> Bool {
        bytes[position - 1].isSpace || bytes.startOfWideSpace(before: position, 0) != nil
    }

    /// Returns the alignment by the position of the header's first line, or of the first row, relative to the dashes.
    private func alignment(of column: Int, _ line: Line?) -> Table.Alignment? {
        guard let line else { return nil }
        let group = groups[column]
        let end = column + 1 < groups.count ? groups[column + 1].lowerBound : Int.max
        let places = DisplayColumns.positions(bytes, line.range, at: [group.lowerBound, end])
        let text = TableLine.trim(bytes, places[0]..<places[1])
        guard !text.isEmpty else { return nil }
        let isLeft = text.lowerBound == places[0]
        let isRight = DisplayColumns.width(bytes, line.start..<text.upperBound) == group.upperBound
        return isLeft == isRight ? nil : (isLeft ? .left : .right)
    }

    private func isBlank(_ line: Line) -> Bool { TableLine.trim(bytes, line.range).isEmpty }

    private func isRule(_ line: Line) -> Bool {
        let text = TableLine.trim(bytes, line.range)
        return text.count > 1 && bytes[text].allSatisfy { $0 == UInt8(ascii: "-") || $0 == 0x20 }
            && bytes[text.lowerBound + 1] == UInt8(ascii: "-")
    }

    private static func groups(_ bytes: [UInt8], _ line: Line) -> [Range<Int>] {
        var groups: [Range<Int>] = []
        var start = line.start
        while start < line.end {
            guard bytes[start] == UInt8(ascii: "-") else {
                start += 1
                continue
            }
            var end = start
            while end < line.end, bytes[end] == UInt8(ascii: "-") { end += 1 }
            groups.append(start - line.start..<end - line.start)
            start = end
        }
        return groups
    }
}
