// Columns of a line as a terminal shows it, for tables drawn with characters.

enum DisplayColumns {
    /// Returns the positions in `line` of the characters at `columns`, which are in rising order.
    ///
    /// A column after the end of the line gives its end. O(length of the line + number of columns).
    static func positions(_ bytes: [UInt8], _ line: Range<Int>, at columns: [Int]) -> [Int] {
        var positions: [Int] = []
        positions.reserveCapacity(columns.count)
        self.positions(bytes, line, at: columns, into: &positions)
        return positions
    }

    /// Replaces `positions` by the positions in `line` of the characters at `columns`.
    static func positions(_ bytes: [UInt8], _ line: Range<Int>, at columns: [Int], into positions: inout [Int]) {
        positions.removeAll(keepingCapacity: true)
        if bytes.isASCII(in: line) {
            for column in columns { positions.append(line.lowerBound + min(column, line.count)) }
            return
        }
        var (index, column) = (line.lowerBound, 0)
        for target in columns {
            while index < line.upperBound, column < target { advance(bytes, line.upperBound, &index, &column) }
            // A zero-width character belongs to the character before it.
            while index < line.upperBound, bytes[index] >= 0x80, width(bytes, index, line.upperBound).width == 0 {
                advance(bytes, line.upperBound, &index, &column)
            }
            positions.append(index)
        }
    }

    /// Returns the number of columns of a line.
    static func width(_ bytes: [UInt8], _ line: Range<Int>) -> Int {
        if bytes.isASCII(in: line) { return line.count }
        var (index, column) = (line.lowerBound, 0)
        while index < line.upperBound { advance(bytes, line.upperBound, &index, &column) }
        return column
    }

    @inline(__always)
    private static func advance(_ bytes: [UInt8], _ end: Int, _ index: inout Int, _ column: inout Int) {
        if bytes[index] < 0x80 {
            column += 1
            index += 1
        } else {
            let (width, length) = width(bytes, index, end)
            column += width
            index += length
        }
    }

    /// Returns the number of columns and bytes of the character at `index`, which is not ASCII.
    private static func width(_ bytes: [UInt8], _ index: Int, _ end: Int) -> (width: Int, length: Int) {
        let length = min(scalarLength(bytes[index]), end - index)
        let scalar = bytes.string(in: index..<index + length).unicodeScalars.first ?? " "
        return (width(of: scalar), length)
    }

    private static func width(of scalar: Unicode.Scalar) -> Int {
        switch scalar.value {
        case 0..<0x300: 1
        case 0x300...0x36F, 0x200B...0x200F, 0x20D0...0x20FF, 0xFE00...0xFE0F, 0xFE20...0xFE2F, 0xFEFF: 0
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x4DBF, 0x4E00...0x9FFF, 0xA000...0xA4CF, 0xAC00...0xD7A3,
            0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F900...0x1F9FF,
            0x20000...0x3FFFD:
            2
        default: 1
        }
    }
}
