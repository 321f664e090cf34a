// The `collections` of the configuration: one member for each collection, with what its records are made from.
// What may stand in a member is the table in CollectionSetting.swift.
import API
import Catalog
import Documents

/// Reads and writes the member `collections`:
/// `{"leaders": {"header": ["Leader"], "kind": "person", "fields": {"Focus Area": "focus"}}}`.
enum CollectionSettings {
    struct Problem {
        var line: Int
        var message: String
    }

    struct ReadingError: Error {
        var problems: [Problem]
    }

    /// The collections that `node` describes; `file` is where it stands.
    static func read(_ node: JSONNode, file: String) -> Result<Mapping, ReadingError> {
        guard let members = node.members else {
            return .failure(
                ReadingError(problems: [
                    Problem(
                        line: node.line, message: "collections must be an object of names and what they are made from")
                ]))
        }
        var entries: [Mapping.Entry] = []
        var reading = CollectionReading()
        let builtIn = Configuration().collections.entries
        for member in members {
            let path = "collections.\(member.name)"
            if let problem = Mapping.problem(ofName: member.name) {
                reading.note(member.node, "\(path): \(problem)")
            } else if entries.contains(where: { $0.name.lowercased() == member.name.lowercased() }) {
                reading.note(member.node, "\(path) is given twice")
            }
            var entry = entry(member.name, member.node, path, &reading)
            // Who spells out a default has not asked for it: that nothing fits it is no mistake of theirs.
            if !builtIn.contains(entry) {
                entry.origin = SourceLocation(file: file, line: member.node.line, column: member.node.column)
            }
            entries.append(entry)
        }
        return reading.problems.isEmpty
            ? .success(Mapping(entries)) : .failure(ReadingError(problems: reading.problems))
    }

    /// JSON Schema of the member `collections`.
    static let schema: Value = [
        "description": "What becomes a collection, by its name.",
        "type": "object",
        "propertyNames": [
            "pattern": "^[A-Za-z][A-Za-z0-9_-]*$",
            "not": ["enum": .list(Mapping.reservedNames.map(Value.text))],
        ],
        "additionalProperties": [
            "type": "object", "additionalProperties": false,
            "anyOf": [["required": ["header"]], ["required": ["heading"]], ["required": ["folder"]]],
            "properties": .object(CollectionSetting.all.map { .init($0.name, $0.schema) }),
        ],
        "default": write(Configuration().collections),
    ]

    private static func entry(
        _ name: String, _ node: JSONNode, _ path: String, _ reading: inout CollectionReading
    ) -> Mapping.Entry {
        var entry = Mapping.Entry(name, match: .init())
        guard let members = node.members else {
            reading.note(node, "\(path) must be an object with \"header\", \"heading\" or \"folder\"")
            return entry
        }
        let known = reading.problems.count
        var seen: Set<String> = []
        for member in members {
            let inner = "\(path).\(member.name)"
            if !seen.insert(member.name).inserted {
                reading.note(member.node, "\(inner) is given twice")
            } else if let setting = CollectionSetting.all.first(where: { $0.name == member.name }) {
                if !setting.read(member.node, inner, &entry, &reading) {
                    reading.note(wrong: member.node, inner, setting.form)
                }
            } else {
                reading.note(unknown: member.node, inner, member.name, among: CollectionSetting.all.map(\.name))
            }
        }
        // What is missing shows only where all else is right.
        guard reading.problems.count == known else { return entry }
        if entry.match == .init() {
            reading.note(
                node,
                "\(path) needs a \"header\" (the first column of its tables), a \"heading\" above them or a \"folder\"")
        } else if entry.contents.contains(.bullets), !entry.isTransposed, entry.match.headings.isEmpty,
            entry.match.folders.isEmpty
        {
            reading.note(
                node,
                "\(path) reads bullets, which have no header: give the \"heading\" above them or a \"folder\", or"
                    + " \"transposed\": true where a list is one record and \"header\" its first label")
        }
        if entry.contents == [.bullets], !entry.isTransposed, entry.key != nil {
            reading.note(
                node,
                "\(path).key names a column, or a label where \"transposed\" is true; other bullets are named by their labels"
            )
        }
        noteFields(of: entry, node, path, &reading)
        return entry
    }

    /// Notes fields that cannot be called what they are to be called.
    private static func noteFields(
        of entry: Mapping.Entry, _ node: JSONNode, _ path: String, _ reading: inout CollectionReading
    ) {
        let places = node.members?.first { $0.name == "fields" }?.node.members ?? []
        for rule in entry.fields {
            let place = places.first { $0.name == rule.header }?.node ?? node
            let inner = "\(path).fields.\(rule.header)"
            if let name = rule.field, let problem = FieldNames.problem(ofName: name, kind: entry.kind) {
                reading.note(place, "\(inner): no field can be called `\(name)`: \(problem)")
            } else if entry.namesRecords(header: rule.header) {
                reading.note(place, "\(inner): this column names the records, and that is their field `name`")
            }
        }
    }

    static func write(_ mapping: Mapping) -> Value {
        .object(
            mapping.entries.map { entry in
                .init(
                    entry.name,
                    .object(
                        CollectionSetting.all.compactMap { setting in
                            setting.write(entry).map { Value.Member(setting.name, $0) }
                        }))
            })
    }
}

/// The mistakes found so far.
struct CollectionReading {
    private(set) var problems: [CollectionSettings.Problem] = []

    mutating func note(_ node: JSONNode, _ message: String) {
        problems.append(.init(line: node.line, message: message))
    }

    mutating func note(wrong node: JSONNode, _ path: String, _ form: String) {
        note(node, "\(path) holds \(JSONText.line(node.value)), but it must be \(form)")
    }

    mutating func note(unknown node: JSONNode, _ path: String, _ name: String, among names: [String]) {
        let hint = Suggestion.nearest(to: name, among: names).map { "; did you mean \($0)?" } ?? "."
        note(node, "unknown setting \(path)\(hint) There may be: \(names.joined(separator: ", "))")
    }
}

extension JSONNode {
    /// The members of an object, each with its place; nil for any other value.
    var members: [(name: String, node: JSONNode)]? {
        guard case .object(let members) = value else { return nil }
        return zip(members, children).map { ($0.name, $1) }
    }
}
