// The endpoint `/{collection}/match`: the people who may have a name, with the reasons.

import Catalog
import Documents
import HTTP

/// `/leaders/match?name=Mr. Macron`: the people of a collection who may have a name.
///
/// Without `name`, the path is that of a record with the id `match`, and so it is in collections of other kinds.
enum MatchList {
    static let segment = "match"
    private static let parameter = "name"

    static func respond(_ context: Context) throws(Problem) -> Response {
        let suffix = context.captures.count > 1 ? context.captures[1] : nil
        guard let collection = context.snapshot?[context.captures.first ?? ""] else {
            throw Problem(.notFound, "There is no collection of this name.")
        }
        let names = context.query.filter { $0.name == parameter }.map(\.value)
        let isRecord = collection.records.index(ofID: segment) != nil
        guard collection.arePeople, !names.isEmpty || !isRecord else {
            let name = segment + (suffix.map { "." + $0 } ?? "")
            return try Items.respond(context.capturing([collection.name, name]))
        }
        let faults = faults(names)
        let items = context.query.filter { $0.name != parameter }
        let empty = self.collection(of: collection, [])
        var (choice, query): (MediaFormat.Choice, Query)
        do {
            (choice, query) = try context.parse(
                suffix: suffix, among: MediaFormat.ofRecords
            ) { format throws(Problem) in
                try QueryParser.parse(items, of: empty, format: format, parameters: Query.Parameter.ofComputed)
            }
        } catch {
            throw faults.isEmpty ? error : Problem.invalidQuery(faults + error.faults)
        }
        guard faults.isEmpty, let name = names.first else { throw Problem.invalidQuery(faults) }
        let (matches, hasSurname) = collection.matches(name) { context.cancellation.isCancelled }
        query.meta = [
            .init("ambiguous", .boolean(matches.count > 1 || matches.contains(where: \.isAmbiguous)))
        ]
        if matches.isEmpty, !hasSurname { query.suggestions = suggestions(name, collection) }
        return try Lists.respond(context, self.collection(of: collection, matches), query, choice)
    }

    /// Returns the faults of the parameter `name`.
    private static func faults(_ names: [String]) -> [Problem.Fault] {
        func fault(_ detail: String) -> [Problem.Fault] { [.init(parameter: parameter, detail: detail)] }
        guard let name = names.first else {
            return fault("The parameter is missing. Give the name to look for: `name=Mr. Lee`.")
        }
        if names.count > 1 { return fault("The parameter occurs more than once. Give it once.") }
        if name.unicodeScalars.allSatisfy(\.properties.isWhitespace) {
            return fault("The name is empty. Give the name to look for: `name=Mr. Lee`.")
        }
        if name.utf8.count > QueryParser.maxValueBytes {
            return fault("The value is longer than \(QueryParser.maxValueBytes) bytes.")
        }
        return []
    }

    /// Returns names of the collection that are similar, because a name with a typing error matches nobody.
    private static func suggestions(_ name: String, _ collection: Collection) -> [String] {
        guard collection.records.count <= Items.maxCandidates else { return [] }
        let names = (0..<collection.records.count).lazy.flatMap { index in
            ["name", "fullName"].compactMap { collection.value($0, at: index).text }
        }
        return Suggestion.nearest(maxSuggestions, to: name, among: names)
    }

    private static let maxSuggestions = 3

    /// Returns the matches as a collection.
    static func collection(of base: Collection, _ matches: [NameMatch]) -> Collection {
        ComputedRecords.collection(
            segment, of: base, "The records of `\(base.name)` that may have a name, the most similar first.",
            [Field("name"), Field("fullName"), Field("score", .integer), NameMatch.reasonsField],
            matches.map { match in
                [
                    .text(base.records.id(at: match.position)), base.value("name", at: match.position),
                    base.value("fullName", at: match.position), .integer(match.score), match.reasons,
                ]
            })
    }

    static func describe(_ snapshot: Snapshot) -> [Operation] {
        snapshot.collections.filter(\.arePeople).flatMap { collection in
            let name: Value = [
                "name": .text(parameter), "in": "query", "required": true,
                "description": "A name as in running text: `Mr. Lee`, `President Ann Lee`.",
                "schema": ["type": "string", "minLength": 1, "pattern": "\\S"],
            ]
            let example = collection.records.count > 0 ? collection.value("name", at: 0) : "Mr. Lee"
            return Lists.operations(
                onComputed: self.collection(of: collection, []), at: Reference.path([collection.name, segment]),
                of: collection, parameters: [name.adding("example", example)])
        }
    }
}
