// Parsing of the setting `collections`, and its error messages.
import Catalog
import Documents
import Testing

@testable import briefd

@Suite struct CollectionSettingsTests {
    private static func configuration(_ collections: String) throws -> Configuration {
        try Configuration(json: "{\"collections\": \(collections)}")
    }

    @Test(arguments: [
        (#"{"laws": []}"#, ["collections.laws must be an object with"]),
        (#"{"laws": {}}"#, ["collections.laws needs a \"header\""]),
        (#"{"laws": {"headers": "A"}}"#, ["unknown setting collections.laws.headers; did you mean header?"]),
        (#"{"laws": {"header": []}}"#, ["collections.laws.header holds [], but it must be a column header"]),
        (#"{"laws": {"header": "A", "header": "B"}}"#, ["collections.laws.header is given twice"]),
        (#"{"laws": {"heading": 1, "folder": ""}}"#, ["collections.laws.heading holds 1", "collections.laws.folder"]),
        (#"{"laws": {"header": "A", "from": ["rows"]}}"#, ["a list of tables and bullets"]),
        (#"{"laws": {"header": "A", "from": ["bullets"]}}"#, ["collections.laws reads bullets, which have no header"]),
        (#"{"laws": {"header": "A", "transposed": "yes"}}"#, ["collections.laws.transposed holds \"yes\""]),
        (#"{"laws": {"header": "A", "kind": "people"}}"#, ["but it must be one of thing, person"]),
        (#"{"laws": {"header": "A", "fields": {"B": 1}}}"#, ["collections.laws.fields.B holds 1, but"]),
        (#"{"laws": {"header": "A", "fields": {"B": {}}}}"#, ["collections.laws.fields.B holds {}, but"]),
        (
            #"{"laws": {"header": "A", "fields": {"B": {"type": "money", "nam": "b", "separator": ""}}}}"#,
            [
                "collections.laws.fields.B.type holds \"money\", but it must be one of text, integer, number, date",
                "unknown setting collections.laws.fields.B.nam; did you mean name?",
                "collections.laws.fields.B.separator holds \"\"",
            ]
        ),
        (
            #"{"laws": {"header": "A", "fields": {"B": {"type": "date", "separator": ";"}}}}"#,
            ["collections.laws.fields.B.separator is only for lists, but the type is date"]
        ),
        (#"{"laws": {"header": "A", "fields": {"B": "id"}}}"#, ["laws.fields.B: `id` is not a valid name of a field"]),
        (
            #"{"laws": {"header": "A", "kind": "person", "fields": {"B": "roles", "C": "a.b"}}}"#,
            [
                "laws.fields.B: `roles` is not a valid name of a field",
                "laws.fields.C: `a.b` is not a valid name of a field",
            ]
        ),
        (#"{"laws": {"header": "A", "fields": {"B": {"name": "-b"}}}}"#, ["`-b` is not a valid name of a field"]),
        (#"{"laws": {"header": "A", "fields": {"a:": "b"}}}"#, ["laws.fields.a:: this column names the records"]),
        (#"{"laws": {"header": "A", "key": "No.", "fields": {"no.": "b"}}}"#, ["this column names the records"]),
        (
            #"{"laws": {"heading": "A", "from": ["bullets"], "key": "B"}}"#,
            ["collections.laws.key is for columns, or for labels if"]
        ),
        (#"{"laws": {"header": "A", "aliases": ["B"]}}"#, ["collections.laws.aliases holds [\"B\"], but"]),
        (#"{"laws": {"header": "A", "aliases": {"B": []}}}"#, ["collections.laws.aliases.B holds []"]),
        (
            #"{"laws": {"header": "A", "aliases": {"B": ["X"], "C": ["x"]}}}"#,
            ["collections.laws.aliases: `x` must name one record, but it names `B` and `C`"]
        ),
        (
            #"{"laws": {"header": []}, "points": {"header": "A"}, "acts": {"key": 1}}"#,
            ["collections.laws.header", "collections.points: `points` is a path", "collections.acts.key"]
        ),
    ])
    func `every problem is reported with its path`(_ collections: String, _ messages: [String]) {
        let error = #expect(throws: ConfigurationError.self) { try Self.configuration(collections) }
        let problems = error?.problems ?? []
        #expect(problems.count == messages.count, "\(problems)")
        for (problem, message) in zip(problems, messages) {
            #expect(problem.place.hasSuffix("/c.json:1") && problem.message.contains(message), "\(problem)")
        }
    }

    @Test(arguments: [
        #"{"laws":{"header":["A","B"],"key":"C","summary":"Laws."}}"#,
        #"{"laws":{"heading":["In force*"],"from":["tables","bullets"]}}"#,
        #"{"laws":{"folder":["eu/*"],"from":["bullets"],"transposed":true}}"#,
        #"{"people":{"header":["Who"],"kind":"person","aliases":{"Ann Lee":["Lee","A. Lee"]}}}"#,
        #"{"laws":{"header":["A"],"fields":{"B":"b","C":{"name":"c","type":"date"},"#
            + #""D":{"type":"list","separator":";"}}}}"#,
    ])
    func `collections are written as they were read`(collections: String) throws {
        let written = CollectionSettings.write(try Self.configuration(collections).collections)
        #expect(try written == Value(json: Array(collections.utf8)))
    }

    @Test func `an entry equal to a default has no origin`() throws {
        let collections =
            #"{"leaders": {"header": ["Leader"], "kind": "person"}, "strategies": {"header": ["Tactic"]}}"#
        let entries = try Self.configuration(collections).collections.entries
        #expect(entries.map { $0.origin == nil } == [true, false])
    }

    @Test func `a text is read as a list of one`() throws {
        let entry = try #require(
            Self.configuration(#"{"laws": {"header": "A", "aliases": {"B": "C"}}}"#).collections.entries.first)
        #expect(entry.match.headers == ["A"] && entry.aliases == [.init(name: "B", others: ["C"])])
        #expect(entry.origin?.file == "c.json")
        #expect(entry.origin?.line == 1 && entry.origin?.column == 26)
    }
}
