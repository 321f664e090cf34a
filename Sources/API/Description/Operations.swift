// The OpenAPI operations of the endpoints.

import Catalog
import Documents
import HTTP

extension Lists {
    /// Describes each collection by two operations: the list, and the table of the parameter `group`, which has another
    /// schema.
    static func describe(_ snapshot: Snapshot) -> [Operation] {
        snapshot.collections.flatMap { operations(on: $0, at: Reference.path([$0.name]), MediaFormat.offered(for: $0)) }
    }

    static func describeDiagnostics(_ snapshot: Snapshot) -> [Operation] {
        operations(
            on: snapshot.diagnosticCollection, at: "/-/diagnostics",
            MediaFormat.offered(for: snapshot.diagnosticCollection))
    }

    /// Describes one list.
    ///
    /// `search` makes `q` mandatory and is its example.
    static func operations(
        on collection: Collection, at path: String, _ formats: [MediaFormat], search: String? = nil
    ) -> [Operation] {
        let parameters = Parameters(
            collection: collection, requiredSearch: search,
            defaultLimit: search == nil ? Query.defaultLimit : Query.defaultSearchLimit)
        let record = JSONSchema.reference(collection.name)
        let example = Samples.record(of: collection, isComplete: false).map { record -> Value in
            let total = collection.records.count
            return [
                "data": [record],
                "meta": ["total": .integer(total), "count": 1, "limit": 1, "offset": 0],
                "links": [
                    "self": .text(path + "?limit=1"), "next": total > 1 ? .text(path + "?limit=1&offset=1") : .null,
                    "prev": .null,
                ],
            ]
        }
        let shown = formats.filter { $0 != .array }
        let list = Operation(
            path: path, id: "list_" + collection.name, summary: collection.summary, tag: collection.name,
            parameters: parameters.ofList(formats: shown),
            contents: shown.map { format in
                format == .json
                    ? .init(type: "application/json", schema: JSONSchema.list(of: record), example: example)
                    : .init(type: format.mediaType, schema: ["type": format == .jsonfeed ? "object" : "string"])
            },
            headers: [.link, .xTotalCount, .contentDisposition], problems: [.invalidQuery, .notAcceptable, .loading])
        let groups = Operation(
            path: path + ".json", id: "count_" + collection.name,
            summary: "The number of records by the values of fields.", tag: collection.name,
            parameters: parameters.ofGroups,
            contents: [.init(type: "application/json", schema: JSONSchema.list(of: JSONSchema.reference("Group")))],
            headers: [.link, .xTotalCount], problems: [.invalidQuery, .loading])
        return [list, groups]
    }
}

extension Items {
    static func describe(_ snapshot: Snapshot) -> [Operation] {
        snapshot.collections.map { collection in
            let record = JSONSchema.reference(collection.name)
            let formats =
                MediaFormat.ofRecords.filter { $0 != .array } + (collection.name == "articles" ? [.md] : [])
            let example = collection.records.count > 0 ? collection.records.id(at: 0) : nil
            return Operation(
                path: Reference.path([collection.name]) + "/{id}", id: "get_" + collection.name,
                summary: "One complete record of `\(collection.name)`.", tag: collection.name,
                parameters: [Parameters.path("id", ["type": "string", "minLength": 1], example: example)]
                    + Parameters(collection: collection).ofRecord(formats: formats),
                contents: formats.map { format in
                    format == .json
                        ? .init(type: "application/json", schema: record)
                        : .init(type: format.mediaType)
                },
                headers: [.contentDisposition] + (collection.name == "articles" ? [.link] : []),
                problems: [.invalidQuery, .notFound, .notAcceptable, .loading], mayRedirect: true)
        }
    }
}

extension Source {
    static func describe(_ snapshot: Snapshot) -> [Operation] {
        [
            Operation(
                path: "/articles/{id}/source", id: "getSource",
                summary: "The bytes of a document as read, or some of its lines.", tag: "articles",
                parameters: [
                    Parameters.article(snapshot),
                    Parameters.query(
                        linesParameter, ["type": "string", "pattern": "^[1-9][0-9]{0,8}(-([1-9][0-9]{0,8})?)?$"],
                        "The lines to show in UTF-8, counted as in `source.line`: `12`, `12-20`, or `12-` to the end."),
                ],
                contents: [.init(type: "text/plain")], problems: [.invalidQuery, .notFound, .loading])
        ]
    }
}

extension SearchList {
    static func describe(_ snapshot: Snapshot) -> [Operation] {
        let title = snapshot.collections.lazy.filter { $0.records.count > 0 }.compactMap { collection in
            collection.path(named: "title").flatMap { Samples.value(at: $0, of: collection)?.text }
        }.first
        return Lists.operations(
            on: collection(snapshot), at: "/search", MediaFormat.ofRecords, search: title ?? "words")
    }
}

extension Index {
    static func describe(_ snapshot: Snapshot) -> [Operation] {
        [
            Operation(
                path: "/", id: "getIndex", summary: "The collections with their counts, fields and example URLs.",
                tag: "about", parameters: [Parameters.format([.json, .html])],
                contents: [.init(type: "application/json", schema: ["type": "object"]), .init(type: "text/html")],
                problems: [.invalidQuery, .notAcceptable, .loading], hasPublicContent: true)
        ]
    }
}

extension Schema {
    static func describe(_ snapshot: Snapshot) -> [Operation] {
        let names = snapshot.describedCollections.map(\.name)
        return [
            Operation(
                path: "/-/schema/{collection}", id: "getSchema",
                summary: "The fields of a collection with type, coverage, distinct values and examples.", tag: "about",
                parameters: [
                    Parameters.path("collection", ["type": "string", "enum": .texts(names)], example: names.first),
                    Parameters.query(
                        "limit", ["type": "integer", "minimum": 0, "maximum": .integer(Query.maxLimit)],
                        "The maximum number of fields; \(Query.maxLimit) by default."),
                    Parameters.query(
                        "offset", ["type": "integer", "minimum": 0, "maximum": .integer(QueryParser.maxOffset)],
                        "The number of fields to skip."),
                ],
                contents: [.init(type: "application/json", schema: ["type": "object"])],
                problems: [.invalidQuery, .notFound, .loading])
        ]
    }
}

extension ProblemPages {
    static func describe(_ snapshot: Snapshot) -> [Operation] {
        let codes = Problem.Code.allCases.map(\.rawValue) + ParseFailure.allCases.map(\.code)
        return [
            Operation(
                path: "/-/problems/{code}", id: "getProblem", summary: "The explanation of an error code.",
                tag: "about",
                parameters: [Parameters.path("code", ["type": "string", "enum": .texts(codes)], example: codes.first)],
                contents: [.init(type: "text/plain")], problems: [.invalidQuery, .notFound])
        ]
    }
}

extension Health {
    static func describe(_ snapshot: Snapshot) -> [Operation] {
        [
            Operation(
                path: "/healthz", id: "getHealth", summary: "Liveness: whether the process can answer requests.",
                tag: "about",
                contents: [.init(type: "application/json", schema: ["type": "object"])], problems: [])
        ]
    }
}

extension Readiness {
    static func describe(_ snapshot: Snapshot) -> [Operation] {
        [
            Operation(
                path: "/readyz", id: "getReadiness", summary: "Readiness: whether the server accepts requests.",
                tag: "about",
                contents: [.init(type: "application/json", schema: ["type": "object"])],
                problems: [.loading, .draining])
        ]
    }
}
