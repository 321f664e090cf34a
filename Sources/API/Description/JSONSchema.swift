// JSON Schemas (draft 2020-12) of the content of responses.

import Catalog
import Documents

/// Makes schemas of records from the fields of their collection, and holds the other schemas.
enum JSONSchema {
    /// Returns a reference to a schema in `components/schemas`.
    static func reference(_ name: String) -> Value { ["$ref": .text("#/components/schemas/" + name)] }

    /// Makes the schema of a collection's records.
    ///
    /// No field is required, because `fields` may hide any field.
    static func record(of collection: Collection) -> Value {
        let properties = collection.fields.map { field in
            Value.Member(
                field.name,
                fixed[collection.name + "." + field.name]
                    ?? (field.name == "extra" ? extra(of: collection) : schema(of: field)))
        }
        return ["type": "object", "description": .text(collection.summary), "properties": .object(properties)]
    }

    /// Makes the schema of a list in the format `json`.
    static func list(of records: Value) -> Value {
        [
            "type": "object", "required": ["data", "meta", "links"],
            "properties": [
                "data": ["type": "array", "items": records],
                "meta": reference("ListMeta"),
                "links": reference("ListLinks"),
                "included": [
                    "type": "object", "description": "The records that `include` embeds, by collection.",
                    "additionalProperties": ["type": "array", "items": ["type": "object"]],
                ],
            ],
        ]
    }

    /// Makes the schema of the value of a filter on a field of this kind.
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

    /// Makes the schema of a field's value, which is null if the record has none.
    static func schema(of field: Field) -> Value {
        let single: Value =
            switch field.kind {
            case .text: ["type": ["string", "null"]]
            case .integer: ["type": ["integer", "null"]]
            case .number: ["type": ["number", "null"]]
            case .boolean: ["type": ["boolean", "null"]]
            case .date:
                [
                    "type": ["string", "null"],
                    "description": "An ISO 8601 date, or the original text if it is not a valid date.",
                ]
            case .object where field.members == Field.source.members: reference("Source")
            case .object: object(field.members)
            }
        let described =
            field.references.map { single.adding("description", .text("The id of a record of `\($0)`.")) } ?? single
        return field.isList ? ["type": ["array", "null"], "items": described] : described
    }

    private static func object(_ members: [Field]) -> Value {
        [
            "type": ["object", "null"],
            "properties": .object(members.map { Value.Member($0.name, schema(of: $0)) }),
        ]
    }

    /// Makes the schema of the field `extra`.
    ///
    /// Front matter may differ in every document, so the schema names the most frequent members, and does not restrict
    /// their types.
    private static func extra(of collection: Collection) -> Value {
        let all = collection.rankedPaths.filter {
            $0.members.count == 1 && collection.fields[$0.position].name == "extra"
        }
        let named = all.map(\.field).filter { $0.name.utf8.count <= maxNameBytes }.prefix(maxExtraMembers)
        let members = named.map { member in
            Value.Member(
                member.name,
                ["description": .text("Usually \(member.isList ? "a list of " : "")\(member.kind.rawValue).")])
        }
        return [
            "type": "object",
            "description": .text(
                "Front matter that has no field of its own." + omission(all.count - members.count, of: collection)),
            "properties": .object(members),
        ]
    }

    /// The maximum number of described members of `extra`.
    private static let maxExtraMembers = 1000
    /// The maximum length in bytes of a described name of metadata.
    ///
    /// Each name is in many places of the description.
    static let maxNameBytes = 100

    /// Returns a sentence about fields that a description leaves out; empty if there are none.
    static func omission(_ count: Int, of collection: Collection) -> String {
        guard count > 0 else { return "" }
        return " This description leaves out \(count) further names, the less frequent ones; "
            + "`\(Reference.path(["-", "schema", collection.name]))` lists all."
    }

    /// The schemas of fields with a structure that `Field` does not describe.
    private static let fixed: [String: Value] = [
        "articles.sections": ["type": "array", "items": reference("Section")],
        "articles.links": ["type": "array", "items": reference("Link")],
        "points.links": ["type": "array", "items": reference("Link")],
        "tables.links": ["type": "array", "items": reference("Link")],
        "sections.blocks": ["type": "array", "items": reference("Block")],
        "tables.rows": ["type": "array", "items": ["type": "array", "items": ["type": "string"]]],
    ]

