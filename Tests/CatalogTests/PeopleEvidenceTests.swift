// People: what weighs for and against a name, a role and a mention, where words around a surname say different things.

import Documents
import Testing

@testable import Catalog

@Suite struct PeopleEvidenceTests {
    private static func people(_ files: [String]) -> Snapshot {
        snapshot(
            files.enumerated().map { ("\(String(repeating: "z", count: $0))a.txt", $1) },
            mapping: Mapping([Mapping.Entry("leaders", match: .tablesHeaded(["Leader"]), kind: .person)]))
    }

    /// A document with `text` from line 2 on, and the row after it.
    private static func document(_ row: String, _ text: String) -> String {
        "Title: Briefing\n\(text)\n| Leader | Area |\n|---|---|\n| \(row) | Sea |\n"
    }

    /// The lines of a document that speak of the one with the row, but for the row.
    private static func lines(_ record: Value, in article: String, of text: String) -> [Int] {
        guard case .list(let mentions)? = record["mentions"],
            case .list(let lines)? = mentions.first(where: { $0["article"] == .text(article) })?["lines"]
        else { return [] }
        let last = text.split(separator: "\n").count + 1
        return (2...last).filter { lines.contains(.integer($0)) }
    }

    private static let strong = "On Tuesday Norse President Ann Lee spoke of ships and the sea."

