// A lenient reader of the TOML that front matter is written in: keys, tables, arrays of tables, strings of all four
// kinds, arrays, inline tables. Dates and whatever is not understood are kept as text.

/// Reads rows of TOML.
///
/// Total: what is not understood becomes text, and is remarked.
struct TOML {
    private static let pathLimit = 16

    private let bytes: [UInt8]
    private let rows: [FrontMatter.Row]
    private var index = 0
    private var members: [Written.Member] = []
    private var findings: [Finding] = []
    /// Bytes that brackets over several lines may still look at; each further line looks at all of them again.
    private var flowBudget = 1_000_000

    static func read(
        _ bytes: [UInt8], _ rows: [FrontMatter.Row]
    ) -> (members: [Written.Member], findings: [Finding]) {
        var reader = TOML(bytes: bytes, rows: rows)
        reader.read()
        return (reader.members, reader.findings)
    }

    private init(bytes: [UInt8], rows: [FrontMatter.Row]) {
        self.bytes = bytes
        self.rows = rows
    }

    private mutating func read() {
        var table: [String] = []
        while index < rows.count {
            let row = rows[index]
            index += 1
            guard let first = row.range.first, bytes[first] != UInt8(ascii: "#") else { continue }
            let column = row.column(of: first)
            if bytes[first] == UInt8(ascii: "["), let (path, isElement) = header(row.range) {
                table = path
                let place = Written.Member("", .object([]), line: row.number, column: column)
                if isElement {
                    Self.append(place, at: path[...], &members)
                } else {
                    Self.open(place, path[...], &members)
                }
            } else if let (path, end) = path(row.range, until: UInt8(ascii: "=")) {
                let value = value(TableLine.trim(bytes, end + 1..<row.range.upperBound), in: row)
                let member = Written.Member("", value, line: row.number, column: column)
                Self.set(member, at: (table + path)[...], &members)
            } else {
                remark(row, at: first)
                let text = bytes.string(in: row.range)
                Self.update((table + [""])[...], place: (row.number, column), &members) { members, _ in
                    Written.Member.keep(text, line: row.number, column: column, in: &members)
                }
            }
        }
    }

    /// Remarks that what stands at `position` was not understood.
    private mutating func remark(_ row: FrontMatter.Row, at position: Int) {
        findings.append(Finding(.unreadFrontMatter, line: row.number, column: row.column(of: position)))
    }

    // MARK: Keys

    /// The path in `[a.b]`, or in `[[a.b]]`, which adds an element; nil where something follows.
    private func header(_ range: Range<Int>) -> (path: [String], isElement: Bool)? {
        let isElement = range.count > 3 && bytes[range.lowerBound + 1] == UInt8(ascii: "[")
        let marks = isElement ? 2 : 1
        guard let (path, close) = path(range.lowerBound + marks..<range.upperBound, until: UInt8(ascii: "]")),
            close + marks <= range.upperBound, bytes[close + marks - 1] == UInt8(ascii: "]"),
            isEnd(close + marks..<range.upperBound)
        else { return nil }
        return (path, isElement)
    }

