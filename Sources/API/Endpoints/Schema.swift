// The field dictionary of a collection: what its records hold, counted.

import Catalog
import Documents
import HTTP

/// `/-/schema/{collection}`.
enum Schema {
    private static let mostExamples = 3
    /// Records that are looked through for examples.
    private static let mostSeen = 1000

    static func respond(_ context: Context) throws(Problem) -> Response {
        try QueryParser.checkParameters(of: context.query, allowed: [])
        let name = context.captures.first ?? ""
        guard let snapshot = context.snapshot, let collection = snapshot.described.first(where: { $0.name == name })
        else {
            var problem = Problem(.notFound, "There is no collection `\(name.prefix(200))`.")
            let names = context.snapshot?.described.map(\.name) ?? []
            if let nearest = Suggestion.nearest(to: name, among: names) {
                problem.detail += " Did you mean `\(Reference.path(["-", "schema", nearest]))`?"
            }
            throw problem
        }
        var writer = JSONWriter()
        writer.write(
            .object([
                .init("collection", .text(collection.name)), .init("summary", .text(collection.summary)),
                .init("count", .integer(collection.records.count)),
                .init("fields", .list(fields(of: collection, until: context.cancellation))),
            ]))
        writer.write(raw: "\n")
        return context.data(.bytes(writer.bytes), contentType: "application/json")
    }

    /// What was seen of one field.
    private struct Count {
        var coverage: Int
        var distinct: Int
        var examples: [Value]
    }

    /// Every field; objects, fields that lists leave out and lists with much text are told without counts.
    private static func fields(of collection: Collection, until cancellation: Cancellation) -> [Value] {
        collection.paths.map { path in
            let index = collection.index(of: path) { cancellation.isCancelled }
            return entry(path, index.map { count($0, records: collection.records.count) })
        }
    }

    private static func count(_ index: ColumnIndex, records: Int) -> Count {
        let present = (0..<index.count).filter { !index.isMissing($0) }
        let marks = index.marks(of: present.map { $0..<$0 + 1 })
        var examples: [Int] = []
        for record in 0..<min(records, mostSeen) where examples.count < mostExamples {
            index.forEachCode(of: record) { code in
                if examples.count < mostExamples, !examples.contains(code), !index.isMissing(code) {
                    examples.append(code)
                }
            }
        }
        return Count(
            coverage: marks.count { $0 }, distinct: present.count, examples: examples.map(index.value(of:)))
    }

    private static func entry(_ path: FieldPath, _ count: Count?) -> Value {
        var members: [Value.Member] = [
            .init("name", .text(path.name)), .init("type", .text(path.field.kind.rawValue)),
            .init("list", .boolean(path.isList)),
        ]
        if let count {
            members += [
                .init("coverage", .integer(count.coverage)),
                .init("distinct", .integer(count.distinct)),
                .init("examples", .list(count.examples)),
            ]
        }
        if let target = path.field.references { members.append(.init("references", .text(target))) }
        if !path.field.originalHeaders.isEmpty {
            members.append(.init("originalHeaders", .list(path.field.originalHeaders.map(Value.text))))
        }
        return .object(members)
    }
}
