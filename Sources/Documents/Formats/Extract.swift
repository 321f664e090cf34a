// Parser of documents in JSON objects as trafilatura writes them: one per file, or one per line.

extension Format {
    /// One object a file, as trafilatura writes it.
    package static let json: Format = Format("json", extensions: ["json"]) { input in
        let found = Extract(input: input).read()
        return (found.documents, input.issues + found.issues)
    }

    /// One object a line.
    package static let jsonLines: Format = Format("jsonLines", extensions: ["jsonl", "ndjson"]) { input in
        let found = Extract(input: input).readLines()
        return (found.documents, input.issues + found.issues)
    }
}

/// Parses the objects of one file.
private struct Extract {
    let input: FileInput

    /// Parses a `.json` file; a file without text becomes a document without sections.
    func read() -> (documents: [Document], issues: [ParseIssue]) {
        let bytes = input.bytes
        if TableLine.trim(bytes, Encoding.start(of: bytes)..<bytes.count).isEmpty {
            var draft = draft(.json, source: input.source, bytes: [])
            return ([draft.document(isMarkdown: false)], [])
        }
        do throws(ParseIssue) {
            return ([try document(bytes, format: .json, source: input.source, line: 1)], [])
        } catch {
            return ([], [error])
        }
    }

    /// Parses a file of JSON lines; skips lines that are not documents, with a diagnostic.
    func readLines() -> (documents: [Document], issues: [ParseIssue]) {
        let bytes = input.bytes
        var documents: [Document] = []
        var issues: [ParseIssue] = []
        var next = bytes.line(at: Encoding.start(of: bytes), number: 1)
        while let line = next {
            next = bytes.line(after: line)
            if TableLine.trim(bytes, line.range).isEmpty { continue }
            let source = Array(bytes[line.range])
            do throws(ParseIssue) {
                documents.append(try document(source, format: .jsonLines, source: source, line: line.number))
            } catch {
                issues.append(error)
            }
        }
        return (documents, issues)
    }

    /// Parses the document in `bytes`, which begin at line `line` of the file.
    private func document(
        _ bytes: [UInt8], format: Format, source: [UInt8], line: Int
    ) throws(ParseIssue) -> Document {
        var reader = JSONReader<Written>(bytes, line: line)
        reader.skipSpace()
        let start = reader.place
        let value: Written
        do throws(JSONError) {
            value = try reader.document()
        } catch {
            throw ParseIssue(.invalidJSON(error.description), line: error.line, column: error.column)
        }
        guard case .object(let members) = value, let (text, textLine) = Self.text(members) else {
            let isDocument = format == .jsonLines || Self.isExtract(value)
            throw ParseIssue(
                isDocument ? .documentWithoutText : .otherJSON, line: start.line, column: start.column)
        }
        let (body, issues) = Encoding.decodeUTF8(text)
        var draft = draft(format, source: source, bytes: body ?? text)
        draft.fixedLine = textLine
        draft.firstLine = line
        // The second of two texts stays in the metadata, so that it is not lost.
        var left = Set(Self.textNames)
        draft.members = Self.named(members.filter { left.remove($0.name) == nil })
        draft.issues = reader.issues + issues.map { ParseIssue($0.kind, line: textLine) }
        draft.issues += draft.members.filter { Self.textNames.contains($0.name) }
            .map { Written.Repetition(member: $0, newName: $0.name, firstLine: textLine).issue }
        return draft.document(isMarkdown: false)
    }

    private func draft(_ format: Format, source: [UInt8], bytes: [UInt8]) -> Draft {
        var draft = Draft(path: input.path, format: format, source: source, bytes: bytes)
        (draft.options, draft.fileTime) = (input.options, input.fileTime)
        return draft
    }

    /// The members that contain the text: `raw_text` repeats it without its structure.
    private static let textNames = ["text", "raw_text"]

    /// Returns true for an object from an extractor; other JSON files, such as `package.json`, lack these members.
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

    /// Renames members of trafilatura: `source` is the page's address, and categories are separated by semicolons.
    private static func named(_ members: [Written.Member]) -> [Written.Member] {
        let hasURL = members.contains { member in
            guard member.name == "url", case .text(let url) = member.value else { return false }
            return !url.isEmpty
        }
        return members.compactMap { member in
            var member = member
            switch (member.name, member.value) {
            case ("url", _) where !hasURL && members.contains { $0.name == "source" }: return nil
            case ("source", .text) where !hasURL: member.name = "url"
            case ("categories", .text): member.value = .list(Metadata.tags(member.value).texts.map { .text($0) })
            default: break
            }
            return member
        }
    }
}
