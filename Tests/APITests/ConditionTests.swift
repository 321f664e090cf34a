// Tests of the prefixes `any.` and `not.` of conditions.

import HTTP
import Testing

@testable import API

@Suite struct ConditionTests {
    @Test(arguments: [
        ("any.focusArea=Fish&any.votes:gt=20", ["elise-dupont", "bo-rask"]),
        ("any.focusArea=Fish", ["elise-dupont"]),
        ("any.focusArea=none&any.votes=1", []),
        // A further condition must be met too.
        ("any.focusArea=Fish&any.votes:gt=20&name:contains=o", ["elise-dupont", "bo-rask"]),
        ("any.focusArea=Fish&any.votes:gt=20&outcome:exists=false", ["bo-rask"]),
        // Groups by number.
        ("any1.focusArea=Fish&any1.votes=40&any2.since=2019&any2.name=none", ["bo-rask"]),
        ("any.votes=7&any1.votes=40", []),
        ("any.name:contains=Dup&any.name:contains=Bo", ["elise-dupont", "bo-rask"]),
        // Negations.
        ("not.focusArea=Fish", ["ann-lee", "bo-rask"]),
        ("not.outcome=none", ["ann-lee", "elise-dupont", "bo-rask"]),
        ("not.outcome:exists=true", ["bo-rask"]),
        ("not.name:contains=e", ["bo-rask"]),
        ("not.focusArea=Fish&not.votes=40", ["ann-lee"]),
        ("not.focusArea:ne=Fish", ["elise-dupont"]),
        ("not.votes:lt=12", ["ann-lee", "bo-rask"]),
        ("any.not.votes:lt=12&any.focusArea=Fish", ["ann-lee", "elise-dupont", "bo-rask"]),
        ("any.not.focusArea=Grain&any.votes=12", ["ann-lee", "elise-dupont"]),
        ("q=grain&not.votes=40", ["ann-lee"]),
        ("not.appearances.article=talks-day-2", ["elise-dupont", "bo-rask"]),
    ])
    func leaders(_ query: String, _ ids: [String]) throws {
        #expect(try Set(Fixture.ids("/leaders?" + query)) == Set(ids), "\(query)")
    }

    @Test(arguments: [
        "any.none=1", "not.none=1", "any.not.none=1", "anyone.name=x", "any-1.name=x", "not.any.name=x", "any.=1",
    ])
    func `an unknown field is refused`(_ query: String) throws {
        #expect(try Fixture.get("/leaders?" + query).status == 400)
    }

    @Test func `a misspelled field gets a suggestion`() throws {
        #expect(try Fixture.get("/leaders?any.not.focusarea=x").text.contains("\"suggestion\":\"focusArea\""))
    }

    /// A field called like a prefix is that field.
    @Test func `fields come before prefixes`() throws {
        let file = "# A\n\n| Measure | Any | Not |\n|---|---|---|\n| One | a | b |\n| Two | c | d |\n"
        let snapshot = Fixture.build([("a.md", file)])
        func texts(_ query: String) throws -> String {
            try Fixture.get("/tables/rows.csv?columns=Measure&fields=Measure&" + query, state: .ready(snapshot)).text
        }
        #expect(try texts("any=a") == "Measure\r\nOne\r\n")
        #expect(try texts("not.not=b") == "Measure\r\nTwo\r\n")
        #expect(try texts("any.any=a&any.not=d") == "Measure\r\nOne\r\nTwo\r\n")
    }

    @Test func `an explanation names the alternatives`() throws {
        let text = try Fixture.get("/leaders?any.votes=7&any.votes=40&not.focusArea=Fish&explain=1").text
        #expect(text.contains("At least one of these."))
        #expect(text.contains(#""parameter":"any.votes, any.votes""#) && text.contains("\"Not: `focusArea`"))
    }
}
