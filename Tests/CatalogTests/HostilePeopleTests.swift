// People in input that is made to take long: each ends, with what is certain.

import Documents
import Testing

@testable import Catalog
@testable import People
@testable import Search
@testable import Text

@Suite struct HostilePeopleTests {
    private static let many = 5_000

    /// A document with these rows and this text below.
    private static func document(_ rows: some Sequence<String>, _ text: String = "") -> String {
        "| Leader | Area |\n|---|---|\n" + rows.map { "| \($0) | Sea |\n" }.joined() + "\n\(text)\n"
    }

    /// Different names of letters alone.
    private static func name(_ number: Int) -> String {
        "X" + String(number).utf8.map { String(Unicode.Scalar(UInt8($0 - 0x30 + 0x61))) }.joined()
    }

    static let inputs: [(what: String, text: @Sendable () -> String, records: Int)] = [
        ("rows of one name", { document(repeatElement("Lee", count: many)) }, 1),
        (
            "one surname", { document((0..<many).map { "\(name($0)) Lee" }, String(repeating: "Lee. ", count: many)) },
            many
        ),
        ("surnames", { document((0..<many).map(name), (0..<many).map(name).joined(separator: " said ")) }, many),
        (
            "surnames that end alike",
            { document((0..<many).map { "\(name($0))-Lee" }, String(repeating: "Ann-Lee spoke. ", count: many)) }, many
        ),
        ("a long name", { document([String(repeating: "Ann President ", count: many) + "Lee"], "Lee spoke.") }, 1),
        (
            "a role without an end",
            { document(["Lee"], "Ann Lee, " + String(repeating: "President of the ", count: many)) }, 1
        ),
        ("fathers", { document(["Lee"], "They met " + String(repeating: "Ann bin ", count: many) + "Lee.") }, 1),
        ("particles", { document(["Lee"], "They met " + String(repeating: "de la ", count: many) + "Ann Lee.") }, 1),
        ("a long word", { document(["Lee"], String(repeating: "Lee-", count: many)) }, 1),
        (
            "roles",
            { document(["Lee"], (0..<many).map { "They met \(name($0)) President Lee." }.joined(separator: "\n\n")) }, 1
        ),
        (
            "initials",
            {
                let people = (0..<many).map { "They met \(name($0)) B. Lee and \(name($0)) Lee." }
                return document(["Lee"], people.joined(separator: "\n\n"))
            }, 1
        ),
        (
            "names with and without initials",
            {
                let people = (0..<many).map { "\(name($0)) Lee spoke.\n\nThey met \(name($0)) B. Lee." }
                return document(["Lee"], people.joined(separator: "\n\n"))
            }, 1
        ),
        ("a headline without an end", { document(["Lee"], String(repeating: "Rask Meets Lee ", count: many)) }, 1),
        ("owners", { document(["Lee"], "Ann Lee, " + String(repeating: "Malta’s ", count: many) + "mayor.") }, 1),
        (
            "many addressed in one document",
            { document((0..<many).map { "\(name($0)) Lee" }, String(repeating: "Mr Lee met Mrs Lee. ", count: many)) },
            many
        ),
    ]

    @Test(arguments: inputs.indices)
    func hostileInputEnds(_ position: Int) throws {
        let input = Self.inputs[position]
        let snapshot = snapshot(
            [("a.md", input.text())],
            mapping: Mapping([Mapping.Entry("leaders", match: .tablesHeaded(["Leader"]), kind: .person)]))
        #expect(snapshot["leaders"]?.records.count == input.records, "\(input.what)")
    }

    /// The search for names of two words does not grow with both numbers, although every document has all words.
    @Test func namesOfCommonWordsAreLookedForInProportion() throws {
        let words = (0..<30).map(Self.name)
        let documents = (0..<50).map { number in
            Document.read(Array((words.joined(separator: ". ") + ".\n").utf8), path: "\(number).md").documents
        }.joined()
        let scratch = Words.Scratch()
        var surnames = Surnames()
        for first in words { for last in words { _ = surnames.position(of: "\(first)-\(last)".lowercased(), scratch) } }
        _ = surnames.position(of: "lee", scratch)
        let crowds = surnames.crowds()
        #expect(crowds.map(\.count) == Array(repeating: 30, count: 30))
        let index = TextIndex(Array(documents))
        var homes: [[Int]] = Array(repeating: [], count: 901)
        homes[crowds[0][1]] = [7, 9]
        let places = Sightings.others(of: crowds[0], surnames, homes, in: index)
        #expect(places.count == 50 * SurnameTable.maxAlike - 2)
        #expect(Set(places.map(\.surname)) == Set(crowds[0].prefix(SurnameTable.maxAlike)))
        #expect(!places.contains { $0 == (7, crowds[0][1]) })
    }

    /// A name of common words is found among many names with the same last word.
    @Test func aNameAmongManyThatEndAlikeIsMentioned() throws {
        let rows = (0..<40).map { "\(Self.name($0))-Lee" }
        let record = try snapshot(
            [("a.md", Self.document(rows)), ("b.md", "They met \(Self.name(30))-Lee, and nobody else.\n")],
            mapping: Mapping([Mapping.Entry("leaders", match: .tablesHeaded(["Leader"]), kind: .person)])
        ).record("leaders", "\(Self.name(30))-Lee".lowercased())
        guard case .list(let mentions)? = record["mentions"] else { return #expect(Bool(false)) }
        #expect(mentions.count == 2)
    }

    @Test func aSurnameInManyLinesIsMentionedInAll() throws {
        let lines = (0..<Self.many).map { _ in "They heard Lee.\n" }.joined(separator: "\n")
        let record = try snapshot(
            [("a.md", Self.document(["Lee"], lines))],
            mapping: Mapping([Mapping.Entry("leaders", match: .tablesHeaded(["Leader"]), kind: .person)])
        ).record("leaders", "lee")
        guard case .list(let mentions)? = record["mentions"], case .list(let found)? = mentions.first?["lines"] else {
            Issue.record("no mentions")
            return
        }
        #expect(found.count == Self.many + 1)
    }
}
