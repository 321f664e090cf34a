// The endpoints `/articles/{id}/outline` and `/articles/{id}/sections/{n}`: an article in pieces.

import Catalog
import Documents
import HTTP

/// `/articles/{id}/outline`: the headings of an article; `/articles/{id}/sections/{n}`: one of its sections.
enum ArticleSections {
    static func respondWithOutline(_ context: Context) throws(Problem) -> Response {
        let (document, id) = try context.article()
        let collection = collection(document, id)
        let suffix = context.captures.count > 1 ? context.captures[1] : nil
        let (choice, query) = try context.parse(suffix: suffix, among: MediaFormat.ofRecords) {
            format throws(Problem) in
            try QueryParser.parse(
                context.query, of: collection, format: format, defaultLimit: Query.maxLimit,
                parameters: Query.Parameter.ofRows)
        }
        return try Lists.respond(context, collection, query, choice)
    }

    static func respondWithSection(_ context: Context) throws(Problem) -> Response {
        let (document, id) = try context.article()
        let collection = collection(document, id)
        let name = Suffix(context.captures.last ?? "")
        guard let index = collection.records.index(ofID: name.stem) else {
            let count = collection.records.count
            throw Problem(
                .notFound,
                "The article has no section `\(name.stem.prefix(Suggestion.maxNameLength))`. "
                    + (count == 0 ? "It has none." : "Its sections have the numbers 1 to \(count).")
                    + " `\(path(id, "outline"))` lists them.")
        }
        let (choice, query) = try context.parse(
            suffix: name.format, among: MediaFormat.ofRecords
        ) { format throws(Problem) in
            try QueryParser.parseRecord(context.query, of: collection, format: format)
        }
        return Items.record(collection, index, context, query, choice)
    }

    /// Returns the sections of an article, each with its links.
    private static func collection(_ document: Document, _ id: String) -> Collection {
        let count = document.sections.reduce(0) { count, _ in count + 1 }
        @Sendable func section(_ number: Int) -> Value {
            (1...max(count, 1)).contains(number) ? .text(path(id, "sections", String(number))) : .null
        }
        return Sections.collection(document, id: id) { number, lines in
            let source = lines.map { lines in
                Value.text(
                    Reference.target(
                        path(id, "source"),
                        [.init(name: "lines", value: "\(lines.lowerBound)-\(lines.upperBound)")]))
            }
            return [
                "self": section(number), "article": .text(Reference.path(["articles", id])),
                "source": source ?? .null, "next": section(number + 1), "prev": section(number - 1),
            ]
        }
    }

    private static func path(_ id: String, _ parts: String...) -> String { Reference.path(["articles", id] + parts) }

    // MARK: Description

    static func describeOutline(_ snapshot: Snapshot) -> [Operation] {
        let parameters = Parameters(collection: Sections.none, defaultLimit: Query.maxLimit)
            .ofList(formats: formats).filter { parameter in
                parameter["name"]?.text != "highlight"
                    && ![Parameters.reference("q"), Parameters.reference("cursor")].contains(parameter)
            }
        return [
            Operation(
                path: "/articles/{id}/outline", id: "getOutline",
                summary: "The headings of an article, each with the lines and the size of its section.",
                tag: "articles", parameters: [Parameters.article(snapshot)] + parameters,
                contents: formats.map { format in
                    format == .json
                        ? .init(type: format.mediaType, schema: JSONSchema.list(of: record))
                        : .init(type: format.mediaType)
                },
                headers: [.link, .xTotalCount, .contentDisposition],
                problems: [.invalidQuery, .notFound, .notAcceptable, .loading])
        ]
    }

    static func describeSection(_ snapshot: Snapshot) -> [Operation] {
        [
            Operation(
                path: "/articles/{id}/sections/{n}", id: "getSection", summary: "One section of an article.",
                tag: "articles",
                parameters: [
                    Parameters.article(snapshot),
                    Parameters.path("n", ["type": "integer", "minimum": 1], example: "1"),
                ] + Parameters(collection: Sections.none).ofRecord(formats: formats),
                contents: formats.map { format in
                    format == .json
                        ? .init(type: format.mediaType, schema: record) : .init(type: format.mediaType)
                },
                headers: [.contentDisposition], problems: [.invalidQuery, .notFound, .notAcceptable, .loading])
        ]
    }

    private static let formats = MediaFormat.ofRecords.filter { $0 != .array }
    private static let record = JSONSchema.record(of: Sections.none)
}
