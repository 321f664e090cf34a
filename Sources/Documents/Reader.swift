// The way in: bytes of a file to documents.

extension Document {
    /// The documents that a file holds: one, but for JSON lines; none, with an error, where its format is not read.
    ///
    /// Total: any bytes give an answer, in time linear in their number. The diagnostics are those of the file that no
    /// document carries itself. `fileTime` is kept and decides nothing.
    package static func read(
        _ bytes: [UInt8], path: String, options: ReadingOptions = ReadingOptions(), fileTime: Int? = nil
    ) -> (documents: [Document], diagnostics: [Diagnostic]) {
        guard let format = Format(path: path) else {
            return ([], [Finding(.unsupportedFormat, line: 1).diagnostic(path: path)])
        }
        guard bytes.count < UInt32.max else { return ([], [Finding(.tooLarge, line: 1).diagnostic(path: path)]) }
        let survey = bytes.survey
        guard let (decoded, findings) = survey.isPlain ? (nil, []) : Encoding.decode(bytes) else {
            return ([], [Finding(.unclearEncoding, line: 1).diagnostic(path: path)])
        }
        let body = decoded ?? bytes
        switch format {
        case .json, .jsonLines:
            let extract = Extract(path: path, options: options, fileTime: fileTime)
            let found = format == .json ? extract.read(body, source: bytes) : extract.readLines(body)
            return (found.documents, (findings + found.findings).map { $0.diagnostic(path: path) })
        case .text, .markdown, .jina, .delimited:
            var draft = Draft(path: path, format: format, source: bytes, bytes: body)
            (draft.options, draft.fileTime) = (options, fileTime)
            draft.findings = findings
            draft.holdsNoBreakSpaces = decoded != nil || survey.holdsNoBreakSpaces
            draft.bodyStart = Encoding.start(of: body)
            return ([format == .delimited ? draft.delimitedText() : draft.read()], [])
        }
    }
}

extension Format {
    /// The format that a file's name ends in, in any case; nil where it is not read.
    package init?(path: String) {
        var path = path
        let format = path.withUTF8 { path -> Format? in
            let name = path[(path.lastIndex(of: UInt8(ascii: "/")).map { $0 + 1 } ?? 0)...]
            // Without a stop there is no ending.
            guard let stop = name.lastIndex(of: UInt8(ascii: ".")) else { return nil }
            let ending = name[(stop + 1)...]
            return Self.endings.first { known, _ in
                known.utf8.count == ending.count && zip(known.utf8, ending).allSatisfy { $0 == $1.lowercased }
            }?.format
        }
        guard let format else { return nil }
        self = format
    }

    /// The endings of the files that are read, for messages.
    static let listOfEndings = endings.map { "." + $0.ending }.joined(separator: ", ")

    /// The extensions of the files that are read, without the point.
    package static let extensions = endings.map(\.ending)

    private static let endings: [(ending: String, format: Format)] = [
        ("txt", .text), ("md", .markdown), ("text", .text), ("markdown", .markdown), ("json", .json),
        ("jsonl", .jsonLines), ("ndjson", .jsonLines), ("csv", .delimited), ("tsv", .delimited), ("mdx", .markdown),
        ("qmd", .markdown), ("rmd", .markdown), ("mkd", .markdown),
    ]
}

extension Draft {
    /// Reads front matter or an envelope, then the body.
    fileprivate mutating func read() -> Document {
        switch FrontMatter.read(bytes, from: bodyStart) {
        case .found(let frontMatter):
            members = frontMatter.members
            bodyStart = frontMatter.bodyStart
            bodyLine = frontMatter.bodyLine
            findings += frontMatter.findings
        case .unclosed: findings.append(Finding(.unclosedFrontMatter, line: 1, column: 1))
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
