// Delimiters of front matter. YAML.swift and StrictYAML.swift parse its YAML, TOML.swift its TOML.

/// The lines between `---` or `+++` at the head of a file; the dashes may be more than three.
struct FrontMatter {
    var members: [Written.Member]
    /// The position of the body, and its line in the file.
    var bodyStart: Int
    var bodyLine: Int
    var issues: [ParseIssue]

    /// A line of front matter without its indentation and the white space at its end.
    struct Row {
        var range: Range<Int>
        var indent: Int
        var number: Int

        /// Returns the column of `position`: the number of its byte in the line, from 1.
        func column(of position: Int) -> Int { indent + 1 + position - range.lowerBound }
    }

    /// The limit of parsed lines; the reader keeps further lines as text.
    private static let maxRows = 2_000

    enum Opening {
        case none
        case found(FrontMatter)
        /// Opened but never closed: the lines are part of the body.
        case unclosed
    }

    /// Parses the front matter at `start`.
    static func read(_ bytes: [UInt8], from start: Int) -> Opening {
        guard let opening = bytes.line(at: start, number: 1) else { return .none }
        let isTOML = isRow(bytes, opening.range, "+++")
        let length = dashes(bytes, withoutComment(bytes, opening.range))
        guard isTOML || length >= 3 else { return .none }

        var lines = Lines(start: opening.next, isTOML: isTOML)
        var isTried = false
        var next = bytes.line(at: opening.next, number: 2)
        while let line = next {
            if isTOML ? isRow(bytes, line.range, "+++") : isRow(bytes, line.range, "...") {
                return close(bytes, lines, line)
            }
            let count = isTOML ? 0 : dashes(bytes, line.range)
            if count >= 3, count == length { return close(bytes, lines, line) }
            // Another number of dashes may underline a heading after one line. After several keys it is the end.
            if count >= 3, !isTried {
                isTried = true
                if case .found(let frontMatter) = close(bytes, lines, line), frontMatter.issues.isEmpty,
                    frontMatter.members.count > 1
                {
                    return .found(frontMatter)
                }
            }
            guard lines.append(line, bytes) else { return .none }
            next = bytes.line(after: line)
        }
        return lines.opening == .key ? .unclosed : .none
    }

    /// The lines after the opening one.
    private struct Lines {
        /// The kind of the first line that is neither empty nor a comment.
        enum Opening {
            case none, key, brace
            /// The beginning of YAML that only the strict reader parses.
            case strict
        }

        var start: Int
        var isTOML: Bool
        var rows: [Row] = []
        var excess: Line?
        var opening = Opening.none

        /// Appends a line; returns false if no front matter begins with it.
        mutating func append(_ line: Line, _ bytes: [UInt8]) -> Bool {
            let range = TableLine.trim(bytes, line.range)
            if opening == .none, let first = range.first, bytes[first] != UInt8(ascii: "#") {
                if isTOML ? isTOMLStart(bytes, range) : YAML.splitKey(bytes, range) != nil {
                    opening = .key
                } else if !isTOML, bytes[first] == UInt8(ascii: "{") {
                    opening = .brace
                } else if !isTOML, "?&!".utf8.contains(bytes[first]) {
                    opening = .strict
                } else {
                    return false
                }
                // `{"a": 1}` and `? a: b` are not keys either.
                if !isTOML, opening == .key {
                    if bytes[first] == UInt8(ascii: "{") { opening = .brace }
                    let isQuestion = bytes[first] == UInt8(ascii: "?") && bytes[first + 1].isBlank
                    if isQuestion { opening = .strict }
                }
            }
            if rows.count < FrontMatter.maxRows {
                rows.append(Row(range: range, indent: range.lowerBound - line.start, number: line.number))
            } else if excess == nil {
                excess = line
            }
            return true
        }
    }

