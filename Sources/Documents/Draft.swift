// A document between its format and its outline: metadata known, body not yet split into blocks. Here the dialect and
// the title are chosen.

struct Draft {
    let path: String
    var format: Format
    let source: [UInt8]
    /// Well-formed UTF-8 that holds the body.
    let bytes: [UInt8]
    /// False where they are known to hold none.
    var holdsNoBreakSpaces = true
    var bodyStart = 0
    var bodyLine = 1
    var firstLine = 1
    var fixedLine: Int?
    var members: [Written.Member] = []
    var findings: [Finding] = []

    init(path: String, format: Format, source: [UInt8], bytes: [UInt8]) {
        self.path = path
        self.format = format
        self.source = source
        self.bytes = bytes
    }

    /// Splits the body into blocks and completes the document.
    mutating func document(isMarkdown: Bool) -> Document {
        var repeated: [Written.Member] = []
        let reading = MetadataReader(Written.Member.withUniqueNames(members, repeated: &repeated))
        var metadata = reading.metadata
        metadata.extra = Written.Member.values(reading.extra, repeated: &repeated)
        findings += repeated.map { Finding(.repeatedName($0.name), line: $0.line, column: $0.column) }
        completeDate(&metadata, reading.date)
        let titleLine = takeTitleLine(given: reading.title)
        let dialect: Dialect = isMarkdown || TextBlocks.isMarkdown(bytes, from: bodyStart) ? .markdown : .text
        if format == .text, dialect == .markdown { format = .markdown }
        metadata.summary = metadata.summary.map { summary($0, dialect) }
        let builder = BlockBuilder(bytes: bytes, holdsNoBreakSpaces: holdsNoBreakSpaces)
        var outline =
            switch dialect {
            case .text: TextBlocks.parse(builder, from: bodyStart, line: bodyLine)
            case .markdown: MarkdownBlocks.parse(builder, from: bodyStart, line: bodyLine)
            }
        findings += outline.findings.map { fixed($0) }
        let found: Title
        let written = reading.title.map { Title(text: $0, origin: .metadata) } ?? titleLine
        if let given = written.flatMap({ unwrapped($0, dialect) }) {
            dropRepetition(of: given.text, dialect, &outline)
            found = given
        } else {
            let node: Int?
            (found, node) = inferredTitle(dialect, &outline)
            // A heading at the head of the body is how Markdown writes titles; everything else is a guess.
            let isMarked = outline.nodes.first.map {
                $0.kind == .title && $0.level > 0 && !$0.flags.contains(.inferred)
            }
            if isMarked != true { findings.append(finding(.inferredTitle(found.origin), at: node, outline)) }
        }
        return Document(
            path: path, firstLine: firstLine, format: format, contents: Contents(source), title: found,
            metadata: metadata, body: isSource ? nil : Contents(bytes), fixedLine: fixedLine, dialect: dialect,
            outline: PackedOutline(outline),
            findings: findings)
    }

    /// What is remarked about the node at `index`, or about the document where that is nil.
    private func finding(_ kind: Finding.Kind, at index: Int?, _ outline: Outline) -> Finding {
        guard let index else { return Finding(kind, line: firstLine) }
        let node = outline.nodes[index]
        let start = Int(node.start)
        let lineStart = bytes.prefix(start).lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
        return fixed(Finding(kind, line: Int(node.line), column: start - lineStart + 1))
    }

    /// What is remarked about the body, at the line that all of it is said to stand at if there is one.
    private func fixed(_ finding: Finding) -> Finding {
        fixedLine.map { Finding(finding.kind, line: $0) } ?? finding
    }

    /// Whether the body stands in `source` itself, so that it need not be kept twice.
    var isSource: Bool {
        source.withUnsafeBufferPointer { source in
            bytes.withUnsafeBufferPointer { $0.baseAddress == source.baseAddress && $0.count == source.count }
        }
    }

