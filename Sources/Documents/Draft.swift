// Drafts: documents with metadata, before the body is split into blocks. This file selects the dialect and the date;
// Draft+Title.swift selects the title.

/// A document with metadata and an unparsed body.
struct Draft {
    let path: String
    var format: Format
    let source: [UInt8]
    /// Well-formed UTF-8 that contains the body.
    let bytes: [UInt8]
    /// False if `bytes` certainly have no no-break spaces.
    var holdsNoBreakSpaces = true
    var bodyStart = 0
    var bodyLine = 1
    var firstLine = 1
    var fixedLine: Int?
    var members: [Written.Member] = []
    var issues: [ParseIssue] = []
    var options = ReadingOptions()
    /// The modification time of the file, in seconds since 1970.
    var fileTime: Int?

    init(path: String, format: Format, source: [UInt8], bytes: [UInt8]) {
        self.path = path
        self.format = format
        self.source = source
        self.bytes = bytes
    }

    /// Splits the body into blocks and completes the document.
    mutating func document(isMarkdown: Bool) -> Document {
        var repeated: [Written.Repetition] = []
        let named = Written.Member.withUniqueNames(members, repeated: &repeated)
        let reading = MetadataReader(named, options)
        var metadata = reading.metadata
        metadata.extra = Written.Member.values(reading.extra, repeated: &repeated)
        issues += repeated.map(\.issue)
        let slashDate = completeDate(&metadata, reading.date, named)
        var sources = options.titles[...]
        let written = writtenTitle(&sources, reading.title, named)
        let dialect: Dialect = isMarkdown || TextBlocks.isMarkdown(bytes, from: bodyStart) ? .markdown : .text
        if format == .text, dialect == .markdown { format = .markdown }
        metadata.summary = metadata.summary.map { summary($0, dialect) }
        var outline = parse(dialect)
        let (title, node) = title(written, &sources, reading.title, named, dialect, &outline)
        issues += outline.issues.map { fixed($0) }
        // Markdown titles are level-1 headings at the head of the body; everything else is a guess.
        let isGuess =
            switch title.origin {
            case .metadata, .titleLine: false
            case .heading: node.map { outline.nodes[$0].kind == .title && outline.nodes[$0].level == 1 } != true
            case .firstLine, .fileName: true
            }
        if isGuess { issues.append(issue(.inferredTitle(title.origin), at: node, outline)) }
        return Document(
            path: path, firstLine: firstLine, format: format, contents: Contents(source), title: title,
            metadata: metadata, slashDate: slashDate, fileTime: fileTime, body: isSource ? nil : Contents(bytes),
            fixedLine: fixedLine, dialect: dialect, outline: PackedOutline(outline), issues: issues)
    }

    /// Splits the body into blocks.
    func parse(_ dialect: Dialect) -> Outline {
        let builder = BlockBuilder(bytes: bytes, holdsNoBreakSpaces: holdsNoBreakSpaces)
        return switch dialect {
        case .text: TextBlocks.parse(builder, from: bodyStart, line: bodyLine)
        case .markdown: MarkdownBlocks.parse(builder, from: bodyStart, line: bodyLine)
        }
    }

    /// Makes a diagnostic on the node at `index`, or on the document if `index` is nil.
    private func issue(_ kind: ParseIssue.Kind, at index: Int?, _ outline: Outline) -> ParseIssue {
        guard let index else { return ParseIssue(kind, line: firstLine) }
        let node = outline.nodes[index]
        let start = Int(node.start)
        let lineStart = bytes.prefix(start).lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
        return fixed(ParseIssue(kind, line: Int(node.line), column: start - lineStart + 1))
    }

    /// Moves a diagnostic on the body to `fixedLine` if there is one.
    private func fixed(_ issue: ParseIssue) -> ParseIssue {
        fixedLine.map { ParseIssue(issue.kind, line: $0) } ?? issue
    }

    /// True if `bytes` and `source` share memory, so that the document stores them once.
    var isSource: Bool {
        source.withUnsafeBufferPointer { source in
            bytes.withUnsafeBufferPointer { $0.baseAddress == source.baseAddress && $0.count == source.count }
        }
    }

    /// Completes the date of the metadata; returns it if it has slashes and the folder decides the order.
    mutating func completeDate(
        _ metadata: inout Metadata, _ member: Written.Member?, _ members: [Written.Member]
    ) -> SlashDate? {
        guard let date = metadata.date else {
            if let (name, date) = dateInMetadata(members) {
                metadata.date = date
                issues.append(ParseIssue(.dateFromMetadata(date, name: name), line: firstLine))
            } else if let date = Dates.inPath(path) {
                metadata.date = date
                issues.append(ParseIssue(.dateFromPath(date), line: firstLine))
            }
            return nil
        }
        if let iso = Dates.iso(date, order: options.dateOrder) {
            metadata.date = iso
        } else {
            issues.append(ParseIssue(.unclearDate(date), line: member?.line ?? firstLine, column: member?.column))
        }
        return options.dateOrder == .folder ? Dates.slashDate(date) : nil
    }

    /// Finds the date in the URL-like members, and the name of the member that has it.
    private func dateInMetadata(_ members: [Written.Member]) -> (name: String, date: String)? {
        for name in ["path", "permalink", "url", "slug"] {
            for member in members where member.isNamed(name) {
                if let date = member.value.line.text.flatMap(Dates.inURL) { return (name, date) }
            }
        }
        return nil
    }

    /// Returns `summary` without its markup, except for links and tags: their targets would be lost.
    private func summary(_ summary: String, _ dialect: Dialect) -> String {
        let bytes = Array(summary.utf8)
        if Inline.isUnmarked(bytes, bytes.indices) { return summary }
        if bytes.contains(where: { $0 == UInt8(ascii: "[") || $0 == UInt8(ascii: "<") }) {
            return Metadata.decoded(summary)
        }
        return unwrapped(Title(text: summary, origin: .metadata), dialect)?.text ?? summary
    }
}

extension TextBlocks {
    /// Returns true if the body has a `#` heading with blank lines around it.
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

    /// Returns true if the line at `position` is the body's first one or has a blank line above it.
    private static func isBlankBefore(_ bytes: [UInt8], _ position: Int, _ start: Int) -> Bool {
        var index = position - 1
        while index > start, bytes[index - 1].isBlank || bytes[index - 1] == 0x0D { index -= 1 }
        return index <= start || bytes[index - 1] == 0x0A
    }
}
