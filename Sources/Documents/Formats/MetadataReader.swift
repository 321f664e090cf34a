// From the members of front matter, a JSON document or an envelope to metadata: which names mean what.

extension Metadata {
    /// Sorts members by their names, in any case; the first of several wins, what is left goes to `extra`.
    ///
    /// The answer's `title` is the member of that name.
    static func read(_ members: [Value.Member]) -> (metadata: Metadata, title: String?) {
        var metadata = Metadata()
        var title: String?
        for member in members {
            let text = member.value.plainText
            switch member.name.lowercased() {
            case "title" where title == nil && text != nil: title = text
            case "date", "published", "published time", "pubdate", "publishdate", "ms.date":
                if metadata.date == nil, let text { metadata.date = text } else { metadata.extra.append(member) }
            case "author" where metadata.author == nil && text != nil,
                "authors" where metadata.author == nil && text != nil:
                metadata.author = text
            case "url" where metadata.url == nil && text != nil, "url source" where metadata.url == nil && text != nil:
                metadata.url = text
            case "language" where metadata.language == nil && text != nil,
                "lang" where metadata.language == nil && text != nil:
                metadata.language = text
            case "tags" where metadata.tags.isEmpty, "keywords" where metadata.tags.isEmpty:
                metadata.tags = tags(member.value)
            case "summary" where metadata.summary == nil && text != nil,
                "description" where metadata.summary == nil && text != nil,
                "excerpt" where metadata.summary == nil && text != nil:
                metadata.summary = text
            case "extra":
                // Where some site generators want what they do not know.
                guard case .object(let members) = member.value else {
                    metadata.extra.append(member)
                    continue
                }
                let names = Set(metadata.extra.map(\.name))
                let taken = members.filter { names.contains($0.name) }
                metadata.extra.append(contentsOf: members.filter { !names.contains($0.name) })
                if !taken.isEmpty { metadata.extra.append(Value.Member("extra", .object(taken))) }
            default:
                if !(member.value == .null && Self.known.contains(member.name.lowercased())) {
                    metadata.extra.append(member)
                }
            }
        }
        return (metadata, title.map { Text.normalized($0) })
    }

    private static let known: Set<String> = [
        "title", "author", "authors", "url", "language", "lang", "summary", "description", "excerpt",
    ]

    /// A list of tags, or text with commas or semicolons between them.
    static func tags(_ value: Value) -> [String] {
        switch value {
        case .list(let values): values.compactMap(\.plainText)
        case .text(let text):
            text.split { $0 == "," || $0 == ";" }.map { Text.normalized(String($0)) }.filter { !$0.isEmpty }
        default: value.plainText.map { [$0] } ?? []
        }
    }
}

extension Value {
    /// The value as one line of text: scalars as written, lists with commas, a mapping's `name`; nil where there is none.
    fileprivate var plainText: String? {
        switch self {
        case .null: return nil
        case .boolean(let value): return value ? "true" : "false"
        case .integer(let value): return String(value)
        case .number(let value): return value.description
        case .text(let value):
            let text = Text.normalized(value)
            return text.isEmpty ? nil : text
        case .list(let values):
            let texts = values.compactMap { value -> String? in
                if case .list = value { return nil }
                return value.plainText
            }
            return texts.isEmpty ? nil : texts.joined(separator: ", ")
        case .object:
            guard case .text(let name)? = self["name"] else { return nil }
            return Text.normalized(name)
        }
    }
}
