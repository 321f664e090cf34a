// Reader of delimited text, row by row: fields between commas or another delimiter, with quotes as in RFC 4180.
// DelimitedText.swift finds the delimiter and the header.

/// Reads the rows of delimited text; takes time linear in its bytes.
struct DelimitedReader {
    /// A field, without the quotes around it.
    struct Field {
        var range: Range<Int>
        /// True if the field is quoted and contains pairs of quotes, each of which means one quote.
        var hasPairs: Bool
    }

    struct Row {
        var fields: [Field]
        var range: Range<Int>
        /// The line of the file at which the row begins.
        var line: Int
    }

    private let bytes: [UInt8]
    private let end: Int
    private let delimiter: UInt8
    private var position: Int
    private var line: Int
    /// The position of the first quote that begins a field and is never closed; such a quote is text.
    private(set) var unclosedQuote: Int?
    /// The number of bytes that unsuccessful searches for closing quotes may still read.
    private var budget: Int

    init(_ bytes: [UInt8], _ range: Range<Int>, line: Int, delimiter: UInt8) {
        self.bytes = bytes
        self.delimiter = delimiter
        self.line = line
        position = range.lowerBound
        end = range.upperBound
        budget = 4 * range.count + 4_096
    }

    /// Returns the next row that has text.
    mutating func next() -> Row? {
        while position < end {
            let row = row()
            if row.fields.contains(where: { !$0.range.isEmpty }) { return row }
        }
        return nil
    }

    /// Returns the bytes of a field, with one quote for each pair.
    func content(_ field: Field) -> [UInt8] {
        guard field.hasPairs else { return Array(bytes[field.range]) }
        var output: [UInt8] = []
        output.reserveCapacity(field.range.count)
        var index = field.range.lowerBound
        while index < field.range.upperBound {
            output.append(bytes[index])
            let isPair =
                bytes[index] == UInt8(ascii: "\"") && index + 1 < field.range.upperBound
                && bytes[index + 1] == UInt8(ascii: "\"")
            index += isPair ? 2 : 1
        }
        return output
    }

    private mutating func row() -> Row {
        let (start, first) = (position, line)
        var fields: [Field] = []
        while true {
            fields.append(field())
            guard position < end, bytes[position] == delimiter else { break }
            position += 1
        }
        let range = start..<position
        if position < end, bytes[position] == 0x0D { position += 1 }
        if position < end { position += 1 }
        line += 1
        return Row(fields: fields, range: range, line: first)
    }

    /// Reads the field at `position` up to its delimiter or the end of the line.
    private mutating func field() -> Field {
        var start = position
        while start < end, bytes[start] == 0x20 { start += 1 }
        if start < end, bytes[start] == UInt8(ascii: "\""), budget > 0, let field = quotedField(start) {
            return field
        }
        start = position
        while position < end, bytes[position] != delimiter, bytes[position] != 0x0A { position += 1 }
        if position < end, bytes[position] == 0x0A, position > start, bytes[position - 1] == 0x0D { position -= 1 }
        return Field(range: TableLine.trim(bytes, start..<position), hasPairs: false)
    }

    /// Reads the field with its opening quote at `start`.
    ///
    /// Returns nil if the quote is never closed, or if text follows the closing quote, which violates RFC 4180.
    private mutating func quotedField(_ start: Int) -> Field? {
        var index = start + 1
        var hasPairs = false
        while true {
            index = bytes.firstIndex(of: UInt8(ascii: "\""), in: index..<end)
            guard index < end else { return refuseQuote(start, end) }
            guard index + 1 < end, bytes[index + 1] == UInt8(ascii: "\"") else { break }
            hasPairs = true
            index += 2
        }
        var next = index + 1
        while next < end, bytes[next] == 0x20 { next += 1 }
        let isLineEnd =
            next >= end || bytes[next] == delimiter || bytes[next] == 0x0A
            || bytes[next] == 0x0D && next + 1 < end && bytes[next + 1] == 0x0A
        let feeds = bytes.feedCount(in: start..<index)
        guard isLineEnd else {
            // `"Bay" road` is text with a quoted word.
            if feeds == 0 {
                budget -= index - start
                return nil
            }
            return refuseQuote(start, index)
        }
        line += feeds
        position = next
        return Field(range: start + 1..<index, hasPairs: hasPairs)
    }

    private mutating func refuseQuote(_ start: Int, _ end: Int) -> Field? {
        unclosedQuote = unclosedQuote ?? start
        budget -= end - start
        return nil
    }
}
