// The endpoints `/{collection}` and `/-/diagnostics`: lists of records.

import Catalog
import Documents
import HTTP
import Search

/// `/{collection}` and `/-/diagnostics`: lists of records with filters, sorting, paging and formats.
enum Lists {
    static func respond(_ context: Context) throws(Problem) -> Response {
        let name = Suffix(context.captures.first ?? "")
        guard let collection = context.snapshot?[name.stem] else {
            throw Problem(.notFound, "There is no collection of this name.")
        }
        return try respond(context, collection, suffix: name.format)
    }

    static func respondWithDiagnostics(_ context: Context) throws(Problem) -> Response {
        guard let diagnostics = context.snapshot?.diagnosticCollection else {
            throw Problem(.notFound, "No documents are loaded.")
        }
        return try respond(context, diagnostics, suffix: context.captures.first)
    }

    private static func respond(_ context: Context, _ collection: Collection, suffix: String?) throws(Problem)
        -> Response
    {
        var (choice, query) = try context.parse(
            suffix: suffix, among: MediaFormat.offered(for: collection)
        ) { format throws(Problem) in
            try QueryParser.parse(context.query, of: collection, format: format)
        }
        let found = query.search(
            collection, articles: context.snapshot?["articles"], until: context.cancellation)
        return try respond(context, found, query, choice)
    }

    /// Returns the response to a parsed query on a collection.
    static func respond(
        _ context: Context, _ collection: Collection, _ query: Query, _ choice: MediaFormat.Choice
    ) throws(Problem) -> Response {
        if case .some(var table) = query.table {
            let rows = ListResult.matching(query, of: collection, until: context.cancellation)
            table.recordCount = rows.count
            table.isGuarded = query.isGuarded
            return try respond(context, groupTable(query, collection, rows, context), table, choice)
        }
        let result = ListResult(query, of: collection, until: context.cancellation)
        var links = Links(
            path: context.path, items: context.query, offset: result.offset, limit: query.limit, total: result.total)
        if query.usesCursor { links.setCursor(result.nextCursor, context.path, context.query) }

        let body: Response.Body
        var streamSize = 0
        var updates = ""
        if choice.format.isFeed {
            let feed = Feed(
                result.rows, of: collection, links, question: query.words(for: collection),
                publicURL: context.api.access.publicURL
            ) { context.snapshot?.fileTime(ofArticle: $0) }
            body = .bytes(feed.encoded(as: choice.format))
            updates = feed.updates
        } else {
            let encoder = RecordEncoder(collection, query.projection)
            let closing = choice.format == .json ? try closing(query, result, links, collection, context) : []
            let chunks = RecordChunks(
                result.rows, encoder, format: choice.format, closing: closing, isGuarded: query.isGuarded)
            body = .chunks(chunks, until: context.cancellation)
            streamSize = chunks.memoryBytes
        }
        var response = context.cacheableResponse(
            body, contentType: choice.format.contentType, choice: choice, updates: updates)
        response.streamSize = streamSize
        response.headers[.xTotalCount] = String(result.total)
        response.headers[.link] = links.field
        if choice.format == .csv {
            response.headers[.contentDisposition] = Disposition.attachment(collection.name + ".csv")
        }
        return response
    }

    /// Encodes the members after `data` in the format `json`: `meta`, `links` and `included`.
    private static func closing(
        _ query: Query, _ result: ListResult, _ links: Links, _ collection: Collection, _ context: Context
    ) throws(Problem) -> [UInt8] {
        var writer = JSONWriter()
        writer.write(raw: ",\"meta\":")
        writer.write(try meta(query, result, collection, context))
        writer.write(raw: ",\"links\":")
        writer.write(links.value)
        if !query.include.isEmpty {
            writer.write(raw: ",\"included\":{")
            for (number, name) in query.include.enumerated() {
                guard let target = context.snapshot?[name] else { continue }
                if number > 0 { writer.write(raw: ",") }
                writer.write(string: name)
                writer.write(raw: ":")
                RecordEncoder(target, Projection(of: target, isComplete: false)).write(
                    References.positions(of: result.rows, in: collection, naming: target), to: &writer)
            }
            writer.write(raw: "}")
        }
        writer.write(raw: "}")
        return writer.bytes
    }

