// Parser of one line of a pipe table: its cells, and delimiter rows. The dialects find the begin and end of a table.

/// Parses the cells of a line by GFM 4.10: outer pipes are optional, a pipe after a backslash is text.
enum TableLine {
    /// The limit of columns; a table with more of them stays text.
    static let columnLimit = 1_000
    /// The limit of empty cells that the tables of a document may need to become rectangular; the rest stays text.
    static let paddingLimit = 100_000

    /// Calls `body` with the span of each cell, trimmed.
    @inline(__always)
    static func forEachCell(_ bytes: [UInt8], in range: Range<Int>, _ body: (Range<Int>) -> Void) {
        let line = trim(bytes, range)
        var start = line.lowerBound
        if start < line.upperBound, bytes[start] == UInt8(ascii: "|") { start += 1 }
        var index = start
        while true {
            index = bytes.firstIndex(of: UInt8(ascii: "|"), in: index..<line.upperBound)
            if index == line.upperBound { break }
            if index == line.lowerBound || bytes[index - 1] != UInt8(ascii: "\\") {
                body(trim(bytes, start..<index))
                start = index + 1
            }
            index += 1
        }
        if start < line.upperBound { body(trim(bytes, start..<line.upperBound)) }
    }

    static func cellCount(_ bytes: [UInt8], in range: Range<Int>) -> Int {
        var count = 0
        forEachCell(bytes, in: range) { _ in count += 1 }
        return count
    }

    /// Returns the position of the first unescaped pipe.
    static func firstPipe(_ bytes: [UInt8], in range: Range<Int>) -> Int? {
        var index = range.lowerBound
        while true {
            index = bytes.firstIndex(of: UInt8(ascii: "|"), in: index..<range.upperBound)
            if index >= range.upperBound { return nil }
            if index == range.lowerBound || bytes[index - 1] != UInt8(ascii: "\\") { return index }
            index += 1
        }
    }

    /// Returns true if a line is one cell of a broken row: text, and the only pipe after it.
    static func isBrokenOff(_ bytes: [UInt8], in range: Range<Int>) -> Bool {
        let line = trim(bytes, range)
        guard line.count > 1 else { return false }
        return firstPipe(bytes, in: line) == line.upperBound - 1
    }

    /// Returns true if a line is a row with two pipes between its cells, none of them empty, and one at each end.
    static func isDoubled(_ bytes: [UInt8], in range: Range<Int>) -> Bool {
        let line = trim(bytes, range)
        guard line.count > 2, bytes[line.lowerBound] == UInt8(ascii: "|"),
            bytes[line.upperBound - 1] == UInt8(ascii: "|")
        else { return false }
        var count = 0
        var isDoubled = true
        forEachCell(bytes, in: line) { cell in
            count += 1
            // An empty cell between two pipes is at the second one.
            let isBorder = cell.isEmpty && bytes[cell.lowerBound - 1] == bytes[line.lowerBound]
            isDoubled = isDoubled && (count.isMultiple(of: 2) ? isBorder : !cell.isEmpty)
        }
        return isDoubled && !count.isMultiple(of: 2)
    }

    /// Returns the alignment of each column if the line is a delimiter row, else nil.
    static func alignments(_ bytes: [UInt8], in range: Range<Int>) -> [Table.Alignment?]? {
        guard isDelimiterLike(bytes, in: range) else { return nil }
        var alignments: [Table.Alignment?] = []
        var isDelimiter = true
        forEachCell(bytes, in: range) { cell in
            guard isDelimiter, !cell.isEmpty else {
                isDelimiter = false
                return
            }
            let left = bytes[cell.lowerBound] == UInt8(ascii: ":")
            let right = bytes[cell.upperBound - 1] == UInt8(ascii: ":")
            let start = cell.lowerBound + (left ? 1 : 0)
            let dashes = start..<max(start, cell.upperBound - (right ? 1 : 0))
            isDelimiter = !dashes.isEmpty && bytes[dashes].allSatisfy { $0 == UInt8(ascii: "-") }
            alignments.append(left ? (right ? .center : .left) : (right ? .right : nil))
        }
        return isDelimiter && !alignments.isEmpty ? alignments : nil
    }

    /// Returns true if all ASCII characters are pipes, colons, dashes and blanks, with at least one dash.
    private static func isDelimiterLike(_ bytes: [UInt8], in range: Range<Int>) -> Bool {
        var hasDash = false
        for index in range {
            switch bytes[index] {
            case UInt8(ascii: "-"): hasDash = true
            case UInt8(ascii: "|"), UInt8(ascii: ":"), 0x20, 0x09...0x0D, 0x80...: break
            default: return false
            }
        }
        return hasDash
    }

    /// Returns `range` without white space and zero-width characters at its ends.
    @inline(__always)
    static func trim(_ bytes: [UInt8], _ range: Range<Int>) -> Range<Int> {
        var start = range.lowerBound
        var end = range.upperBound
        while start < end {
            if bytes[start].isSpace {
                start += 1
            } else if bytes[start] >= 0x80, let next = bytes.endOfWideSpace(at: start, end) {
                start = next
            } else {
                break
            }
        }
        while end > start {
            if bytes[end - 1].isSpace {
                end -= 1
            } else if bytes[end - 1] >= 0x80, let last = bytes.startOfWideSpace(before: end, start) {
                end = last
            } else {
                break
            }
        }
        return start..<end
    }
}
