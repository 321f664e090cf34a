// The endpoint `/{collection}/{id}/related`: the records that articles name together with a record.

import Catalog
import Documents
import HTTP

/// `/leaders/{id}/related`: the records of the collection that the same articles name, with the number of articles.
enum RelatedList {
    static let segment = "related"

    static func respond(_ context: Context) throws(Problem) -> Response {
        let last = Suffix(context.captures.count > 2 ? segment + "." + context.captures[2] : segment)
        guard context.captures.count > 1, let snapshot = context.snapshot,
            let collection = snapshot[context.captures[0]], let articles = snapshot["articles"]
        else { throw Problem(.notFound, "There is no collection of this name.") }
        let id = context.captures[1]
        guard let path = RelatedRecords.path(to: collection, in: articles) else {
            let names = snapshot.collections.filter { RelatedRecords.path(to: $0, in: articles) != nil }.map(\.name)
            throw Problem(
                .notFound,
                "The records of `\(collection.name)` have no related records, because articles do not name them. "
                    + "These collections have: \(names.map { "`\($0)`" }.joined(separator: ", ")).")
        }
        guard collection.records.index(ofID: id) != nil else {
            let tail = segment + (last.format.map { "." + $0 } ?? "")
            return try Items.redirect(context, collection, id, path: { [collection.name, $0, tail] })
        }
        var (choice, query) = try context.parse(
            suffix: last.format, among: MediaFormat.ofRecords
        ) { format throws(Problem) in
            try QueryParser.parse(
                context.query, of: Self.collection(of: collection, []), format: format,
                parameters: Query.Parameter.ofComputed)
        }
        let related = RelatedRecords(to: id, along: path, in: articles) { context.cancellation.isCancelled }
        guard let related else { throw Problem(.tooCostly, Problem.Code.tooCostly.entry.explanation) }
        query.meta = [.init("articles", .integer(related.articles))]
        let rows = related.records.map { record in
            let name = collection.records.index(ofID: record.id).map { collection.value("name", at: $0) } ?? .null
            let items = [id, record.id].map { Target.QueryItem(name: parameter(path), value: $0) }
            return [
                .text(record.id), name, .integer(record.articles), .integer(record.allArticles),
                .texts(record.examples.map(articles.records.id(at:))),
                ["articles": .text(Reference.target("/articles", items))],
            ]
        }
        return try Lists.respond(context, Self.collection(of: collection, rows), query, choice)
    }

    /// Returns the name of a filter on a field; one with the name of a parameter needs an operator.
    private static func parameter(_ path: FieldPath) -> String {
        Query.Parameter(rawValue: path.name) == nil ? path.name : path.name + ":eq"
    }

    /// Returns the links of a record to its related ones; nil if its collection has none.
    static func links(of id: String, in collection: Collection, _ snapshot: Snapshot?) -> Value? {
        guard let articles = snapshot?["articles"], RelatedRecords.path(to: collection, in: articles) != nil else {
            return nil
        }
        return ["related": .text(Reference.path([collection.name, id, segment]))]
    }

    private static func collection(of base: Collection, _ rows: [[Value]]) -> Collection {
        ComputedRecords.collection(
            segment, of: base,
            "The records of `\(base.name)` that articles name together with one of them, most articles first.",
            [
                Field("name"), Field("articles", .integer), Field("allArticles", .integer),
                Field("examples", isList: true, references: "articles"),
                Field("links", .object, members: [Field("articles", isComparable: false)]),
            ], rows)
    }

    /// Returns the collections with related records, without any of these.
    static func collections(_ snapshot: Snapshot) -> [(base: Collection, related: Collection)] {
        guard let articles = snapshot["articles"] else { return [] }
        return snapshot.collections.filter { RelatedRecords.path(to: $0, in: articles) != nil }
            .map { ($0, collection(of: $0, [])) }
    }

    static func describe(_ snapshot: Snapshot) -> [Operation] {
        collections(snapshot).flatMap { base, related in
            let example = base.records.count > 0 ? base.records.id(at: 0) : nil
            return Lists.operations(
                onComputed: related, at: Reference.path([base.name]) + "/{id}/" + segment, of: base,
                parameters: [Parameters.path("id", ["type": "string", "minLength": 1], example: example)],
                mayRedirect: true)
        }
    }
}
