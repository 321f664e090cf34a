// The endpoint `/search`: one list of the hits in all collections.

import Catalog
import Documents
import HTTP
import Search
import Text

/// `/search`: a text search in all collections.
enum SearchList {
    static func respond(_ context: Context) throws(Problem) -> Response {
        guard let snapshot = context.snapshot else { throw Problem(.notFound, "No documents are loaded.") }
        var (choice, query) = try context.parse(
            suffix: context.captures.first, among: MediaFormat.ofRecords
        ) { format throws(Problem) in
            try QueryParser.parse(
                context.query, of: collection(snapshot), format: format, isSearchRequired: true,
                defaultLimit: Query.defaultSearchLimit)
        }
        let text = CollectionSearch.corrected(
            TextQuery(query.searchText, isExact: query.isExact), in: snapshot.collections.compactMap(\.search),
            isStopped: { context.cancellation.isCancelled })
        let allHits = AllHits(snapshot, text, highlights: query.highlights, context.cancellation)
        query.search = Query.Search(text: text, hits: allHits.hits, suggestions: allHits.suggestions)
        return try Lists.respond(context, allHits.collection, query, choice)
    }

    /// Returns the collection of hits without any hit, which describes their fields.
    static func collection(_ snapshot: Snapshot) -> Collection {
        AllHits(snapshot, TextQuery(""), Cancellation()).collection
    }
}

/// The hits in all collections as records of one collection.
private struct AllHits: Records {
    /// The hits in one collection.
    private struct Part {
        let collection: Collection
        let search: CollectionSearch
        let hits: Hits
        /// The position of the first hit in the list of all hits.
        let start: Int
    }

    /// The source of a field's values.
    private enum Source {
        case type, id, title, snippet, score, place, article, meta
        /// A field of the article.
        case ofArticle(FieldPath)
    }

    private let query: TextQuery
    private let highlights: [FieldPath]
    private let cancellation: Cancellation
    private let parts: [Part]
    private let articles: Collection?
    private let fields: [Field]
    private let sources: [Source]
    /// Of each hit the position of its article, `ColumnIndex.none` if it is not known.
    private let places: Deferred<[UInt32]>
    let count: Int

    init(
        _ snapshot: Snapshot, _ query: TextQuery, highlights: [FieldPath] = [], _ cancellation: Cancellation
    ) {
        self.query = query
        self.highlights = highlights
        self.cancellation = cancellation
        articles = snapshot["articles"]
        let layout = Self.layout(articles)
        (fields, sources) = (layout.map(\.field), layout.map(\.source))
        var parts: [Part] = []
        var count = 0
        for collection in snapshot.collections {
            guard let search = collection.search else { continue }
            let hits = search.hits(query) { cancellation.isCancelled }
            parts.append(Part(collection: collection, search: search, hits: hits, start: count))
            count += hits.count
        }
        self.parts = parts
        self.count = count
        places = Deferred { [parts] in
            parts.flatMap { part in
                part.hits.positions.map { position in
                    let article =
                        cancellation.isCancelled ? nil : part.search.article(query, at: Int(position))
                    return article.map { UInt32(truncatingIfNeeded: $0) } ?? ColumnIndex.none
                }
            }
        }
    }

    /// Returns the fields of a hit: its own, then those of its article, which are in answers on request only.
    private static func layout(_ articles: Collection?) -> [(field: Field, source: Source)] {
        var layout: [(field: Field, source: Source)] = [
            (Field("type"), .type), (Field("id"), .id), (Field("title"), .title), (.snippet, .snippet),
            (Field("score", .number), .score), (Field.source.notComparable, .place), (.foundArticle, .article),
        ]
        guard let articles else { return layout }
        let named = ["author", "url", "language", "tags", "summary", "wordCount"]
        var names = UniqueNames(taken: Set(layout.map(\.field.name) + ["_meta"]))
        for path in articles.paths where path.members.isEmpty {
            var field = path.field
            if named.contains(path.name) {
                field.name = "article." + path.name
            } else if path.isList, path.field.references != nil {
                field.name = names.take(path.name)
            } else {
                continue
            }
            layout.append((field.onRequest, .ofArticle(path)))
        }
        layout.append((Field("_meta", .object, members: [.highlight]).onRequest, .meta))
        return layout
    }

    var collection: Collection {
        Collection(
            name: "search", summary: "Search hits in all collections, the best first.", fields: fields, records: self)
    }

    /// All hits with their scores.
    var hits: Hits { Hits(scores: parts.flatMap(\.hits.scores)) }