    /// Texts of one document with the row `Lee`, and what they say.
    static let texts: [(text: String, fullName: String?, roles: [String], lines: [Int])] = [
        // A word before the surname is no namesake where a headline, a demand or a sentence begins with it.
        ("Rask Meets Lee in Malta\n" + strong, "Ann Lee", ["Norse President"], [2, 3]),
        ("RASK MEETS LEE IN MALTA\n" + strong, "Ann Lee", ["Norse President"], [2, 3]),
        ("- Rask Meets Lee in Malta\n" + strong, "Ann Lee", ["Norse President"], [2, 3]),
        ("Why Malta Fears Lee\n" + strong, "Ann Lee", ["Norse President"], [2, 3]),
        ("Court Seeks Lee Arrest\n" + strong, "Ann Lee", ["Norse President"], [2, 3]),
        ("Rask Meets Lee\nOn Tuesday Ann Lee spoke.", "Ann Lee", [], [2, 3]),
        // Initials that are words elsewhere, and words of an office and a name before another office.
        ("On Monday President Franklin D. Lee spoke.\nMr Lee left.", "Franklin D. Lee", ["President"], [2, 3]),
        ("On Monday President Bo A. Lee spoke.", "Bo A. Lee", ["President"], [2]),
        ("President Rask Meets Chancellor Lee\nOn Monday Ann Lee spoke.", "Ann Lee", ["Chancellor"], [2, 3]),
        ("Chancellor Ann Lee spoke.\nLee-Rask sued. A Lee-led group did not.", "Ann Lee", ["Chancellor"], [2, 3]),
        ("Bo Rask, the mayor, praised finance minister Ann Lee.", "Ann Lee", ["finance minister"], [2]),
        ("They met Ann Lee, the energy minister and the chancellor.", "Ann Lee", [], [2]),
        ("They met Ann Lee, mayor of Los Angeles, in May.", "Ann Lee", ["mayor of Los Angeles"], [2]),
        // Three spellings, each known by the next: what speaks for one speaks for the last.
        (
            "Ann Lee spoke for an hour. Ann B. Lee agreed with them. "
                + "They met the President Corvin Ann B. Lee there.",
            "Ann Lee", ["President"], [2]
        ),
        (strong + "\nRead more: Rask Meets Lee in Malta.", "Ann Lee", ["Norse President"], [2, 3]),
        (strong + "\nThe headline read “Rask Meets Lee”.", "Ann Lee", ["Norse President"], [2, 3]),
        (strong + "\nThe crowd chanted “Stop Lee!”", "Ann Lee", ["Norse President"], [2, 3]),
        (strong + "\nVote Lee!", "Ann Lee", ["Norse President"], [2, 3]),
        (strong + "\nFellow Lee left.\nLee left.", "Ann Lee", ["Norse President"], [2, 3, 4]),
        (strong + "\nMalta Lee left.\nLee left.", "Ann Lee", ["Norse President"], [2, 4]),
        (strong + "\nNATO Chief Slams Lee", "Ann Lee", ["Norse President"], [2]),
        (strong + "\nOld Lee, the baker, sang.\nLee left.", "Ann Lee", ["Norse President"], [2, 4]),
        (strong + "\nIn Malta Lee sang. From Malta Lee flew.\nLee left.", "Ann Lee", ["Norse President"], [2, 4]),
        (strong + "\nLee’s son Bo Lee sang.\nLee left.", "Ann Lee", ["Norse President"], [2, 3, 4]),
        // A namesake has a name in mid-sentence, or twice, or the other has no role.
        (strong + "\nBo Lee stayed away.\nLee left.", "Ann Lee", ["Norse President"], [2, 4]),
        (strong + "\nThey met Bo Lee.\nLee left.", nil, [], []),
        (strong + "\nBo Lee stayed.\nBo Lee slept.", nil, [], []),
        ("Bo Lee and Ann Lee came.\nLee left.", nil, [], []),
        ("Lee’s husband Bo Lee stayed away.\nLee left.", nil, [], [2, 3]),
        ("Tom Lee spoke.\nPresident Tom B. Lee spoke.", "Tom B. Lee", ["President"], [2, 3]),
        // The title after `of` and `for` is that of the name.
        ("The spokesman for President Ann Lee said no to the plan.", "Ann Lee", ["President"], [2]),
        ("Advisers of President Ann Lee said no to the plan.", "Ann Lee", ["President"], [2]),
        ("Spokesmen for Prime Minister Ann Lee said no.", "Ann Lee", ["Prime Minister"], [2]),
        ("Bo Rask, spokesman for Norse President Ann Lee, said so.", "Ann Lee", ["Norse President"], [2]),
        ("Then the Minister of Defence Senator Ann Lee spoke.", "Ann Lee", [], [2]),
        ("The foreign minister under President Ann Lee left.", "Ann Lee", ["President"], [2]),
        ("Later Minister of State Ann Lee spoke.", "Ann Lee", ["Minister of State"], [2]),
        ("Later Minister for Foreign Affairs Ann Lee spoke.", "Ann Lee", ["Minister for Foreign Affairs"], [2]),
        ("Later Minister of State for Trade Ann Lee spoke.", "Ann Lee", ["Minister of State for Trade"], [2]),
        ("She was the head of the company Ann Lee had left.", "Ann Lee", [], [2]),
        ("Later secretary of state Ann Lee spoke.", "Ann Lee", ["secretary of state"], [2]),
        // A verb before a title in small letters.
        ("It replaced foreign minister Ann Lee.", "Ann Lee", ["foreign minister"], [2]),
        ("The town accused Norse leader Ann Lee.", "Ann Lee", ["Norse leader"], [2]),
        ("The town sees Norse leader Ann Lee.", "Ann Lee", ["Norse leader"], [2]),
        ("It feared ousted president Ann Lee.", "Ann Lee", [], [2]),
        ("It feared the ousted president Ann Lee.", "Ann Lee", [], [2]),
        // What an office is of.
        ("Ann Lee, president of the National Rally, came.", "Ann Lee", ["president of the National Rally"], [2]),
        ("Ann Lee, head of Human Rights Watch, visited the town.", "Ann Lee", ["head of Human Rights Watch"], [2]),
        ("They met Ann Lee, head of the Big Red Boats, there.", "Ann Lee", [], [2]),
        ("Ann Lee, minister of finance and economy, came.", "Ann Lee", ["minister of finance and economy"], [2]),
        ("Ann Lee, chancellor of the exchequer, came.", "Ann Lee", ["chancellor of the exchequer"], [2]),
        ("Ann Lee, adviser to the prime minister, came.", "Ann Lee", ["adviser to the prime minister"], [2]),
        (
            "Ann Lee, chair and chief executive of General Motors, refused.", "Ann Lee",
            ["chair and chief executive of General Motors"], [2]
        ),
        ("Bo Rask and Ann Lee, mayor and president of Malta, came.", "Ann Lee", [], [2]),
        ("Ann Lee, the mayor and Bo Rask came.", "Ann Lee", ["mayor"], [2]),
        ("Ann Lee, adviser at the ministry, came.", "Ann Lee", ["adviser at the ministry"], [2]),
        ("Ann Lee, secretary of state under President Bo Rask, came.", "Ann Lee", ["secretary of state"], [2]),
        ("Ann Lee, 54, the mayor of Rome, came.", "Ann Lee", ["mayor of Rome"], [2]),
        ("Ann Lee, the ferryman, came.", "Ann Lee", [], [2]),
        ("Ann Lee, Malta’s former president, came.", "Ann Lee", ["former president"], [2]),
        ("Bo Rask and Ann Lee, mayor and president respectively, came.", "Ann Lee", [], [2]),
        ("Sheikh Ann Lee, President of Malta, spoke.", "Ann Lee", ["Sheikh", "President of Malta"], [2]),
        ("They thanked President Ann Lee, the mayor, and others.", "Ann Lee", ["President"], [2]),
        ("President Ann Lee, the mayor, the king and others came.", "Ann Lee", ["President"], [2]),
        ("They met Chief Executive Officer Ann Lee.", "Ann Lee", ["Chief Executive Officer"], [2]),
        ("They met Brig. Gen. Ann Lee.", "Ann Lee", ["Brig. Gen."], [2]),
        ("They met President Emeritus Ann Lee.", "Ann Lee", ["President Emeritus"], [2]),
        ("They met PM Lee.", nil, ["PM"], [2]),
        // The sentence begins after the comma.
        ("According to Ann Lee, the finance minister had lied.", "Ann Lee", [], [2]),
        ("To Ann Lee, the president is a fool.", "Ann Lee", [], [2]),
        ("Unlike Ann Lee, the president and the king left.", "Ann Lee", [], [2]),
        // Addresses.
        ("President Ann Lee spoke.\nMrs Lee left.", "Ann Lee", ["President"], [2, 3]),
        ("Mrs Lee spoke in Rome.", nil, [], [2]),
        ("Mrs. Lee, the prime minister, spoke.", nil, ["prime minister"], [2]),
        ("Mrs Lee won.\nAnn Lee resigned.", nil, [], [2, 3]),
        ("Mr Tom Lee spoke.\nMr Lee met Bo.\nMrs Lee left.", "Tom Lee", [], [2, 3]),
        ("They met Mr Tom Lee.\nMrs Lee left.", "Tom Lee", [], [2]),
        ("President Ann Lee spoke.\nBea Lee spoke.\nMrs Lee left.\nLee left.", "Ann Lee", ["President"], [2, 5]),
        // Another office before the surname alone is no role, but the line is a mention.
        ("President Ann Lee spoke.\nSenator Lee left.", "Ann Lee", ["President"], [2, 3]),
    ]

