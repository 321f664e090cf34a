// The endpoint `/-/reload`. The API checks the request; the program reloads the documents.

import Catalog
import Documents
package import HTTP

/// `/-/reload`: accepts a reload with 202.
enum Reload {
    static func respond(_ context: Context) throws(Problem) -> Response {
        try QueryParser.checkParameters(of: context.query, allowed: [])
        try context.api.access.checkSameOrigin(context.request)
        var writer = JSONWriter()
        writer.write([
            "status": "accepted", "version": context.snapshot.map { .text($0.version) } ?? .null,
            "links": ["changes": .text(ChangeList.target(since: context.snapshot?.version))],
        ])
        writer.write(raw: "\n")
        return Response(
            .accepted, headers: [.contentType: "application/json", .cacheControl: "no-store"],
            body: .bytes(writer.bytes))
    }

    static func describe(_ snapshot: Snapshot) -> [Operation] {
        [
            Operation(
                path: "/-/reload", id: "reload", summary: "Reloads the documents and the configuration.", tag: "about",
                contents: [.init(type: "application/json", schema: ["type": "object"])],
                problems: [.invalidQuery, .foreignOrigin], isCacheable: false, isAction: true)
        ]
    }
}

extension API {
    /// Returns true if the response to a request has accepted a reload, which the program must then start.
    package func asksForReload(_ request: Request, _ response: Response) -> Bool {
        request.method == .post && response.status == .accepted
    }
}
