// The endpoint `/articles/{id}/source`: the bytes of a document, or some of its lines.

import Catalog
import Documents
import HTTP

/// `/articles/{id}/source`: the bytes of a document as read; with `lines`, these lines in UTF-8.
enum Source {
    static let linesParameter = "lines"

    static func respond(_ context: Context) throws(Problem) -> Response {
        try QueryParser.checkParameters(of: context.query, allowedNames: [linesParameter])
        let document = try context.article().document
        let values = context.query.filter { $0.name == linesParameter }.map(\.value)
        guard let value = values.first else { return response(context, document.source) }
        let all = document.sourceLines
        guard values.count == 1 else { throw problem("The parameter occurs more than once. Give it once.") }
        guard let lines = parse(value, last: all.upperBound - 1) else {
            throw problem("The value must be a line or a range of lines, such as `12`, `12-20` or `12-`.")
        }
        guard all.contains(lines.lowerBound) else {
            throw problem(
                all.isEmpty
                    ? "The document has no lines."
                    : "The document has the lines \(all.lowerBound) to \(all.upperBound - 1) of its file, and no line "
                        + "\(lines.lowerBound).")
        }
        return response(context, document.source(ofLines: lines))
    }

    private static func response(_ context: Context, _ bytes: [UInt8]) -> Response {
        context.cacheableResponse(.bytes(bytes), contentType: "text/plain; charset=utf-8")
    }

    /// Parses a range of lines, which ends at the last line at most.
    private static func parse(_ text: String, last: Int) -> ClosedRange<Int>? {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false).map(String.init)
        guard parts.count <= 2, let first = QueryParser.number(parts[0]), first > 0 else { return nil }
        guard let end = parts.last, parts.count == 2 else { return first...first }
        if end.isEmpty { return first...max(first, last) }
        guard let number = QueryParser.number(end), number >= first else { return nil }
        return first...max(first, min(number, last))
    }

    private static func problem(_ detail: String) -> Problem {
        .invalidQuery([.init(parameter: linesParameter, detail: detail)])
    }
}

extension Context {
    /// The article that the path names; throws `notFound` with the nearest id.
    func article() throws(Problem) -> (document: Document, id: String) {
        guard let snapshot, let articles = snapshot["articles"], let id = captures.first else {
            throw Problem(.notFound, "There is no article of this id.")
        }
        guard let index = articles.records.index(ofID: id), snapshot.documents.indices.contains(index) else {
            throw Items.unknown(id, in: articles)
        }
        return (snapshot.documents[index], id)
    }
}