    /// The names of a dotted key and where the mark behind it stands; beyond a limit the rest is one name.
    ///
    /// Nil where the mark or a name is missing.
    private func path(_ range: Range<Int>, until mark: UInt8) -> (names: [String], end: Int)? {
        var names: [String] = []
        var start = range.lowerBound
        var quote: UInt8?
        for index in range {
            let byte = bytes[index]
            if let open = quote {
                if byte == open { quote = nil }
            } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                quote = byte
            } else if byte == mark {
                names.append(name(start..<index))
                return names.contains("") ? nil : (names, index)
            } else if byte == UInt8(ascii: "."), names.count + 1 < Self.pathLimit {
                names.append(name(start..<index))
                start = index + 1
            }
        }
        return nil
    }

    private func name(_ range: Range<Int>) -> String {
        let range = TableLine.trim(bytes, range)
        guard range.count >= 2, let first = range.first,
            bytes[first] == UInt8(ascii: "\"") || bytes[first] == UInt8(ascii: "'"),
            bytes[first] == bytes[range.upperBound - 1]
        else { return bytes.string(in: range) }
        return bytes.string(in: first + 1..<range.upperBound - 1)
    }

    /// Whether nothing but a comment stands here.
    private func isEnd(_ range: Range<Int>) -> Bool {
        let text = TableLine.trim(bytes, range)
        return text.isEmpty || bytes[text.lowerBound] == UInt8(ascii: "#")
    }

    // MARK: Values

    private mutating func value(_ rest: Range<Int>, in row: FrontMatter.Row) -> Written {
        guard let first = rest.first else { return .nothing }
        switch bytes[first] {
        case UInt8(ascii: "\""), UInt8(ascii: "'"):
            if let text = multiline(rest) ?? line(rest) { return .text(text) }
        case UInt8(ascii: "["), UInt8(ascii: "{"):
            let reading = FlowReader.read(
                bytes, rest, in: row, rows, next: &index, budget: &flowBudget, separator: UInt8(ascii: "="))
            if let value = reading.value { return value }
        default:
            let comment = bytes.firstIndex(of: UInt8(ascii: "#"), in: rest)
            return .plain(bytes.string(in: TableLine.trim(bytes, rest.lowerBound..<comment)))
        }
        remark(row, at: first)
        return .text(bytes.string(in: rest))
    }

    /// A string on one line, nil where it does not end or something follows; between single quotes everything stands
    /// for itself.
    private func line(_ rest: Range<Int>) -> String? {
        let quote = bytes[rest.lowerBound]
        if quote == UInt8(ascii: "'") {
            let close = bytes.firstIndex(of: quote, in: rest.lowerBound + 1..<rest.upperBound)
            guard close < rest.upperBound, isEnd(close + 1..<rest.upperBound) else { return nil }
            return bytes.string(in: rest.lowerBound + 1..<close)
        }
        var output: [UInt8] = []
        let end = Quoted.scan(bytes, rest.lowerBound, rest.upperBound, quote: quote, style: .escapes, into: &output)
        guard let end, isEnd(end..<rest.upperBound) else { return nil }
        return String(decoding: output, as: UTF8.self)
    }

    /// A string between three quotes on each side, over any number of rows, which then are taken.
    private mutating func multiline(_ rest: Range<Int>) -> String? {
        let quote = bytes[rest.lowerBound]
        guard rest.count >= 3, bytes[rest.lowerBound..<rest.lowerBound + 3].allSatisfy({ $0 == quote }),
            let last = rows.last?.range.upperBound,
            let close = endOfMultiline(rest.lowerBound + 3..<last, quote)
        else { return nil }
        var next = index
        while next < rows.count, rows[next].range.lowerBound < close + 3 { next += 1 }
        let end = next == index ? rest.upperBound : rows[next - 1].range.upperBound
        guard isEnd(close + 3..<end) else { return nil }
        index = next
        return text(rest.lowerBound + 3..<close, hasEscapes: quote == UInt8(ascii: "\""))
    }

    /// Where the three quotes begin that end a string; one or two more before them are part of it.
    private func endOfMultiline(_ range: Range<Int>, _ quote: UInt8) -> Int? {
        var run = 0
        var index = range.lowerBound
        while index < range.upperBound {
            if bytes[index] == quote {
                run += 1
                if run == 5 { return index - 2 }
            } else if run >= 3 {
                return index - 3
            } else {
                run = 0
                if bytes[index] == UInt8(ascii: "\\"), quote == UInt8(ascii: "\"") { index += 1 }
            }
            index += 1
        }
        return run >= 3 ? index - 3 : nil
    }

    /// The text between three quotes, without a line break right behind them.
    private func text(_ range: Range<Int>, hasEscapes: Bool) -> String {
        var output: [UInt8] = []
        var index = range.lowerBound
        if index < range.upperBound, bytes[index] == 0x0D { index += 1 }
        if index < range.upperBound, bytes[index] == 0x0A { index += 1 }
        while index < range.upperBound {
            if bytes[index] == UInt8(ascii: "\\"), hasEscapes {
                let next = bytes[index + 1..<range.upperBound].drop(while: \.isBlank)
                if next.first == 0x0A || next.first == 0x0D {
                    // A backslash at the end of a line takes the break and what indents the next one.
                    index = next.drop(while: \.isSpace).startIndex
                } else {
                    index = Quoted.escape(bytes, index + 1, range.upperBound, into: &output)
                }
                continue
            }
            if bytes[index] != 0x0D { output.append(bytes[index]) }
            index += 1
        }
        return String(decoding: output, as: UTF8.self)
    }

    // MARK: Placing

    private typealias Place = (line: Int, column: Int?)

    /// Adds the member under the last name of `path`, making the tables on the way; of an array of tables, the last
    /// element is meant.
    private static func set(_ member: Written.Member, at path: ArraySlice<String>, _ members: inout [Written.Member]) {
        update(path, place: (member.line, member.column), &members) { members, name in
            members.append(Written.Member(name, member.value, line: member.line, column: member.column))
        }
    }

    private static func open(_ table: Written.Member, _ path: ArraySlice<String>, _ members: inout [Written.Member]) {
        update(path, place: (table.line, table.column), &members) { members, name in
            if members.contains(where: { $0.name == name }) { return }
            members.append(Written.Member(name, .object([]), line: table.line, column: table.column))
        }
    }

    private static func append(
        _ table: Written.Member, at path: ArraySlice<String>, _ members: inout [Written.Member]
    ) {
        update(path, place: (table.line, table.column), &members) { members, name in
            if let index = members.lastIndex(where: { $0.name == name }), case .list(let list) = members[index].value {
                members[index].value = .list(list + [.object([])])
            } else {
                members.append(
                    Written.Member(name, .list([.object([])]), line: table.line, column: table.column))
            }
        }
    }

    /// Calls `body` with the members of the table that holds the last name of `path`.
    private static func update(
        _ path: ArraySlice<String>, place: Place, _ members: inout [Written.Member],
        _ body: (inout [Written.Member], String) -> Void
    ) {
        guard let name = path.first else { return }
        guard path.count > 1 else { return body(&members, name) }
        let index: Int
        if let found = members.lastIndex(where: { $0.name == name }) {
            index = found
        } else {
            index = members.count
            members.append(Written.Member(name, .object([]), line: place.line, column: place.column))
        }
        switch members[index].value {
        case .list(var list):
            guard case .object(var inner)? = list.last else { return body(&members, path.joined(separator: ".")) }
            update(path.dropFirst(), place: place, &inner, body)
            list[list.count - 1] = .object(inner)
            members[index].value = .list(list)
        case .object(var inner):
            update(path.dropFirst(), place: place, &inner, body)
            members[index].value = .object(inner)
        default: body(&members, path.joined(separator: "."))
        }
    }
}
