// `collections` of the configuration: the values that it takes, and how it reports mistakes.

import Catalog
import Documents
import Testing

@testable import briefd

@Suite struct CollectionSettingsTests {
    private static func configuration(_ collections: String) throws -> Configuration {
        try ConfigurationLoader.configuration(of: Array("{\"collections\": \(collections)}".utf8), path: "c.json")
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
            ["collections.laws.fields.B.separator says what is between elements of a list, but the type is date"]
        ),
        (#"{"laws": {"header": "A", "fields": {"B": "id"}}}"#, ["laws.fields.B: no field can be called `id`"]),
        (
            #"{"laws": {"header": "A", "kind": "person", "fields": {"B": "roles", "C": "a.b"}}}"#,
            ["laws.fields.B: no field can be called `roles`", "laws.fields.C: no field can be called `a.b`"]
        ),
        (#"{"laws": {"header": "A", "fields": {"B": {"name": "-b"}}}}"#, ["no field can be called `-b`"]),
        (#"{"laws": {"header": "A", "fields": {"a:": "b"}}}"#, ["laws.fields.a:: this column names the records"]),
        (#"{"laws": {"header": "A", "key": "No.", "fields": {"no.": "b"}}}"#, ["this column names the records"]),
        (
            #"{"laws": {"heading": "A", "from": ["bullets"], "key": "B"}}"#,
            ["collections.laws.key names a column, or a label where"]
        ),
        (#"{"laws": {"header": "A", "aliases": ["B"]}}"#, ["collections.laws.aliases holds [\"B\"], but"]),
        (#"{"laws": {"header": "A", "aliases": {"B": []}}}"#, ["collections.laws.aliases.B holds []"]),
        (
            #"{"laws": {"header": "A", "aliases": {"B": ["X"], "C": ["x"]}}}"#,
            ["collections.laws.aliases: `x` can stand for one record, but stands for `B` and `C`"]
        ),
        (
            #"{"laws": {"header": []}, "points": {"header": "A"}, "acts": {"key": 1}}"#,
            ["collections.laws.header", "collections.points: `points` is a path", "collections.acts.key"]
        ),
    ])
    func everyMistakeIsNamedWithItsPath(_ collections: String, _ messages: [String]) {
        let error = #expect(throws: ConfigurationError.self) { try Self.configuration(collections) }
        let problems = error?.problems ?? []
        #expect(problems.count == messages.count, "\(problems)")
        for (problem, message) in zip(problems, messages) {
            #expect(problem.place == "c.json:1" && problem.message.contains(message), "\(problem)")
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
    func whatIsReadIsWrittenAlike(collections: String) throws {
        let written = CollectionSettings.write(try Self.configuration(collections).collections)
        #expect(try written == Value(json: Array(collections.utf8)))
    }

    @Test func aDefaultThatIsSpelledOutIsNoWishOfTheUsers() throws {
        let collections =
            #"{"leaders": {"header": ["Leader"], "kind": "person"}, "strategies": {"header": ["Tactic"]}}"#
        let entries = try Self.configuration(collections).collections.entries
        #expect(entries.map { $0.origin == nil } == [true, false])
    }

    @Test func aTextStandsForAListOfOne() throws {
        let entry = try #require(
            Self.configuration(#"{"laws": {"header": "A", "aliases": {"B": "C"}}}"#).collections.entries.first)
        #expect(entry.match.headers == ["A"] && entry.aliases == [.init(name: "B", others: ["C"])])
        #expect(entry.origin == Documents.SourceLocation(file: "c.json", line: 1, column: 26))
    }
}
