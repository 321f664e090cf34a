// Search over everything: one list of hits of all collections.

import Catalog
import Documents
import HTTP

/// `/search`.
enum SearchList {
    static func respond(_ context: Context) throws(Problem) -> Response {
        guard let snapshot = context.snapshot else { throw Problem(.notFound, "There is nothing to search yet.") }
        var (choice, query) = try context.understand(
            suffix: context.captures.first, among: MediaFormat.ofRecords
        ) { format throws(Problem) in
            try QueryParser.parse(context.query, of: collection(snapshot), format: format, isSearchRequired: true)
        }
        let text = TextQuery(query.searchText)
        let everything = Everything(snapshot, text, context.cancellation)
        query.search = Query.Search(text: text, hits: everything.hits, suggestions: everything.suggestions)
        return try Lists.respond(context, everything.collection, query, choice)
    }

    /// What hits look like; there are none in it.
    static func collection(_ snapshot: Snapshot) -> Collection {
        Everything(snapshot, TextQuery(""), Cancellation()).collection
    }
}

/// The hits of all collections as records of one.
private struct Everything: Records {
    /// A collection, what was found in it, and the position of its first hit among all.
    private struct Part {
        let collection: Collection
        let search: CollectionSearch
        let hits: Hits
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
            name: "search", summary: "What was found in all collections, the best first.", fields: Self.fields,
            records: self)
    }

    /// All of them, with their scores.
    var hits: Hits { Hits(scores: parts.flatMap(\.hits.scores)) }

    /// The nearest words where nothing was found.
    var suggestions: [String] {
        guard count == 0 else { return [] }
        var found: [String] = []
        for part in parts {
            for word in part.search.suggestions(query, isStopped: { cancellation.isCancelled })
            where !found.contains(word) { found.append(word) }
        }
        return found
    }

    /// Type and id, for hits of several collections may have one id.
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
