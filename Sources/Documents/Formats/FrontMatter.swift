// Front matter before a body: where it begins and ends. Its YAML is read in YAML.swift, its TOML in TOML.swift.

/// What stands between `---` or `+++` lines at the head of a file; the dashes may be more than three.
struct FrontMatter {
    var members: [Written.Member]
    /// Where the body begins, and at which line of the file.
    var bodyStart: Int
    var bodyLine: Int
    var findings: [Finding]

    /// A line of front matter without its indentation and the white space at its end.
    struct Row {
        var range: Range<Int>
        var indent: Int
        var number: Int

        /// The byte of its line that stands at `position`, from 1.
        func column(of position: Int) -> Int { indent + 1 + position - range.lowerBound }
    }

    /// Further lines are kept as text.
    private static let rowLimit = 2_000

    enum Opening {
        case none
        case found(FrontMatter)
        /// Opened but never closed: it is body.
        case unclosed
    }

    /// Reads the front matter that begins at `start`.
    static func read(_ bytes: [UInt8], from start: Int) -> Opening {
        guard let opening = bytes.line(at: start, number: 1) else { return .none }
        let isTOML = isRow(bytes, opening.range, "+++")
        let length = dashes(bytes, opening.range)
        guard isTOML || length >= 3 else { return .none }

        var rows: [Row] = []
        var excess: Line?
        var hasKey = false
        var next = bytes.line(at: opening.next, number: 2)
        while let line = next {
            let isEnd =
                isTOML
                ? isRow(bytes, line.range, "+++")
                : dashes(bytes, line.range) == length || isRow(bytes, line.range, "...")
            if isEnd {
                // Two rules with prose between them are no front matter.
                guard hasKey else { return .none }
                var (members, findings) = isTOML ? TOML.read(bytes, rows) : YAML.read(bytes, rows)
                if !isTOML, holdsBody(bytes, rows, findings) { return .unclosed }
                if let excess {
                    let text = bytes.string(in: TableLine.trim(bytes, excess.start..<line.start))
                    Written.Member.keep(text, line: excess.number, column: 1, in: &members)
                    findings.append(Finding(.unreadFrontMatter, line: excess.number, column: 1))
                }
                return .found(
                    FrontMatter(
                        members: members, bodyStart: line.next, bodyLine: line.number + 1,
                        findings: findings))
            }
            let range = TableLine.trim(bytes, line.range)
            let isComment = range.first.map { bytes[$0] == UInt8(ascii: "#") } ?? true
            if !hasKey, !isComment {
                hasKey = isTOML ? isTOMLStart(bytes, range) : YAML.splitKey(bytes, range) != nil
                if !hasKey { return .none }
            }
            if rows.count < rowLimit {
                rows.append(Row(range: range, indent: range.lowerBound - line.start, number: line.number))
            } else if excess == nil {
                excess = line
            }
            next = bytes.line(after: line)
        }
        return hasKey ? .unclosed : .none
    }

    /// Whether prose stands among the rows below a heading that has blank lines around it: then the line that closes
    /// them is a rule of the body, and front matter was never closed.
    private static func holdsBody(_ bytes: [UInt8], _ rows: [Row], _ findings: [Finding]) -> Bool {
        let unread = Set(findings.lazy.filter { $0.column == 1 }.map(\.line))
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

    /// How many dashes a line is made of; 0 where something else stands there.
    private static func dashes(_ bytes: [UInt8], _ range: Range<Int>) -> Int {
        guard let first = range.first, bytes[first] == UInt8(ascii: "-") else { return 0 }
        let text = TableLine.trim(bytes, range)
        return bytes[text].allSatisfy { $0 == UInt8(ascii: "-") } ? text.count : 0
    }

    private static func isRow(_ bytes: [UInt8], _ range: Range<Int>, _ mark: StaticString) -> Bool {
        guard range.count >= mark.utf8CodeUnitCount else { return false }
        let end = range.lowerBound + mark.utf8CodeUnitCount
        return mark.withUTF8Buffer { $0.elementsEqual(bytes[range.lowerBound..<end]) }
            && TableLine.trim(bytes, end..<range.upperBound).isEmpty
    }
}
