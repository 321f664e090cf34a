// The parameters of lists and records, as the description tells them.

import Catalog
import Documents

/// Describes what a collection can be asked.
///
/// `field=value` is a parameter for each field. The other operators are too many for a parameter each: they are the
/// properties of one object, `filters`, that is sent exploded, so that each property is a parameter of its own again.
struct Parameters {
    let collection: Collection
    /// An example of `q`, where that must be given.
    var requiredSearch: String?

    /// The most paths that are described one by one; documents may bring thousands of columns.
    private static let mostPaths = 100
    /// The most operators that one request is said to hold, well below what is taken.
    private static let mostFilters = 20

    private var paths: ArraySlice<FieldPath> { collection.paths.prefix(Self.mostPaths) }

    /// The parameters of a list in some format.
    func ofList(format: MediaFormat, formats: [MediaFormat]) -> [Value] {
        Query.Parameter.allCases.compactMap { parameter -> Value? in
            switch parameter {
            case .include, .facets, .explain: format == .json ? describe(parameter) : nil
            case .format: formats.isEmpty ? nil : Self.format(formats)
            default: describe(parameter)
            }
        } + equalities + [operators]
    }

    /// The parameters of a single record.
    func ofRecord(formats: [MediaFormat]) -> [Value] {
        [describe(.fields), Self.format(formats)].compactMap { $0 }
    }

    static func format(_ formats: [MediaFormat]) -> Value {
        query(
            "format", ["type": "string", "enum": .texts(formats.map(\.rawValue))], "The format; it goes over `Accept`.")
    }

    /// A parameter of a path.
    static func path(_ name: String, _ schema: Value, example: String?) -> Value {
        let parameter: Value = ["name": .text(name), "in": "path", "required": true, "schema": schema]
        return parameter.adding("example", example.map(Value.text))
    }

    static func query(_ name: String, _ schema: Value, _ description: String) -> Value {
        ["name": .text(name), "in": "query", "description": .text(description), "schema": schema]
    }

    /// A list of some names with commas between.
    private static func names(_ name: String, _ schema: Value, _ description: String) -> Value {
        query(name, schema, description).adding([.init("style", "form"), .init("explode", false)])
    }

    private static func list(of names: some Sequence<String>, atMost most: Int = QueryParser.maxListedNames) -> Value {
        [
            "type": "array", "minItems": 1, "maxItems": .integer(most),
            "items": ["type": "string", "enum": .texts(names)],
        ]
    }

    /// What is searched for.
    private static let search = query(
        "q", ["type": "string"],
        "Words that must occur, `\"a phrase\"`, `-not`, `prefix*`; the best hits first unless `sort` is given.")

    private func describe(_ parameter: Query.Parameter) -> Value? {
        switch parameter {
        case .q:
            guard let requiredSearch else { return Self.search }
            return Self.search.adding([.init("required", true), .init("example", .text(requiredSearch))])
        case .sort:
            let names = paths.filter { !$0.isList && $0.hasComparableValues }.map(\.name)
            return Self.names(
                "sort", Self.list(of: names + names.map { "-" + $0 }),
                "Fields to order by, `-` for descending; missing values last, then by id.")
        case .limit:
            return Self.query(
                "limit", ["type": "integer", "minimum": 0, "maximum": .integer(Query.maxLimit)],
                "Records of a page; \(Query.defaultLimit) unless given, everything in formats for files.")
        case .offset:
            return Self.query(
                "offset", ["type": "integer", "minimum": 0, "maximum": .integer(QueryParser.maxOffset)],
                "Records before the page; not beside `cursor`.")
        case .cursor:
            return Self.query(
                "cursor", ["type": "string", "format": "cursor", "examples": ["*"]],
                "`*` for the first page, then what `links.next` holds; stays right when records come and go.")
        case .fields:
            let shown = paths.map(\.name) + ["*"]
            let hidden = paths.map { "-" + $0.name } + ["*"]
            let either: Value = [["items": ["enum": .texts(shown)]], ["items": ["enum": .texts(hidden)]]]
            return Self.names(
                "fields", Self.list(of: shown + hidden.dropLast()).adding("anyOf", either),
                "Only these fields, or all but these (`-`), or really all (`*`).")
        case .include:
            let targets = References.targets(of: collection)
            return targets.isEmpty
                ? nil
                : Self.names("include", Self.list(of: targets), "Collections whose referenced records are embedded.")
        case .facets:
            return Self.names(
                "facets",
                Self.list(of: paths.filter(\.hasComparableValues).map(\.name), atMost: QueryParser.maxFacets),
                "Fields whose values are counted among all records that pass the filters.")
        case .explain:
            return Self.query(
                "explain", ["type": "string", "enum": ["1", "0", "true", "false"]],
                "1 tells how each parameter was understood and the records left after each step.")
        // Which formats there are depends on the resource.
        case .format: return nil
        }
    }

    /// `field=value` for every field that has values.
    private var equalities: [Value] {
        paths.filter { $0.hasComparableValues && Query.Parameter(rawValue: $0.name) == nil }.map { path in
            Self.query(
                path.name, JSONSchema.operand(path.field.kind),
                path.isList ? "Some element is this." : "The value is this."
            )
            .adding("example", Samples.value(at: path, of: collection))
        }
    }

    /// All other operators.
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
            "description": "Conditions `field:operator=value`, each a parameter of its own, joined by AND.",
            "schema": [
                "type": "object", "maxProperties": .integer(Self.mostFilters), "additionalProperties": false,
                "properties": .object(properties),
            ],
        ]
    }

    private func schema(of relation: Filter.Operator, _ kind: Field.Kind) -> Value {
        switch relation {
        case .eq, .ne, .lt, .lte, .gt, .gte: return JSONSchema.operand(kind)
        case .within, .notWithin:
            let schema: Value = [
                "type": "string", "description": .text("Values of type \(kind.rawValue), commas between."),
            ]
            return schema.adding("pattern", Self.listPattern(kind).map(Value.text))
        case .contains, .startswith, .endswith: return JSONSchema.operand(.text)
        case .exists: return ["type": "boolean"]
        }
    }

    /// What a list of values looks like, for kinds that not every text spells; nil for the others.
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

/// Values and records that stand as examples.
enum Samples {
    /// Records that are looked through for one with a value.
    private static let mostSeen = 20
    /// Longer examples, in bytes, are left out.
    private static let longest = 4000

    /// The first short value of a field.
    static func value(at path: FieldPath, of collection: Collection) -> Value? {
        let read = path.reader(of: collection.records)
        var found: Value?
        for index in 0..<min(mostSeen, collection.records.count) {
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

    /// A record as a list or an item shows it, nil where it is long.
    static func record(of collection: Collection, isComplete: Bool) -> Value? {
        guard collection.records.count > 0 else { return nil }
        let members = zip(collection.fields, collection.record(at: 0)).filter { isComplete || $0.0.isListedByDefault }
        let record = Value.object(members.map(\.1))
        return JSONText.line(record).utf8.count <= longest ? record : nil
    }
}
