// The endpoint `/openapi.json`: an OpenAPI 3.1 document made from the table of endpoints and the collections.

import Catalog
import Documents
import HTTP

/// `/openapi.json`: the description of the API.
enum OpenAPIDocument {
    static func respond(_ context: Context) throws(Problem) -> Response {
        try QueryParser.checkParameters(of: context.query, allowed: [])
        guard let snapshot = context.snapshot else { throw Problem(.notFound, "No documents are loaded.") }
        var writer = JSONWriter()
        writer.write(document(snapshot, context.api))
        writer.write(raw: "\n")
        return context.cacheableResponse(.bytes(writer.bytes), contentType: "application/json")
    }

    private static func document(_ snapshot: Snapshot, _ api: API) -> Value {
        let requiresToken = api.access.requiresToken
        let paths = Endpoint.all.filter { $0.isEnabled(api) }.flatMap { endpoint in
            endpoint.describe(snapshot).map { operation in
                Value.Member(operation.path, operation.value(requiresToken: requiresToken && !endpoint.isPublic))
            }
        }
        let described = snapshot.describedCollections + [SearchList.collection(snapshot)]
        let records = described.map { Value.Member($0.name, JSONSchema.record(of: $0)) }
        let rows = RowList.schema(snapshot).map { [$0] } ?? []
        let tables = RowList.withoutColumns(snapshot).map { [$0] } ?? []
        let computed =
            snapshot.collections.filter(\.arePeople).map { MatchList.collection(of: $0, []) }
            + RelatedList.collections(snapshot).map(\.related)
        let others = rows + computed.map { Value.Member($0.name, JSONSchema.record(of: $0)) }
        let filters = (described + tables + computed + [Sections.none]).map { Parameters(collection: $0).filters }
        var components: Value = [
            "schemas": .object(records + others + JSONSchema.shared), "responses": .object(Responses.all),
            "headers": Responses.headers, "parameters": .object(Parameters.shared + filters),
        ]
        if requiresToken {
            components = components.adding(
                "securitySchemes",
                [
                    "token": [
                        "type": "http", "scheme": "bearer", "description": "The token of the setting `access.token`.",
                    ]
                ])
        }
        return [
            "openapi": "3.1.0",
            "info": [
                "title": "briefd", "version": .text(api.programVersion),
                "summary": "The content of a folder of documents, as records.",
                "description": .text(
                    "A suffix selects a format, as the parameter `format` does: `/articles.csv`. Errors are "
                        + "`application/problem+json`, and their `type` is the URL of an explanation. Paths with GET "
                        + "also support HEAD and OPTIONS. Responses have `ETag` and `Last-Modified`; those with "
                        + "`Accept-Ranges` support `Range`."),
            ],
            "servers": [["url": "/"]],
            "tags": .list(
                ([("about", "The API itself and the state of the server.")]
                    + described.map { ($0.name, $0.summary) })
                    .map { ["name": .text($0.0), "description": .text($0.1)] }),
            "paths": .object(paths), "components": components,
        ]
    }

    static func describe(_ snapshot: Snapshot) -> [Operation] {
        [
            Operation(
                path: "/openapi.json", id: "getDescription", summary: "The OpenAPI description of this API.",
                tag: "about",
                contents: [.init(type: "application/json", schema: ["type": "object"])])
        ]
    }
}

extension Snapshot {
    /// The collections and, as one more collection, the diagnostics.
    var describedCollections: [Collection] { collections + [diagnosticCollection] }
}
