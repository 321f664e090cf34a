// The table of all endpoints. A new one is a line here and a file in Endpoints/.

import Catalog
import HTTP

/// A path, and what answers there.
struct Endpoint: Sendable {
    /// As it is documented; braces stand for one segment or the rest of one.
    let path: String
    /// True where it answers from documents, so that it cannot while they are being read.
    let needsSnapshot: Bool
    /// True where no token is asked for.
    let isPublic: Bool
    /// True where a request does something, so that it has to be a POST.
    let isAction: Bool
    /// False where the configuration keeps it out: then it is as if there were none.
    let isOffered: @Sendable (API) -> Bool
    /// What the description says of it; a path with a brace is one operation for each thing that it can stand for.
    let describe: @Sendable (Snapshot) -> [Operation]
    let respond: @Sendable (Context) throws(Problem) -> Response
    /// The segments of the path: the text before a brace, and whether there is one.
    private let parts: [(text: String, isOpen: Bool)]

    init(
        path: String, needsSnapshot: Bool = true, isPublic: Bool = false, isAction: Bool = false,
        isOffered: @escaping @Sendable (API) -> Bool = { _ in true },
        describe: @escaping @Sendable (Snapshot) -> [Operation] = { _ in [] },
        respond: @escaping @Sendable (Context) throws(Problem) -> Response
    ) {
        self.path = path
        self.needsSnapshot = needsSnapshot
        self.isPublic = isPublic
        self.isAction = isAction
        self.isOffered = isOffered
        self.describe = describe
        self.respond = respond
        parts = path.split(separator: "/").map { part in
            let brace = part.firstIndex(of: "{")
            return (String(part[..<(brace ?? part.endIndex)]), brace != nil)
        }
    }

    /// The first one whose path fits answers.
    static let all: [Endpoint] = [
        Endpoint(path: "/", describe: Index.describe, respond: Index.respond),
        Endpoint(
            path: "/-/dashboard/{file}", needsSnapshot: false, isPublic: true, describe: Dashboard.describe,
            respond: Dashboard.respond),
        Endpoint(path: "/openapi.json", describe: Description.describe, respond: Description.respond),
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
            path: "/-/reload", needsSnapshot: false, isAction: true, isOffered: { $0.offersReload },
            describe: Reload.describe, respond: Reload.respond),
        Endpoint(
            path: "/-/config.schema.json", needsSnapshot: false, describe: ConfigurationDescription.describe,
            respond: ConfigurationDescription.respond),
        Endpoint(
            path: "/-/problems/{code}", needsSnapshot: false, describe: ProblemPages.describe,
            respond: ProblemPages.respond),
        Endpoint(path: "/articles/{id}/source", describe: Source.describe, respond: Source.respond),
        Endpoint(path: "/{collection}", describe: Lists.describe, respond: Lists.respond),
        Endpoint(path: "/{collection}/{id}", describe: Items.describe, respond: Items.respond),
    ]

    /// Answers a path that ends in `/`: 308 to the one without, the query kept.
    static let redirect = Endpoint(path: "", needsSnapshot: false) { context throws(Problem) in
        let text = context.request.target.text
        let query = text.utf8.firstIndex(of: UInt8(ascii: "?")).map { String(text[$0...]) } ?? ""
        let path = Reference.path(context.request.target.segments.dropLast())
        return Response(
            .permanentRedirect, headers: [.location: path + query, .cacheControl: "no-cache"], isReusable: true)
    }

    var methods: [Request.Method] { isAction ? [.post, .options] : [.get, .head, .options] }

    /// The segments that stand for the braces, nil where the path does not fit.
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
