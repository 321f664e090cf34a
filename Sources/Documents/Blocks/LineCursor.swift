// Cursor in a line of Markdown, in bytes and columns: a tab ends at the next multiple of four columns (CommonMark 0.30,
// 2.2), and an indentation may use a part of it. The cursor skips zero-width characters.

struct LineCursor {
    var position: Int
    var column: Int

    /// The white space at the cursor: its width in columns, and the position of its end.
    struct Indent {
        var columns: Int
        var next: Int
    }

    @inline(__always)
    func indent(_ bytes: [UInt8], _ line: Line) -> Indent {
        var position = position
        var end = column
        while position < line.end {
            if bytes[position] == 0x20 {
                end += 1
            } else if bytes[position] == 0x09 {
                end += 4 - end % 4
            } else if bytes[position] >= 0x80, bytes.isZeroWidth(at: position, line.end) {
                position += 2
            } else {
                break
            }
            position += 1
        }
        return Indent(columns: end - column, next: position)
    }

    func isBlank(_ bytes: [UInt8], _ line: Line) -> Bool {
        var position = position
        while position < line.end {
            if bytes[position].isSpace {
                position += 1
            } else if bytes[position] >= 0x80, bytes.isZeroWidth(at: position, line.end) {
                position += 3
            } else {
                return false
            }
        }
        return true
    }

    /// Skips `columns` of white space.
    ///
    /// Within a tab, the position stays at the tab and the column moves on.
    mutating func advance(_ columns: Int, _ bytes: [UInt8], _ line: Line) {
        var left = columns
        while left > 0, position < line.end {
            if bytes[position] == 0x09 {
                let width = 4 - column % 4
                if width > left {
                    column += left
                    return
                }
                column += width
                left -= width
            } else if bytes[position] >= 0x80, bytes.isZeroWidth(at: position, line.end) {
                position += 2
            } else {
                column += 1
                left -= 1
            }
            position += 1
        }
    }

    /// Skips the one-byte mark of a quote and the blank that may follow it.
    mutating func skipMark(_ bytes: [UInt8], _ line: Line, _ indent: Indent) {
        column += indent.columns + 1
        position = indent.next + 1
        if position < line.end, bytes[position].isBlank { advance(1, bytes, line) }
    }
}
