// A lenient parser of TOML front matter: keys, tables and arrays of tables. TOMLValue.swift parses the values.

/// Parses rows of TOML.
///
/// Never fails: an ill-formed row becomes text, with a diagnostic.
struct TOML {
    private let bytes: [UInt8]
    private let rows: [FrontMatter.Row]
    private var index = 0
    private var members: [Written.Member] = []
    private var issues: [ParseIssue] = []
    /// The number of bytes that may still be read for multiline values that never end.
    private var budget = 1_000_000

    static func read(
        _ bytes: [UInt8], _ rows: [FrontMatter.Row]
    ) -> (members: [Written.Member], issues: [ParseIssue]) {
        var reader = TOML(bytes: bytes, rows: rows)
        reader.read()
        return (reader.members, reader.issues)
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
            } else if let (path, end) = TOMLValue.path(bytes, row.range, until: UInt8(ascii: "=")) {
                let value = value(TableLine.trim(bytes, end + 1..<row.range.upperBound), in: row)
                let member = Written.Member("", value, line: row.number, column: column)
                Self.set(member, at: (table + path)[...], &members)
            } else {
                report(row, at: first)
                let text = bytes.string(in: row.range)
                Self.update((table + [""])[...], place: (row.number, column), &members) { members, _ in
                    Written.Member.keep(text, line: row.number, column: column, in: &members)
                }
            }
        }
    }

    /// Reports that the text at `position` is ill-formed.
    private mutating func report(_ row: FrontMatter.Row, at position: Int) {
        issues.append(ParseIssue(.unreadFrontMatter, line: row.number, column: row.column(of: position)))
    }

    // MARK: Keys

    /// Parses the path in `[a.b]`, or in `[[a.b]]`, which adds an element; returns nil if anything follows.
    private func header(_ range: Range<Int>) -> (path: [String], isElement: Bool)? {
        let isElement = range.count > 3 && bytes[range.lowerBound + 1] == UInt8(ascii: "[")
        let marks = isElement ? 2 : 1
        guard
            let (path, close) = TOMLValue.path(
                bytes, range.lowerBound + marks..<range.upperBound, until: UInt8(ascii: "]")),
            close + marks <= range.upperBound, bytes[close + marks - 1] == UInt8(ascii: "]"),
            isEnd(close + marks..<range.upperBound)
        else { return nil }
        return (path, isElement)
    }

    /// Returns true if `range` has nothing but a comment.
    private func isEnd(_ range: Range<Int>) -> Bool {
        let text = TableLine.trim(bytes, range)
        return text.isEmpty || bytes[text.lowerBound] == UInt8(ascii: "#")
    }

    // MARK: Values

    private mutating func value(_ rest: Range<Int>, in row: FrontMatter.Row) -> Written {
        guard let first = rest.first, let last = rows.last?.range.upperBound else { return .nothing }
        guard "\"'[{".utf8.contains(bytes[first]) else {
            let comment = bytes.firstIndex(of: UInt8(ascii: "#"), in: rest)
            return TOMLValue.bare(bytes.string(in: TableLine.trim(bytes, rest.lowerBound..<comment)))
        }
        if budget > 0 {
            var reader = TOMLValue(bytes, first..<last, line: row.number, column: row.column(of: first))
            let value = reader.value(depth: 0)
            if let value, isEndOfLine(reader.position) {
                while index < rows.count, rows[index].range.lowerBound < reader.position { index += 1 }
                return value
            }
            budget -= reader.position - first
        }
        report(row, at: first)
        return .text(bytes.string(in: rest))
    }

    /// Returns true if nothing but a comment follows in the line.
    private func isEndOfLine(_ position: Int) -> Bool {
        let rest = bytes[position...].drop { $0.isBlank }.first
        return rest == nil || rest == 0x0A || rest == 0x0D || rest == UInt8(ascii: "#")
    }

    // MARK: Placing

    typealias Place = (line: Int, column: Int?)

    /// Adds the member under the last name of `path`, and makes missing tables.
    ///
    /// In an array of tables, the path continues in the last element.
    static func set(_ member: Written.Member, at path: ArraySlice<String>, _ members: inout [Written.Member]) {
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

    /// Calls `body` with the members of the table that contains the last name of `path`.
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