    private static func meta(
        _ query: Query, _ result: ListResult, _ collection: Collection, _ context: Context
    ) throws(Problem) -> Value {
        var members: [Value.Member] = [
            .init("total", .integer(result.total)), .init("count", .integer(result.rows.count)),
            .init("limit", query.limit.map(Value.integer) ?? .null), .init("offset", .integer(result.offset)),
        ]
        members += query.meta
        if let count = query.recordCount { members.append(.init("records", .integer(count))) }
        if !query.facets.isEmpty { members += try facets(query, result, collection, context) }
        if !query.stats.isEmpty {
            let statistics = query.stats.map { path in
                let statistics = Statistics(
                    of: path, among: result.matching, of: collection, until: context.cancellation)
                return Value.Member(path.name, statistics.value)
            }
            members.append(.init("stats", .object(statistics)))
        }
        if let corrections = query.search?.text.corrections, !corrections.isEmpty {
            members.append(.init("corrected", .object(corrections.map { .init($0.word, .texts($0.nearest)) })))
        }
        if let suggestions = suggestions(query, result, collection, context.cancellation) {
            members.append(.init("suggestions", .texts(suggestions)))
        }
        if query.omittedColumns > 0 { members.append(.init("columnsCut", .integer(query.omittedColumns))) }
        if query.isExplained { members.append(.init("explain", Explanation.value(query, result, collection))) }
        return .object(members)
    }

    /// Returns the members `facets` and, if facets do not list all values, `facetsCut`.
    private static func facets(
        _ query: Query, _ result: ListResult, _ collection: Collection, _ context: Context
    ) throws(Problem) -> [Value.Member] {
        var values: [Value.Member] = []
        var truncated: [Value.Member] = []
        for dimension in query.facets {
            let facet = Facets.count(
                dimension, among: result.matching, of: collection, includesEmpty: query.includesEmpty,
                until: context.cancellation)
            guard let facet else {
                throw tooManyGroups("facets", "\(Groups.maxBuckets) buckets of `\(dimension.name)`")
            }
            values.append(.init(dimension.name, facet.value))
            if facet.isTruncated { truncated.append(.init(dimension.name, .integer(facet.total))) }
        }
        return [.init("facets", .object(values))] + (truncated.isEmpty ? [] : [.init("facetsCut", .object(truncated))])
    }

    private static func groupTable(
        _ query: Query, _ collection: Collection, _ rows: [Int], _ context: Context
    ) throws(Problem) -> Collection {
        do throws(GroupTable.TableError) {
            return try GroupTable.collection(query, of: collection, rows: rows, until: context.cancellation)
        } catch {
            throw tooManyGroups("group", "\(GroupTable.maxRows) groups")
        }
    }

    private static func tooManyGroups(_ parameter: String, _ limit: String) -> Problem {
        .invalidQuery([
            .init(
                parameter: parameter,
                detail:
                    "There are more than \(limit). Use filters, larger buckets such as `date:year`, or fewer fields.")
        ])
    }

    /// Returns the nearest words and values if nothing was found; nil if there is nothing to say about them.
    private static func suggestions(
        _ query: Query, _ result: ListResult, _ collection: Collection, _ cancellation: Cancellation
    ) -> [String]? {
        if let search = query.search, search.hits.count == 0 { return search.suggestions }
        if !query.suggestions.isEmpty { return query.suggestions }
        guard result.total == 0 else { return nil }
        var budget = Filter.Budget()
        var suggestions: [String] = []
        for filter in query.filters where !filter.isNegated {
            let found =
                filter.matchesAppearances(in: collection, &budget, until: cancellation)
                ? ["appearances." + filter.text] : filter.nearestValues(in: collection, &budget, until: cancellation)
            for suggestion in found where !suggestions.contains(suggestion) { suggestions.append(suggestion) }
        }
        return suggestions.isEmpty ? nil : suggestions
    }
}
