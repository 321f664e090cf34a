// From the members of front matter, a JSON document or an envelope to metadata: which names mean what.

extension Metadata {
    /// Sorts members by their names, in any case; the first of several wins, what is left goes to `extra`.
    ///
    /// The answer's `title` is the member of that name.
    static func read(_ members: [Value.Member]) -> (metadata: Metadata, title: String?) {
        var metadata = Metadata()
        var title: String?
        for member in members {
            switch meanings[member.name.lowercased()] {
            case .title: take(member, &title, else: &metadata.extra)
            case .author: take(member, &metadata.author, else: &metadata.extra)
            case .url: take(member, &metadata.url, else: &metadata.extra)
            case .language: take(member, &metadata.language, else: &metadata.extra)
            case .summary: take(member, &metadata.summary, else: &metadata.extra)
            case .date:
                if metadata.date == nil, let text = member.value.plainText {
                    metadata.date = text
                } else {
                    metadata.extra.append(member)
                }
            case .tags where metadata.tags.isEmpty: metadata.tags = tags(member.value)
            case .extra:
                // Where some site generators want what they do not know.
                guard case .object(let members) = member.value else {
                    metadata.extra.append(member)
                    continue
                }
                let names = Set(metadata.extra.map(\.name))
                let taken = members.filter { names.contains($0.name) }
                metadata.extra.append(contentsOf: members.filter { !names.contains($0.name) })
                if !taken.isEmpty { metadata.extra.append(Value.Member("extra", .object(taken))) }
            case .tags, nil: metadata.extra.append(member)
            }
        }
        return (metadata, title.map { Text.normalized($0) })
    }

    private enum Meaning {
        case title, date, author, url, language, tags, summary, extra
    }

    /// What members mean, by their names in lower case.
    private static let meanings: [String: Meaning] = [
        "title": .title, "date": .date, "published": .date, "published time": .date, "pubdate": .date,
        "publishdate": .date, "ms.date": .date, "author": .author, "authors": .author, "url": .url, "url source": .url,
        "language": .language, "lang": .language, "tags": .tags, "keywords": .tags, "summary": .summary,
        "description": .summary, "excerpt": .summary, "extra": .extra,
    ]

    /// Takes the member's text for `target` if that has none yet; what is not taken stays, unless it is null.
    private static func take(_ member: Value.Member, _ target: inout String?, else extra: inout [Value.Member]) {
        if target == nil, let text = member.value.plainText {
            target = text
        } else if member.value != .null {
            extra.append(member)
        }
    }

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
