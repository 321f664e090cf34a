// What an empty answer suggests.

import Catalog
import Foundation
import Testing

@testable import API

@Suite struct SuggestionTests {
    @Test(
        arguments: [
            // Case and accents first, and alone.
            ("/leaders?focusArea=grain", ["Grain"]),
            ("/leaders?name=elise%20dupont", ["Élise Dupont"]),
            // Similar values, then longer ones.
            ("/leaders?focusArea=Grian", ["Grain"]),
            ("/leaders?name=Rask", ["Bo Rask"]),
            ("/articles?tags=see", ["sea"]),
            ("/leaders?focusArea:in=grain,fish", ["Grain", "Fish"]),
            // Numbers and dates: the values below and above.
            ("/leaders?votes=10", ["7", "12"]),
            ("/leaders?votes=1", ["7"]),
            ("/leaders?votes=99", ["40"]),
            ("/leaders?since=2020", ["2019-05-01", "2021-02-03"]),
            ("/leaders?id=annlee", ["ann-lee"]),
            // Only the filter that matches nothing by itself.
            ("/leaders?focusArea=fish&votes=7", ["Fish"]),
        ] as [(String, [String])])
    func `an equality that matches nothing names the nearest values`(target: String, values: [String]) throws {
        #expect(try suggestions(target) == values)
    }

    @Test(arguments: [
        "/leaders?focusArea=Grain", "/leaders?focusArea=zebra", "/leaders?focusArea=Grain&votes=7",
        "/leaders?focusArea:contains=grain", "/leaders?focusArea:ne=grain&votes=7", "/leaders?focusArea=",
        "/leaders?votes:gt=99", "/leaders?focusArea:in=grain,Fish&votes=40",
    ])
    func `nothing is suggested without a reason`(target: String) throws {
        #expect(try suggestions(target) == nil)
    }

    @Test func `a search without a hit still names words`() throws {
        #expect(try suggestions("/leaders?q=gran&exact=1")?.contains("grain") == true)
    }

    @Test func `a field with many values is still asked for other spellings of case`() throws {
        let rows = (0..<11_000).map { "- Berth \($0): free\n" }.joined()
        let snapshot = Fixture.build([("a.txt", rows)])
        #expect(try suggestions("/points?label=BERTH%2077", .ready(snapshot)) == ["Berth 77"])
    }

    @Test func `suggestions for many values stay within a budget`() throws {
        let rows = (0..<9000).map { "- Berth \($0): free\n" }.joined()
        let state = State.ready(Fixture.build([("a.txt", rows)]))
        let values = (0..<100).map { "Brth%20\($0)" }.joined(separator: ",")
        // Two values can be compared with 9000 others, and each gets three suggestions at most.
        let found = try #require(try suggestions("/points?label:in=" + values, state))
        #expect((3...6).contains(found.count))
        #expect(try suggestions("/leaders?focusArea=grain&focusArea:in=grain,x") == ["Grain"])
    }

    private func suggestions(_ target: String, _ state: State = .ready(Fixture.snapshot)) throws -> [String]? {
        struct List: Decodable {
            struct Meta: Decodable { var suggestions: [String]? }
            var meta: Meta
        }
        let answer = try Fixture.get(target, state: state)
        try #require(answer.status == 200, "\(answer.text)")
        return try JSONDecoder().decode(List.self, from: Data(answer.text.utf8)).meta.suggestions
    }
}
