// Documents as JSON objects, the way trafilatura writes them: one a file, or one a line.

enum Extract {
    /// The document in a `.json` file; a file without any text is one without sections.
    static func read(_ bytes: [UInt8], path: String, source: [UInt8]) -> (documents: [Document], findings: [Finding]) {
        if TableLine.trim(bytes, Encoding.start(of: bytes)..<bytes.count).isEmpty {
            var draft = Draft(path: path, format: .json, source: source, bytes: [])
            return ([draft.document(isMarkdown: false)], [])
        }
        do throws(Finding) {
            return ([try document(bytes, path: path, format: .json, source: source, line: 1)], [])
        } catch {
            return ([], [error])
        }
    }

    /// The documents in a file of JSON lines; a line that holds none is remarked and skipped.
    static func readLines(_ bytes: [UInt8], path: String) -> (documents: [Document], findings: [Finding]) {
        var documents: [Document] = []
        var findings: [Finding] = []
        var next = bytes.line(at: Encoding.start(of: bytes), number: 1)
        while let line = next {
            next = bytes.line(after: line)
            if TableLine.trim(bytes, line.range).isEmpty { continue }
            let source = Array(bytes[line.range])
            do throws(Finding) {
                documents.append(
                    try document(source, path: path, format: .jsonLines, source: source, line: line.number))
            } catch {
                findings.append(error)
            }
        }
        return (documents, findings)
    }

    /// The document in `bytes`, the first line of which is `first` in the file; throws why there is none.
    private static func document(
        _ bytes: [UInt8], path: String, format: Format, source: [UInt8], line first: Int
    ) throws(Finding) -> Document {
        let offset = first - 1
        var reader = JSONReader(bytes, keepsChildren: true)
        let node: JSONNode
        do throws(JSONError) {
            node = try reader.document()
        } catch {
            throw Finding(.invalidJSON(error.description), line: error.line + offset, column: error.column)
        }
        let names = ["text", "raw_text"]
        guard let found = names.lazy.compactMap({ node[$0] }).first(where: { $0.value.text != nil }) else {
            throw Finding(.notADocument, line: node.line + offset, column: node.column)
        }
        let line = found.line + offset
        let text = Array((found.value.text ?? "").utf8)
        let (body, findings) = Encoding.decodeUTF8(text)
        var draft = Draft(path: path, format: format, source: source, bytes: body ?? text)
        draft.fixedLine = line
        draft.firstLine = first
        // `raw_text` repeats the text without its structure.
        draft.members = named(Written.Member.all(of: node, offset: offset).filter { !names.contains($0.name) })
        draft.findings = findings.map { Finding($0.kind, line: line) }
        draft.findings += reader.findings.map { Finding($0.kind, line: $0.line + offset, column: $0.column) }
        return draft.document(isMarkdown: false)
    }

    /// trafilatura calls the page's address `source`, and writes categories as text with semicolons between them.
    private static func named(_ members: [Written.Member]) -> [Written.Member] {
        let hasURL = members.contains { member in
            guard member.name == "url", case .text(let url) = member.value else { return false }
            return !url.isEmpty
        }
        return members.map { member in
            var member = member
            switch (member.name, member.value) {
            case ("source", .text) where !hasURL: member.name = "url"
            case ("categories", .text): member.value = .list(Metadata.tags(member.value).texts.map { .text($0) })
            default: break
            }
            return member
        }
    }
}

extension Written {
    /// The value of `node`, whose text begins `offset` lines below the head of the file.
    fileprivate init(_ node: JSONNode, offset: Int) {
        if let spelling = node.spelling {
            self = .plain(spelling)
            return
        }
        switch node.value {
        case .boolean(let value): self = .plain(value ? "true" : "false")
        case .text(let text): self = .text(text)
        case .list: self = .list(node.children.map { Written($0, offset: offset) })
        case .object: self = .object(Member.all(of: node, offset: offset))
        case .null, .integer, .number: self = .nothing
        }
    }
}

extension Written.Member {
    /// The members of the object at `node`; none of any other value.
    fileprivate static func all(of node: JSONNode, offset: Int) -> [Self] {
        guard case .object(let members) = node.value else { return [] }
        return zip(members, node.children).map { member, node in
            Self(
                member.name, Written(node, offset: offset), line: (node.namePlace?.line ?? node.line) + offset,
                column: node.namePlace?.column)
        }
    }
}
