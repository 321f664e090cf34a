// The `collections` of the configuration: one member for each collection, with what its records are made from.
import API
import Catalog
import Documents

/// Reads and writes the member `collections`:
/// `{"leaders": {"header": ["Leader"], "summary": "…", "key": "Leader", "fields": {"Focus Area": "focus"}}}`.
enum CollectionSettings {
    struct Problem {
        var line: Int
        var message: String
    }

    struct ReadingError: Error {
        var problems: [Problem]
    }

    static func read(_ node: JSONNode) -> Result<Mapping, ReadingError> {
        guard let members = node.members else {
            return .failure(
                ReadingError(problems: [
                    Problem(
                        line: node.line, message: "collections must be an object of names and what they are made from")
                ]))
        }
        var entries: [Mapping.Entry] = []
        var problems: [Problem] = []
        for member in members {
            let path = "collections.\(member.name)"
            if let problem = Mapping.problem(ofName: member.name) {
                problems.append(Problem(line: member.node.line, message: "\(path): \(problem)"))
            } else if entries.contains(where: { $0.name.lowercased() == member.name.lowercased() }) {
                problems.append(Problem(line: member.node.line, message: "\(path) is given twice"))
            }
            entries.append(entry(member.name, member.node, path, &problems))
        }
        return problems.isEmpty ? .success(Mapping(entries)) : .failure(ReadingError(problems: problems))
    }

    /// JSON Schema of the member `collections`.
    static let schema: Value = [
        "description": "Collections made from tables, by name.",
        "type": "object",
        "propertyNames": [
            "pattern": "^[A-Za-z][A-Za-z0-9_-]*$",
            "not": ["enum": .list(Mapping.reservedNames.map(Value.text))],
        ],
        "additionalProperties": [
            "type": "object", "required": ["header"], "additionalProperties": false,
            "properties": [
                "header": [
                    "description": "The header of the first column, or a list of alternatives.",
                    "type": ["array", "string"], "items": ["type": "string", "minLength": 1], "minItems": 1,
                    "minLength": 1,
                ],
                "key": [
                    "description": "The column whose cells name the records; the first unless given.",
                    "type": "string", "minLength": 1,
                ],
                "summary": ["description": "One sentence on what the records are.", "type": "string"],
                "fields": [
                    "description": "Headers and the field names that they become.", "type": "object",
                    "additionalProperties": ["type": "string", "minLength": 1],
                ],
            ],
        ],
        "default": write(Configuration().collections),
    ]

    private static let names = ["header", "key", "summary", "fields"]

    private static func entry(
        _ name: String, _ node: JSONNode, _ path: String, _ problems: inout [Problem]
    ) -> Mapping.Entry {
        var (headers, key, summary): ([String], String?, String?) = ([], nil, nil)
        var renames: [Mapping.Rename] = []
        guard let members = node.members else {
            problems.append(Problem(line: node.line, message: "\(path) must be an object with \"header\""))
            return Mapping.Entry(name, match: .tablesHeaded([]))
        }
        func wrong(_ member: (name: String, node: JSONNode), _ form: String) {
            let shown = JSONText.line(member.node.value)
            let message = "\(path).\(member.name) holds \(shown), but it must be \(form)"
            problems.append(Problem(line: member.node.line, message: message))
        }
        for member in members {
            switch member.name {
            case "header":
                headers = member.node.value.texts ?? []
                if headers.isEmpty || headers.contains("") { wrong(member, "a column header or a list of some") }
            case "key":
                key = member.node.value.text
                if key?.isEmpty != false { wrong(member, "a header") }
            case "summary":
                summary = member.node.value.text
                if summary == nil { wrong(member, "a sentence") }
            case "fields":
                guard let pairs = member.node.members else {
                    wrong(member, "an object of headers and the field names they become")
                    continue
                }
                for pair in pairs {
                    if let field = pair.node.value.text, !field.isEmpty {
                        renames.append(.init(header: pair.name, field: field))
                    } else {
                        wrong(pair, "a field name")
                    }
                }
            default:
                let hint = Suggestion.nearest(to: member.name, among: names).map { "; did you mean \($0)?" } ?? "."
                let message =
                    "unknown setting \(path).\(member.name)\(hint) There may be: \(names.joined(separator: ", "))"
                problems.append(Problem(line: member.node.line, message: message))
            }
        }
        if !members.contains(where: { $0.name == "header" }) {
            problems.append(
                Problem(line: node.line, message: "\(path) needs a \"header\": the first column of its tables"))
        }
        return Mapping.Entry(name, summary: summary, match: .tablesHeaded(headers), key: key, renames: renames)
    }

    static func write(_ mapping: Mapping) -> Value {
        .object(
            mapping.entries.map { entry in
                var members: [Value.Member] = []
                switch entry.match {
                case .tablesHeaded(let headers): members.append(.init("header", .list(headers.map(Value.text))))
                }
                if let key = entry.key { members.append(.init("key", .text(key))) }
                if let summary = entry.summary { members.append(.init("summary", .text(summary))) }
                if !entry.renames.isEmpty {
                    members.append(.init("fields", .object(entry.renames.map { .init($0.header, .text($0.field)) })))
                }
                return .init(entry.name, .object(members))
            })
    }
}

extension JSONNode {
    /// The members of an object, each with its place; nil for any other value.
    var members: [(name: String, node: JSONNode)]? {
        guard case .object(let members) = value else { return nil }
        return zip(members, children).map { ($0.name, $1) }
    }
}
