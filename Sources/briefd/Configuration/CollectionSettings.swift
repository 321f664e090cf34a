// Reads and writes the setting `collections`; the settings of one collection are in CollectionSetting.swift.
import API
import Catalog
import Documents

/// The setting `collections`, an object with one member for each collection:
/// `{"leaders": {"header": ["Leader"], "kind": "person", "fields": {"Focus Area": "focus"}}}`.
enum CollectionSettings {
    struct Problem {
        var line: Int
        var message: String
    }

    struct ParseError: Error {
        var problems: [Problem]
    }

    /// Parses collections; `file` names the source of `node`.
    static func read(_ node: JSONNode, file: String) -> Result<Mapping, ParseError> {
        guard let members = node.members else {
            return .failure(
                ParseError(problems: [
                    Problem(
                        line: node.line, message: "collections must be an object that maps names to collections")
                ]))
        }
        var entries: [Mapping.Entry] = []
        var problems = CollectionProblems()
        let builtIn = Configuration().collections.entries
        for member in members {
            let path = "collections.\(member.name)"
            if let problem = Mapping.problem(ofName: member.name) {
                problems.add(member.node, "\(path): \(problem)")
            } else if entries.contains(where: { $0.name.lowercased() == member.name.lowercased() }) {
                problems.add(member.node, "\(path) is given twice")
            }
            var entry = entry(member.name, member.node, path, &problems)
            // An entry equal to a default has no origin, so that it causes no diagnostic if it matches nothing.
            if !builtIn.contains(entry) {
                entry.origin = SourceLocation(file: file, line: member.node.line, column: member.node.column)
            }
            entries.append(entry)
        }
        return problems.list.isEmpty
            ? .success(Mapping(entries)) : .failure(ParseError(problems: problems.list))
    }

    /// The JSON Schema of `collections`.
    static let schema: Value = [
        "description": "The collections by name.",
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
        _ name: String, _ node: JSONNode, _ path: String, _ problems: inout CollectionProblems
    ) -> Mapping.Entry {
        var entry = Mapping.Entry(name, match: .init())
        guard let members = node.members else {
            problems.add(node, "\(path) must be an object with \"header\", \"heading\" or \"folder\"")
            return entry
        }
        let known = problems.list.count
        var seen: Set<String> = []
        for member in members {
            let inner = "\(path).\(member.name)"
            if !seen.insert(member.name).inserted {
                problems.add(member.node, "\(inner) is given twice")
            } else if let setting = CollectionSetting.all.first(where: { $0.name == member.name }) {
                if !setting.read(member.node, inner, &entry, &problems) {
                    problems.addInvalid(member.node, inner, setting.form)
                }
            } else {
                problems.addUnknown(member.node, inner, member.name, among: CollectionSetting.all.map(\.name))
            }
        }
        // Report missing settings only if the others are valid: a misspelt one would be reported twice.
        guard problems.list.count == known else { return entry }
        if entry.match == .init() {
            problems.add(
                node,
                "\(path) needs a \"header\" (the first column of its tables), a \"heading\" above them or a \"folder\"")
        } else if entry.contents.contains(.bullets), !entry.isTransposed, entry.match.headings.isEmpty,
            entry.match.folders.isEmpty
        {
            problems.add(
                node,
                "\(path) reads bullets, which have no header: give the \"heading\" above them or a \"folder\", or"
                    + " \"transposed\": true if a list is one record and \"header\" is its first label")
        }
        if entry.contents == [.bullets], !entry.isTransposed, entry.key != nil {
            problems.add(
                node,
                "\(path).key is for columns, or for labels if \"transposed\" is true; the label names other bullets"
            )
        }
        if entry.merge == .none, entry.kind == .person || !entry.aliases.isEmpty {
            let other = entry.kind == .person ? "\"kind\": \"person\"" : "\"aliases\""
            problems.add(node, "\(path).merge is \"none\", but \(other) joins rows into one record: remove one of them")
        }
        checkFields(of: entry, node, path, &problems)
        return entry
    }

    /// Adds problems for invalid names of fields.
    private static func checkFields(
        of entry: Mapping.Entry, _ node: JSONNode, _ path: String, _ problems: inout CollectionProblems
    ) {
        let places = node.members?.first { $0.name == "fields" }?.node.members ?? []
        for rule in entry.fields {
            let place = places.first { $0.name == rule.header }?.node ?? node
            let inner = "\(path).fields.\(rule.header)"
            if let name = rule.field, let problem = FieldNames.problem(ofName: name, kind: entry.kind) {
                problems.add(place, "\(inner): `\(name)` is not a valid name of a field: \(problem)")
            } else if entry.namesRecords(header: rule.header) {
                problems.add(place, "\(inner): this column names the records, so its field is always `name`")
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

extension JSONNode {
    /// The members of an object with their nodes; nil for any other value.
    var members: [(name: String, node: JSONNode)]? {
        guard case .object(let members) = value else { return nil }
        return zip(members, children).map { ($0.name, $1) }
    }
}
