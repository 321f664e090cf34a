// The endpoint `/{collection}/{id}`: a single record. A record of `tables` as CSV is the table itself.

import Catalog
import Documents
import HTTP

/// `/{collection}/{id}`: a single record.
enum Items {
    /// The maximum number of records of a collection for which an unknown id gets a suggestion.
    static let maxCandidates = 1000

    static func respond(_ context: Context) throws(Problem) -> Response {
        guard context.captures.count == 2, let collection = context.snapshot?[context.captures[0]] else {
            throw Problem(.notFound, "There is no collection of this name.")
        }
        let name = Suffix(context.captures[1])
        guard let index = collection.records.index(ofID: name.stem) else {
            return try redirect(context, collection, name.stem) { id in
                [collection.name, id + (name.format.map { "." + $0 } ?? "")]
            }
        }
        let document = collection.name == "articles" ? context.snapshot?.documents[index] : nil
        var offered = MediaFormat.ofRecords
        if document?.isMarkdown == true { offered.append(.md) }
        let named = name.format ?? context.query.first { $0.name == "format" }?.value
        if let document, !document.isMarkdown, named == MediaFormat.md.rawValue {
            throw Problem(
                .notAcceptable,
                "The article is not written in Markdown: its format is `\(document.format.name)`. Get "
                    + "`\(Reference.path(["articles", name.stem, "source"]))` for the document as it is.")
        }
        let (choice, query) = try context.parse(suffix: name.format, among: offered) { format throws(Problem) in
            try QueryParser.parseRecord(context.query, of: collection, format: format)
        }
        if choice.format == .csv, let tables = collection.records as? Tables {
            return table(tables, index, context, choice, isGuarded: query.isGuarded)
        }
        guard let document else { return record(collection, index, context, query, choice) }
        var response: Response
        if choice.format == .md {
            response = context.cacheableResponse(
                .bytes(document.writtenText), contentType: choice.format.contentType, choice: choice)
        } else {
            response = record(collection, index, context, query, choice)
        }
        response.headers[.link] = links(name.stem, document)
        return response
    }

    /// Returns the links to the other forms of an article and to its outline (RFC 8288).
    private static func links(_ id: String, _ document: Document) -> String {
        let path = Reference.path(["articles", id])
        let markdown = !document.isMarkdown ? [] : ["<\(path).md>; rel=\"alternate\"; type=\"text/markdown\""]
        return
            (markdown + [
                "<\(path)/source>; rel=\"alternate\"; type=\"text/plain\"",
                "<\(path)/outline>; rel=\"contents\"; type=\"application/json\"",
            ]).joined(separator: ", ")
    }

    /// Returns one record in a format of records.
    static func record(
        _ collection: Collection, _ index: Int, _ context: Context, _ query: Query, _ choice: MediaFormat.Choice
    ) -> Response {
        var encoder = RecordEncoder(collection, query.projection)
        if choice.format != .csv, !context.query.contains(where: { $0.name == Query.Parameter.fields.rawValue }) {
            encoder.links = RelatedList.links(of: collection.records.id(at: index), in: collection, context.snapshot)
        }
        // A JSON record without a list around it is the same as a line of NDJSON.
        let format = choice.format == .json ? MediaFormat.ndjson : choice.format
        let chunks = RecordChunks(Rows([index]), encoder, format: format, isGuarded: query.isGuarded)
        var response = context.cacheableResponse(
            .chunks(chunks, until: context.cancellation), contentType: choice.format.contentType, choice: choice)
        response.streamSize = chunks.memoryBytes
        if choice.format == .csv {
            let name = collection.records.id(at: index) + ".csv"
            response.headers[.contentDisposition] = Disposition.attachment(name)
        }
        return response
    }

    /// Returns a table as CSV: the columns as header row, then the rows.
    private static func table(
        _ tables: Tables, _ index: Int, _ context: Context, _ choice: MediaFormat.Choice, isGuarded: Bool
    ) -> Response {
        let chunks = TableChunks(tables.table(at: index), isGuarded: isGuarded)
        let header = chunks.hasHeader ? "present" : "absent"
        var response = context.cacheableResponse(
            .chunks(chunks, until: context.cancellation),
            contentType: "text/csv; charset=utf-8; header=\(header)", choice: choice)
        response.streamSize = chunks.memoryBytes
        response.headers[.contentDisposition] = Disposition.attachment(tables.id(at: index) + ".csv")
        return response
    }

    /// Returns 308 for a former id of a record; throws `notFound` with the nearest id for any other.
    ///
    /// `path` makes the segments of the path with the present id.
    static func redirect(
        _ context: Context, _ collection: Collection, _ id: String, path: (String) -> [String]
    ) throws(Problem) -> Response {
        guard let index = collection.records.index(ofFormerID: id) else { throw unknown(id, in: collection) }
        let target = Reference.target(Reference.path(path(collection.records.id(at: index))), context.query)
        return Response(.permanentRedirect, headers: [.location: target, .cacheControl: "no-cache"])
    }

    /// Returns the error for an unknown id.
    static func unknown(_ id: String, in collection: Collection) -> Problem {
        var problem = Problem(.notFound, "`\(collection.name)` has no record `\(id.prefix(200))`.")
        if collection.records.count <= maxCandidates {
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

/// Encodes `Content-Disposition`: the name of the file as which a client saves a response (RFC 6266).
enum Disposition {
    /// Returns `attachment` with a file name.
    ///
    /// A name with other characters than letters, digits, `-`, `_` and `.` is percent-encoded in `filename*`, and
    /// `filename` has `_` in their place.
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