    mutating func completeDate(_ metadata: inout Metadata, _ member: Written.Member?) {
        if let date = metadata.date {
            if let iso = Dates.iso(date) {
                metadata.date = iso
            } else {
                findings.append(Finding(.unclearDate(date), line: member?.line ?? firstLine, column: member?.column))
            }
        } else if let date = Dates.inPath(path) {
            metadata.date = date
            findings.append(Finding(.dateFromPath(date), line: firstLine))
        }
    }

    // MARK: Titles

    private static let titleMark = Array("Title:".utf8)

    /// Takes a first line `Title: …` off the body.
    ///
    /// It stays text where the metadata give another title.
    private mutating func takeTitleLine(given: String?) -> Title? {
        guard let line = bytes.line(at: bodyStart, number: bodyLine), bytes[line.range].starts(with: Self.titleMark)
        else { return nil }
        let text = Text.normalized(bytes.string(in: line.start + Self.titleMark.count..<line.end))
        if let given, Folding.key(given) != Folding.key(text) { return nil }
        bodyStart = line.next
        bodyLine = line.number + 1
        return text.isEmpty ? nil : Title(text: text, origin: .titleLine)
    }

    /// `title` without its markup; nil where nothing is left of it.
    private func unwrapped(_ title: Title, _ dialect: Dialect) -> Title? {
        let bytes = Array(title.text.utf8)
        let text = Inline.plainText(bytes, 0..<bytes.count, markup: Self.markup(dialect), definitions: [:])
        return text.isEmpty ? nil : Title(text: text, origin: title.origin)
    }

    /// `summary` without its markup; where it holds a link or a tag, these stay, since their targets stand nowhere
    /// else.
    private func summary(_ summary: String, _ dialect: Dialect) -> String {
        let bytes = Array(summary.utf8)
        if Inline.isUnmarked(bytes, bytes.indices) { return summary }
        if bytes.contains(where: { $0 == UInt8(ascii: "[") || $0 == UInt8(ascii: "<") }) {
            return Metadata.decoded(summary)
        }
        return unwrapped(Title(text: summary, origin: .metadata), dialect)?.text ?? summary
    }

    /// The body's first block is the title once more on a quarter of all pages.
    private func dropRepetition(of title: String, _ dialect: Dialect, _ outline: inout Outline) {
        guard let first = outline.nodes.first, first.kind == .heading || first.kind == .paragraph,
            first.range.count <= 4 * title.utf8.count + 64
        else { return }
        // Most first blocks differ in their first letter, and it costs little to look at that.
        if let letter = bytes[first.range].first, let other = title.utf8.first, letter.isAlphanumeric,
            other.isAlphanumeric, letter.lowercased != other.lowercased
        {
            return
        }
        if Folding.key(text(first, dialect, outline)) == Folding.key(title) { outline.nodes[0].kind = .title }
    }

    /// A heading that is marked as one; else a short first line; else a heading by its shape; else the file's name.
    ///
    /// With the index of the node that it was taken from.
    private func inferredTitle(_ dialect: Dialect, _ outline: inout Outline) -> (title: Title, node: Int?) {
        let headings = outline.nodes.indices.lazy.filter { [outline] in
            outline.nodes[$0].isSectionHeading
        }
        if let heading = headings.first(where: { [outline] in !outline.nodes[$0].flags.contains(.inferred) }) {
            return (title(at: heading, .heading, dialect, &outline), heading)
        }
        if isTitleLike(dialect, outline) {
            let line = TextBlocks.withoutMarks(bytes, outline.nodes[0].range)
            outline.nodes[0].start = UInt32(clamping: line.lowerBound)
            outline.nodes[0].end = UInt32(clamping: line.upperBound)
            return (title(at: 0, .firstLine, dialect, &outline), 0)
        }
        if let heading = headings.first { return (title(at: heading, .heading, dialect, &outline), heading) }
        return (Title(text: titleOfPath, origin: .fileName), nil)
    }

