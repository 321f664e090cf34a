// Lists and mappings between brackets: YAML's flow style, and the lists that Python prints. TOMLValue.swift reads TOML.

/// Reads one value between brackets.
struct FlowReader {
    /// A value, nil where what stands there is not well-formed.
    struct Reading {
        var value: Written?
        /// Whether the first line leaves a bracket or quote open that nothing below closes, or something in the value
        /// is not followed: then it is to be remarked.
        var isUnclear: Bool
    }

    private static let depthLimit = 16

    private let bytes: [UInt8]
    /// Whether quoted text is read as Python writes it.
    private let isPython: Bool
    /// Where the rows begin in `bytes`, and the first byte of each in the file.
    private var starts: [(offset: Int, line: Int, column: Int)]
    /// The row that `position` is in.
    private var row = 0
    private var position = 0
    /// Whether the text ended within a value, so that more lines may help.
    private var isUnfinished = false
    private var hasProperty = false
    /// Where the comment begins that the text ended within; more lines take its place.
    private var comment: Int?

    /// The value that begins in `rest` of `row` and may go on over the rows from `next`, which then are taken.
    ///
    /// Every byte that is looked at again is taken from `budget`, since each row makes the reader begin anew.
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
            // trafilatura writes what Python prints: a quote within quotes has a backslash, where YAML doubles it.
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
            // Only a row with a mark can end the value, or hide what follows.
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

    /// The value that the text holds, followed by nothing but a comment.
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

    /// Whether a comment begins: only between blanks, since `[#a, #b]` is text.
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

    /// Where `position` is in the file.
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
        // The strict reader knows `{? key : value}`.
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

    /// Reads the comma behind an element; true too before `close`.
    private mutating func endElement(_ close: UInt8) -> Bool {
        guard let byte = peek() else { return false }
        if byte == UInt8(ascii: ",") {
            position += 1
            return true
        }
        return byte == close
    }
}
