// The table of settings of one collection: the name, the allowed values and the property of each.
import API
import Catalog
import Documents

/// One setting of a collection.
struct CollectionSetting: Sendable {
    let name: String
    /// The allowed values as the end of a sentence.
    let form: String
    /// The allowed values as JSON Schema.
    let schema: Value
    /// Sets the value; returns false if it is not allowed.
    ///
    /// Problems of nested values are added with their own path.
    let read: @Sendable (JSONNode, _ path: String, inout Mapping.Entry, inout CollectionProblems) -> Bool
    /// Returns the effective value as in the file; nil for the default.
    let write: @Sendable (Mapping.Entry) -> Value?

    /// Every setting, in the order in which `briefd config` prints them.
    static let all: [CollectionSetting] = [
        .texts("header", "a column header or a list of alternatives", \.match.headers),
        .texts("heading", "a heading or a list of alternatives, * for any text", \.match.headings),
        .texts("folder", "a folder or a list of alternatives, * for any text within a name", \.match.folders),
        CollectionSetting(
            "from", "a list of \(names(of: Mapping.Content.self, " and "))",
            schema: ["type": ["array", "string"], "items": enumSchema(Mapping.Content.self), "minItems": 1],
            read: { value, entry in
                guard let texts = value.texts, !texts.isEmpty else { return false }
                entry.contents = Mapping.Content.allCases.filter { texts.contains($0.rawValue) }
                return entry.contents.count == texts.count
            },
            write: { $0.contents == [.tables] ? nil : .list($0.contents.map { .text($0.rawValue) }) }),
        CollectionSetting(
            "transposed", "true or false", schema: ["type": "boolean"],
            read: { value, entry in
                guard case .boolean(let flag) = value else { return false }
                entry.isTransposed = flag
                return true
            }, write: { $0.isTransposed ? .boolean(true) : nil }),
        .choice("kind", \.kind, default: .thing),
        .text("key", "a header", \.key),
        .choice("merge", \.merge, default: .key),
        .text("summary", "a sentence", \.summary),
        CollectionSetting(
            name: "fields", form: "an object that maps headers to field names or rules",
            schema: ["type": "object", "additionalProperties": ["anyOf": [nonEmptyText, ruleSchema]]], read: readFields,
            write: { entry in
                entry.fields.isEmpty ? nil : .object(entry.fields.map { .init($0.header, ruleValue($0)) })
            }),
        CollectionSetting(
            name: "aliases", form: "an object that maps names to lists of other names",
            schema: ["type": "object", "additionalProperties": nonEmptyTexts], read: readAliases,
            write: { entry in
                entry.aliases.isEmpty
                    ? nil : .object(entry.aliases.map { .init($0.name, .list($0.others.map(Value.text))) })
            }),
    ]

    private init(
        _ name: String, _ form: String, schema: Value,
        read: @escaping @Sendable (Value, inout Mapping.Entry) -> Bool,
        write: @escaping @Sendable (Mapping.Entry) -> Value?
    ) {
        self.init(
            name: name, form: form, schema: schema, read: { node, _, entry, _ in read(node.value, &entry) },
            write: write)
    }

    private init(
        name: String, form: String, schema: Value,
        read: @escaping @Sendable (JSONNode, String, inout Mapping.Entry, inout CollectionProblems) -> Bool,
        write: @escaping @Sendable (Mapping.Entry) -> Value?
    ) {
        (self.name, self.form, self.schema, self.read, self.write) = (name, form, schema, read, write)
    }

    private static func texts(
        _ name: String, _ form: String, _ target: any WritableKeyPath<Mapping.Entry, [String]> & Sendable
    ) -> CollectionSetting {
        CollectionSetting(
            name, form, schema: nonEmptyTexts,
            read: { value, entry in
                guard let texts = value.texts, !texts.isEmpty, !texts.contains("") else { return false }
                entry[keyPath: target] = texts
                return true
            },
            write: {
                let texts = $0[keyPath: target]
                return texts.isEmpty ? nil : .list(texts.map(Value.text))
            })
    }

    private static func text(
        _ name: String, _ form: String, _ target: any WritableKeyPath<Mapping.Entry, String?> & Sendable
    ) -> CollectionSetting {
        CollectionSetting(
            name, form, schema: nonEmptyText,
            read: { value, entry in
                guard let text = value.text, !text.isEmpty else { return false }
                entry[keyPath: target] = text
                return true
            }, write: { $0[keyPath: target].map(Value.text) })
    }

