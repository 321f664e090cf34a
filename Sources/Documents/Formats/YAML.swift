// A lenient reader of the YAML that front matter is written in: mappings, sequences in both styles, quoted, plain and
// block scalars, comments. Not YAML 1.2: anchors, tags and multi-line keys are kept as text.

/// Reads rows of YAML.
///
/// Total: a line that is not understood becomes text, and is given too.
struct YAML {
    private static let depthLimit = 16

    private let bytes: [UInt8]
    private let rows: [FrontMatter.Row]
    private var index = 0
    private var unread: [FrontMatter.Row] = []
    /// Bytes that brackets over several lines may still look at; each further line looks at all of them again.
    private var flowBudget = 1_000_000

    static func read(_ bytes: [UInt8], _ rows: [FrontMatter.Row]) -> ([Value.Member], unread: [FrontMatter.Row]) {
        var reader = YAML(bytes: bytes, rows: rows)
        var members: [Value.Member] = []
        while reader.skipBlank() { reader.mapping(indent: reader.rows[reader.index].indent, depth: 0, &members) }
        return (members, reader.unread)
    }

    private init(bytes: [UInt8], rows: [FrontMatter.Row]) {
        self.bytes = bytes
        self.rows = rows
    }

    /// Moves to the next row that is neither blank nor a comment; false at the end.
    private mutating func skipBlank() -> Bool {
        while index < rows.count {
            let range = rows[index].range
            if !range.isEmpty, bytes[range.lowerBound] != UInt8(ascii: "#") { return true }
            index += 1
        }
        return false
    }

    // MARK: Collections

    private mutating func mapping(indent: Int, depth: Int, _ members: inout [Value.Member]) {
        while skipBlank() {
            let row = rows[index]
            if row.indent < indent { return }
            guard row.indent == indent || depth == 0 && !isIndentedByTab(row), !isDash(row.range),
                let (key, rest) = Self.splitKey(bytes, row.range)
            else {
                keepAsText(row, &members)
                continue
            }
            index += 1
            let value = value(rest, of: row.indent, depth: depth, isInMapping: true)
            members.append(Value.Member(Self.name(bytes, key), value))
        }
    }

    /// What is no `key: value` is a value without a name; there is one of them in a mapping, with a line for each.
    private mutating func keepAsText(_ row: FrontMatter.Row, _ members: inout [Value.Member]) {
        index += 1
        unread.append(row)
        let text = bytes.string(in: row.range)
        if let unnamed = members.firstIndex(where: { $0.name.isEmpty }), case .text(let above) = members[unnamed].value
        {
            members[unnamed].value = .text(above + "\n" + text)
        } else {
            members.append(Value.Member("", .text(text)))
        }
    }

    private mutating func sequence(indent: Int, depth: Int) -> Value {
        var values: [Value] = []
        while skipBlank(), rows[index].indent == indent, isDash(rows[index].range) {
            let row = rows[index]
            let rest = TableLine.trim(bytes, row.range.lowerBound + 1..<row.range.upperBound)
            let inner = row.indent + rest.lowerBound - row.range.lowerBound
            index += 1
            if depth < Self.depthLimit, !rest.isEmpty, let (key, first) = Self.splitKey(bytes, rest),
                bytes[rest.lowerBound] != UInt8(ascii: "{")
            {
                let value = value(first, of: inner, depth: depth + 1, isInMapping: true)
                var members = [Value.Member(Self.name(bytes, key), value)]
                if skipBlank(), rows[index].indent == inner, !isDash(rows[index].range) {
                    mapping(indent: inner, depth: depth + 1, &members)
                }
                values.append(.object(members))
            } else {
                values.append(value(rest, of: row.indent, depth: depth + 1, isInMapping: false))
            }
        }
        return .list(values)
    }

    private func isDash(_ range: Range<Int>) -> Bool {
        guard let first = range.first, bytes[first] == UInt8(ascii: "-") else { return false }
        return range.count == 1 || bytes[first + 1].isBlank
    }

    /// YAML takes no tabs for indentation, so that it cannot be told what such a line belongs to.
    private func isIndentedByTab(_ row: FrontMatter.Row) -> Bool {
        row.indent > 0 && bytes[row.range.lowerBound - 1] == 0x09
    }

    /// The value whose first line holds `rest`, of a key or dash that is indented by `indent`.
    private mutating func value(_ rest: Range<Int>, of indent: Int, depth: Int, isInMapping: Bool) -> Value {
        guard let first = rest.first, bytes[first] != UInt8(ascii: "#") else {
            return nested(in: indent, depth: depth, isInMapping: isInMapping)
        }
        switch bytes[first] {
        case UInt8(ascii: "|"), UInt8(ascii: ">"):
            return blockScalar(folds: bytes[first] == UInt8(ascii: ">"), indent: indent)
        case UInt8(ascii: "\""), UInt8(ascii: "'"):
            if let text = quoted(rest) { return .text(text) }
        case UInt8(ascii: "["), UInt8(ascii: "{"):
            if let value = flow(rest) { return value }
        default: break
        }
        return plain(rest, indent: indent)
    }

    private mutating func nested(in indent: Int, depth: Int, isInMapping: Bool) -> Value {
        guard skipBlank() else { return .null }
        let row = rows[index]
        let isDash = isDash(row.range)
        guard row.indent > indent || (isInMapping && isDash && row.indent == indent) else { return .null }
        guard depth < Self.depthLimit else {
            index += 1
            unread.append(row)
            return .text(bytes.string(in: row.range))
        }
        if isDash { return sequence(indent: row.indent, depth: depth + 1) }
        guard Self.splitKey(bytes, row.range) != nil else {
            index += 1
            return plain(row.range, indent: indent)
        }
        var members: [Value.Member] = []
        mapping(indent: row.indent, depth: depth + 1, &members)
        return .object(members)
    }