    @Test(arguments: texts)
    func evidenceIsWeighed(text: String, fullName: String?, roles: [String], lines: [Int]) throws {
        let record = try Self.people([Self.document("Lee", text)]).record("leaders", "lee")
        #expect(record["fullName"] == fullName.map(Value.text) ?? .null)
        #expect(record["roles"] == .list(roles.map(Value.text)))
        #expect(Self.lines(record, in: "a", of: text) == lines)
    }

    /// Of two people with a name in common the other’s role is not taken.
    @Test func aNameWithinAnotherIsNobodyElses() throws {
        let text = "Norse leader Aa Bee Cee and his sister Aa Dee Bee watched the sea."
        let record = try Self.people([Self.document("Aa Dee Bee", text)]).record("leaders", "aa-dee-bee")
        #expect(record["roles"] == .list([]))
    }

    /// A document with the row `Lee`, another, and the lines of that one.
    static let elsewhere: [(first: String, other: String, lines: [Int])] = [
        ("President Ann Lee spoke.", "President Lee spoke.\nMr Lee left.", [2, 3]),
        ("President Ann Lee spoke.", "Ms Lee left.", [2]),
        ("President Ann Lee spoke.", "Mrs Lee left.\nLee left.", []),
        ("President Ann Lee spoke. Ms Lee left.", "Mrs Lee left.\nLee left.", [2, 3]),
        ("Yesterday Mr Tom Lee spoke.", "Ms Lee left.", []),
        ("President Tom Lee spoke.", "Ann Lee spoke in Rome on Monday.\nLee said it was good.", []),
        ("President Ann Lee spoke.", "Secretary Lee left.", []),
    ]

    @Test(arguments: elsewhere)
    func addressesAndOfficesAreWeighedElsewhere(first: String, other: String, lines: [Int]) throws {
        let record = try Self.people([Self.document("Lee", first), "Title: Other\n\(other)\n"]).record("leaders", "lee")
        #expect(Self.lines(record, in: "za", of: other) == lines)
    }
}