    /// The members of blocks of all kinds, each once.
    private static let blockMembers: [Value.Member] = {
        var members: [Value.Member] = [.init("type", ["enum": .list(BlockKind.all.map { .text($0.name) })])]
        for member in BlockKind.all.flatMap(\.members) where !members.contains(where: { $0.name == member.name }) {
            switch member.type {
            case .text: members.append(.init(member.name, ["type": "string"]))
            case .optionalText: members.append(.init(member.name, ["type": ["string", "null"]]))
            case .flag: members.append(.init(member.name, ["type": "boolean"]))
            case .items: members.append(.init(member.name, ["type": "array", "items": reference("ListItem")]))
            case .blocks: members.append(.init(member.name, ["type": "array", "items": reference("Block")]))
            case .table:
                members += [
                    .init("id", ["type": ["string", "null"], "description": "The id of a record of `tables`."]),
                    .init("columns", ["type": "array", "items": ["type": "string"]]),
                    .init("rows", ["type": "array", "items": ["type": "array", "items": ["type": "string"]]]),
                ]
            }
        }
        return members + [.init("line", ["type": "integer"])]
    }()

    /// The schemas that do not depend on the collections.
    static let shared: [Value.Member] = [
        .init(
            "ListMeta",
            [
                "type": "object", "required": ["total", "count", "limit", "offset"],
                "properties": [
                    "total": ["type": "integer", "description": "The number of records that pass the filters."],
                    "count": ["type": "integer", "description": "The number of records on this page."],
                    "limit": ["type": ["integer", "null"]],
                    "offset": ["type": "integer"],
                    "facets": [
                        "type": "object",
                        "additionalProperties": [
                            "type": "array",
                            "items": [
                                "type": "object", "required": ["value", "count"],
                                "properties": ["value": [:], "from": [:], "to": [:], "count": ["type": "integer"]],
                            ],
                        ],
                    ],
                    "records": [
                        "type": "integer", "description": "In a table, the number of records that pass the filters.",
                    ],
                    "stats": [
                        "type": "object", "description": "The statistics of fields.",
                        "additionalProperties": [
                            "type": "object", "required": .texts(Statistics.names),
                            "properties": .object(Statistics.names.map { .init($0, [:]) }),
                        ],
                    ],
                    "facetsCut": [
                        "type": "object",
                        "description": .text(
                            "The number of distinct values of each facet with more than \(Facets.maxValues) values. "
                                + "Such a facet lists the most frequent values."),
                        "additionalProperties": ["type": "integer"],
                    ],
                    "columnsCut": [
                        "type": "integer",
                        "description": .text(
                            "The number of columns that `/tables/rows` leaves out if there are more than "
                                + "\(RowUnion.maxColumns)."),
                    ],
                    "corrected": [
                        "type": "object",
                        "description": .text(
                            "The words of `q` that do not occur, each with the nearest words, which were searched in "
                                + "its place."),
                        "additionalProperties": ["type": "array", "items": ["type": "string"]],
                    ],
                    "suggestions": [
                        "type": "array", "items": ["type": "string"],
                        "description": .text(
                            "If nothing was found: the indexed words nearest to those of `q`, else the existing values "
                                + "nearest to those of a filter with `eq` or `in` that matches no record."),
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
                        "description": "Null on the first page and on pages with `cursor`.",
                    ],
                ],
            ]),
        .init(
            "Link",
            [
                "type": "object",
                "properties": [
                    "text": ["type": "string"], "url": ["type": "string", "description": "The target as written."],
                    "line": ["type": "integer"],
                    "column": ["type": "string", "description": "In tables, the header of the column."],
                    "article": [
                        "type": "string", "description": "The id of the article that the link leads to, if any.",
                    ],
                    "image": ["type": "boolean", "description": "True if the link is an image."],
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
            "Group",
            [
                "type": "object", "required": ["count"],
                "description": "A row of a table of groups: the values of the fields, and the number of records.",
                "properties": ["count": ["type": "integer"]],
            ]),
        .init("Source", object(Field.source.members)),
        .init("Block", ["type": "object", "properties": .object(blockMembers)]),
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
                "type": "object", "description": "An error (RFC 9457).",
                "required": ["type", "title", "status", "detail", "code"],
                "properties": [
                    "type": ["type": "string", "format": "uri-reference"], "title": ["type": "string"],
                    "status": ["type": "integer"], "detail": ["type": "string"], "instance": ["type": "string"],
                    "code": ["type": "string"],
                    "progress": [
                        "type": "object", "description": "The files read so far, while the server loads.",
                        "properties": ["read": ["type": "integer"], "total": ["type": "integer"]],
                    ],
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
