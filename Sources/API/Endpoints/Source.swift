// The endpoint `/articles/{id}/source`: the bytes of a document.

import Catalog
import Documents
import HTTP

/// `/articles/{id}/source`: the bytes of a document as read.
enum Source {
    static func respond(_ context: Context) throws(Problem) -> Response {
        try QueryParser.checkParameters(of: context.query, allowed: [])
        guard let snapshot = context.snapshot, let articles = snapshot["articles"], let id = context.captures.first
        else { throw Problem(.notFound, "There is no article of this id.") }
        guard let index = articles.records.index(ofID: id), snapshot.documents.indices.contains(index) else {
            throw Items.unknown(id, in: articles)
        }
        return context.cacheableResponse(
            .bytes(snapshot.documents[index].source), contentType: "text/plain; charset=utf-8")
    }
}
