// The endpoint `/-/schema/{collection}`: the fields of a collection with statistics.

import Catalog
import Documents
import HTTP

/// `/-/schema/{collection}`: the type, coverage, distinct values and examples of every field, in pages.
enum Schema {
    private static let maxExamples = 3
    /// The maximum number of records that are searched for examples.
    private static let maxSampledRecords = 1000

    static func respond(_ context: Context) throws(Problem) -> Response {
        let name = context.captures.first ?? ""
        guard let snapshot = context.snapshot,
            let collection = snapshot.describedCollections.first(where: { $0.name == name })
        else {
            var problem = Problem(.notFound, "There is no collection `\(name.prefix(200))`.")
            let names = context.snapshot?.describedCollections.map(\.name) ?? []
            if let nearest = Suggestion.nearest(to: name, among: names) {
                problem.detail += " Did you mean `\(Reference.path(["-", "schema", nearest]))`?"
            }
            throw problem
        }
        let query = try QueryParser.parsePage(context.query, of: collection)
        let paths = collection.rankedPaths
        let page = paths.dropFirst(query.offset).prefix(query.limit ?? 0)
        let links = Links(
            path: context.path, items: context.query, offset: query.offset, limit: query.limit, total: paths.count)
        var writer = JSONWriter()
        writer.write(
            .object([
                .init("collection", .text(collection.name)), .init("summary", .text(collection.summary)),
                .init("count", .integer(collection.records.count)),
                .init("fields", .list(fields(page, of: collection, until: context.cancellation))),
                .init(
                    "meta",
                    [
                        "total": .integer(paths.count), "count": .integer(page.count),
                        "limit": .integer(query.limit ?? 0), "offset": .integer(query.offset),
                    ]),
                .init("links", links.value),
            ]))
        writer.write(raw: "\n")
        return context.cacheableResponse(.bytes(writer.bytes), contentType: "application/json")
    }

    /// The statistics of one field.
    private struct Statistics {
        /// The number of records with a value.
        var coverage: Int
        /// The number of distinct values.
        var distinct: Int
        var examples: [Value]
    }

    /// Returns the entries of fields.
    ///
    /// Fields without an index have no statistics: objects, fields that lists hide by default, and lists of long texts.
    private static func fields(
        _ paths: ArraySlice<FieldPath>, of collection: Collection, until cancellation: Cancellation
    ) -> [Value] {
        collection.prepareMetadataIndexes(of: paths) { cancellation.isCancelled }
        return paths.map { path in
            let isHidden = collection.fields[path.position].isIndexedWhenHidden
            let index = isHidden ? nil : collection.index(of: path) { cancellation.isCancelled }
            return entry(path, index.map { statistics($0, records: collection.records.count) })
        }
    }

    private static func statistics(_ index: ColumnIndex, records: Int) -> Statistics {
        let present = (0..<index.count).filter { !index.isMissing($0) }
        let marks = index.marks(of: present.map { $0..<$0 + 1 })
        var examples: [Int] = []
        for record in 0..<min(records, maxSampledRecords) where examples.count < maxExamples {
            index.forEachCode(of: record) { code in
                if examples.count < maxExamples, !examples.contains(code), !index.isMissing(code) {
                    examples.append(code)
                }
            }
        }
        return Statistics(
            coverage: marks.count { $0 }, distinct: present.count, examples: examples.map(index.value(of:)))
    }

    private static func entry(_ path: FieldPath, _ statistics: Statistics?) -> Value {
        var members: [Value.Member] = [
            .init("name", .text(path.name)), .init("type", .text(path.field.kind.rawValue)),
            .init("list", .boolean(path.isList)),
        ]
        if let statistics {
            members += [
                .init("coverage", .integer(statistics.coverage)),
                .init("distinct", .integer(statistics.distinct)),
                .init("examples", .list(statistics.examples)),
            ]
        }
        if let target = path.field.references { members.append(.init("references", .text(target))) }
        if !path.field.originalHeaders.isEmpty {
            members.append(.init("originalHeaders", .list(path.field.originalHeaders.map(Value.text))))
        }
        return .object(members)
    }
}
