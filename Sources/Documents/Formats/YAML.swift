// A lenient reader of the YAML that front matter is written in: mappings, sequences in both styles, quoted, plain and
// block scalars, comments. Where it is in doubt, StrictYAML.swift reads the whole by the rules of YAML 1.2.
// YAMLLine.swift reads what one line alone shows.

/// Reads rows of YAML.
///
/// Total: what is not understood becomes text, and is remarked.
struct YAML {
    private static let depthLimit = 16

    private let bytes: [UInt8]
    /// What stands behind a dash takes the place of its row.
    private var rows: [FrontMatter.Row]
    private var index = 0
    private var findings: [Finding] = []
    /// Whether YAML 1.2 may give some lines another meaning.
    private var isDoubtful = false
    /// Bytes that brackets over several lines may still look at; each further line looks at all of them again.
    private var flowBudget = 1_000_000

    /// Reads rows, which are the lines in `source` if that is not nil.
    static func read(
        _ bytes: [UInt8], _ rows: [FrontMatter.Row], source: Range<Int>?
    ) -> (members: [Written.Member], findings: [Finding]) {
        var reader = YAML(bytes: bytes, rows: rows)
        var members: [Written.Member] = []
        while reader.skipBlank() { reader.mapping(indent: reader.rows[reader.index].indent, depth: 0, &members) }
        if reader.isDoubtful || !reader.findings.isEmpty, let source, let first = rows.first,
            let strict = StrictYAML.parse(bytes, in: source, line: first.number)
        {
            return strict
        }
        return (members, reader.findings)
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

    /// Remarks that what stands at `position` was not understood.
    private mutating func remark(_ row: FrontMatter.Row, at position: Int) {
        findings.append(Finding(.unreadFrontMatter, line: row.number, column: row.column(of: position)))
    }

    // MARK: Collections

    private mutating func mapping(indent: Int, depth: Int, _ members: inout [Written.Member]) {
        while skipBlank() {
            let row = rows[index]
            if row.indent < indent { return }
            index += 1
            guard row.indent == indent || depth == 0 && !isIndentedByTab(row), !isDash(row.range),
                let (key, rest) = Self.splitKey(bytes, row.range)
            else {
                // What is no `key: value` is a value without a name.
                let column = row.column(of: row.range.lowerBound)
                remark(row, at: row.range.lowerBound)
                Written.Member.keep(bytes.string(in: row.range), line: row.number, column: column, in: &members)
                continue
            }
            if Self.isProperty(bytes, key) { remark(row, at: key.lowerBound) }
            if "?:&*![{".utf8.contains(bytes[key.lowerBound]) { isDoubtful = true }
            let value = value(rest, in: row, of: row.indent, depth: depth, isInMapping: true)
            members.append(
                Written.Member(
                    Self.name(bytes, key), value, line: row.number, column: row.column(of: key.lowerBound)))
        }
    }

    private mutating func sequence(indent: Int, depth: Int) -> Written {
        var values: [Written] = []
        while skipBlank(), rows[index].indent == indent, isDash(rows[index].range) {
            let row = rows[index]
            let rest = TableLine.trim(bytes, row.range.lowerBound + 1..<row.range.upperBound)
            let inner = FrontMatter.Row(
                range: rest, indent: row.indent + rest.lowerBound - row.range.lowerBound, number: row.number)
            if depth < Self.depthLimit, isDash(rest) {
                rows[index] = inner
                values.append(sequence(indent: inner.indent, depth: depth + 1))
            } else if depth < Self.depthLimit, isKeyed(rest) {
                rows[index] = inner
                var members: [Written.Member] = []
                mapping(indent: inner.indent, depth: depth + 1, &members)
                values.append(.object(members))
            } else {
                index += 1
                if isDash(rest) { remark(row, at: rest.lowerBound) }
                values.append(value(rest, in: row, of: row.indent, depth: depth + 1, isInMapping: false))
            }
        }
        return .list(values)
    }

    private func isDash(_ range: Range<Int>) -> Bool {
        guard let first = range.first, bytes[first] == UInt8(ascii: "-") else { return false }
        return range.count == 1 || bytes[first + 1].isBlank
    }

    /// Whether the mapping begins here that an element of a sequence is.
    private func isKeyed(_ range: Range<Int>) -> Bool {
        guard let first = range.first, !"[{|>".utf8.contains(bytes[first]) else { return false }
        return Self.splitKey(bytes, range) != nil
    }

    /// YAML takes no tabs for indentation, so that it cannot be told what such a line belongs to.
    private func isIndentedByTab(_ row: FrontMatter.Row) -> Bool {
        row.indent > 0 && bytes[row.range.lowerBound - 1] == 0x09
    }

    /// The value whose first line is `rest`, within `row`, of a key or dash that is indented by `indent`.
    private mutating func value(
        _ rest: Range<Int>, in row: FrontMatter.Row, of indent: Int, depth: Int, isInMapping: Bool
    ) -> Written {
        guard let first = rest.first else {
            return nested(in: indent, depth: depth, isInMapping: isInMapping) ?? .nothing
        }
        switch bytes[first] {
        case UInt8(ascii: "#"):
            // `#1` is text to those who write it, unless the value stands below.
            if let value = nested(in: indent, depth: depth, isInMapping: isInMapping) { return value }
            if isComment(first, in: rest) { return .nothing }
        case UInt8(ascii: "|"), UInt8(ascii: ">"):
            if let text = blockScalar(rest, indent: indent) { return .text(text) }
        case UInt8(ascii: "\""), UInt8(ascii: "'"):
            let next = index
            if let text = quoted(rest, in: row) {
                if index > next { isDoubtful = true }
                return .text(text)
            }
        case UInt8(ascii: "["), UInt8(ascii: "{"):
            let next = index
            let reading = FlowReader.read(bytes, rest, in: row, rows, next: &index, budget: &flowBudget)
            if reading.isUnclear { remark(row, at: first) }
            if reading.value == nil || index > next { isDoubtful = true }
            if let value = reading.value { return value }
        case UInt8(ascii: "&"), UInt8(ascii: "*"), UInt8(ascii: "!"):
            if let text = Self.textTag(bytes, rest) {
                let value = value(text, in: row, of: indent, depth: depth, isInMapping: isInMapping)
                if case .plain(let text) = value { return .text(text) }
                return value
            }
            isDoubtful = true
            if Self.isProperty(bytes, rest) { remark(row, at: first) }
        case UInt8(ascii: "?"): isDoubtful = true
        default: break
        }
        return plain(rest, indent: indent)
    }

    /// The value below a key or dash that is indented by `indent`, nil where none is.
    private mutating func nested(in indent: Int, depth: Int, isInMapping: Bool) -> Written? {
        guard skipBlank() else { return nil }
        let row = rows[index]
        let isDash = isDash(row.range)
        guard row.indent > indent || (isInMapping && isDash && row.indent == indent) else { return nil }
        guard depth < Self.depthLimit else {
            index += 1
            remark(row, at: row.range.lowerBound)
            return .text(bytes.string(in: row.range))
        }
        if isDash { return sequence(indent: row.indent, depth: depth + 1) }
        guard Self.splitKey(bytes, row.range) != nil else {
            index += 1
            return value(row.range, in: row, of: indent, depth: depth + 1, isInMapping: false)
        }
        var members: [Written.Member] = []
        mapping(indent: row.indent, depth: depth + 1, &members)
        return .object(members)
    }

    // MARK: Scalars

    /// The lines that are indented deeper, each for itself (`|`) or joined to paragraphs (`>`); nil where `rest` does
    /// not announce them.
    private mutating func blockScalar(_ rest: Range<Int>, indent: Int) -> String? {
        guard let header = BlockHeader(bytes, rest) else { return nil }
        let start = index
        while index < rows.count, rows[index].range.isEmpty { index += 1 }
        guard index < rows.count, rows[index].indent > indent else {
            // `>5` above nothing is more likely text.
            guard header.digit == nil else { return nil }
            return String(decoding: header.ending(isEmpty: true, breaks: index - start), as: UTF8.self)
        }
        let base = header.digit.map { indent + $0 } ?? rows[index].indent
        while index < rows.count, rows[index].range.isEmpty || rows[index].indent > indent {
            let row = rows[index]
            // A comment that is indented less than the text ends it.
            if let first = row.range.first, row.indent < base, bytes[first] == UInt8(ascii: "#") { break }
            if row.range.isEmpty ? row.indent > base : row.indent < base { isDoubtful = true }
            index += 1
        }
        var text = BlockText(header)
        for line in rows[start..<index] {
            if line.range.isEmpty {
                text.appendBlankLine()
            } else {
                let first = line.range.lowerBound - max(0, line.indent - base)
                text.append(bytes[first..<line.range.upperBound], isSpaced: line.indent > base)
            }
        }
        return text.text
    }

    /// A quoted scalar, which may go on over the next lines; nil where it does not end or something follows it.
    private mutating func quoted(_ rest: Range<Int>, in row: FrontMatter.Row) -> String? {
        let quote = bytes[rest.lowerBound]
        var output: [UInt8] = []
        var range = rest
        var count = 0
        while true {
            let end = Quoted.scan(
                bytes, range.lowerBound, range.upperBound, quote: quote, style: .init(of: quote), isOpen: count > 0,
                into: &output)
            if let end {
                let tail = TableLine.trim(bytes, end..<range.upperBound)
                guard tail.isEmpty || (tail.lowerBound > end && bytes[tail.lowerBound] == UInt8(ascii: "#")) else {
                    break
                }
                index += count
                return String(decoding: output, as: UTF8.self)
            }
            count += 1
            guard count <= 64, index + count <= rows.count else { break }
            let isJoined = range.isEmpty || quote == UInt8(ascii: "\"") && endsInBackslash(range)
            range = rows[index + count - 1].range
            // A line break within quotes is a blank, an empty line a line break; behind a backslash it is nothing.
            if range.isEmpty { output.append(0x0A) } else if !isJoined { output.append(0x20) }
        }
        if count > 0 { remark(row, at: rest.lowerBound) }
        return nil
    }

    /// Whether a backslash ends the line that is not itself behind one.
    private func endsInBackslash(_ range: Range<Int>) -> Bool {
        var count = 0
        while count < range.count, bytes[range.upperBound - 1 - count] == UInt8(ascii: "\\") { count += 1 }
        return count % 2 == 1
    }

    /// Plain text, up to a comment, and the lines that are indented deeper.
    private mutating func plain(_ rest: Range<Int>, indent: Int) -> Written {
        let first = withoutComment(rest)
        var text = bytes.string(in: first)
        var isSingle = true
        while index < rows.count, !rows[index].range.isEmpty, rows[index].indent > indent,
            !isDash(rows[index].range), !isIndentedByTab(rows[index])
        {
            text += " " + bytes.string(in: rows[index].range)
            index += 1
            isSingle = false
        }
        if !isSingle || rows[index...].first(where: { !$0.range.isEmpty }).map({ $0.indent > indent }) ?? false {
            isDoubtful = true
        }
        return isSingle ? .plain(text) : .text(text)
    }

    /// `range` without a comment that follows something.
    private func withoutComment(_ range: Range<Int>) -> Range<Int> {
        for index in range.dropFirst() where isComment(index, in: range) && bytes[index - 1].isBlank {
            return TableLine.trim(bytes, range.lowerBound..<index)
        }
        return range
    }

    /// Whether a comment begins at `index`: ` # ` with blanks on both sides, since `Summit #2` is text to those who
    /// write it.
    private func isComment(_ index: Int, in range: Range<Int>) -> Bool {
        bytes[index] == UInt8(ascii: "#") && (index + 1 == range.upperBound || bytes[index + 1].isBlank)
    }
}
