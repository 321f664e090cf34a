// Matching of names with people: who may have a name, with which reasons, and who may not.

import Documents
import Testing

@testable import Catalog

@Suite struct NameMatchTests {
    private static func describe(
        _ name: String, _ snapshot: Snapshot
    ) -> (people: [String], isAmbiguous: Bool) {
        guard let leaders = snapshot["leaders"] else { return ([], false) }
        let matches = leaders.matches(name) { false }.matches
        let people = matches.map { match in
            var reasons: [String] = []
            if case .list(let elements) = match.reasons {
                reasons = elements.map { "\($0["reason"]?.text ?? "") \($0["word"]?.text ?? "")" }
            }
            return "\(leaders.records.id(at: match.position)) \(match.score): \(reasons.joined(separator: ", "))"
        }
        return (people, matches.contains(where: \.isAmbiguous))
    }

    /// The names of the tests' people: one who is known with role and given name, and others with the same surname.
    private static let talks = PeopleTests.people([
        PeopleTests.document(
            ["Lee", "Rask", "Xu"],
            """
            They met Norse President Ann Lee at noon, and President Lee smiled at Ms. Lee's guests.
            Mr. Rask came with Mr. Bo Rask's friends.
            President Xu Wenbin spoke. The guests of Xu left.
            """),
        PeopleTests.document(["Tom Holt Jr.", "von der Aa"], "They met Mayor Ida von der Aa there."),
    ])

    @Test(arguments: [
        ("Lee", ["lee 3: surname Lee, row Lee"]),
        ("lee", ["lee 3: surname Lee, row lee"]),
        ("Ms. Lee", ["lee 3: surname Lee, mention Ms. Lee"]),
        ("President Lee", ["lee 4: surname Lee, role President, mention President Lee"]),
        ("Ann Lee", ["lee 5: surname Lee, given-name Ann, mention Ann Lee"]),
        ("ann lee", ["lee 5: surname Lee, given-name Ann, mention ann lee"]),
        ("A. Lee", ["lee 3: surname Lee, initial A."]),
        (
            "Norse President Ann Lee",
            ["lee 7: surname Lee, given-name Ann, role Norse, role President, mention Norse President Ann Lee"]
        ),
        ("Mr. Rask", ["rask 3: surname Rask, mention Mr. Rask"]),
        ("Xu Wenbin", ["xu 5: full-name Xu Wenbin, mention Xu Wenbin"]),
        (
            "Tom Holt Jr.",
            [
                "tom-holt-jr 7: surname Holt, given-name Tom, generation Jr., row Tom Holt Jr., mention Tom Holt Jr."
            ]
        ),
        ("Ida von der Aa", ["von-der-aa 5: surname Aa, given-name Ida, mention Ida von der Aa"]),
    ])
    func `a name matches by facts that add up to the score`(name: String, people: [String]) {
        #expect(Self.describe(name, Self.talks).people == people)
    }

    @Test(arguments: [
        // Another given name, more given names, or another generation than the text has.
        "Tom Lee", "Ann B. Lee", "B. Lee", "Tom Holt", "Tom Holt Sr.", "Bo Xu",
        // Another office, another rank, or a form of address that contradicts the text.
        "Chancellor Lee", "Vice President Lee", "Mayor Rask", "Mr. Lee", "Ms. Rask", "Mrs Rask",
        // Another surname, or no name at all.
        "Aa", "Wenbin", "Ann", "President", "Lee Tower", "Leeds", "a", "…", "@lee", "Lee and Rask",
    ])
    func `a name that contradicts the text, or of which it leaves a doubt, matches nobody`(name: String) {
        #expect(Self.describe(name, Self.talks).people == [])
    }

    @Test func `two people with the surname both match, in the order of their scores`() {
        let snapshot = PeopleTests.people([
            PeopleTests.document(["Ann Lee"], "They met President Ann Lee there."),
            PeopleTests.document(["Tom Lee"], "They met Tom Lee there."),
        ])
        #expect(Self.describe("Lee", snapshot).people == ["ann-lee 2: surname Lee", "tom-lee 2: surname Lee"])
        #expect(
            Self.describe("President Lee", snapshot).people
                == ["ann-lee 3: surname Lee, role President"])
        #expect(
            Self.describe("Tom Lee", snapshot).people
                == ["tom-lee 6: surname Lee, given-name Tom, row Tom Lee, mention Tom Lee"])
    }

    @Test func `the surname of one row that may be two people is ambiguous`() {
        let snapshot = PeopleTests.people([
            PeopleTests.document(["Lee"], "They met President Ann Lee and her brother Tom Lee.")
        ])
        #expect(Self.describe("Lee", snapshot).isAmbiguous)
        #expect(Self.describe("Ann Lee", snapshot).people == [])
        #expect(!Self.describe("Lee", Self.talks).isAmbiguous)
    }

    @Test func `a surname that others have in the text is ambiguous, but not a full name`() {
        let snapshot = PeopleTests.people([
            PeopleTests.document(["Ann Lee"], "They met President Ann Lee there."),
            "They met Tom Lee there, and Tom Lee smiled.\n",
        ])
        #expect(Self.describe("Mr. Lee", snapshot).isAmbiguous)
        #expect(Self.describe("Mr. Lee", snapshot).people == ["ann-lee 2: surname Lee"])
        #expect(!Self.describe("Ann Lee", snapshot).isAmbiguous)
    }

    @Test func `the first word of a row matches if its document calls the person so`() {
        let text = "President Xu spoke. Later Xu Wenbin left, and Xu smiled."
        let shown = PeopleTests.people([PeopleTests.document(["Xu Wenbin"], text)])
        #expect(
            Self.describe("President Xu", shown).people
                == ["xu-wenbin 4: surname Xu, role President, mention President Xu"])
        let unclear = PeopleTests.people([PeopleTests.document(["Xu Wenbin"], "They met Xu Wenbin there.")])
        #expect(Self.describe("President Xu", unclear).people == [])
    }

    @Test func `a spelling of the configuration matches without a place`() {
        let snapshot = PeopleTests.people(
            [PeopleTests.document(["Lee"], "Nothing is said of her.")],
            aliases: [.init(name: "Lee", others: ["Leeova"])])
        #expect(Self.describe("Leeova", snapshot).people == ["lee 3: surname Leeova, alias Leeova"])
    }

    @Test func `a row that is no name of a person matches by its whole text`() {
        let snapshot = PeopleTests.people([PeopleTests.document(["the delegates", "Lee"], "Nothing is said.")])
        #expect(Self.describe("The  Delegates", snapshot).people == ["the-delegates 1: row The  Delegates"])
    }
}
