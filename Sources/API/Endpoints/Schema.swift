// The field dictionary of a collection: what its records hold, counted.

import Catalog
import Documents
import HTTP

/// `/-/schema/{collection}`.
enum Schema {
    /// Distinct values are counted up to this number of them; beyond, the count is null.
    static let mostDistinct = 10_000
    private static let mostExamples = 3

    static func respond(_ context: Context) throws(Problem) -> Response {
        try QueryReader.refuseParameters(of: context.query, but: [])
        let name = context.captures.first ?? ""
        guard let snapshot = context.snapshot, let collection = snapshot[name] else {
            var problem = Problem(.notFound, "There is no collection `\(name.prefix(200))`.")
            let names = context.snapshot?.collections.map(\.name) ?? []
            if let nearest = Suggestion.nearest(to: name, among: names) {
                problem.detail += " Did you mean `\(Reference.path(["-", "schema", nearest]))`?"
            }
            throw problem
        }
        var writer = JSONWriter()
        writer.write(
            .object([
                .init("collection", .text(collection.name)), .init("summary", .text(collection.summary)),
                .init("count", .integer(collection.records.count)), .init("fields", .list(fields(of: collection))),
            ]))
        writer.write(raw: "\n")
        return context.data(.bytes(writer.bytes), contentType: "application/json")
    }

    /// What was seen of one field.
    private struct Count {
        var coverage = 0
        var distinct: Set<Value>? = []
        var examples: [Value] = []
    }

    /// Every field but the heavy ones that lists leave out: those are told without counts.
    private static func fields(of collection: Collection) -> [Value] {
        let paths = collection.paths
        let counted = paths.indices.filter { collection.fields[paths[$0].position].isListedByDefault }
        let positions = collection.fields.indices.filter { collection.fields[$0].isListedByDefault }
        var counts = Array(repeating: Count(), count: paths.count)
        for index in 0..<collection.records.count {
            let values = collection.records.values(ofFields: positions, at: index)
            let byPosition = Dictionary(zip(positions, values)) { first, _ in first }
            for path in counted {
                count(byPosition[paths[path].position] ?? .null, paths[path], &counts[path])
            }
        }
        let isCounted = Set(counted)
        return paths.indices.map { entry(paths[$0], isCounted.contains($0) ? counts[$0] : nil) }
    }

    private static func count(_ value: Value, _ path: FieldPath, _ count: inout Count) {
        var isPresent = false
        _ = path.anyValue(in: value) { value in
            if value.isMissing { return false }
            isPresent = true
            if count.distinct?.insert(value).inserted == true, count.examples.count < mostExamples {
                count.examples.append(value)
            }
            if (count.distinct?.count ?? 0) > mostDistinct { count.distinct = nil }
            return false
        }
        if isPresent { count.coverage += 1 }
    }

    private static func entry(_ path: FieldPath, _ count: Count?) -> Value {
        var members: [Value.Member] = [
            .init("name", .text(path.name)), .init("type", .text(path.field.kind.rawValue)),
            .init("list", .boolean(path.isList)),
        ]
        if let count, path.field.kind != .object {
            members += [
                .init("coverage", .integer(count.coverage)),
                .init("distinct", count.distinct.map { .integer($0.count) } ?? .null),
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
