// The description of everything here: OpenAPI 3.1, made from the collections and the table of endpoints.

import Catalog
import Documents
import HTTP

/// `/openapi.json`.
enum Description {
    static func respond(_ context: Context) throws(Problem) -> Response {
        try QueryParser.checkParameters(of: context.query, allowed: [])
        guard let snapshot = context.snapshot else { throw Problem(.notFound, "There is nothing to describe yet.") }
        var writer = JSONWriter()
        writer.write(document(snapshot, context.api))
        writer.write(raw: "\n")
        return context.data(.bytes(writer.bytes), contentType: "application/json")
    }

    private static func document(_ snapshot: Snapshot, _ api: API) -> Value {
        let asksForToken = api.access.asksForToken
        let paths = Endpoint.all.filter { $0.isOffered(api) }.flatMap { endpoint in
            endpoint.describe(snapshot).map { operation in
                Value.Member(operation.path, operation.value(asksForToken: asksForToken && !endpoint.isPublic))
            }
        }
        let described = snapshot.described + [SearchList.collection(snapshot)]
        let records = described.map { Value.Member($0.name, JSONSchema.record(of: $0)) }
        var components: Value = [
            "schemas": .object(records + JSONSchema.shared), "responses": .object(Responses.all),
            "headers": Responses.headers,
        ]
        if asksForToken {
            components = components.adding(
                "securitySchemes",
                ["token": ["type": "http", "scheme": "bearer", "description": "The server's token."]])
        }
        return [
            "openapi": "3.1.0",
            "info": [
                "title": "briefd", "version": .text(api.programVersion),
                "summary": "What stands in a folder of briefings, as records.",
                "description": .text(
                    "A suffix chooses a format as `format` does: `/articles.csv`. Errors are `application/problem+json`; "
                        + "the `type` of each leads to a page that isExplained it. HEAD and OPTIONS are answered too."),
            ],
            "servers": [["url": "/"]],
            "tags": .list(
                ([("about", "What there is, and how the server does.")]
                    + described.map { ($0.name, $0.summary) })
                    .map { ["name": .text($0.0), "description": .text($0.1)] }),
            "paths": .object(paths), "components": components,
        ]
    }

    static func describe(_ snapshot: Snapshot) -> [Operation] {
        [
            Operation(
                path: "/openapi.json", id: "getDescription", summary: "This description.", tag: "about",
                contents: [.init(type: "application/json", schema: ["type": "object"])])
        ]
    }
}

extension Snapshot {
    /// The collections, and the diagnostics as one more.
    var described: [Collection] { collections + [remarks] }
}
