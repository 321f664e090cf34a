// The OpenAPI parameters of lists and records.

import Catalog
import Documents
import Text

/// Describes the parameters of a collection.
///
/// A top-level field has a parameter `field=value`. All other conditions are members of one exploded object, `filters`,
/// so a client sends each of them as a parameter of its own. Names are in patterns instead of enumerations, from which
/// code generators would make a type for each parameter.
struct Parameters {
    private let collection: Collection
    private let requiredSearch: String?
    private let defaultLimit: Int

    /// The maximum number of described fields.
    ///
    /// Documents may have thousands of columns.
    private static let maxPaths = 100
    /// The maximum number of conditions that the description allows, below `QueryParser.maxParameters`.
    private static let maxFilters = 20

    /// The described fields, the most frequent ones if there are more.
    private let paths: [FieldPath]

    /// Describes the parameters of a collection; `requiredSearch` is the example of `q` if it is mandatory.
    init(collection: Collection, requiredSearch: String? = nil, defaultLimit: Int = Query.defaultLimit) {
        self.collection = collection
        self.requiredSearch = requiredSearch
        self.defaultLimit = defaultLimit
        let isShort: (FieldPath) -> Bool = { $0.members.isEmpty || $0.name.utf8.count <= JSONSchema.maxNameBytes }
        paths = Array(collection.rankedPaths.lazy.filter(isShort).prefix(Self.maxPaths))
    }

    /// Describes the parameters of a list with these formats.
    func ofList(formats: [MediaFormat]) -> [Value] {
        Query.Parameter.allCases.compactMap { parameter in
            switch parameter {
            case .format: Self.format(formats)
            case .group: nil
            default: describe(parameter)
            }
        } + equalities + [Self.reference(filtersName)]
    }

    /// Describes the parameters of the table that `group` makes.
    var ofGroups: [Value] {
        let group = describe(.group)?.adding("required", true)
        return [describe(.q), group, describe(.stats), describe(.empty), describe(.limit), describe(.offset)]
            .compactMap(\.self) + [Self.reference(filtersName)]
    }

    /// Describes the parameters of a single record.
    func ofRecord(formats: [MediaFormat]) -> [Value] {
        [describe(.fields), Self.format(formats), describe(.guarded)].compactMap(\.self)
    }

    /// Describes the parameter `format`.
    static func format(_ formats: [MediaFormat]) -> Value {
        query(
            "format", ["type": "string", "enum": .texts(formats.map(\.rawValue))],
            "The format of the response. It has precedence over `Accept`.")
    }

    /// The parameters in `components/parameters` that do not depend on a collection.
    static let shared: [Value.Member] = [
        .init("q", search),
        .init(
            "limit",
            query(
                "limit", ["type": "integer", "minimum": 0, "maximum": .integer(Query.maxLimit)],
                "The maximum number of records; \(Query.defaultLimit) by default. `csv` and `ndjson` have no default.")
        ),
        .init(
            "offset",
            query(
                "offset", ["type": "integer", "minimum": 0, "maximum": .integer(QueryParser.maxOffset)],
                "The number of records to skip. It cannot be combined with `cursor`.")),
        .init(
            "cursor",
            query(
                "cursor", ["type": "string", "format": "cursor", "examples": ["*"]],
                "`*` for the first page, then the value in `links.next`. Pages stay consistent when records change.")),
        .init(
            "empty",
            query("empty", flag, "1 adds the buckets of `facets` and `group` that have no records.")),
        .init(
            "explain",
            query(
                "explain", flag,
                "1 adds `meta.explain`: the meaning of each parameter and the number of records after each step.")),
        .init(
            "guard",
            query(
                "guard", ["type": "string", "enum": ["on", "off", "1", "0", "true", "false"]],
                "`off` leaves out the `'` before CSV cells that a spreadsheet would run as formulas. Needs `csv`.")),
    ]

    private static let flag: Value = ["type": "string", "enum": ["1", "0", "true", "false"]]

    /// Returns a reference to a parameter in `components/parameters`.
    static func reference(_ name: String) -> Value { ["$ref": .text("#/components/parameters/" + name)] }

    /// Describes a parameter in the path.
    static func path(_ name: String, _ schema: Value, example: String?) -> Value {
        let parameter: Value = ["name": .text(name), "in": "path", "required": true, "schema": schema]
        return parameter.adding("example", example.map(Value.text))
    }

    /// Describes the id of an article in the path.
    static func article(_ snapshot: Snapshot) -> Value {
        let articles = snapshot["articles"]?.records
        return path(
            "id", ["type": "string", "minLength": 1],
            example: articles.flatMap { $0.count > 0 ? $0.id(at: 0) : nil })
    }

    /// Describes a parameter in the query.
    static func query(_ name: String, _ schema: Value, _ description: String) -> Value {
        ["name": .text(name), "in": "query", "description": .text(description), "schema": schema]
    }

    /// Describes a parameter with a comma-separated list of names.
    private static func names(_ name: String, _ schema: Value, _ description: String) -> Value {
        query(name, schema, description).adding([.init("style", "form"), .init("explode", false)])
    }

    /// Returns the schema of a list of names: of fields, with text that may be before or after a name.
    private static func list(
        of names: some Sequence<String>, before: String = "", after: String = "", max: Int = QueryParser.maxListedNames
    ) -> Value {
        [
            "type": "array", "minItems": 1, "maxItems": .integer(max),
            "items": ["type": "string", "pattern": .text("^\(before)\(alternatives(names))\(after)$")],
        ]
    }

