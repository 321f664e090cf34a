// The JSON Schema of the configuration file, generated from the table of settings.
import API
import Documents

enum ConfigurationSchema {
    /// The schema (draft 2020-12), which an editor uses for completion and validation.
    static let value: Value = {
        var root = Group()
        root.insert(
            ["type": "string", "description": "The location of this schema; briefd ignores it."], at: ["$schema"])
        for setting in Setting.all {
            if setting.path == "access.hosts" { root.insert(CollectionSettings.schema, at: ["collections"]) }
            root.insert(schema(of: setting), at: setting.path.split(separator: ".").map(String.init))
        }
        guard case .object(let members) = root.schema else { return root.schema }
        return .object(
            [
                .init("$schema", "https://json-schema.org/draft/2020-12/schema"),
                .init("title", "The configuration of briefd"),
            ] + members)
    }()

    private static func schema(of setting: Setting) -> Value {
        guard case .object(let members) = setting.form.schema else { return setting.form.schema }
        return .object(
            [.init("description", .text(setting.summary))] + members
                + [.init("default", setting.write(Configuration()))])
    }

    /// The schema of an object that holds settings and nested objects.
    private struct Group {
        private var members: [(name: String, schema: Value)] = []
        private var groups: [(name: String, group: Group)] = []

        mutating func insert(_ schema: Value, at path: [String]) {
            guard let name = path.first else { return }
            guard path.count > 1 else { return members.append((name, schema)) }
            let position = groups.firstIndex { $0.name == name } ?? groups.count
            if position == groups.count { groups.append((name, Group())) }
            groups[position].group.insert(schema, at: Array(path.dropFirst()))
        }

        var schema: Value {
            let properties = members.map { Value.Member($0.name, $0.schema) }
            let inner = groups.map { Value.Member($0.name, $0.group.schema) }
            return ["type": "object", "properties": .object(properties + inner), "additionalProperties": false]
        }
    }
}