    // MARK: Scalars

    /// The lines that are indented deeper, each for itself or joined to paragraphs.
    private mutating func blockScalar(folds: Bool, indent: Int) -> Value {
        var lines: [(text: String, indent: Int)] = []
        while index < rows.count, rows[index].range.isEmpty || rows[index].indent > indent {
            lines.append((bytes.string(in: rows[index].range), rows[index].indent))
            index += 1
        }
        while lines.last?.text.isEmpty == true { lines.removeLast() }
        let base = lines.first { !$0.text.isEmpty }?.indent ?? 0
        var text = ""
        for (number, line) in lines.enumerated() {
            if number > 0 {
                let isParagraphEnd = line.text.isEmpty || lines[number - 1].text.isEmpty
                text += folds && !isParagraphEnd ? " " : (folds && line.text.isEmpty ? "" : "\n")
            }
            if !folds { text += String(repeating: " ", count: line.text.isEmpty ? 0 : max(0, line.indent - base)) }
            text += line.text
        }
        return .text(text)
    }

    /// A quoted scalar, which may go on over the next lines; nil where it does not end or something follows it.
    private mutating func quoted(_ rest: Range<Int>) -> String? {
        guard
            let (text, end, last) = Self.quotedText(
                bytes, rest.lowerBound, rowsAfter: ArraySlice(rows[index...]), in: rest)
        else { return nil }
        let lastRange = last == 0 ? rest : rows[index + last - 1].range
        let tail = TableLine.trim(bytes, end..<lastRange.upperBound)
        guard tail.isEmpty || bytes[tail.lowerBound] == UInt8(ascii: "#") else { return nil }
        index += last
        return text
    }

    /// The text between quotes, the position behind them, and how many further rows they span.
    private static func quotedText(
        _ bytes: [UInt8], _ start: Int, rowsAfter rows: ArraySlice<FrontMatter.Row>, in first: Range<Int>
    ) -> (String, end: Int, rows: Int)? {
        var output: [UInt8] = []
        var position = start
        for count in 0...rows.count {
            let range = count == 0 ? first : rows[rows.startIndex + count - 1].range
            if count > 0 {
                // A line break within quotes is a blank, an empty line a line break.
                if range.isEmpty { output.append(0x0A) } else if output.last != 0x0A { output.append(0x20) }
                position = range.lowerBound
            }
            let isFirst = count == 0
            let scan = Quoted.scan(
                bytes, position, range.upperBound, quote: bytes[start], isOpen: !isFirst, into: &output)
            if let end = scan { return (String(decoding: output, as: UTF8.self), end, count) }
            if count >= 64 { return nil }
        }
        return nil
    }

    /// A list or mapping between brackets, which may go on over the next lines; nil where it is not well-formed.
    private mutating func flow(_ rest: Range<Int>) -> Value? {
        FlowReader.read(bytes, rest, rows, next: &index, budget: &flowBudget, separator: UInt8(ascii: ":"))
    }

    /// Plain text, up to a comment, and the lines that are indented deeper.
    private mutating func plain(_ rest: Range<Int>, indent: Int) -> Value {
        let first = Self.withoutComment(bytes, rest)
        var text = bytes.string(in: first)
        var isSingle = true
        while index < rows.count, !rows[index].range.isEmpty, rows[index].indent > indent,
            !isDash(rows[index].range), !isIndentedByTab(rows[index])
        {
            text += " " + bytes.string(in: rows[index].range)
            index += 1
            isSingle = false
        }
        return isSingle ? Scalar.value(text) : .text(text)
    }

    /// `range` without a comment: ` # ` with blanks on both sides, since `Summit #2` is text to those who write it.
    private static func withoutComment(_ bytes: [UInt8], _ range: Range<Int>) -> Range<Int> {
        for index in range where bytes[index] == UInt8(ascii: "#") {
            let isAfterBlank = index > range.lowerBound && bytes[index - 1].isBlank
            let isBeforeBlank = index + 1 == range.upperBound || bytes[index + 1].isBlank
            if isAfterBlank, isBeforeBlank { return TableLine.trim(bytes, range.lowerBound..<index) }
        }
        return range
    }

    /// The key before the first colon that a blank or the end follows, and what stands behind.
    static func splitKey(_ bytes: [UInt8], _ range: Range<Int>) -> (key: Range<Int>, rest: Range<Int>)? {
        guard let first = range.first else { return nil }
        var index = first
        if bytes[first] == UInt8(ascii: "\"") || bytes[first] == UInt8(ascii: "'") {
            index = bytes.firstIndex(of: bytes[first], in: first + 1..<range.upperBound)
        }
        let limit = min(range.upperBound, first + 256)
        while index < limit {
            if bytes[index] == UInt8(ascii: ":"), index + 1 == range.upperBound || bytes[index + 1].isBlank {
                let key = TableLine.trim(bytes, first..<index)
                return key.isEmpty ? nil : (key, TableLine.trim(bytes, index + 1..<range.upperBound))
            }
            index += 1
        }
        return nil
    }

    private static func name(_ bytes: [UInt8], _ key: Range<Int>) -> String {
        let isQuoted =
            key.count >= 2 && bytes[key.lowerBound] == bytes[key.upperBound - 1]
            && (bytes[key.lowerBound] == UInt8(ascii: "\"") || bytes[key.lowerBound] == UInt8(ascii: "'"))
        return bytes.string(in: isQuoted ? key.lowerBound + 1..<key.upperBound - 1 : key)
    }
}