    /// The nearest indexed words; empty if there are hits.
    var suggestions: [String] {
        guard count == 0 else { return [] }
        var found: [String] = []
        // Articles, points and tables have the same words.
        var indexes: Set<ObjectIdentifier> = []
        for part in parts where indexes.insert(part.search.indexIdentity).inserted {
            for word in part.search.suggestions(query, isStopped: { cancellation.isCancelled })
            where !found.contains(word) { found.append(word) }
        }
        return found
    }

    /// Returns the type and the id, because records of different collections may have the same id.
    func id(at index: Int) -> String {
        let (part, hit) = locate(index)
        return part.collection.name + "/" + part.collection.records.id(at: Int(part.hits.positions[hit]))
    }

    func index(ofID id: String) -> Int? {
        guard let slash = id.utf8.firstIndex(of: UInt8(ascii: "/")),
            let part = parts.first(where: { $0.collection.name == id[..<slash] }),
            let position = part.collection.records.index(ofID: String(id[id.utf8.index(after: slash)...])),
            let hit = part.hits.index(of: position)
        else { return nil }
        return part.start + hit
    }

    /// Orders the hits by type, then by the ranks of their ids, without making an id of each.
    func positionsByID() -> [UInt32] {
        // No name continues another one up to its slash.
        let ordered = parts.sorted { ($0.collection.name + "/").precedesByBytes($1.collection.name + "/") }
        return ordered.flatMap { part in
            let ranks = part.collection.idOrder.ranks
            let keys = part.hits.positions.enumerated().map { hit, position in
                UInt64(ranks[Int(position)]) << 32 | UInt64(part.start + hit)
            }
            return keys.sorted().map { UInt32(truncatingIfNeeded: $0) }
        }
    }

    func value(ofField field: Int, at index: Int) -> Value { values(ofFields: [field], at: index).first ?? .null }

    func values(ofFields fields: [Int], at index: Int) -> [Value] {
        let (part, hit) = locate(index)
        let position = Int(part.hits.positions[hit])
        // Several fields need it, and it reads the text of the record.
        var known: FoundText?
        func excerpt() -> FoundText {
            if let known { return known }
            let excerpt = part.search.excerpt(query, at: position)
            known = excerpt
            return excerpt
        }
        return fields.map { field in
            switch sources[field] {
            case .type: return .text(part.collection.name)
            case .id: return .text(part.collection.records.id(at: position))
            case .title: return title(part.collection, position)
            case .snippet: return .text(excerpt().snippet)
            case .score: return .number(Hits.rounded(part.hits.scores[hit]))
            case .place: return excerpt().source
            case .article:
                return articles?.foundArticle(at: part.search.article(query, at: position)) ?? .null
            case .ofArticle(let path):
                guard let article = part.search.article(query, at: position) else { return .null }
                return articles?.records.value(ofField: path.position, at: article) ?? .null
            case .meta:
                let rules = part.search.rules(at: position)
                return ["highlight": highlight(highlights, of: query, rules, at: index)]
            }
        }
    }

    /// Returns the index of the type, or that of a field of the article by the index of the articles.
    func index(of path: FieldPath, isStopped: () -> Bool) -> ColumnIndex? {
        let field: FieldPath?
        switch sources[path.position] {
        case .type:
            let types = Collection(
                name: "types", summary: "", fields: [Field("type")], records: Types(names: parts.map(\.collection.name))
            )
            let numbers = parts.enumerated().flatMap { number, part in
                repeatElement(UInt32(truncatingIfNeeded: number), count: part.hits.count)
            }
            return types.index(of: path, isStopped: isStopped).map { ColumnIndex($0, at: numbers) }
        case .article: field = path.members.first.flatMap { articles?.path(named: $0) }
        case .ofArticle(let path): field = path
        case .id, .title, .snippet, .score, .place, .meta: field = nil
        }
        guard let field, let index = articles?.index(of: field, isStopped: isStopped) else { return nil }
        return ColumnIndex(index, at: places.value)
    }

    private func title(_ collection: Collection, _ position: Int) -> Value {
        for name in ["title", "name", "label", "heading"] {
            guard let path = collection.path(named: name) else { continue }
            let value = collection.records.value(ofField: path.position, at: position)
            if !value.isMissing { return value }
        }
        return .text(collection.records.id(at: position))
    }

    private func locate(_ index: Int) -> (part: Part, hit: Int) {
        var part = parts[0]
        for candidate in parts where candidate.start <= index && !candidate.hits.positions.isEmpty { part = candidate }
        return (part, index - part.start)
    }
}

/// The types of hits as records, for their index.
private struct Types: Records {
    let names: [String]

    var count: Int { names.count }

    func id(at index: Int) -> String { names[index] }

    func index(ofID id: String) -> Int? { names.firstIndex(of: id) }

    func value(ofField field: Int, at index: Int) -> Value { .text(names[index]) }
}
