// Parser of lists and mappings in brackets: YAML's flow style and lists that Python prints, not TOML.

/// Reads one value between brackets.
struct FlowReader {
    /// The result of parsing; the value is nil if the text is not well-formed.
    struct Reading {
        var value: Written?
        /// True if a bracket or quote of the first line is never closed, or the value has ignored properties.
        var isUnclear: Bool
    }

    private static let depthLimit = 16

    private let bytes: [UInt8]
    /// True if quoted text has the escapes of Python.
    private let isPython: Bool
    /// The offset of each row in `bytes`, and its place in the file.
    private var starts: [(offset: Int, line: Int, column: Int)]
    /// The row that contains `position`.
    private var row = 0
    private var position = 0
    /// True if the text ended within a value, which further lines may complete.
    private var isUnfinished = false
    private var hasProperty = false
    /// The start of a comment at the end of the text; further lines replace the comment.
    private var comment: Int?

    /// Parses the value that begins in `rest` of `row` and may continue in the rows from `next`, which moves past them.
    ///
    /// Each further row makes the reader start again; `budget` limits the bytes that it reads again.
    static func read(
        _ bytes: [UInt8], _ rest: Range<Int>, in row: FrontMatter.Row, _ rows: [FrontMatter.Row], next: inout Int,
        budget: inout Int
    ) -> Reading {
        var text = Array(bytes[rest])
        var starts = [(offset: 0, line: row.number, column: row.column(of: rest.lowerBound))]
        var last = next
        while last == next || budget > 0 {
            if last > next { budget -= text.count }
            var reader = FlowReader(text, starts, isPython: false)
            if let value = reader.read() {
                next = last
                return Reading(value: value, isUnclear: reader.hasProperty)
            }
            // trafilatura writes lists as Python prints them: it escapes a quote by a backslash, not by doubling.
            if holdsEscapedQuote(text) {
                budget -= text.count
                var python = FlowReader(text, starts, isPython: true)
                if let value = python.read() {
                    next = last
                    return Reading(value: value, isUnclear: false)
                }
            }
            guard reader.isUnfinished else { return Reading(value: nil, isUnclear: last > next) }
            guard last < rows.count else { break }
            if let comment = reader.comment { text.removeSubrange(comment...) }
            // Only a row with one of these bytes can end the value.
            var hasMark = false
            while !hasMark, last < rows.count {
                text.append(0x20)
                starts.append((text.count, rows[last].number, rows[last].indent + 1))
                text.append(contentsOf: bytes[rows[last].range])
                budget -= rows[last].range.count
                hasMark = bytes[rows[last].range].contains { "]}\"'#".utf8.contains($0) }
                last += 1
            }
        }
        return Reading(value: nil, isUnclear: true)
    }

    private static func holdsEscapedQuote(_ text: [UInt8]) -> Bool {
        text.indices.dropLast().contains { text[$0] == UInt8(ascii: "\\") && text[$0 + 1] == UInt8(ascii: "'") }
    }

    private init(_ bytes: [UInt8], _ starts: [(offset: Int, line: Int, column: Int)], isPython: Bool) {
        self.bytes = bytes
        self.starts = starts
        self.isPython = isPython
    }

    /// Parses a value that nothing but a comment follows.
    private mutating func read() -> Written? {
        guard let value = value(depth: 0) else { return nil }
        skipSpace()
        return position == bytes.count || bytes[position] == UInt8(ascii: "#") ? value : nil
    }

    private mutating func skipSpace() {
        while position < bytes.count, bytes[position].isSpace { position += 1 }
        if isComment(position) {
            comment = position
            position = bytes.count
        }
    }

    /// Returns true if a comment begins: only between blanks, since `[#a, #b]` is text.
    private func isComment(_ position: Int) -> Bool {
        guard position < bytes.count, bytes[position] == UInt8(ascii: "#") else { return false }
        return (position == 0 || bytes[position - 1].isSpace)
            && (position + 1 == bytes.count || bytes[position + 1].isSpace)
    }

    private mutating func peek() -> UInt8? {
        skipSpace()
        if position < bytes.count { return bytes[position] }
        isUnfinished = true
        return nil
    }

    /// Returns the place of `position` in the file.
    private mutating func place() -> (line: Int, column: Int) {
        while row + 1 < starts.count, starts[row + 1].offset <= position { row += 1 }
        return (starts[row].line, starts[row].column + position - starts[row].offset)
    }

    // MARK: Values

    private mutating func value(depth: Int) -> Written? {
        guard depth < Self.depthLimit, let byte = peek() else { return nil }
        switch byte {
        case UInt8(ascii: "["): return list(depth)
        case UInt8(ascii: "{"): return mapping(depth)
        case UInt8(ascii: "\""), UInt8(ascii: "'"): return quoted(byte).map { .text($0) }
        default:
            guard let range = plain() else { return nil }
            if let text = YAML.textTag(bytes, range) { return .text(bytes.string(in: text)) }
            if YAML.isProperty(bytes, range) { hasProperty = true }
            return .plain(bytes.string(in: range))
        }
    }

    private mutating func quoted(_ quote: UInt8) -> String? {
        var output: [UInt8] = []
        let style = isPython ? .escapes : Quoted.Style(of: quote)
        guard let end = Quoted.scan(bytes, position, bytes.count, quote: quote, style: style, into: &output) else {
            isUnfinished = true
            return nil
        }
        position = end
        return String(decoding: output, as: UTF8.self)
    }

    private mutating func plain() -> Range<Int>? {
        let start = position
        // Only the strict reader parses `{? key : value}`.
        if position + 1 < bytes.count, bytes[position] == UInt8(ascii: "?"), bytes[position + 1].isSpace { return nil }
        scan: while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: ","), UInt8(ascii: "]"), UInt8(ascii: "}"), UInt8(ascii: "["), UInt8(ascii: "{"):
                break scan
            case UInt8(ascii: ":") where position + 1 == bytes.count || bytes[position + 1].isSpace: break scan
            case UInt8(ascii: "#") where isComment(position): break scan
            default: break
            }
            position += 1
        }
        let range = TableLine.trim(bytes, start..<position)
        return range.isEmpty ? nil : range
    }

    private mutating func list(_ depth: Int) -> Written? {
        position += 1
        var values: [Written] = []
        while let byte = peek() {
            if byte == UInt8(ascii: "]") {
                position += 1
                return .list(values)
            }
            guard let value = value(depth: depth + 1), endElement(UInt8(ascii: "]")) else { return nil }
            values.append(value)
        }
        return nil
    }

    private mutating func mapping(_ depth: Int) -> Written? {
        position += 1
        var members: [Written.Member] = []
        while let byte = peek() {
            if byte == UInt8(ascii: "}") {
                position += 1
                return .object(members)
            }
            let place = place()
            let isQuoted = byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'")
            guard let name = isQuoted ? quoted(byte) : plain().map({ bytes.string(in: $0) }) else { return nil }
            var value = Written.nothing
            if peek() == UInt8(ascii: ":") {
                position += 1
                guard let read = self.value(depth: depth + 1) else { return nil }
                value = read
            }
            guard endElement(UInt8(ascii: "}")) else { return nil }
            members.append(Written.Member(name, value, line: place.line, column: place.column))
        }
        return nil
    }

    /// Skips the comma after an element; also returns true before `close`.
    private mutating func endElement(_ close: UInt8) -> Bool {
        guard let byte = peek() else { return false }
        if byte == UInt8(ascii: ",") {
            position += 1
            return true
        }
        return byte == close
    }
}
