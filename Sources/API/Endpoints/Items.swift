// Single records, and a table as the table that it is.

import Catalog
import Documents
import HTTP

/// `/{collection}/{id}`.
enum Items {
    /// Collections with more records than this get no suggestion for an unknown id.
    static let mostCandidates = 1000

    static func respond(_ context: Context) throws(Problem) -> Response {
        guard context.captures.count == 2, let collection = context.snapshot?[context.captures[0]] else {
            throw Problem(.notFound, "There is no such collection.")
        }
        let name = Suffix(context.captures[1])
        guard let index = collection.records.index(ofID: name.stem) else {
            return try redirect(context, collection, name)
        }
        let (choice, projection) = try context.understand(
            suffix: name.format, among: MediaFormat.ofRecords
        ) { _ throws(Problem) in
            try QueryParser.parseRecord(context.query, of: collection)
        }
        let encoder = RecordEncoder(collection, projection)
        if choice.format == .csv, let tables = collection.records as? Tables {
            return table(tables, index, context, choice)
        }
        // A record alone is a line of NDJSON.
        let format = choice.format == .json ? MediaFormat.ndjson : choice.format
        let pieces = RecordPieces(Rows([index]), encoder, format: format)
        var response = context.data(.pieces(pieces), contentType: choice.format.contentType, choice: choice)
        response.streamSize = pieces.size
        if choice.format == .csv { response.headers[.contentDisposition] = Disposition.attachment(name.stem + ".csv") }
        return response
    }

    /// The table itself: its columns as the header row, its cells as they are.
    private static func table(
        _ tables: Tables, _ index: Int, _ context: Context, _ choice: MediaFormat.Choice
    ) -> Response {
        let pieces = TablePieces(tables.table(at: index))
        let header = pieces.hasHeader ? "present" : "absent"
        var response = context.data(
            .pieces(pieces), contentType: "text/csv; charset=utf-8; header=\(header)", choice: choice)
        response.streamSize = pieces.size
        response.headers[.contentDisposition] = Disposition.attachment(tables.id(at: index) + ".csv")
        return response
    }

    /// 308 for an id that stands for a record's, else 404 with the nearest one.
    private static func redirect(_ context: Context, _ collection: Collection, _ name: Suffix) throws(Problem)
        -> Response
    {
        if let index = collection.records.index(ofFormerID: name.stem) {
            let id = collection.records.id(at: index) + (name.format.map { "." + $0 } ?? "")
            let target = Reference.target(Reference.path([collection.name, id]), context.query)
            return Response(.permanentRedirect, headers: [.location: target, .cacheControl: "no-cache"])
        }
        throw unknown(name.stem, in: collection)
    }

    /// The error for an id that names no record.
    static func unknown(_ id: String, in collection: Collection) -> Problem {
        var problem = Problem(.notFound, "`\(collection.name)` has no record `\(id.prefix(200))`.")
        if collection.records.count <= mostCandidates {
            let ids = (0..<collection.records.count).lazy.map { collection.records.id(at: $0) }
            if let nearest = Suggestion.nearest(to: id, among: ids) {
                let path = Reference.path([collection.name, nearest])
                problem.detail += " Did you mean `\(path)`?"
                problem.faults = [
                    Problem.Fault(parameter: "id", detail: "No record has this id.", suggestion: nearest)
                ]
            }
        }
        return problem
    }
}

/// Names for files that a client saves an answer as, RFC 6266.
enum Disposition {
    /// `attachment` with `name`, percent-encoded beside a plain substitute where it is not ASCII.
    static func attachment(_ name: String) -> String {
        let plain = String(
            decoding: name.utf8.map { byte in
                switch byte {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
                    byte
                default: UInt8(ascii: "_")
                }
            }, as: UTF8.self)
        let field = "attachment; filename=\"\(plain)\""
        return plain == name ? field : field + "; filename*=UTF-8''" + Reference.encode(name)
    }
}