    /// Parses the lines between the opening line and `end`.
    private static func close(_ bytes: [UInt8], _ lines: Lines, _ end: Line) -> Opening {
        let rows = lines.rows
        let source = lines.excess == nil ? lines.start..<end.start : nil
        var (members, issues): ([Written.Member], [ParseIssue])
        switch lines.opening {
        // Two rules with prose between them are not front matter.
        case .none where !lines.isTOML: return .none
        case .none: (members, issues) = ([], [])
        case .key where lines.isTOML: (members, issues) = TOML.read(bytes, rows)
        case .key:
            (members, issues) = YAML.read(bytes, rows, source: source)
            if holdsBody(bytes, rows, issues) { return .unclosed }
        case .brace, .strict:
            if let source, let strict = StrictYAML.parse(bytes, in: source, line: 2) {
                (members, issues) = strict
            } else if lines.opening == .brace, let kept = braced(bytes, rows) {
                (members, issues) = kept
            } else {
                return .none
            }
        }
        if let excess = lines.excess {
            let text = bytes.string(in: TableLine.trim(bytes, excess.start..<end.start))
            Written.Member.keep(text, line: excess.number, column: 1, in: &members)
            issues.append(ParseIssue(.unreadFrontMatter, line: excess.number, column: 1))
        }
        return .found(
            FrontMatter(members: members, bodyStart: end.next, bodyLine: end.number + 1, issues: issues))
    }

    /// Returns the lines of an ill-formed mapping in braces as text; nil if they do not look like a mapping.
    private static func braced(_ bytes: [UInt8], _ rows: [Row]) -> (members: [Written.Member], issues: [ParseIssue])? {
        guard let first = rows.first(where: { !$0.range.isEmpty }), let last = rows.last(where: { !$0.range.isEmpty }),
            bytes[last.range.upperBound - 1] == UInt8(ascii: "}"),
            bytes[first.range.lowerBound..<last.range.upperBound].contains(UInt8(ascii: ":"))
        else { return nil }
        let column = first.column(of: first.range.lowerBound)
        var members: [Written.Member] = []
        for row in rows where !row.range.isEmpty {
            Written.Member.keep(bytes.string(in: row.range), line: row.number, column: column, in: &members)
        }
        return (members, [ParseIssue(.unreadFrontMatter, line: first.number, column: column)])
    }

    /// Returns true if there is prose below a heading with blank lines around it.
    ///
    /// Then the closing line is a rule of the body, and the front matter was never closed.
    private static func holdsBody(_ bytes: [UInt8], _ rows: [Row], _ issues: [ParseIssue]) -> Bool {
        let unread = Set(issues.lazy.filter { $0.column == 1 }.map(\.line))
        guard !unread.isEmpty else { return false }
        return rows.indices.dropFirst().dropLast().contains { index in
            rows[index - 1].range.isEmpty && rows[index + 1].range.isEmpty && isHeading(bytes, rows[index])
                && rows[(index + 1)...].first { !$0.range.isEmpty }.map { unread.contains($0.number) } == true
        }
    }

    private static func isHeading(_ bytes: [UInt8], _ row: Row) -> Bool {
        let text = bytes[row.range].drop { $0 == UInt8(ascii: "#") }
        return row.indent == 0 && (1...6).contains(text.startIndex - row.range.lowerBound)
            && text.first?.isBlank == true
    }

    private static func isTOMLStart(_ bytes: [UInt8], _ range: Range<Int>) -> Bool {
        bytes[range].contains(UInt8(ascii: "=")) || bytes[range.lowerBound] == UInt8(ascii: "[")
    }

    /// Returns the number of dashes in a line of dashes; 0 for other lines.
    private static func dashes(_ bytes: [UInt8], _ range: Range<Int>) -> Int {
        guard let first = range.first, bytes[first] == UInt8(ascii: "-") else { return 0 }
        let text = TableLine.trim(bytes, range)
        return bytes[text].allSatisfy { $0 == UInt8(ascii: "-") } ? text.count : 0
    }

    /// Returns the opening line up to ` #`.
    private static func withoutComment(_ bytes: [UInt8], _ line: Range<Int>) -> Range<Int> {
        let mark = bytes.firstIndex(of: UInt8(ascii: "#"), in: line)
        return mark > line.lowerBound && mark < line.upperBound && bytes[mark - 1].isBlank
            ? line.lowerBound..<mark : line
    }

    private static func isRow(_ bytes: [UInt8], _ range: Range<Int>, _ mark: StaticString) -> Bool {
        guard range.count >= mark.utf8CodeUnitCount else { return false }
        let end = range.lowerBound + mark.utf8CodeUnitCount
        return mark.withUTF8Buffer { $0.elementsEqual(bytes[range.lowerBound..<end]) }
            && TableLine.trim(bytes, end..<range.upperBound).isEmpty
    }
}
