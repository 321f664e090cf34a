// Documents as JSON objects, the way trafilatura writes them: one a file, or one a line.

struct Extract {
    let path: String
    let options: ReadingOptions
    let fileTime: Int?

    /// The document in a `.json` file; a file without any text is one without sections.
    func read(_ bytes: [UInt8], source: [UInt8]) -> (documents: [Document], findings: [Finding]) {
        if TableLine.trim(bytes, Encoding.start(of: bytes)..<bytes.count).isEmpty {
            var draft = draft(.json, source: source, bytes: [])
            return ([draft.document(isMarkdown: false)], [])
        }
        do throws(Finding) {
            return ([try document(bytes, format: .json, source: source, line: 1)], [])
        } catch {
            return ([], [error])
        }
    }

    /// The documents in a file of JSON lines; a line that holds none is remarked and skipped.
    func readLines(_ bytes: [UInt8]) -> (documents: [Document], findings: [Finding]) {
        var documents: [Document] = []
        var findings: [Finding] = []
        var next = bytes.line(at: Encoding.start(of: bytes), number: 1)
        while let line = next {
            next = bytes.line(after: line)
            if TableLine.trim(bytes, line.range).isEmpty { continue }
            let source = Array(bytes[line.range])
            do throws(Finding) {
                documents.append(try document(source, format: .jsonLines, source: source, line: line.number))
            } catch {
                findings.append(error)
            }
        }
        return (documents, findings)
    }

    /// The document in `bytes`, the first line of which is `line` in the file; throws why there is none.
    private func document(
        _ bytes: [UInt8], format: Format, source: [UInt8], line: Int
    ) throws(Finding) -> Document {
        var reader = JSONReader<Written>(bytes, line: line)
        reader.skipSpace()
        let start = reader.place
        let value: Written
        do throws(JSONError) {
            value = try reader.document()
        } catch {
            throw Finding(.invalidJSON(error.description), line: error.line, column: error.column)
        }
        guard case .object(let members) = value, let (text, textLine) = Self.text(members) else {
            let isDocument = format == .jsonLines || Self.isExtract(value)
            throw Finding(
                isDocument ? .documentWithoutText : .otherJSON, line: start.line, column: start.column)
        }
        let (body, findings) = Encoding.decodeUTF8(text)
        var draft = draft(format, source: source, bytes: body ?? text)
        draft.fixedLine = textLine
        draft.firstLine = line
        // Of two texts the second one stays, since it is nowhere else.
        var left = Set(Self.textNames)
        draft.members = Self.named(members.filter { left.remove($0.name) == nil })
        draft.findings = reader.findings + findings.map { Finding($0.kind, line: textLine) }
        draft.findings += draft.members.filter { Self.textNames.contains($0.name) }
            .map { Written.Repetition(member: $0, newName: $0.name, firstLine: textLine).finding }
        return draft.document(isMarkdown: false)
    }

    private func draft(_ format: Format, source: [UInt8], bytes: [UInt8]) -> Draft {
        var draft = Draft(path: path, format: format, source: source, bytes: bytes)
        (draft.options, draft.fileTime) = (options, fileTime)
        return draft
    }

    /// The members that hold the text: `raw_text` repeats it without its structure.
    private static let textNames = ["text", "raw_text"]

    /// True for an object that an extractor wrote: a file without these members, such as `package.json`, is none.
    private static func isExtract(_ value: Written) -> Bool {
        guard case .object(let members) = value else { return false }
        return members.contains { textNames.contains($0.name) || extractNames.contains($0.name) }
    }

    private static let extractNames = ["hostname", "fingerprint", "source-hostname"]

    private static func text(_ members: [Written.Member]) -> (bytes: [UInt8], line: Int)? {
        for name in textNames {
            for member in members where member.name == name {
                if case .text(let text) = member.value { return (Array(text.utf8), member.line) }
            }
        }
        return nil
    }

    /// trafilatura calls the page's address `source`, and writes categories as text with semicolons between them.
    private static func named(_ members: [Written.Member]) -> [Written.Member] {
        let hasURL = members.contains { member in
            guard member.name == "url", case .text(let url) = member.value else { return false }
            return !url.isEmpty
        }
        return members.compactMap { member in
            var member = member
            switch (member.name, member.value) {
            // One without an address gives way to the other.
            case ("url", _) where !hasURL && members.contains { $0.name == "source" }: return nil
            case ("source", .text) where !hasURL: member.name = "url"
            case ("categories", .text): member.value = .list(Metadata.tags(member.value).texts.map { .text($0) })
            default: break
            }
            return member
        }
    }
}