    /// Returns a pattern of some names.
    private static func alternatives(_ names: some Sequence<String>) -> String {
        let escaped = names.map { name in
            name.unicodeScalars.map { scalar in
                let isPlain = !scalar.isASCII || scalar.properties.isAlphabetic || scalar == "_" || scalar == " "
                return isPlain || scalar.properties.numericType != nil ? String(scalar) : "\\" + String(scalar)
            }.joined()
        }
        return "(" + escaped.joined(separator: "|") + ")"
    }

    /// The parameter `q`.
    private static let search = query(
        "q", ["type": "string"],
        "Words that must occur in one of their forms, `\"a phrase\"`, `-not`, `prefix*`. Without `sort`, the best hits "
            + "come first.")

    private func describe(_ parameter: Query.Parameter) -> Value? {
        switch parameter {
        case .q:
            guard let requiredSearch else { return Self.reference("q") }
            return Self.search.adding([.init("required", true), .init("example", .text(requiredSearch))])
        case .highlight:
            return Self.names(
                "highlight",
                Self.list(
                    of: paths.filter { $0.field.kind == .text && $0.field.isComparable }.map(\.name),
                    max: QueryParser.maxHighlights),
                "The text fields to show in `_meta.highlight`, with the hits in `mark` and the rest escaped. Needs `q`."
            )
        case .exact:
            return Self.query(
                "exact", ["type": "string", "enum": ["1", "0", "true", "false"]],
                "1 finds the words of `q` only as they are, without other forms and corrections. Needs `q`.")
        case .sort:
            let names = paths.filter { !$0.isList && $0.hasComparableValues }.map(\.name)
            return Self.names(
                "sort", Self.list(of: names, before: "-?"),
                "The fields to sort by, descending after `-`. Missing values come last, and the id breaks ties.")
        case .limit where defaultLimit != Query.defaultLimit:
            return Self.query(
                "limit", ["type": "integer", "minimum": 0, "maximum": .integer(Query.maxLimit)],
                "The maximum number of records; \(defaultLimit) by default. `csv` and `ndjson` have no default.")
        case .fields:
            return Self.names(
                "fields", Self.list(of: paths.map(\.name) + ["*"]),
                "The fields to show; or, after `-`, the fields to hide; or `*` for all fields.")
        case .include:
            let targets = References.targets(of: collection)
            return targets.isEmpty
                ? nil
                : Self.names("include", Self.list(of: targets), "The collections to embed referenced records of.")
        case .facets:
            return Self.names(
                "facets", dimensions(max: QueryParser.maxFacets),
                "The fields to count values of, among all records that pass the filters. After a colon, the buckets of "
                    + "dates and numbers, such as `date:month`.")
        case .group:
            return Self.names(
                "group", dimensions(max: QueryParser.maxGroups),
                "The fields to group by; after a colon, the buckets of dates and numbers, such as `date:month`.")
        case .stats:
            let names = paths.filter(Statistics.areAvailable).map(\.name)
            return names.isEmpty
                ? nil
                : Self.names(
                    "stats", Self.list(of: names, max: QueryParser.maxStats),
                    "The fields with numbers or dates to summarise, among all records that pass the filters.")
        case .limit, .offset, .cursor, .empty, .explain, .guarded: return Self.reference(parameter.rawValue)
        // The formats depend on the resource: see `format(_:)`.
        case .format: return nil
        }
    }

    private func dimensions(max: Int) -> Value {
        Self.list(of: paths.filter(\.hasComparableValues).map(\.name), max: max)
    }

    /// The parameters `field=value`.
    private var equalities: [Value] {
        paths.filter { path in
            path.members.isEmpty && !collection.fields[path.position].isOnRequest && path.hasComparableValues
                && Query.Parameter(rawValue: path.name) == nil
        }.map { path in
            Self.query(
                path.name, JSONSchema.operand(path.field.kind),
                path.isList ? "An element of the list equals this value." : "The field equals this value."
            )
            .adding("example", Samples.value(at: path, of: collection))
        }
    }

    private var filtersName: String { collection.name + "_filters" }

    /// The parameter `filters` for `components/parameters`: conditions by name.
    var filters: Value.Member {
        var patterns: [Value.Member] = []
        for kind in Field.Kind.allCases {
            let names = paths.filter { $0.field.isComparable && $0.field.kind == kind }.map(\.name)
            if names.isEmpty { continue }
            let available = Filter.Operator.available(for: kind)
            // Operators with the same schema have one pattern.
            var operators: [(names: [String], schema: Value)] = []
            for relation in available {
                let schema = schema(of: relation, kind)
                if let index = operators.firstIndex(where: { $0.schema == schema }) {
                    operators[index].names.append(relation.rawValue)
                } else {
                    operators.append(([relation.rawValue], schema))
                }
            }
            for (relations, schema) in operators {
                patterns.append(
                    .init("^(not\\.)?\(Self.alternatives(names)):\(Self.alternatives(relations))$", schema))
            }
        }
        return .init(
            filtersName,
            [
                "name": "filters", "in": "query", "style": "form", "explode": true,
                "description": .text(
                    "The conditions `field:operator=value`, each a parameter of its own; after `not.`, what must not "
                        + "hold. A record must meet all of them."
                        + JSONSchema.omission(collection.paths.count - paths.count, of: collection)),
                "schema": [
                    "type": "object", "maxProperties": .integer(Self.maxFilters), "additionalProperties": false,
                    "patternProperties": .object(patterns),
                ],
            ])
    }

    private func schema(of relation: Filter.Operator, _ kind: Field.Kind) -> Value {
        switch relation {
        case .eq, .ne, .lt, .lte, .gt, .gte: return JSONSchema.operand(kind)
        case .within, .notWithin:
            let schema: Value = ["type": "string"]
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