    private static func choice<Choice: CaseIterable & RawRepresentable<String> & Equatable & Sendable>(
        _ name: String, _ target: any WritableKeyPath<Mapping.Entry, Choice> & Sendable, default standard: Choice
    ) -> CollectionSetting {
        CollectionSetting(
            name, "one of \(names(of: Choice.self, ", "))", schema: enumSchema(Choice.self),
            read: { value, entry in
                guard let choice = value.text.flatMap(Choice.init(rawValue:)) else { return false }
                entry[keyPath: target] = choice
                return true
            }, write: { $0[keyPath: target] == standard ? nil : .text($0[keyPath: target].rawValue) })
    }

    private static func names<Name: CaseIterable & RawRepresentable<String>>(
        of type: Name.Type, _ separator: String
    ) -> String {
        type.allCases.map(\.rawValue).joined(separator: separator)
    }

    private static let nonEmptyText: Value = ["type": "string", "minLength": 1]
    private static let nonEmptyTexts: Value = [
        "type": ["array", "string"], "items": nonEmptyText, "minItems": 1, "minLength": 1,
    ]

    private static func enumSchema<Name: CaseIterable & RawRepresentable<String>>(_ type: Name.Type) -> Value {
        ["enum": .list(type.allCases.map { .text($0.rawValue) })]
    }

    // MARK: Fields

    /// The names of types, with `list` last.
    private static let types: [String] =
        [.text, .integer, .number, .date, .boolean].map(\Field.Kind.rawValue) + ["list"]

    private static let ruleSchema: Value = [
        "type": "object", "additionalProperties": false,
        "properties": [
            "name": nonEmptyText, "type": ["enum": .list(types.map(Value.text))], "separator": nonEmptyText,
        ],
    ]

    @Sendable private static func readFields(
        _ node: JSONNode, _ path: String, _ entry: inout Mapping.Entry, _ problems: inout CollectionProblems
    ) -> Bool {
        guard let members = node.members else { return false }
        for member in members {
            if let rule = fieldRule(member.name, member.node, "\(path).\(member.name)", &problems) {
                entry.fields.append(rule)
            }
        }
        return true
    }

    private static func fieldRule(
        _ header: String, _ node: JSONNode, _ path: String, _ problems: inout CollectionProblems
    ) -> Mapping.FieldRule? {
        if let name = node.value.text, !name.isEmpty { return .init(header: header, field: name) }
        guard let members = node.members, !members.isEmpty else {
            problems.addInvalid(
                node, path, "a field name, or an object with \"name\", \"type\" and for lists \"separator\"")
            return nil
        }
        var (name, type, separator): (String?, String?, String?)
        for member in members {
            let inner = "\(path).\(member.name)"
            let text = member.node.value.text.flatMap { $0.isEmpty ? nil : $0 }
            switch member.name {
            case "name":
                name = text
                if text == nil { problems.addInvalid(member.node, inner, "a field name") }
            case "type":
                type = text
                if text.map(types.contains) != true {
                    problems.addInvalid(member.node, inner, "one of \(types.joined(separator: ", "))")
                }
            case "separator":
                separator = text
                if text == nil { problems.addInvalid(member.node, inner, "the text between two elements") }
            default:
                problems.addUnknown(member.node, inner, member.name, among: ["name", "type", "separator"])
            }
        }
        if separator != nil, let type, type != "list" {
            problems.add(node, "\(path).separator is only for lists, but the type is \(type)")
        }
        let isList = type == "list" || separator != nil
        return .init(
            header: header, field: name,
            type: isList
                ? .list(separator: separator ?? ",") : type.flatMap(Field.Kind.init(rawValue:)).map { .single($0) })
    }

    private static func ruleValue(_ rule: Mapping.FieldRule) -> Value {
        guard let type = rule.type else { return .text(rule.field ?? "") }
        var members: [Value.Member] = rule.field.map { [.init("name", .text($0))] } ?? []
        members.append(.init("type", .text(type.name)))
        if case .list(let separator) = type { members.append(.init("separator", .text(separator))) }
        return .object(members)
    }

    // MARK: Aliases

    @Sendable private static func readAliases(
        _ node: JSONNode, _ path: String, _ entry: inout Mapping.Entry, _ problems: inout CollectionProblems
    ) -> Bool {
        guard let members = node.members else { return false }
        var owners: [String: String] = [:]
        func claim(_ name: String, for owner: String, _ node: JSONNode) {
            let key = Folding.key(name)
            if let other = owners.updateValue(owner, forKey: key), other != owner {
                problems.add(
                    node, "\(path): `\(name)` must name one record, but it names `\(other)` and `\(owner)`")
            }
        }
        for member in members {
            guard let others = member.node.value.texts, !others.isEmpty, !others.contains(""), !member.name.isEmpty
            else {
                problems.addInvalid(member.node, "\(path).\(member.name)", "a name or a list of names")
                continue
            }
            claim(member.name, for: member.name, member.node)
            for other in others { claim(other, for: member.name, member.node) }
            entry.aliases.append(.init(name: member.name, others: others))
        }
        return true
    }
}
