// The OpenAPI parameters of lists and records, and example values for them.

import Catalog
import Documents
import Text

/// Describes the parameters of a collection.
///
/// Each field has a parameter `field=value`. The other operators are too many for one parameter each. They are
/// properties of one exploded object, `filters`, so a client sends each of them as a parameter of its own.
struct Parameters {
    private let collection: Collection
    private let requiredSearch: String?

    /// The maximum number of described fields.
    ///
    /// Documents may have thousands of columns.
    private static let maxPaths = 100
    /// The maximum number of conditions that the description allows, below `QueryParser.maxParameters`.
    private static let maxFilters = 20

    /// The described fields, the most frequent ones if there are more.
    private let paths: [FieldPath]

    /// Describes the parameters of a collection; `requiredSearch` is the example of `q` if it is mandatory.
    init(collection: Collection, requiredSearch: String? = nil) {
        self.collection = collection
        self.requiredSearch = requiredSearch
        let isShort: (FieldPath) -> Bool = { $0.members.isEmpty || $0.name.utf8.count <= JSONSchema.maxNameBytes }
        paths = Array(collection.rankedPaths.lazy.filter(isShort).prefix(Self.maxPaths))
    }

    /// Describes the parameters of a list in a format.
    func ofList(format: MediaFormat, formats: [MediaFormat]) -> [Value] {
        Query.Parameter.allCases.compactMap { parameter -> Value? in
            switch parameter {
            case .include, .facets, .explain: format == .json ? describe(parameter) : nil
            case .guarded: formats.contains(.csv) ? describe(parameter) : nil
            case .format: formats.isEmpty ? nil : Self.format(formats)
            default: describe(parameter)
            }
        } + equalities + [operators]
    }

    /// Describes the parameters of a single record.
    func ofRecord(formats: [MediaFormat]) -> [Value] {
        [describe(.fields), Self.format(formats), describe(.guarded)].compactMap { $0 }
    }

    /// Describes the parameter `format`.
    static func format(_ formats: [MediaFormat]) -> Value {
        query(
            "format", ["type": "string", "enum": .texts(formats.map(\.rawValue))],
            "The format of the response. It has precedence over `Accept`.")
    }

    /// The parameters in `components/parameters`.
    static let shared: Value = [
        "Range": [
            "name": "Range", "in": "header",
            "description": .text(
                "One range of bytes, as `bytes=0-99`, `bytes=100-` or `bytes=-100`. The server ignores others, and "
                    + "all of them if the 200 has no `Accept-Ranges`."),
            "schema": ["type": "string"], "example": "bytes=0-99",
        ]
    ]

    /// Returns a reference to a parameter in `components/parameters`.
    static func reference(_ name: String) -> Value { ["$ref": .text("#/components/parameters/" + name)] }

    /// Describes a parameter in the path.
    static func path(_ name: String, _ schema: Value, example: String?) -> Value {
        let parameter: Value = ["name": .text(name), "in": "path", "required": true, "schema": schema]
        return parameter.adding("example", example.map(Value.text))
    }

    /// Describes a parameter in the query.
    static func query(_ name: String, _ schema: Value, _ description: String) -> Value {
        ["name": .text(name), "in": "query", "description": .text(description), "schema": schema]
    }

    /// Describes a parameter with a comma-separated list of names.
    private static func names(_ name: String, _ schema: Value, _ description: String) -> Value {
        query(name, schema, description).adding([.init("style", "form"), .init("explode", false)])
    }

    private static func list(of names: some Sequence<String>, max: Int = QueryParser.maxListedNames) -> Value {
        [
            "type": "array", "minItems": 1, "maxItems": .integer(max),
            "items": ["type": "string", "enum": .texts(names)],
        ]
    }

    /// The parameter `q`.
    private static let search = query(
        "q", ["type": "string"],
        "Words that must occur in one of their forms, `\"a phrase\"`, `-not`, `prefix*`. Without `sort`, the best hits "
            + "come first.")

