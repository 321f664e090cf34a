// Conversion of the members of front matter, a JSON document or an envelope to metadata, by their names.

/// Assigns members to fields by their names, ignoring case; the first of several wins.
///
/// An unquoted value of a text field keeps its spelling. Members without a field go to `extra`, and so do values that
/// the field represents only in part.
struct MetadataReader {
    private(set) var metadata = Metadata()
    private(set) var title: String?
    /// The member that holds the date.
    private(set) var date: Written.Member?
    private(set) var extra: [Written.Member] = []

    /// Assigns members with different names.
    ///
    /// A name of `options` fills a field only if no name of the table below fills it.
    init(_ members: [Written.Member], _ options: ReadingOptions = ReadingOptions()) {
        var configured: [(member: Written.Member, meaning: Meaning?)] = []
        for member in members {
            let name = member.name.lowercased()
            if let field = options.field(of: name) {
                configured.append((member, Self.meaning(of: field)))
            } else {
                take(member, Self.meanings[name])
            }
        }
        for (member, meaning) in configured { take(member, meaning) }
        takeNested(members, options)
        metadata.author = metadata.author.map(Metadata.decoded)
    }

    /// Assigns members of mappings that `options` names with dots; they also stay in `extra`.
    private mutating func takeNested(_ members: [Written.Member], _ options: ReadingOptions) {
        let kept = extra
        for option in options.metadata where option.name.contains(".") {
            let name = option.name.lowercased()
            guard let member = members.member(named: name[...]), member.name.lowercased() != name else { continue }
            take(member, Self.meaning(of: option.field))
        }
        extra = kept
    }

    private static func meaning(of field: ReadingOptions.MetadataField) -> Meaning? {
        switch field {
        case .title: .title
        case .date: .date
        case .author: .author
        case .url: .url
        case .language: .language
        case .tags: .tags
        case .summary: .summary
        case .extra: nil
        }
    }

    private mutating func take(_ member: Written.Member, _ meaning: Meaning?) {
        switch meaning {
        case .title: Self.take(member, &title, else: &extra)
        case .author: Self.take(member, &metadata.author, else: &extra)
        case .url: Self.take(member, &metadata.url, else: &extra)
        case .language: Self.take(member, &metadata.language, else: &extra)
        case .summary: Self.take(member, &metadata.summary, else: &extra)
        case .date:
            let isFirst = metadata.date == nil
            Self.take(member, &metadata.date, else: &extra)
            if isFirst, metadata.date != nil { date = member }
        case .tags:
            let (tags, isWhole) = Metadata.tags(member.value)
            let isFirst = metadata.tags.isEmpty
            if isFirst { metadata.tags = tags }
            if !isWhole || !isFirst && !tags.isEmpty { extra.append(member) }
        case .extra:
            // Some site generators require unknown members under this name.
            guard case .object(let members) = member.value else {
                extra.append(member)
                return
            }
            let names = Set(extra.map { $0.name.lowercased() })
            var table = member
            let taken = members.filter { names.contains($0.name.lowercased()) }
            extra.append(contentsOf: members.filter { !names.contains($0.name.lowercased()) })
            table.value = .object(taken)
            if !taken.isEmpty { extra.append(table) }
        case nil: extra.append(member)
        }
    }

    private enum Meaning {
        case title, date, author, url, language, tags, summary, extra
    }

    /// The meanings of members by their names in lower case.
    private static let meanings: [String: Meaning] = [
        "title": .title, "date": .date, "published": .date, "published time": .date, "pubdate": .date,
        "publishdate": .date, "ms.date": .date, "author": .author, "authors": .author, "url": .url, "url source": .url,
        "language": .language, "lang": .language, "tags": .tags, "keywords": .tags, "summary": .summary,
        "description": .summary, "excerpt": .summary, "extra": .extra,
    ]

    /// Sets `target` to the member's text if it is nil; keeps the member in `extra` if any of it is not in `target`.
    private static func take(
        _ member: Written.Member, _ target: inout String?, else extra: inout [Written.Member]
    ) {
        let (text, isWhole) = member.value.line
        let isFirst = target == nil
        if isFirst { target = text }
        if !isWhole || !isFirst && text != nil { extra.append(member) }
    }
}

extension Metadata {
    /// Parses tags from a list, or from text with commas or semicolons, and whether they represent the whole value.
    static func tags(_ value: Written) -> (texts: [String], isWhole: Bool) {
        switch value {
        case .list(let values):
            let lines = values.map(\.line)
            return (lines.compactMap(\.text).map(decoded), lines.allSatisfy(\.isWhole))
        case .text, .plain, .lines:
            let text = value.line.text.map(decoded) ?? ""
            let tags = text.split { $0 == "," || $0 == ";" }.map { PlainText.normalized(String($0)) }
            return (tags.filter { !$0.isEmpty }, true)
        case .object:
            let (text, isWhole) = value.line
            return (text.map { [decoded($0)] } ?? [], isWhole)
        }
    }

    /// Returns `text` with its character references decoded: `R&amp;D` is `R&D`.
    ///
    /// Other markup stays: `__init__` and `*nix` are names.
    static func decoded(_ text: String) -> String {
        guard text.utf8.contains(UInt8(ascii: "&")) else { return text }
        let bytes = Array(text.utf8)
        return PlainText.normalized(Entities.text(bytes, bytes.indices))
    }
}

extension Written {
    /// The value as one line of text, or nil if it has none, and whether the line represents the whole value.
    ///
    /// The line has scalars as written, lists with commas, and the `name` of a mapping.
    var line: (text: String?, isWhole: Bool) {
        switch self {
        case .plain(let text) where Scalar.isNull(text): return (nil, true)
        case .plain(let text), .text(let text):
            let text = PlainText.normalized(text)
            return (text.isEmpty ? nil : text, true)
        case .lines(let lines): return Written.text(lines.joined(separator: "\n")).line
        case .list(let values):
            var isWhole = true
            let texts = values.compactMap { value -> String? in
                if case .list = value {
                    isWhole = false
                    return nil
                }
                let line = value.line
                isWhole = isWhole && line.isWhole
                return line.text
            }
            return (texts.isEmpty ? nil : texts.joined(separator: ", "), isWhole)
        case .object(let members):
            guard let name = members.first(where: { $0.name == "name" }) else { return (nil, members.isEmpty) }
            switch name.value {
            case .list, .object: return (nil, false)
            case .plain, .text, .lines:
                let text = name.value.line.text
                return (text, members.count == 1 && text != nil)
            }
        }
    }
}
