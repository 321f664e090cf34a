// The collection of articles: one record for every document.

import Documents

/// Articles; reads values from the document on demand, except for the records of mapped collections.
struct Articles: Records {
    let documents: [Document]
    let ids: Identifiers
    /// For each mapped collection, its records and the positions of those in each document.
    let mentions: [(records: any Records, positions: [[UInt32]])]
    let links: LinkTargets
    private let layout: [Part]
    /// Unifies names of `extra` that differ only in case.
    private let respelling: Respelling?

    /// The source of a field's values.
    private enum Part {
        case id, title, date, author, url, language, tags, summary, wordCount, mentions(Int)
        case extra, links, sections, meta
    }

    static func collection(
        _ documents: [Document], ids: Identifiers, shapes: MetadataShapes, mentions: [MappedCollection],
        links: LinkTargets
    ) -> Collection {
        var parts: [(Field, Part)] = [
            (Field("id"), .id), (Field("title"), .title), (Field("date", .date), .date), (Field("author"), .author),
            (Field("url"), .url), (Field("language"), .language), (Field("tags", isList: true), .tags),
            (Field("summary"), .summary), (Field("wordCount", .integer), .wordCount),
        ]
        var names = UniqueNames(
            taken: Set(parts.map(\.0.name) + ["extra", "links", "sections", "_meta"]), ignoringCase: true)
        for (position, mention) in mentions.enumerated() {
            let name = mention.collection.name
            parts.append((Field(names.take(name), isList: true, references: name), .mentions(position)))
        }
        parts.append((Field("extra", .object, members: shapes.field.members), .extra))
        parts.append((.links(), .links))
        parts.append((SectionValues.field, .sections))
        parts.append((metaField, .meta))
        return Collection(
            name: "articles", summary: "The documents, one article each.", fields: parts.map(\.0),
            records: Articles(
                documents: documents, ids: ids, mentions: mentions.map { ($0.collection.records, $0.positions) },
                links: links, layout: parts.map(\.1), respelling: shapes.respelling))
    }

    private static let metaField = Field(
        "_meta", .object,
        members: [
            Field("file"), Field("line", .integer), Field("format"), Field("titleOrigin"), Field("tables", .integer),
            Field("points", .integer),
        ])

    var count: Int { documents.count }

    func id(at index: Int) -> String { ids[index] }

    func index(ofID id: String) -> Int? { ids.position(of: id) }

    func positionsByID() -> [UInt32] { ids.order }

    func value(ofField field: Int, at index: Int) -> Value {
        let document = documents[index]
        let metadata = document.metadata
        switch layout[field] {
        case .id: return .text(ids[index])
        case .title: return .text(document.title.text)
        case .date: return Self.text(metadata.date)
        case .author: return Self.text(metadata.author)
        case .url: return Self.text(metadata.url)
        case .language: return Self.text(metadata.language)
        case .tags: return .list(metadata.tags.map(Value.text))
        case .summary: return Self.text(metadata.summary)
        case .wordCount: return .integer(document.wordCount)
        case .mentions(let position):
            let (records, positions) = mentions[position]
            return .list(positions[index].map { .text(records.id(at: Int($0))) })
        case .extra:
            let extra = Value.object(metadata.extra)
            return respelling?.applied(to: extra) ?? extra
        case .links, .sections: return lazyValue(of: layout[field], at: index)?.value ?? .null
        case .meta:
            return .object([
                Value.Member("file", .text(document.path)), Value.Member("line", .integer(document.firstLine)),
                Value.Member("format", .text(document.format.name)),
                Value.Member("titleOrigin", .text(document.title.origin.rawValue)),
                Value.Member("tables", .integer(document.tableCount)),
                Value.Member("points", .integer(document.pointCount)),
            ])
        }
    }

    func lazyValues(ofFields fields: [Int], at index: Int) -> [LazyValue] {
        fields.map { field in
            lazyValue(of: layout[field], at: index) ?? .whole(value(ofField: field, at: index))
        }
    }

    /// Returns the value of a part that may be large; nil for other parts.
    private func lazyValue(of part: Part, at index: Int) -> LazyValue? {
        switch part {
        case .sections: SectionValues(article: ids[index]).value(of: documents[index].sections)
        case .links: links.values(of: documents[index].links, in: index)
        default: nil
        }
    }

    private static func text(_ text: String?) -> Value { text.map(Value.text) ?? .null }
}
