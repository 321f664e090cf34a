// Documents as JSON objects, the way trafilatura writes them: one a file, or one a line.

enum Extract {
    /// The document in a `.json` file.
    static func read(_ bytes: [UInt8], path: String, source: [UInt8]) -> (documents: [Document], findings: [Finding]) {
        do throws(JSONError) {
            let node = try JSONNode(bytes)
            guard
                let document = document(
                    node.value, path: path, format: .json, source: source, line: node["text"]?.line ?? 1)
            else { return ([], [Finding(.notADocument, line: node.line, column: node.column)]) }
            return ([document], [])
        } catch {
            return ([], [finding(error, line: 1)])
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
            do throws(JSONError) {
                let value = try Value(json: source)
                if let document = document(value, path: path, format: .jsonLines, source: source, line: line.number) {
                    documents.append(document)
                } else {
                    findings.append(Finding(.notADocument, line: line.number))
                }
            } catch {
                findings.append(finding(error, line: line.number))
            }
        }
        return (documents, findings)
    }

    private static func finding(_ error: JSONError, line: Int) -> Finding {
        Finding(.invalidJSON(error.description), line: line + error.line - 1, column: error.column)
    }

    private static func document(
        _ value: Value, path: String, format: Format, source: [UInt8], line: Int
    ) -> Document? {
        guard case .object(let members) = value, let text = (value["text"] ?? value["raw_text"])?.text else {
            return nil
        }
        // `raw_text` repeats the text without its structure.
        let others = members.filter { $0.name != "text" && $0.name != "raw_text" }
        let (body, findings) = Encoding.decodeUTF8(Array(text.utf8))
        let bytes = body ?? Array(text.utf8)
        var draft = Draft(path: path, format: format, source: source, bytes: bytes)
        draft.fixedLine = line
        draft.firstLine = format == .jsonLines ? line : 1
        draft.members = named(others, hasURL: value["url"]?.text?.isEmpty == false)
        draft.findings = findings
        return draft.document(isMarkdown: false)
    }

    /// trafilatura calls the page's address `source`, and writes categories as text with semicolons between them.
    private static func named(_ members: [Value.Member], hasURL: Bool) -> [Value.Member] {
        members.map { member in
            switch (member.name, member.value) {
            case ("source", .text) where !hasURL: Value.Member("url", member.value)
            case ("categories", .text): Value.Member(member.name, .list(Metadata.tags(member.value).map { .text($0) }))
            default: member
            }
        }
    }
}
