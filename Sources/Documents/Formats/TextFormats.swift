// Text and Markdown: front matter or an envelope, then the body.

extension Format {
    /// One line, one block: what web extractors write.
    package static let text: Format = Format("text", extensions: ["txt", "text"]) { input in
        var draft = input.draft(.text)
        return ([draft.read()], [])
    }

    /// GitHub Flavored Markdown without raw HTML blocks.
    package static let markdown: Format = Format(
        "markdown", extensions: ["md", "markdown", "mdx", "qmd", "rmd", "mkd"]
    ) { input in
        var draft = input.draft(.markdown)
        return ([draft.read()], [])
    }

    /// The envelope of Jina Reader around Markdown, in files of both formats.
    static let jina: Format = Format("jina", extensions: [], read: markdown.read)
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
