// Mentions of people: the lines that name a person of a row, in the same document and in others.

import Documents
import Testing

@testable import Catalog

@Suite struct MentionTests {
    static let mentions: [(rows: [String], text: String, id: String, lines: [Int])] = [
        (
            ["Lee"], "Lee spoke.\nLees do not.\nSleep, lee side.\nLee’s and Lee's plan.\nA Lee-led group.", "lee",
            [3, 4, 7, 8]
        ),
        (["Lee"], "They met Ann Lee and Tom Lee.\nLee spoke.", "lee", [3]),
        (["Ann Lee"], "They met Ann Lee and Tom Lee.\nLee spoke.", "ann-lee", [3, 4]),
        (["Ann Lee"], "They met Ann Lee.\nLee spoke.\n- Point: LEE again.", "ann-lee", [3, 4, 5, 6]),
        (["Ann Lee", "Bo Lee"], "They met Ann Lee.\nLee spoke.", "ann-lee", [3, 5]),
        (["Ann Lee", "Bo Lee"], "They met Ann Lee.\nLee spoke.", "bo-lee", [4]),
        (["Lee"], "Tom Lee stood by.\nLater Ann Lee spoke.\nLee left.", "lee", [3]),
        (["Ann Lee"], "Tom Lee stood by.\nLater Ann Lee spoke.\nLee left.", "ann-lee", [3, 5]),
        (["Ann Lee"], "Later Ann Lee spoke.\nPraising Lee, they left.\nMrs Lee left.", "ann-lee", [3, 4, 5, 6]),
        (["Lee"], "Later Mrs Ann Lee spoke.\nMrs Lee left.", "lee", [3, 4, 5]),
        (["Mrs Lee"], "Later Ann Lee spoke.\nMrs Lee left.", "mrs-lee", [3, 4, 5]),
        (["Lee"], "Later Ann Lee spoke.\nMr Lee and Ms Lee left.", "lee", [3, 4]),
        (["Lee"], "Later Ann Lee spoke.\nTom Lee Jr. left.\nLee Jr. left.", "lee", [3]),
        (["Lee"], "Former President Ann Lee spoke.\nSecretary Lee left.\nPresident Lee left.", "lee", [3, 4, 5, 6]),
        (["al-Aa"], "Many met al-Aa.\nThe al-Aas.", "al-aa", [3, 4]),
        (["d’Aa"], "Many met d’Aa.\nThe Aa is a river.", "daa", [3, 4]),
        (["Aa"], "These are plans d’Aa.", "aa", [3, 4]),
        (["习近平"], "Nothing is said of him.", "习近平", [3]),
        (["Major"], "Nothing is said of him.", "major", [3]),
        (["Lee, Ann"], "Nothing is said of her.", "lee-ann", [3]),
        (["Pres. Lee"], "Lee spoke.", "pres-lee", [3, 4]),
        (["von der Aa"], "Many met von der Aa.\nThe Aa is a river.", "von-der-aa", [3, 4]),
    ]

    @Test(arguments: mentions)
    func mentionsAreWholeWordsWithTheirLines(rows: [String], text: String, id: String, lines: [Int]) throws {
        let record = try PeopleTests.people([PeopleTests.document(rows, text)]).record("leaders", id)
        #expect(
            record["mentions"]
                == .list([
                    .object([
                        .init("article", "a"), .init("file", "a.txt"), .init("lines", .list(lines.map(Value.integer))),
                    ])
                ]))
    }

    static let elsewhere: [(row: String, first: String, other: String, isMentioned: Bool)] = [
        ("Lee", "Lee spoke.", "They heard Lee.", true),
        ("Lee", "They met Ann Lee.", "They met Tom Lee. Lee sang.", false),
        ("Lee", "They met Ann Lee.", "They met Tom Lee. Ann Lee sang.", true),
        ("Lee", "Lee spoke.", "They sailed in the lee of Lee.", false),
        ("May", "May spoke.", "They sailed in May.", false),
        ("Lee", "They met Ann Lee.", "Tom Lee sang on Monday. They heard Lee.", false),
        ("Lee", "They met Ann Lee.", "# Tom Lee sings\n\nThey heard Lee.", false),
        ("Lee", "They met Ann Lee.", "Tom Lee too.", false),
        ("Lee", "They met Ann Lee.", "They heard Mrs Lee.", false),
        ("Lee", "They met President Ann Lee.", "They heard Secretary Lee. Lee sang.", false),
        ("Lee", "They met President Ann Lee.", "They heard former President Lee.", true),
        ("Lee", "They met President Ann Lee.", "Mr Lee heard Ann Lee.", true),
        ("May", "They met Ann May.", "They met Ann May in May.", true),
        ("James", "James spoke.", "They met James Cook.", false),
    ]

    @Test(arguments: elsewhere)
    func otherArticlesAreLinkedWhereNobodyElseIsMeant(
        row: String, first: String, other: String, isMentioned: Bool
    ) throws {
        let text = "Title: Other\n\(other)\n"
        let snapshot = PeopleTests.people([PeopleTests.document([row], first), text])
        let article = try snapshot.record("articles", "za")
        #expect((article["leaders"] == .list([.text(row.lowercased())])) == isMentioned)
        guard case .list(let mentions)? = try snapshot.record("leaders", row.lowercased())["mentions"] else { return }
        #expect(mentions.contains { $0["article"] == "za" } == isMentioned)
    }

    @Test func linesOfAParagraphAreToldApart() throws {
        let text = """
            # Harbour

            | Leader | Area |
            |---|---|
            | Lee | Sea |

            They met on a pier where **President Ann
            Lee** spoke of ships,
            of storms, and of [Lee](https://a.example/x).

            A link to [nobody](https://a.example/Lee) and
            then to Lee.
            """
        let snapshot = snapshot([("a.md", text)], mapping: PeopleTests.mapping())
        let record = try snapshot.record("leaders", "lee")
        #expect(record["fullName"] == "Ann Lee" && record["roles"] == .list(["President"]))
        guard case .list(let mentions)? = record["mentions"] else { return }
        // The target of a link is no text.
        #expect(mentions.first?["lines"] == .list([5, 8, 9, 12]))
    }

    /// In a transposed list the bullet that names the person is the mention, and not the first one.
    @Test(arguments: [("Name", "ann-lee", [2]), (nil, "a", [])])
    func aListThatIsOneRecordMentionsItsName(key: String?, id: String, lines: [Int]) throws {
        var entry = Mapping.Entry("leaders", match: .tablesHeaded(["Country"]), kind: .person)
        entry.contents = [.bullets]
        entry.isTransposed = true
        entry.key = key
        let record = try snapshot(
            [("a.txt", "- Country: Malta\n- Name: Ann Lee\n")], mapping: Mapping([entry])
        ).record("leaders", id)
        guard case .list(let mentions)? = record["mentions"] else { return #expect(Bool(false)) }
        #expect(mentions.compactMap { $0["lines"] } == (lines.isEmpty ? [] : [.list(lines.map(Value.integer))]))
    }
}
