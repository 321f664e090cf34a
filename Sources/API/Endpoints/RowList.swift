// The endpoint `/tables/rows`: the rows of all tables that have some columns.

import Catalog
import Documents
import HTTP

/// `/tables/rows?columns=Team`: the rows of all tables with a column `Team`, as one list.
///
/// No table has the id `rows`, because the id of a table ends with `-t` and a number.
enum RowList {
    /// The segments of the path.
    static let segments = ["tables", "rows"]
    private static let parameter = "columns"
    /// The maximum number of existing columns that an error names.
    private static let maxExamples = 20
    /// The maximum number of columns that the description allows, so that they are never too many bytes.
    private static let maxDescribedNames = 20

    static func respond(_ context: Context) throws(Problem) -> Response {
        guard let tables = context.snapshot?["tables"] else { throw Problem(.notFound, "No documents are loaded.") }
        var (names, faults) = columns(of: context, tables)
        if names.isEmpty { throw Problem.invalidQuery(faults) }
        let items = context.query.filter { $0.name != parameter && unavailable[$0.name] == nil }
        let union = RowUnion(of: tables, columns: names, ordered: orderedNames(in: items)) {
            context.cancellation.isCancelled
        }
        guard let union else { throw Problem(.tooCostly, Problem.Code.tooCostly.entry.explanation) }
        faults += mixedColumns(items, union.collection)
        var (choice, query): (MediaFormat.Choice, Query)
        do {
            (choice, query) = try context.parse(
                suffix: context.captures.first, among: MediaFormat.ofRecords
            ) { format throws(Problem) in
                try QueryParser.parse(items, of: union.collection, format: format, parameters: Query.Parameter.ofRows)
            }
        } catch {
            let all = faults + unknownColumns(union) + error.faults
            throw faults.isEmpty && (error.faults.isEmpty || union.unknown.isEmpty)
                ? error : Problem.invalidQuery(all)
        }
        if !faults.isEmpty { throw Problem.invalidQuery(faults) }
        query.suggestions = union.suggestions
        query.omittedColumns = union.omittedColumns
        var response = try Lists.respond(context, union.collection, query, choice)
        if choice.format == .csv { response.headers[.contentDisposition] = Disposition.attachment("rows.csv") }
        return response
    }

    /// The parameters of lists that rows do not have, with what to do instead.
    private static let unavailable = [
        "q": "Rows have no text search. Use a filter, such as `Team:contains=word`, or `/tables?q=word`.",
        "highlight": "Rows have no text search, so there are no hits to mark. Remove the parameter.",
        "cursor": "Rows have no cursors. Use `offset`, or `format=ndjson` for all rows.",
    ]

