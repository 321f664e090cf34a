// The JSON Schema of the configuration accepts the same files as the program.
import API
import Documents
import Testing

@testable import briefd

@Suite struct ConfigurationSchemaTests {
    private static let validator = SchemaValidator(ConfigurationSchema.value)

    @Test func `the project's file is valid`() throws {
        let path = #filePath.split(separator: "/").dropLast(3).map { "/" + $0 }.joined() + "/config.json"
        let file = try Value(json: #require(File.read(path)))
        #expect(Self.validator.faults(of: file) == [])
        #expect(Self.validator.faults(of: ConfigurationLoader.file(of: Configuration())) == [])
    }

    @Test(arguments: [
        #"{"$schema": "http://127.0.0.1:8080/-/config.schema.json"}"#, #"{"listen": "127.0.0.1:0"}"#,
        #"{"limits": {"headSeconds": 0.5}}"#, #"{"access": {"token": "s3cret", "tokenFile": null}}"#,
        #"{"collections": {"laws": {"header": "Law", "key": "No.", "summary": "Laws.", "fields": {"A": "b"}}}}"#,
        #"{"collections": {"laws": {"heading": ["Law *"], "from": ["bullets"], "kind": "person"}}}"#,
        #"{"collections": {"laws": {"folder": "law/*", "fields": {"A": {"type": "list", "separator": ";"}}}}}"#,
        #"{"collections": {"laws": {"header": "Law", "transposed": true, "aliases": {"One": ["1", "I"]}}}}"#,
    ])
    func `an accepted file is valid`(_ text: String) throws {
        _ = try Configuration(json: text)
        #expect(try Self.validator.faults(of: Value(json: Array(text.utf8))) == [])
    }

    @Test(arguments: [
        (#"{"lissen": []}"#, "/lissen"), (#"{"limits": 3}"#, "/limits"), (#"{"limits": {"a": 1}}"#, "/limits/a"),
        (#"{"workers": "two"}"#, "/workers"), (#"{"workers": 1.5}"#, "/workers"), (#"{"workers": 1025}"#, "/workers"),
        (#"{"listen": []}"#, "/listen"), (#"{"documents": [1]}"#, "/documents/0"),
        (#"{"limits": {"headSeconds": 0}}"#, "/limits/headSeconds"), (#"{"log": {"level": "loud"}}"#, "/log/level"),
        (#"{"access": {"token": 7}}"#, "/access/token"), (#"{"collections": []}"#, "/collections"),
        (#"{"collections": {"articles": {"header": "A"}}}"#, "/collections"),
        (#"{"collections": {"laws": {}}}"#, "/collections/laws"),
        (#"{"collections": {"laws": {"header": []}}}"#, "/collections/laws/header"),
        (#"{"collections": {"laws": {"header": "A", "kind": "beast"}}}"#, "/collections/laws/kind"),
        (#"{"collections": {"laws": {"header": "A", "from": ["songs"]}}}"#, "/collections/laws/from/0"),
        (#"{"collections": {"laws": {"header": "A", "aliases": {"B": []}}}}"#, "/collections/laws/aliases/B"),
        (#"{"collections": {"laws": {"header": "A", "fields": {"B": 1}}}}"#, "/collections/laws/fields/B"),
    ])
    func `a rejected file is invalid`(_ text: String, _ place: String) throws {
        #expect(throws: ConfigurationError.self) {
            try Configuration(json: text)
        }
        #expect(try Self.validator.faults(of: Value(json: Array(text.utf8))) == [place])
    }

    @Test func `every setting has a description and a default`() {
        for setting in Setting.all {
            var schema = ConfigurationSchema.value
            for name in setting.path.split(separator: ".") {
                schema = schema.member("properties")?.member(String(name)) ?? .null
            }
            #expect(schema.member("description") == .text(setting.summary), "\(setting.path)")
            #expect(schema.member("default") == setting.write(Configuration()), "\(setting.path)")
        }
    }
}

/// Validates the JSON Schema keywords that the configuration uses; any other keyword is a fault.
private struct SchemaValidator {
    let schema: Value

    init(_ schema: Value) { self.schema = schema }

    /// Returns JSON Pointers to the invalid values.
    func faults(of value: Value) -> [String] { Self.faults(of: value, schema, at: "") }

    private static func faults(of value: Value, _ schema: Value, at path: String) -> [String] {
        guard case .object(let keywords) = schema else { return schema == .boolean(true) ? [] : [path] }
        var inner: [String] = []
        for keyword in keywords {
            switch (keyword.name, keyword.value, value) {
            case ("description", _, _), ("default", _, _), ("title", _, _), ("$schema", _, _): break
            case ("type", let type, _):
                if !(type.texts ?? []).contains(where: { isOf($0, value) }) { return [path] }
            case ("enum", .list(let values), _): if !values.contains(value) { return [path] }
            case ("const", let constant, _): if value != constant { return [path] }
            case ("anyOf", .list(let schemas), _):
                if schemas.allSatisfy({ !faults(of: value, $0, at: path).isEmpty }) { return [path] }
            case ("not", let schema, _): if faults(of: value, schema, at: path).isEmpty { return [path] }
            case ("minimum", let bound, _):
                if let number = number(value), number < self.number(bound) ?? 0 { return [path] }
            case ("maximum", let bound, _):
                if let number = number(value), number > self.number(bound) ?? 0 { return [path] }
            case ("minItems", .integer(let minimum), .list(let items)): if items.count < minimum { return [path] }
            case ("minLength", .integer(let minimum), .text(let text)): if text.count < minimum { return [path] }
            case ("pattern", .text(let pattern), .text(let text)):
                if (try? Regex(pattern).firstMatch(in: text)) == nil { return [path] }
            case ("minItems", _, _), ("minLength", _, _), ("pattern", _, _): break
            case ("items", let schema, .list(let items)):
                for (position, item) in items.enumerated() {
                    inner += faults(of: item, schema, at: "\(path)/\(position)")
                }
            case ("required", let names, .object(let members)):
                if !(names.texts ?? []).allSatisfy({ name in members.contains { $0.name == name } }) { return [path] }
            case ("propertyNames", let schema, .object(let members)):
                if members.contains(where: { !faults(of: .text($0.name), schema, at: "").isEmpty }) { return [path] }
            case ("properties", let properties, .object(let members)):
                for member in members {
                    guard let schema = properties.member(member.name) else { continue }
                    inner += faults(of: member.value, schema, at: path + "/" + member.name)
                }
            case ("additionalProperties", let rest, .object(let members)):
                for member in members where schema.member("properties")?.member(member.name) == nil {
                    inner += faults(of: member.value, rest, at: path + "/" + member.name)
                }
            case ("items", _, _), ("required", _, _), ("propertyNames", _, _), ("properties", _, _),
                ("additionalProperties", _, _):
                break
            default: return ["unknown keyword " + keyword.name]
            }
        }
        return inner
    }

    private static func number(_ value: Value) -> Double? {
        switch value {
        case .integer(let number): Double(number)
        case .number(let number): number
        default: nil
        }
    }

    private static func isOf(_ type: String, _ value: Value) -> Bool {
        switch (type, value) {
        case ("null", .null), ("boolean", .boolean), ("integer", .integer), ("number", .integer), ("number", .number),
            ("string", .text), ("array", .list), ("object", .object):
            true
        default: false
        }
    }
}

extension Value {
    fileprivate func member(_ name: String) -> Value? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.name == name }?.value
    }
}
