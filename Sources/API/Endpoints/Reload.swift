// Having the documents read again: whether a request may; the program itself does it.

import Catalog
import Documents
package import HTTP

/// `/-/reload`: 202 where the documents are to be read again.
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
                path: "/-/reload", id: "reload", summary: "Have documents and configuration read again.", tag: "about",
                contents: [.init(type: "application/json", schema: ["type": "object"])],
                problems: [.invalidQuery, .foreignOrigin], isCacheable: false, isAction: true)
        ]
    }
}

extension API {
    /// True where the answer to a request promises that the documents are read again.
    package func asksForReload(_ request: Request, _ response: Response) -> Bool {
        request.method == .post && response.status == .accepted
    }
}
