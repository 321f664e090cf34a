// Entry point of the module: parses a file's bytes to documents.

extension Document {
    /// Parses a file to its documents: one, several for JSON lines, or none, with a diagnostic, for other formats.
    ///
    /// Never fails, and takes time linear in the number of bytes. The diagnostics are those without a document.
    package static func read(
        _ bytes: [UInt8], path: String, options: ReadingOptions = ReadingOptions(), fileTime: Int? = nil
    ) -> (documents: [Document], diagnostics: [Diagnostic]) {
        guard let format = Format(path: path) else {
            return ([], [ParseIssue(.unsupportedFormat, line: 1).diagnostic(path: path)])
        }
        guard bytes.count < UInt32.max else { return ([], [ParseIssue(.tooLarge, line: 1).diagnostic(path: path)]) }
        let survey = bytes.survey
        guard let (decoded, issues) = survey.isPlain ? (nil, []) : Encoding.decode(bytes) else {
            return ([], [ParseIssue(.unclearEncoding, line: 1).diagnostic(path: path)])
        }
        let body = decoded ?? bytes
        switch format {
        case .json, .jsonLines:
            let extract = Extract(path: path, options: options, fileTime: fileTime)
            let found = format == .json ? extract.read(body, source: bytes) : extract.readLines(body)
            return (found.documents, (issues + found.issues).map { $0.diagnostic(path: path) })
        case .text, .markdown, .jina, .delimited:
            var draft = Draft(path: path, format: format, source: bytes, bytes: body)
            (draft.options, draft.fileTime) = (options, fileTime)
            draft.issues = issues
            draft.holdsNoBreakSpaces = decoded != nil || survey.holdsNoBreakSpaces
            draft.bodyStart = Encoding.start(of: body)
            return ([format == .delimited ? draft.delimitedText() : draft.read()], [])
        }
    }
}

extension Format {
    /// Finds the format by the extension of a file's name, in any case; returns nil for other extensions.
    package init?(path: String) {
        var path = path
        let format = path.withUTF8 { path -> Format? in
            let name = path[(path.lastIndex(of: UInt8(ascii: "/")).map { $0 + 1 } ?? 0)...]
            guard let stop = name.lastIndex(of: UInt8(ascii: ".")) else { return nil }
            let ending = name[(stop + 1)...]
            return Self.endings.first { known, _ in
                known.utf8.count == ending.count && zip(known.utf8, ending).allSatisfy { $0 == $1.lowercased }
            }?.format
        }
        guard let format else { return nil }
        self = format
    }

    /// The extensions of all formats, for messages.
    static let listOfEndings = endings.map { "." + $0.ending }.joined(separator: ", ")

    /// The extensions of all formats, without the point.
    package static let extensions = endings.map(\.ending)

    private static let endings: [(ending: String, format: Format)] = [
        ("txt", .text), ("md", .markdown), ("text", .text), ("markdown", .markdown), ("json", .json),
        ("jsonl", .jsonLines), ("ndjson", .jsonLines), ("csv", .delimited), ("tsv", .delimited), ("mdx", .markdown),
        ("qmd", .markdown), ("rmd", .markdown), ("mkd", .markdown),
    ]
}

extension Draft {
    /// Parses front matter or an envelope, then the body.
    fileprivate mutating func read() -> Document {
        switch FrontMatter.read(bytes, from: bodyStart) {
        case .found(let frontMatter):
            members = frontMatter.members
            bodyStart = frontMatter.bodyStart
            bodyLine = frontMatter.bodyLine
            issues += frontMatter.issues
        case .unclosed: issues.append(ParseIssue(.unclosedFrontMatter, line: 1, column: 1))
        case .none:
            if let envelope = Envelope.read(bytes, from: bodyStart) {
                members = envelope.members
                bodyStart = envelope.bodyStart
                bodyLine = envelope.bodyLine
                format = .jina
            }
        }
        return document(isMarkdown: format != .text)
    }
}
