// The table of all endpoints. A new endpoint is a line in this table and a file in Endpoints/.

import Catalog
import HTTP

/// An endpoint: a path, its properties, its description and its function.
struct Endpoint: Sendable {
    /// The path as documented.
    ///
    /// A parameter in braces matches a segment or the rest of one.
    let path: String
    /// True if the endpoint needs loaded documents.
    ///
    /// It returns `loading` during the first load.
    let needsSnapshot: Bool
    /// True if requests need no token.
    let isPublic: Bool
    /// True if requests change the server's state.
    ///
    /// Their method is POST.
    let isAction: Bool
    /// Returns false if the configuration disables the endpoint, which is then not found.
    let isEnabled: @Sendable (API) -> Bool
    /// Makes the OpenAPI operations.
    ///
    /// A path with `{collection}` has operations for each collection.
    let describe: @Sendable (Snapshot) -> [Operation]
    /// Makes the response.
    let respond: @Sendable (Context) throws(Problem) -> Response
    /// The segments of the path: the text before a brace, and whether a brace follows.
    private let parts: [(text: String, isOpen: Bool)]

    init(
        path: String, needsSnapshot: Bool = true, isPublic: Bool = false, isAction: Bool = false,
        isEnabled: @escaping @Sendable (API) -> Bool = { _ in true },
        describe: @escaping @Sendable (Snapshot) -> [Operation] = { _ in [] },
        respond: @escaping @Sendable (Context) throws(Problem) -> Response
    ) {
        self.path = path
        self.needsSnapshot = needsSnapshot
        self.isPublic = isPublic
        self.isAction = isAction
        self.isEnabled = isEnabled
        self.describe = describe
        self.respond = respond
        parts = path.split(separator: "/").map { part in
            let brace = part.firstIndex(of: "{")
            return (String(part[..<(brace ?? part.endIndex)]), brace != nil)
        }
    }

    /// All endpoints.
    ///
    /// The first one with a matching path gets the request.
    static let all: [Endpoint] = [
        Endpoint(path: "/", needsSnapshot: false, describe: Index.describe, respond: Index.respond),
        Endpoint(
            path: "/-/dashboard/{file}", needsSnapshot: false, isPublic: true, describe: Dashboard.describe,
            respond: Dashboard.respond),
        Endpoint(path: "/openapi.json", describe: OpenAPIDocument.describe, respond: OpenAPIDocument.respond),
        Endpoint(
            path: "/healthz", needsSnapshot: false, isPublic: true, describe: Health.describe, respond: Health.respond),
        Endpoint(
            path: "/readyz", needsSnapshot: false, isPublic: true, describe: Readiness.describe,
            respond: Readiness.respond),
        Endpoint(
            path: "/metrics", needsSnapshot: false, describe: MetricsPage.describe, respond: MetricsPage.respond),
        Endpoint(path: "/search", describe: SearchList.describe, respond: SearchList.respond),
        Endpoint(path: "/search.{format}", respond: SearchList.respond),
        Endpoint(
            path: "/-/diagnostics", describe: Lists.describeDiagnostics, respond: Lists.respondWithDiagnostics),
        Endpoint(path: "/-/diagnostics.{format}", respond: Lists.respondWithDiagnostics),
        Endpoint(path: "/-/schema/{collection}", describe: Schema.describe, respond: Schema.respond),
        Endpoint(path: "/-/events", describe: EventStream.describe, respond: EventStream.respond),
        Endpoint(path: "/-/changes", describe: ChangeList.describe, respond: ChangeList.respond),
        Endpoint(
            path: "/-/reload", needsSnapshot: false, isAction: true, isEnabled: { $0.offersReload },
            describe: Reload.describe, respond: Reload.respond),
        Endpoint(
            path: "/-/config.schema.json", needsSnapshot: false, describe: ConfigurationDescription.describe,
            respond: ConfigurationDescription.respond),
        Endpoint(
            path: "/-/problems/{code}", needsSnapshot: false, describe: ProblemPages.describe,
            respond: ProblemPages.respond),
        Endpoint(path: "/tables/rows", describe: RowList.describe, respond: RowList.respond),
        Endpoint(path: "/tables/rows.{format}", respond: RowList.respond),
        Endpoint(path: "/articles/{id}/source", describe: Source.describe, respond: Source.respond),
        Endpoint(
            path: "/articles/{id}/outline", describe: ArticleSections.describeOutline,
            respond: ArticleSections.respondWithOutline),
        Endpoint(path: "/articles/{id}/outline.{format}", respond: ArticleSections.respondWithOutline),
        Endpoint(
            path: "/articles/{id}/sections/{n}", describe: ArticleSections.describeSection,
            respond: ArticleSections.respondWithSection),
        Endpoint(path: "/{collection}/match", describe: MatchList.describe, respond: MatchList.respond),
        Endpoint(path: "/{collection}/match.{format}", respond: MatchList.respond),
        Endpoint(path: "/{collection}/{id}/related", describe: RelatedList.describe, respond: RelatedList.respond),
        Endpoint(path: "/{collection}/{id}/related.{format}", respond: RelatedList.respond),
        Endpoint(path: "/{collection}", describe: Lists.describe, respond: Lists.respond),
        Endpoint(path: "/{collection}/{id}", describe: Items.describe, respond: Items.respond),
    ]

    /// Redirects a path that ends in `/` to the path without it (308), with the same query.
    static let redirect = Endpoint(path: "", needsSnapshot: false) { context throws(Problem) in
        let text = context.request.target.text
        let query = text.utf8.firstIndex(of: UInt8(ascii: "?")).map { String(text[$0...]) } ?? ""
        let path = Reference.path(context.request.target.segments.dropLast())
        return Response(
            .permanentRedirect, headers: [.location: path + query, .cacheControl: "no-cache"], isReusable: true)
    }

    var methods: [Request.Method] { isAction ? [.post, .options] : [.get, .head, .options] }

    /// Matches a path: returns the values of the parameters in braces, nil if the path does not match.
    func captures(of segments: [String]) -> [String]? {
        guard parts.count == segments.count else { return nil }
        var captures: [String] = []
        for (part, segment) in zip(parts, segments) {
            if part.isOpen {
                guard segment.utf8.starts(with: part.text.utf8) else { return nil }
                captures.append(String(decoding: segment.utf8.dropFirst(part.text.utf8.count), as: UTF8.self))
            } else if part.text != segment {
                return nil
            }
        }
        return captures
    }
}
