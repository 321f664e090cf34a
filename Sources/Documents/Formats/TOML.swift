// A lenient reader of the TOML that front matter is written in: keys, tables, arrays of tables, strings of all four
// kinds, arrays, inline tables. Dates and whatever is not understood are kept as text.

/// Reads rows of TOML.
///
/// Total: a line that is not understood becomes text, and is given too.
struct TOML {
    private static let pathLimit = 16

    private let bytes: [UInt8]
    private let rows: [FrontMatter.Row]
    private var index = 0
    private var members: [Value.Member] = []
    private var unread: [FrontMatter.Row] = []
    /// Bytes that brackets over several lines may still look at; each further line looks at all of them again.
    private var flowBudget = 1_000_000

    static func read(_ bytes: [UInt8], _ rows: [FrontMatter.Row]) -> ([Value.Member], unread: [FrontMatter.Row]) {
        var reader = TOML(bytes: bytes, rows: rows)
        reader.read()
        return (reader.members, reader.unread)
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
            if bytes[first] == UInt8(ascii: "["), let (path, isElement) = header(row.range) {
                table = path
                if isElement { Self.append(path[...], to: &members) } else { Self.open(path[...], in: &members) }
            } else if let (path, rest) = splitKey(row.range) {
                Self.set(value(rest), at: (table + path)[...], in: &members)
            } else {
                unread.append(row)
                Self.set(.text(bytes.string(in: row.range)), at: (table + [""])[...], in: &members)
            }
        }
    }

    /// The path in `[a.b]`, or in `[[a.b]]`, which adds an element.
    private func header(_ range: Range<Int>) -> (path: [String], isElement: Bool)? {
        let isElement = range.count > 3 && bytes[range.lowerBound + 1] == UInt8(ascii: "[")
        let start = range.lowerBound + (isElement ? 2 : 1)
        let close = bytes.firstIndex(of: UInt8(ascii: "]"), in: start..<range.upperBound)
        guard close < range.upperBound else { return nil }
        let path = path(start..<close)
        return path.isEmpty ? nil : (path, isElement)
    }

    private func splitKey(_ range: Range<Int>) -> (path: [String], rest: Range<Int>)? {
        var index = range.lowerBound
        var quote: UInt8?
        while index < range.upperBound {
            let byte = bytes[index]
            if let open = quote {
                if byte == open { quote = nil }
            } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                quote = byte
            } else if byte == UInt8(ascii: "=") {
                let path = path(range.lowerBound..<index)
                return path.isEmpty ? nil : (path, TableLine.trim(bytes, index + 1..<range.upperBound))
            }
            index += 1
        }
        return nil
    }

    /// The names of a dotted key; beyond a limit the rest is one name.
    private func path(_ range: Range<Int>) -> [String] {
        var names: [String] = []
        var start = range.lowerBound
        var quote: UInt8?
        for index in range {
            let byte = bytes[index]
            if let open = quote {
                if byte == open { quote = nil }
            } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
                quote = byte
            } else if byte == UInt8(ascii: "."), names.count + 1 < Self.pathLimit {
                names.append(name(start..<index))
                start = index + 1
            }
        }
        names.append(name(start..<range.upperBound))
        return names.contains("") ? [] : names
    }

    private func name(_ range: Range<Int>) -> String {
        let range = TableLine.trim(bytes, range)
        guard range.count >= 2, let first = range.first,
            bytes[first] == UInt8(ascii: "\"") || bytes[first] == UInt8(ascii: "'"),
            bytes[first] == bytes[range.upperBound - 1]
        else { return bytes.string(in: range) }
        return bytes.string(in: first + 1..<range.upperBound - 1)
    }

    // MARK: Values

    private mutating func value(_ rest: Range<Int>) -> Value {
        guard let first = rest.first else { return .null }
        let byte = bytes[first]
        if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
            if rest.count >= 3, bytes[first + 1] == byte, bytes[first + 2] == byte { return multiline(rest, byte) }
            var output: [UInt8] = []
            if Self.scanString(bytes, rest, byte, &output) { return .text(String(decoding: output, as: UTF8.self)) }
            return .text(bytes.string(in: rest))
        }
        if byte == UInt8(ascii: "[") || byte == UInt8(ascii: "{"), let value = flow(rest) { return value }
        let comment = bytes.firstIndex(of: UInt8(ascii: "#"), in: rest)
        return Scalar.value(bytes.string(in: TableLine.trim(bytes, rest.lowerBound..<comment)))
    }

    /// A string on one line; between single quotes everything stands for itself.
    private static func scanString(_ bytes: [UInt8], _ rest: Range<Int>, _ quote: UInt8, _ output: inout [UInt8])
        -> Bool
    {
        if quote == UInt8(ascii: "'") {
            let close = bytes.firstIndex(of: quote, in: rest.lowerBound + 1..<rest.upperBound)
            output.append(contentsOf: bytes[rest.lowerBound + 1..<close])
            return close < rest.upperBound
        }
        return Quoted.scan(bytes, rest.lowerBound, rest.upperBound, quote: quote, isOpen: false, into: &output) != nil
    }

    private mutating func multiline(_ rest: Range<Int>, _ quote: UInt8) -> Value {
        var lines: [[UInt8]] = []
        var line = Array(bytes[rest.lowerBound + 3..<rest.upperBound])
        while true {
            if let close = Self.endOfMultiline(line, quote) {
                lines.append(Array(line[..<close]))
                break
            }
            lines.append(line)
            guard index < rows.count else { break }
            line = Array(bytes[rows[index].range])
            index += 1
        }
        if lines.first?.isEmpty == true { lines.removeFirst() }
        var output: [UInt8] = []
        for (number, line) in lines.enumerated() {
            if number > 0 { output.append(0x0A) }
            if quote == UInt8(ascii: "'") {
                output.append(contentsOf: line)
            } else {
                // No byte is the quote here: a single one is text.
                _ = Quoted.scan(
                    line.map { $0 == quote ? 0x1F : $0 }, 0, line.count, quote: quote, isOpen: true, into: &output)
            }
        }
        return .text(String(decoding: output.map { $0 == 0x1F ? quote : $0 }, as: UTF8.self))
    }

    private static func endOfMultiline(_ line: [UInt8], _ quote: UInt8) -> Int? {
        var run = 0
        for (index, byte) in line.enumerated() {
            run = byte == quote ? run + 1 : 0
            if run == 3 { return index - 2 }
        }
        return nil
    }

    private mutating func flow(_ rest: Range<Int>) -> Value? {
        FlowReader.read(bytes, rest, rows, next: &index, budget: &flowBudget, separator: UInt8(ascii: "="))
    }

    // MARK: Placing

    /// Gives the value at `path`, making the tables on the way; of an array of tables, the last element is meant.
    private static func set(_ value: Value, at path: ArraySlice<String>, in members: inout [Value.Member]) {
        update(path, in: &members) { members, name in members.append(Value.Member(name, value)) }
    }

    private static func open(_ path: ArraySlice<String>, in members: inout [Value.Member]) {
        update(path, in: &members) { members, name in
            if !members.contains(where: { $0.name == name }) { members.append(Value.Member(name, .object([]))) }
        }
    }

    private static func append(_ path: ArraySlice<String>, to members: inout [Value.Member]) {
        update(path, in: &members) { members, name in
            if let index = members.lastIndex(where: { $0.name == name }), case .list(let list) = members[index].value {
                members[index].value = .list(list + [.object([])])
            } else {
                members.append(Value.Member(name, .list([.object([])])))
            }
        }
    }

    /// Calls `body` with the members of the table that holds the last name of `path`.
    private static func update(
        _ path: ArraySlice<String>, in members: inout [Value.Member], _ body: (inout [Value.Member], String) -> Void
    ) {
        guard let name = path.first else { return }
        guard path.count > 1 else { return body(&members, name) }
        let index: Int
        if let found = members.lastIndex(where: { $0.name == name }) {
            index = found
        } else {
            index = members.count
            members.append(Value.Member(name, .object([])))
        }
        switch members[index].value {
        case .list(var list):
            guard case .object(var inner)? = list.last else { return body(&members, path.joined(separator: ".")) }
            update(path.dropFirst(), in: &inner, body)
            list[list.count - 1] = .object(inner)
            members[index].value = .list(list)
        case .object(var inner):
            update(path.dropFirst(), in: &inner, body)
            members[index].value = .object(inner)
        default: body(&members, path.joined(separator: "."))
        }
    }
}
