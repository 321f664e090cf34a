// JSON Schemas, draft 2020-12, of what answers hold.

import Catalog
import Documents

/// Makes the schemas of records from the fields of their collection.
enum JSONSchema {
    /// The schema kept under this name among the components of the description.
    static func reference(_ name: String) -> Value { ["$ref": .text("#/components/schemas/" + name)] }

    /// The schema of a collection's records; nothing is required, for `fields` may leave out anything.
    static func record(of collection: Collection) -> Value {
        let properties = collection.fields.map { field in
            Value.Member(field.name, fixed[collection.name + "." + field.name] ?? schema(of: field))
        }
        return ["type": "object", "description": .text(collection.summary), "properties": .object(properties)]
    }

    /// The schema of a list: its records, and what is said about them.
    static func list(of records: Value) -> Value {
        [
            "type": "object", "required": ["data", "meta", "links"],
            "properties": [
                "data": ["type": "array", "items": records],
                "meta": reference("ListMeta"),
                "links": reference("ListLinks"),
                "included": [
                    "type": "object", "description": "The records that `include` asked for, by collection.",
                    "additionalProperties": ["type": "array", "items": ["type": "object"]],
                ],
            ],
        ]
    }

    /// What a filter compares values of this kind with.
    static func operand(_ kind: Field.Kind) -> Value {
        switch kind {
        case .text, .object: ["type": "string"]
        case .integer, .number: ["type": "number"]
        case .boolean: ["type": "boolean"]
        case .date:
            [
                "anyOf": [
                    ["type": "string", "format": "date"], ["type": "string", "format": "date-time"],
                    ["type": "string", "pattern": "^[0-9]{4}(-(0[1-9]|1[0-2]))?$"],
                ]
            ]
        }
    }

    /// A value of a field, null where the record has none.
    static func schema(of field: Field) -> Value {
        if field.name == "extra" { return extra(field) }
        let single: Value =
            switch field.kind {
            case .text: ["type": ["string", "null"]]
            case .integer: ["type": ["integer", "null"]]
            case .number: ["type": ["number", "null"]]
            case .boolean: ["type": ["boolean", "null"]]
            case .date:
                ["type": ["string", "null"], "description": "A date in ISO 8601 where it could be read as one."]
            case .object: ["type": ["object", "null"], "properties": properties(of: field.members)]
            }
        let described = field.references.map { single.adding("description", .text("An id of `\($0)`.")) } ?? single
        return field.isList ? ["type": ["array", "null"], "items": described] : described
    }

    private static func properties(of fields: [Field]) -> Value {
        .object(fields.map { Value.Member($0.name, schema(of: $0)) })
    }

    /// Further front matter: every document may hold something else, so that only names can be promised.
    private static func extra(_ field: Field) -> Value {
        let members = field.members.map { member in
            Value.Member(
                member.name,
                ["description": .text("Mostly \(member.isList ? "a list of " : "")\(member.kind.rawValue).")])
        }
        return ["type": "object", "description": "Further front matter.", "properties": .object(members)]
    }

    /// Fields whose values have more shape than a `Field` tells.
    private static let fixed: [String: Value] = [
        "articles.sections": ["type": "array", "items": reference("Section")],
        "tables.rows": ["type": "array", "items": ["type": "array", "items": ["type": "string"]]],
    ]

    /// The schemas that do not depend on the collections.
    static let shared: [Value.Member] = [
        .init(
            "ListMeta",
            [
                "type": "object", "required": ["total", "count", "limit", "offset"],
                "properties": [
                    "total": ["type": "integer", "description": "Records that pass the filters."],
                    "count": ["type": "integer", "description": "Records of this page."],
                    "limit": ["type": ["integer", "null"]],
                    "offset": ["type": "integer"],
                    "facets": [
                        "type": "object",
                        "additionalProperties": [
                            "type": "array",
                            "items": [
                                "type": "object", "required": ["value", "count"],
                                "properties": ["value": [:], "count": ["type": "integer", "minimum": 1]],
                            ],
                        ],
                    ],
                    "facetsCut": [
                        "type": "object",
                        "description": .text(
                            "For each facet that has more than \(Facets.maxValues) values, of which the most "
                                + "frequent are listed: how many there are."),
                        "additionalProperties": ["type": "integer"],
                    ],
                    "suggestions": [
                        "type": "array", "items": ["type": "string"],
                        "description": "The indexed words nearest to those of `q`, where nothing was found.",
                    ],
                    "explain": [
                        "type": "array",
                        "items": [
                            "type": "object", "required": ["parameter", "meaning", "rows"],
                            "properties": [
                                "parameter": ["type": "string"], "meaning": ["type": "string"],
                                "rows": ["type": "integer"],
                            ],
                        ],
                    ],
                ],
            ]),
        .init(
            "ListLinks",
            [
                "type": "object", "required": ["self", "next", "prev"],
                "properties": [
                    "self": ["type": "string", "format": "uri-reference"],
                    "next": ["type": ["string", "null"], "format": "uri-reference"],
                    "prev": [
                        "type": ["string", "null"], "format": "uri-reference",
                        "description": "Null on the first page, and where pages are told by `cursor`.",
                    ],
                ],
            ]),
        .init(
            "Section",
            [
                "type": "object",
                "properties": [
                    "heading": ["type": ["string", "null"]], "level": ["type": "integer"], "line": ["type": "integer"],
                    "inferred": ["type": "boolean"], "blocks": ["type": "array", "items": reference("Block")],
                ],
            ]),
        .init(
            "Block",
            [
                "type": "object",
                "properties": [
                    "type": ["enum": ["paragraph", "list", "table", "code", "quote"]],
                    "text": ["type": "string"], "language": ["type": ["string", "null"]],
                    "ordered": ["type": "boolean"], "items": ["type": "array", "items": reference("ListItem")],
                    "id": ["type": ["string", "null"], "description": "An id of `tables`."],
                    "columns": ["type": "array", "items": ["type": "string"]],
                    "rows": ["type": "array", "items": ["type": "array", "items": ["type": "string"]]],
                    "blocks": ["type": "array", "items": reference("Block")],
                    "line": ["type": "integer"],
                ],
            ]),
        .init(
            "ListItem",
            [
                "type": "object",
                "properties": [
                    "label": ["type": ["string", "null"]], "text": ["type": "string"],
                    "items": ["type": "array", "items": reference("ListItem")],
                    "blocks": ["type": "array", "items": reference("Block")], "line": ["type": "integer"],
                ],
            ]),
        .init(
            "Problem",
            [
                "type": "object", "description": "An error, RFC 9457.",
                "required": ["type", "title", "status", "detail", "code"],
                "properties": [
                    "type": ["type": "string", "format": "uri-reference"], "title": ["type": "string"],
                    "status": ["type": "integer"], "detail": ["type": "string"], "instance": ["type": "string"],
                    "code": ["type": "string"],
                    "errors": [
                        "type": "array",
                        "items": [
                            "type": "object", "required": ["parameter", "detail"],
                            "properties": [
                                "parameter": ["type": "string"], "detail": ["type": "string"],
                                "allowed": ["type": "array", "items": ["type": "string"]],
                                "suggestion": ["type": "string"],
                            ],
                        ],
                    ],
                ],
            ]),
    ]
}
