// The endpoint `/search`: one list of the hits in all collections.

import Catalog
import Documents
import HTTP
import Search

/// `/search`: a text search in all collections.
enum SearchList {
    static func respond(_ context: Context) throws(Problem) -> Response {
        guard let snapshot = context.snapshot else { throw Problem(.notFound, "No documents are loaded.") }
        var (choice, query) = try context.parse(
            suffix: context.captures.first, among: MediaFormat.ofRecords
        ) { format throws(Problem) in
            try QueryParser.parse(context.query, of: collection(snapshot), format: format, isSearchRequired: true)
        }
        let text = CollectionSearch.corrected(
            TextQuery(query.searchText, isExact: query.isExact), in: snapshot.collections.compactMap(\.search),
            isStopped: { context.cancellation.isCancelled })
        let allHits = AllHits(snapshot, text, context.cancellation)
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

    private let query: TextQuery
    private let cancellation: Cancellation
    private let parts: [Part]
    let count: Int

    private static let fields = [
        Field("type"), Field("id"), Field("title"), Field.snippet, Field("score", .number),
    ]

    init(_ snapshot: Snapshot, _ query: TextQuery, _ cancellation: Cancellation) {
        self.query = query
        self.cancellation = cancellation
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
    }

    var collection: Collection {
        Collection(
            name: "search", summary: "Search hits in all collections, the best first.", fields: Self.fields,
            records: self)
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

    func value(ofField field: Int, at index: Int) -> Value {
        let (part, hit) = locate(index)
        let position = Int(part.hits.positions[hit])
        switch field {
        case 0: return .text(part.collection.name)
        case 1: return .text(part.collection.records.id(at: position))
        case 2: return title(part.collection, position)
        case 3: return .text(part.search.snippet(query, at: position))
        case 4: return .number(Hits.rounded(part.hits.scores[hit]))
        default: return .null
        }
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
