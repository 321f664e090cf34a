// A lenient parser of YAML front matter: mappings, sequences in both styles, quoted, plain and block scalars, comments.
// If lines are ambiguous, StrictYAML.swift parses all of it by the rules of YAML 1.2. YAMLLine.swift parses the parts
// of one line.

/// Parses rows of YAML.
///
/// Never fails: an ill-formed row becomes text, with a diagnostic.
struct YAML {
    private static let depthLimit = 16

    private let bytes: [UInt8]
    /// The rows; the text after a dash replaces the row of the dash.
    private var rows: [FrontMatter.Row]
    private var index = 0
    private var issues: [ParseIssue] = []
    /// True if YAML 1.2 may give some lines another meaning.
    private var isDoubtful = false
    /// The number of bytes that brackets over several lines may still read; each further line reads all of them again.
    private var flowBudget = 1_000_000

    /// Parses rows, which are the lines in `source` if that is not nil.
    static func read(
        _ bytes: [UInt8], _ rows: [FrontMatter.Row], source: Range<Int>?
    ) -> (members: [Written.Member], issues: [ParseIssue]) {
        var reader = YAML(bytes: bytes, rows: rows)
        var members: [Written.Member] = []
        while reader.skipBlank() { reader.mapping(indent: reader.rows[reader.index].indent, depth: 0, &members) }
        if reader.isDoubtful || !reader.issues.isEmpty, let source, let first = rows.first,
            let strict = StrictYAML.parse(bytes, in: source, line: first.number)
        {
            return strict
        }
        return (members, reader.issues)
    }

    private init(bytes: [UInt8], rows: [FrontMatter.Row]) {
        self.bytes = bytes
        self.rows = rows
    }

    /// Moves to the next row that is neither blank nor a comment; returns false at the end.
    private mutating func skipBlank() -> Bool {
        while index < rows.count {
            let range = rows[index].range
            if !range.isEmpty, bytes[range.lowerBound] != UInt8(ascii: "#") { return true }
            index += 1
        }
        return false
    }

    /// Reports that the text at `position` is ill-formed.
    private mutating func report(_ row: FrontMatter.Row, at position: Int) {
        issues.append(ParseIssue(.unreadFrontMatter, line: row.number, column: row.column(of: position)))
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
                // Other text than `key: value` is a value without a name.
                let column = row.column(of: row.range.lowerBound)
                report(row, at: row.range.lowerBound)
                Written.Member.keep(bytes.string(in: row.range), line: row.number, column: column, in: &members)
                continue
            }
            if Self.isProperty(bytes, key) { report(row, at: key.lowerBound) }
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
                if isDash(rest) { report(row, at: rest.lowerBound) }
                values.append(value(rest, in: row, of: row.indent, depth: depth + 1, isInMapping: false))
            }
        }
        return .list(values)
    }

    private func isDash(_ range: Range<Int>) -> Bool {
        guard let first = range.first, bytes[first] == UInt8(ascii: "-") else { return false }
        return range.count == 1 || bytes[first + 1].isBlank
    }

    /// Returns true if an element of a sequence is a mapping.
    private func isKeyed(_ range: Range<Int>) -> Bool {
        guard let first = range.first, !"[{|>".utf8.contains(bytes[first]) else { return false }
        return Self.splitKey(bytes, range) != nil
    }

    /// Returns true if tabs indent a row: YAML does not allow them, so the parent of the row is unknown.
    private func isIndentedByTab(_ row: FrontMatter.Row) -> Bool {
        row.indent > 0 && bytes[row.range.lowerBound - 1] == 0x09
    }

    /// Parses the value of a key or dash that is indented by `indent`; its first line is `rest` in `row`.
    private mutating func value(
        _ rest: Range<Int>, in row: FrontMatter.Row, of indent: Int, depth: Int, isInMapping: Bool
    ) -> Written {
        guard let first = rest.first else {
            return nested(in: indent, depth: depth, isInMapping: isInMapping) ?? .nothing
        }
        switch bytes[first] {
        case UInt8(ascii: "#"):
            // Authors write `#1` as text, unless the value is below.
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
            if reading.isUnclear { report(row, at: first) }
            if reading.value == nil || index > next { isDoubtful = true }
            if let value = reading.value { return value }
        case UInt8(ascii: "&"), UInt8(ascii: "*"), UInt8(ascii: "!"):
            if let text = Self.textTag(bytes, rest) {
                let value = value(text, in: row, of: indent, depth: depth, isInMapping: isInMapping)
                if case .plain(let text) = value { return .text(text) }
                return value
            }
            isDoubtful = true
            if Self.isProperty(bytes, rest) { report(row, at: first) }
        case UInt8(ascii: "?"): isDoubtful = true
        default: break
        }
        return plain(rest, indent: indent)
    }

    /// Parses the value below a key or dash that is indented by `indent`; returns nil if there is none.
    private mutating func nested(in indent: Int, depth: Int, isInMapping: Bool) -> Written? {
        guard skipBlank() else { return nil }
        let row = rows[index]
        let isDash = isDash(row.range)
        guard row.indent > indent || (isInMapping && isDash && row.indent == indent) else { return nil }
        guard depth < Self.depthLimit else {
            index += 1
            report(row, at: row.range.lowerBound)
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

    /// Parses a block scalar; returns nil if `rest` is not its header.
    private mutating func blockScalar(_ rest: Range<Int>, indent: Int) -> String? {
        guard let header = BlockHeader(bytes, rest) else { return nil }
        let start = index
        while index < rows.count, rows[index].range.isEmpty { index += 1 }
        guard index < rows.count, rows[index].indent > indent else {
            // `>5` without lines below is more likely text.
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

    /// Parses a quoted scalar of one or more lines; returns nil if it does not end or anything follows it.
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
            // A line break in quotes is a blank, an empty line is a line break, and a backslash removes the break.
            if range.isEmpty { output.append(0x0A) } else if !isJoined { output.append(0x20) }
        }
        if count > 0 { report(row, at: rest.lowerBound) }
        return nil
    }

    /// Returns true if an unescaped backslash ends the line.
    private func endsInBackslash(_ range: Range<Int>) -> Bool {
        var count = 0
        while count < range.count, bytes[range.upperBound - 1 - count] == UInt8(ascii: "\\") { count += 1 }
        return count % 2 == 1
    }

    /// Parses plain text up to a comment, and the lines with a larger indentation.
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

    /// Returns `range` without the comment after its text.
    private func withoutComment(_ range: Range<Int>) -> Range<Int> {
        for index in range.dropFirst() where isComment(index, in: range) && bytes[index - 1].isBlank {
            return TableLine.trim(bytes, range.lowerBound..<index)
        }
        return range
    }

    /// Returns true if a comment begins at `index`: ` # ` with blanks on both sides, since authors write `Summit #2`.
    private func isComment(_ index: Int, in range: Range<Int>) -> Bool {
        bytes[index] == UInt8(ascii: "#") && (index + 1 == range.upperBound || bytes[index + 1].isBlank)
    }
}