    private func describe(_ parameter: Query.Parameter) -> Value? {
        switch parameter {
        case .q:
            guard let requiredSearch else { return Self.search }
            return Self.search.adding([.init("required", true), .init("example", .text(requiredSearch))])
        case .exact:
            return Self.query(
                "exact", ["type": "string", "enum": ["1", "0", "true", "false"]],
                "1 finds the words of `q` only as they are, without other forms and corrections. Needs `q`.")
        case .sort:
            let names = paths.filter { !$0.isList && $0.hasComparableValues }.map(\.name)
            return Self.names(
                "sort", Self.list(of: names + names.map { "-" + $0 }),
                "The fields to sort by, descending after `-`. Missing values come last, and the id breaks ties.")
        case .limit:
            return Self.query(
                "limit", ["type": "integer", "minimum": 0, "maximum": .integer(Query.maxLimit)],
                "The maximum number of records; \(Query.defaultLimit) by default. `csv` and `ndjson` have no default."
            )
        case .offset:
            return Self.query(
                "offset", ["type": "integer", "minimum": 0, "maximum": .integer(QueryParser.maxOffset)],
                "The number of records to skip. It cannot be combined with `cursor`.")
        case .cursor:
            return Self.query(
                "cursor", ["type": "string", "format": "cursor", "examples": ["*"]],
                "`*` for the first page, then the value in `links.next`. Pages stay consistent when records change.")
        case .fields:
            let shown = paths.map(\.name) + ["*"]
            let hidden = paths.map { "-" + $0.name } + ["*"]
            let either: Value = [["items": ["enum": .texts(shown)]], ["items": ["enum": .texts(hidden)]]]
            return Self.names(
                "fields", Self.list(of: shown + hidden.dropLast()).adding("anyOf", either),
                "The fields to show; or, after `-`, the fields to hide; or `*` for all fields.")
        case .include:
            let targets = References.targets(of: collection)
            return targets.isEmpty
                ? nil
                : Self.names("include", Self.list(of: targets), "The collections to embed referenced records of.")
        case .facets:
            return Self.names(
                "facets",
                Self.list(of: paths.filter(\.hasComparableValues).map(\.name), max: QueryParser.maxFacets),
                "The fields to count values of, among all records that pass the filters.")
        case .explain:
            return Self.query(
                "explain", ["type": "string", "enum": ["1", "0", "true", "false"]],
                "1 adds `meta.explain`: the meaning of each parameter and the number of records after each step.")
        case .guarded:
            return Self.query(
                "guard", ["type": "string", "enum": ["on", "off", "1", "0", "true", "false"]],
                "`off` leaves out the `'` before CSV cells that a spreadsheet would run as formulas. Needs `csv`.")
        // The formats depend on the resource: see `format(_:)`.
        case .format: return nil
        }
    }

    /// The parameters `field=value`.
    private var equalities: [Value] {
        paths.filter { $0.hasComparableValues && Query.Parameter(rawValue: $0.name) == nil }.map { path in
            Self.query(
                path.name, JSONSchema.operand(path.field.kind),
                path.isList ? "An element of the list equals this value." : "The field equals this value."
            )
            .adding("example", Samples.value(at: path, of: collection))
        }
    }

    /// The parameter `filters`: the conditions with all other operators.
    private var operators: Value {
        var properties: [Value.Member] = []
        for path in paths where path.field.isComparable {
            for relation in Filter.Operator.available(for: path.field.kind) {
                let isNamed = relation == .eq && Query.Parameter(rawValue: path.name) == nil
                if isNamed { continue }
                properties.append(.init("\(path.name):\(relation.rawValue)", schema(of: relation, path.field.kind)))
            }
        }
        return [
            "name": "filters", "in": "query", "style": "form", "explode": true,
            "description": .text(
                "The conditions `field:operator=value`, each a parameter of its own. A record must meet all of them."
                    + JSONSchema.omission(collection.paths.count - paths.count, of: collection)),
            "schema": [
                "type": "object", "maxProperties": .integer(Self.maxFilters), "additionalProperties": false,
                "properties": .object(properties),
            ],
        ]
    }

    private func schema(of relation: Filter.Operator, _ kind: Field.Kind) -> Value {
        switch relation {
        case .eq, .ne, .lt, .lte, .gt, .gte: return JSONSchema.operand(kind)
        case .within, .notWithin:
            let schema: Value = [
                "type": "string", "description": .text("Comma-separated values of type \(kind.rawValue)."),
            ]
            return schema.adding("pattern", Self.listPattern(kind).map(Value.text))
        case .contains, .startswith, .endswith, .ieq: return JSONSchema.operand(.text)
        case .exists: return ["type": "boolean"]
        }
    }

    /// Returns the pattern of a comma-separated list of values, nil for kinds that accept any text.
    private static func listPattern(_ kind: Field.Kind) -> String? {
        let element: String
        switch kind {
        case .text, .object: return nil
        case .integer, .number: element = "-?(0|[1-9][0-9]{0,14})(\\.[0-9]{1,9})?"
        case .boolean: element = "(true|false)"
        case .date: element = "[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])"
        }
        return "^\(element)(,\(element)){0,9}$"
    }
}

/// Finds values and records to use as examples.
enum Samples {
    /// The maximum number of records that are searched for a value.
    private static let maxSampledRecords = 20
    /// The maximum size of an example record as JSON, in bytes.
    private static let maxRecordBytes = 4000

    /// Returns the first short value of a field, nil if the first records have none.
    static func value(at path: FieldPath, of collection: Collection) -> Value? {
        let read = path.reader(of: collection.records)
        var found: Value?
        for index in 0..<min(maxSampledRecords, collection.records.count) {
            _ = path.anyValue(in: read(index)) { value in
                guard let text = value.scalarText, !text.isEmpty, text.utf8.count <= 60,
                    Operand(value, kind: path.field.kind) != nil
                else { return false }
                found = value
                return true
            }
            if found != nil { break }
        }
        return found
    }

    /// Returns the first record of a collection, with the default fields or all fields.
    ///
    /// Returns nil if it is too long.
    static func record(of collection: Collection, isComplete: Bool) -> Value? {
        guard collection.records.count > 0 else { return nil }
        let large = collection.fields.filter { !isComplete && !$0.isListedByDefault }.map(\.name)
        let members = collection.record(at: 0).filter { !large.contains($0.name) }
        let record = Value.object(members)
        return JSONText.line(record).utf8.count <= maxRecordBytes ? record : nil
    }
}