    /// Returns the names in `columns`, and the faults of this parameter and of those that rows do not have.
    private static func columns(of context: Context, _ tables: Collection) -> ([String], [Problem.Fault]) {
        var faults: [Problem.Fault] = []
        for (name, detail) in unavailable.sorted(by: { $0.key < $1.key })
        where context.query.contains(where: { $0.name == name }) {
            faults.append(.init(parameter: name, detail: detail))
        }
        let values = context.query.filter { $0.name == parameter }.map(\.value)
        if values.isEmpty || values == [""] {
            let examples = frequentColumns(of: tables, context.cancellation)
            let example = examples.first { !$0.contains { "`,".contains($0) } } ?? "Team"
            let detail =
                "The parameter \(values.isEmpty ? "is missing" : "is empty"). "
                + "Name the columns that the tables must have: `columns=\(example)`."
            return ([], [.init(parameter: parameter, detail: detail, allowed: examples)] + faults)
        }
        let names = values.flatMap { $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init) }
        if names.contains(where: \.isEmpty) {
            faults.append(
                .init(parameter: parameter, detail: "The list has an empty name. Separate names by single commas."))
            return ([], faults)
        }
        if names.count > QueryParser.maxListedNames || values.contains(where: isTooLong) {
            let detail =
                "The list has more than \(QueryParser.maxListedNames) names or \(QueryParser.maxValueBytes) bytes."
            return ([], [.init(parameter: parameter, detail: detail)] + faults)
        }
        return (names, faults)
    }

    private static func isTooLong(_ value: String) -> Bool { value.utf8.count > QueryParser.maxValueBytes }

    /// Returns the columns that most tables have.
    private static func frequentColumns(of tables: Collection, _ cancellation: Cancellation) -> [String] {
        guard let path = tables.path(named: "columns") else { return [] }
        let facet = Facets.count(
            Dimension(path), among: Array(0..<tables.records.count), of: tables, until: cancellation)
        return Array(
            (facet?.values ?? []).lazy.compactMap(\.bucket.value.text).filter { !$0.isEmpty }.prefix(maxExamples))
    }

    /// Returns the fields that the request sorts by or compares with `lt`, `lte`, `gt` or `gte`.
    private static func orderedNames(in items: [Target.QueryItem]) -> [String] {
        items.prefix(QueryParser.maxParameters).flatMap { item -> [String] in
            if item.name == Query.Parameter.sort.rawValue {
                return item.value.split(separator: ",").map { String($0.hasPrefix("-") ? $0.dropFirst() : $0) }
            }
            return comparedName(item).map { [$0] } ?? []
        }
    }

    /// Returns the field of a comparison with `lt`, `lte`, `gt` or `gte`, nil for another parameter.
    private static func comparedName(_ item: Target.QueryItem) -> String? {
        guard let colon = item.name.lastIndex(of: ":"),
            [":lt", ":lte", ":gt", ":gte"].contains(item.name[colon...])
        else { return nil }
        return String(item.name[..<colon])
    }

    /// Returns faults for columns that are compared with a number, although some of their cells are no numbers.
    ///
    /// The cells would be compared as texts: `3` is greater than `10` then.
    private static func mixedColumns(_ items: [Target.QueryItem], _ rows: Collection) -> [Problem.Fault] {
        items.prefix(QueryParser.maxParameters).compactMap { item in
            guard Double(item.value) != nil, let name = comparedName(item), let path = rows.path(spelled: name),
                path.field.kind == .text, rows.fields[path.position].isOmittedIfMissing, rows.records.count > 0
            else { return nil }
            return .init(
                parameter: item.name,
                detail: "Some cells of `\(path.name)` are no numbers, so the column cannot be compared with one. "
                    + "Take fewer tables, with more `columns`, or compare the rows of `format=ndjson` yourself.")
        }
    }

    /// Returns faults for the asked columns that no table has, which may explain others.
    private static func unknownColumns(_ union: RowUnion) -> [Problem.Fault] {
        union.unknown.map { name in
            .init(
                parameter: parameter, detail: "No table has a column `\(name.prefix(Suggestion.maxNameLength))`.",
                suggestion: union.suggestions.first)
        }
    }

    // MARK: Description

    static func describe(_ snapshot: Snapshot) -> [Operation] {
        guard let tables = snapshot["tables"], let places = withoutColumns(snapshot) else { return [] }
        let examples = frequentColumns(of: tables, Cancellation())
        let example = examples.first { !$0.contains(",") } ?? "Team"
        let columns: Value = [
            "name": .text(parameter), "in": "query", "required": true, "style": "form", "explode": false,
            "description": .text(
                "The columns that a table must have, as written or in camelCase. The columns of these tables are "
                    + "fields too: `fields`, `sort`, `facets` and filters take their names."),
            "schema": [
                "type": "array", "minItems": 1, "maxItems": .integer(maxDescribedNames),
                "items": ["type": "string", "minLength": 1, "maxLength": 40, "pattern": "^[^,]*$"],
            ],
            "example": [.text(example)],
        ]
        let operations = Lists.operations(on: places, at: "/tables/rows", MediaFormat.ofRecords)
        return zip(operations, ["listRows", "countRows"]).map { operation, id in
            var operation = operation
            operation.id = id
            operation.tag = tables.name
            operation.parameters =
                [columns]
                + operation.parameters.filter { parameter in
                    !unavailable.keys.contains { parameter == Parameters.reference($0) }
                }
            return operation
        }
    }

    /// The collection of rows with the fields that all rows have.
    static func withoutColumns(_ snapshot: Snapshot) -> Collection? {
        snapshot["tables"].flatMap(RowUnion.withoutTables)
    }

    /// The schema of a row.
    static func schema(_ snapshot: Snapshot) -> Value.Member? {
        guard let places = withoutColumns(snapshot) else { return nil }
        return .init(
            places.name, JSONSchema.record(of: places).adding("additionalProperties", ["type": "string"]))
    }
}
