// The endpoint `/`: the index of the collections.

package import Catalog
import Documents
import HTTP

/// `/`: the collections with their counts, fields and example URLs, or the dashboard page for a browser.
enum Index {
    private static let formats: [MediaFormat] = [.json, .html]

    /// Returns true for a request that gets the dashboard page.
    static func isPage(_ request: Request) -> Bool {
        guard request.target.segments.isEmpty else { return false }
        let choice = try? MediaFormat.choose(
            suffix: nil, parameter: request.target.query.first { $0.name == "format" }?.value,
            accept: request.headers[.accept], offered: formats)
        return choice?.format == .html
    }

    static func respond(_ context: Context) throws(Problem) -> Response {
        let (choice, _) = try context.parse(suffix: nil, among: formats) { _ throws(Problem) in
            try QueryParser.checkParameters(of: context.query, allowed: [.format])
        }
        // The page needs no documents: while they load, it shows the progress.
        if choice.format == .html { return Dashboard.page(context, choice) }
        guard let snapshot = context.snapshot else {
            throw Readiness.problem(of: context.state) ?? Problem(.notFound, "No documents are loaded.")
        }
        let paths = Endpoint.all.filter { !$0.isAction }.map(\.path).filter { !$0.contains("{") && $0 != "/" }
        let index: Value = [
            "name": "briefd", "version": .text(context.api.programVersion), "snapshot": .text(snapshot.version),
            "collections": .list(snapshot.collections.map(entry)),
            "links": .object([.init("self", .text("/"))] + paths.map { .init(String($0.dropFirst()), .text($0)) }),
        ]
        var writer = JSONWriter()
        writer.write(index.adding("hint", API.advice(for: snapshot).map(Value.text)))
        writer.write(raw: "\n")
        return context.cacheableResponse(.bytes(writer.bytes), contentType: choice.format.contentType, choice: choice)
    }

    private static func entry(_ collection: Collection) -> Value {
        .object([
            .init("name", .text(collection.name)), .init("summary", .text(collection.summary)),
            .init("count", .integer(collection.records.count)),
            .init("fields", .list(collection.fields.map(field))),
            .init("links", .object([.init("self", .text(Reference.path([collection.name])))])),
            .init("examples", .list(examples(collection).map(Value.text))),
        ])
    }

    private static func field(_ field: Field) -> Value {
        .object([
            .init("name", .text(field.name)), .init("type", .text(field.kind.rawValue)),
            .init("list", .boolean(field.isList)),
        ])
    }

    /// Returns example targets, made from the first record so that their responses are not empty.
    private static func examples(_ collection: Collection) -> [String] {
        let path = Reference.path([collection.name])
        guard collection.records.count > 0 else { return [path] }
        var examples = [path, Reference.path([collection.name, collection.records.id(at: 0)])]
        for (position, field) in collection.fields.enumerated().dropFirst() where field.kind != .object && !field.isList
        {
            guard let value = collection.records.value(ofField: position, at: 0).scalarText, !value.isEmpty,
                value.utf8.count <= 60
            else { continue }
            examples.append(Reference.target(path, [.init(name: field.name, value: value)]))
            examples.append(Reference.target(path, [.init(name: "sort", value: "-" + field.name)]))
            break
        }
        if collection.name == "articles" { examples.append(examples[1] + "/outline") }
        return examples + [path + ".csv"]
    }
}

extension API {
    /// Returns what to do if no configured collection has a record; nil if one has.
    package static func advice(for snapshot: Snapshot) -> String? {
        guard snapshot.isMappingUnmatched else { return nil }
        if snapshot["tables"]?.records.count == 0 {
            return "No configured collection matches these documents, and they hold no table. A collection can also be "
                + "made from bullets, with `\"from\": [\"bullets\"]`; `/points` lists the bullets."
        }
        return "No configured collection matches these documents. `briefd check --suggest PATH` prints entries for "
            + "`collections` of the configuration, made from the tables that it finds at PATH; `/tables` lists them."
    }
}