    /// The file's name without its ending; the folder's, where the file is the folder's own page.
    var titleOfPath: String {
        let names = path.split(separator: "/")
        guard let name = names.last else { return path }
        let stem = name.lastIndex(of: ".").map { $0 > name.startIndex ? name[..<$0] : name } ?? name
        let folder = names.dropLast().last { $0 != "." }
        if let folder, folder != "..", ["_index", "index", "readme"].contains(stem.lowercased()) {
            return Text.normalized(String(folder))
        }
        return Text.normalized(String(stem))
    }

    private func title(
        at index: Int, _ origin: Title.Origin, _ dialect: Dialect, _ outline: inout Outline
    ) -> Title {
        let title = Title(text: text(outline.nodes[index], dialect, outline), origin: origin)
        if index == 0 { outline.nodes[0].kind = .title }
        return title
    }

    /// Whether the first block is one line of at most 120 characters that a blank line or a long one follows, and is
    /// neither quoted, nor a bullet, nor a mere date or number.
    private func isTitleLike(_ dialect: Dialect, _ outline: Outline) -> Bool {
        guard outline.nodes.count > 1, let first = outline.nodes.first, first.kind == .paragraph, first.flags == .top,
            first.range.count <= 480, bytes.string(in: first.range).unicodeScalars.count <= 120,
            bytes.firstIndex(of: 0x0A, in: first.range) == first.range.upperBound
        else { return false }
        let line = text(first, dialect, outline)
        guard !isMarked(first.range), Dates.iso(line) == nil,
            line.unicodeScalars.contains(where: \.properties.isAlphabetic)
        else { return false }
        let end = bytes.firstIndex(of: 0x0A, in: first.range.upperBound..<bytes.count)
        guard let next = bytes.line(at: end + 1, number: 0) else { return false }
        let text = TableLine.trim(bytes, next.range)
        return text.isEmpty || bytes.string(in: text).unicodeScalars.count >= 60
    }

    /// Whether a line begins with `>`, or with a bullet of any kind and a blank.
    private func isMarked(_ line: Range<Int>) -> Bool {
        let marks: Set<Unicode.Scalar> = ["-", "*", "+", "•", "–", "—", "·", "◦", "▪", "‣"]
        let lead = bytes.string(in: line).unicodeScalars.prefix(2)
        guard let first = lead.first else { return false }
        return first == ">" || marks.contains(first) && lead.dropFirst().first?.properties.isWhitespace == true
    }

    private func text(_ node: Node, _ dialect: Dialect, _ outline: Outline) -> String {
        Inline.plainText(bytes, node.range, markup: Self.markup(dialect), definitions: outline.definitions)
    }

    private static func markup(_ dialect: Dialect) -> Inline.Markup { dialect == .markdown ? .markdown : .text }
}

extension TextBlocks {
    /// Whether the body has a `#` heading with nothing but blank lines around it.
    static func isMarkdown(_ bytes: [UInt8], from start: Int) -> Bool {
        var search = start
        while true {
            search = bytes.firstIndex(of: UInt8(ascii: "#"), in: search..<bytes.count)
            guard search < bytes.count else { return false }
            guard search == start || bytes[search - 1] == 0x0A, isBlankBefore(bytes, search, start),
                let line = bytes.line(at: search, number: 0)
            else {
                search += 1
                continue
            }
            let text = bytes[line.range].drop { $0 == UInt8(ascii: "#") }
            let level = text.startIndex - line.start
            if level <= 6, text.first?.isBlank == true, !TableLine.trim(bytes, text.startIndex..<line.end).isEmpty {
                guard let next = bytes.line(after: line) else { return true }
                if TableLine.trim(bytes, next.range).isEmpty { return true }
            }
            search = line.next
        }
    }

    /// Whether the line that begins at `position` is the body's first one or has a blank line above it.
    private static func isBlankBefore(_ bytes: [UInt8], _ position: Int, _ start: Int) -> Bool {
        var index = position - 1
        while index > start, bytes[index - 1].isBlank || bytes[index - 1] == 0x0D { index -= 1 }
        return index <= start || bytes[index - 1] == 0x0A
    }
}
