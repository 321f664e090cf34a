// People: the full names and roles that running text gives the names in rows, and when it leaves a doubt.
// Mentions are in MentionTests.swift.

import Documents
import Testing

@testable import Catalog
@testable import Search

@Suite struct PeopleTests {
    static func mapping(aliases: [Mapping.Aliases] = []) -> Mapping {
        var entry = Mapping.Entry("leaders", match: .tablesHeaded(["Leader"]), kind: .person)
        entry.aliases = aliases
        return Mapping([entry])
    }

    /// A document in which `rows` lead, and the lines of `text` follow from line 2 + the number of rows.
    static func document(_ rows: [String], _ text: String) -> String {
        "| Leader | Area |\n|---|---|\n" + rows.map { "| \($0) | Sea |\n" }.joined() + text + "\n"
    }

    static func people(_ files: [String], aliases: [Mapping.Aliases] = []) -> Snapshot {
        snapshot(
            files.enumerated().map { ("\(String(repeating: "z", count: $0))a.txt", $1) },
            mapping: mapping(aliases: aliases))
    }

    /// A row, the text below, and what is to be found there.
    static let names: [(row: String, text: String, fullName: String?, roles: [String])] = [
        ("Lee", "They met Norse President Ann Lee at noon, and President Lee smiled.", "Ann Lee", ["Norse President"]),
        ("Lee", "Talks with former Prime Minister Ann Lee went on.", "Ann Lee", ["former Prime Minister"]),
        ("Lee", "When Lee spoke, all heard Ann Lee.", "Ann Lee", []),
        ("Lee", "Yesterday Ann Lee came. Then Ann Lee went.", "Ann Lee", []),
        ("Lee", "Ann Lee spoke. Ann Lee sang.", "Ann Lee", []),
        ("Lee", "Ann Lee spoke once.", "Ann Lee", []),
        ("Lee", "They saw the storm. Hurricane Lee passed.", nil, []),
        ("Lee", "Republican Lee spoke once.", nil, []),
        ("Lee", "Mrs Lee won. Ann Lee left.", nil, []),
        ("Lee", "Ann Lee, the Foreign Minister of Malta, spoke once.", "Ann Lee", ["Foreign Minister of Malta"]),
        ("Lee", "Later Ann Lee (Chancellor) spoke.", "Ann Lee", ["Chancellor"]),
        ("Lee", "They asked Ann Lee, President Bo Rask and others.", "Ann Lee", []),
        ("Lee", "Only President Lee came.", nil, ["President"]),
        ("Lee", "They met President Ann Lee and her brother Tom Lee.", nil, []),
        ("Lee", "Behind Lee stood While Lee sat.", nil, []),
        ("Lee", "On Monday Lee met the NATO Lee group.", nil, []),
        ("Lee", "The Secretary of State Ann Lee came.", "Ann Lee", ["Secretary of State"]),
        ("Lee", "The President of France Ann Lee came.", nil, []),
        ("Lee", "They met Republican Ann Lee, then Ann Lee left.", "Ann Lee", []),
        ("Lee", "They met Ann B. Lee; soon Ann Lee left, and Ann Lee came back.", "Ann Lee", []),
        ("Lee", "They met Ann B. Lee, Ann C. Lee and Ann Lee.", nil, []),
        ("Lee", "They met U.S. Senator Ann Lee there.", "Ann Lee", ["U.S. Senator"]),
        ("Lee", "They met Lt. Gov. Ann Lee there.", "Ann Lee", ["Lt. Gov."]),
        ("Lee", "They met Dr. Ann Lee there.", "Ann Lee", []),
        ("Lee", "They met President\u{A0}Ann  Lee there.", "Ann Lee", ["President"]),
        ("Lee", "They met Vice-President Ann Lee’s guests.", "Ann Lee", ["Vice-President"]),
        ("Lee", "They met Presidents Ann Lee and Bo Rask.", "Ann Lee", []),
        ("Lee", "Proche d’Ann Lee et de Tom Lee.", nil, []),
        ("Lee", "They met the Minister for Trade and Fisheries Ann Lee there.", nil, []),
        ("Lee", "They met Ann Lee, Tom King and others.", "Ann Lee", []),
        (
            "Lee", "They met Ann Lee, Director of the Office of Ships, there.", "Ann Lee",
            ["Director of the Office of Ships"]
        ),
        ("Lee", "Es kam das Schiff Lee, und die Stadt sah der Sache Lee zu.", nil, []),
        ("Bank", "They crossed from West Bank to another bank.", nil, []),
        ("Bank", "They met the bank’s President Ida Bank.", "Ida Bank", ["President"]),
        ("Bight", "They sailed the Great Bight.", nil, []),
        ("O'Neil", "They met Mayor Bo O’Neil there.", "Bo O’Neil", ["Mayor"]),
        ("von der Aa", "They met President Ida von der Aa there.", "Ida von der Aa", ["President"]),
        ("Élan", "They met Minister Zoé Élan there.", "Zoé Élan", ["Minister"]),
        ("Ann Lee", "Nothing is said of her.", "Ann Lee", []),
        ("Ann Lee", "They met President Ann Lee and Tom Lee.", "Ann Lee", ["President"]),
        ("Sen. Ann Lee (Malta)", "Nothing is said of her.", "Ann Lee", ["Sen."]),
        ("Ann Lee, Mayor of Rome", "Nothing is said of her.", "Ann Lee", ["Mayor of Rome"]),
        ("European Union", "They asked the European Union for help.", nil, []),
        ("Lee and Rask", "They met President Ann Lee.", nil, []),
        ("al-Aa", "They met President Bo al-Aa there.", "Bo al-Aa", ["President"]),
        ("d’Aa", "They met Ida d’Aa there.", "Ida d’Aa", []),
        ("Al Aa", "Malta's emir, Sheikh Bo bin Tom Al Aa, spoke.", "Bo bin Tom Al Aa", ["Sheikh"]),
        ("Al Aa", "They met Prince Bo bin Tom bin Ron Al Aa.", "Bo bin Tom bin Ron Al Aa", ["Prince"]),
        ("Lee", "They met Maria de Ann Lee there.", nil, []),
        ("Lee", "They met President Ann B. Lee and Ann H.W. Lee.", nil, []),
        ("Lee", "They met Sen. A.B. Lee there.", "A.B. Lee", ["Sen."]),
        ("Lee", "They met Vice President AB Lee, then A. B. Lee left.", "AB Lee", ["Vice President"]),
        ("Lee", "They met U.S. Lee.", nil, []),
        ("Lee", "They met Mayor Tom B. Lee Jr. there.", "Tom B. Lee Jr.", ["Mayor"]),
        ("Lee", "They met Mayor Tom Lee III there.", "Tom Lee III", ["Mayor"]),
        ("Lee", "They met Tom Lee Jr. and his father, Tom Lee.", nil, []),
        ("Tom Lee, Jr.", "Nothing is said of him.", "Tom Lee Jr.", []),
        ("Bundeskanzlerin Ann Lee", "Nothing is said of her.", "Ann Lee", []),
        ("Graf", "They met President Ann Graf.", "Ann Graf", ["President"]),
        ("@ann", "They met President Ann Lee.", nil, []),
    ]

    /// Roles before and after a name, among them roles of other persons and parts of roles.
    static let roles: [(text: String, fullName: String?, roles: [String])] = [
        ("They met Ann Lee, President of the European Council Bo Rask, there.", "Ann Lee", []),
        ("They met Ann Lee, Chancellor of Malta Bo Rask and others.", "Ann Lee", []),
        ("They met Ann Lee, King of Malta Bo II, and others.", "Ann Lee", []),
        ("They met Ann Lee, Director of CIA Bo Rask, and others.", "Ann Lee", []),
        ("They met Ann Lee, President of Malta, Bo Rask and others.", "Ann Lee", []),
        ("They met Ann Lee, Minister for Trade and Bo Rask.", "Ann Lee", []),
        (
            "They met the President of the European Council Ann Lee.", "Ann Lee",
            ["President of the European Council"]
        ),
        ("They met Ann Lee, Head of the European Council, there.", "Ann Lee", ["Head of the European Council"]),
        ("They met Ann Lee, President of South Africa, there.", "Ann Lee", ["President of South Africa"]),
        ("They met US Secretary of State Ann Lee.", "Ann Lee", ["US Secretary of State"]),
        ("The Norse president, Ann Lee, spoke. President Lee left.", "Ann Lee", ["Norse president"]),
        ("They met Ann Lee, the head of state, there.", "Ann Lee", ["head of state"]),
        ("They met Ann Lee, the head of something, there.", "Ann Lee", []),
        ("They met Ann Lee, chief economist of a bank.", "Ann Lee", []),
        ("They met EU foreign policy chief Ann Lee.", "Ann Lee", ["EU foreign policy chief"]),
        ("They met EU foreign relations chief Ann Lee.", "Ann Lee", []),
        ("They met Bank of Malta Governor Ann Lee.", "Ann Lee", []),
        ("They met Health and Social Care Secretary Ann Lee.", "Ann Lee", []),
        ("They met Bo Rask and Norse President Ann Lee.", "Ann Lee", ["Norse President"]),
        ("In Paris President Ann Lee spoke.", "Ann Lee", ["President"]),
        ("Then U.S. Secretary of State Ann Lee spoke.", "Ann Lee", ["U.S. Secretary of State"]),
        ("They met the then President Ann Lee.", "Ann Lee", ["then President"]),
        ("They met would-be president Ann Lee.", "Ann Lee", []),
        ("They met the self-proclaimed President Ann Lee.", "Ann Lee", []),
        ("The President, Ann Lee, spoke.", "Ann Lee", ["President"]),
        ("President, Ann Lee, spoke.", "Ann Lee", ["President"]),
        ("The Prime Minister of Malta, Ann Lee, spoke.", "Ann Lee", ["Prime Minister of Malta"]),
        ("Malta’s foreign minister, Ann Lee, spoke.", "Ann Lee", ["foreign minister"]),
        ("The President, Ann Lee, and the King spoke.", "Ann Lee", []),
        ("The President, Ann Lee, Bo Rask and others spoke.", "Ann Lee", []),
        ("After they met the President, Ann Lee, who was tired, left.", "Ann Lee", []),
        ("Mr President, Ann Lee, who was tired, left.", "Ann Lee", []),
    ]

    @Test(arguments: roles)
    func aRoleIsTheWholeOneOfThePersonBesideIt(text: String, fullName: String?, roles: [String]) throws {
        let record = try Self.people([Self.document(["Lee"], text)]).record("leaders", "lee")
        #expect(record["fullName"] == fullName.map(Value.text) ?? .null)
        #expect(record["roles"] == .list(roles.map(Value.text)))
    }

    /// Texts in other languages: titles are no given names, and no roles.
    static let foreign: [(text: String, fullName: String?)] = [
        ("Heute kam Bundeskanzlerin Ann Lee.", "Ann Lee"),
        ("Heute kam das Schiff Ann Lee und blieb.", nil),
        ("Hier, le président Ann Lee a vu les autres.", "Ann Lee"),
        ("Hier, le président de la République Ann Lee a vu les autres.", nil),
        ("Hier, le ministre de l’Intérieur Ann Lee a vu les autres.", nil),
        ("Hier, le ministre de la Mer Ann Lee a vu Ann Lee et les autres.", "Ann Lee"),
        ("Ieri il presidente del Consiglio Ann Lee, che parla.", nil),
        ("Dziś prezydent Polski Ann Lee nie mówi.", nil),
    ]

    @Test(arguments: foreign)
    func titlesOfOtherLanguagesAreNoNames(text: String, fullName: String?) throws {
        let record = try Self.people([Self.document(["Lee"], text)]).record("leaders", "lee")
        #expect(record["fullName"] == fullName.map(Value.text) ?? .null)
        #expect(record["roles"] == .list([]))
    }

    @Test(arguments: names)
    func whatTheTextSays(row: String, text: String, fullName: String?, roles: [String]) throws {
        let snapshot = Self.people([Self.document([row], text)])
        let leaders = try #require(snapshot["leaders"])
        let record = Value.object(leaders.record(at: 0))
        #expect(record["fullName"] == fullName.map(Value.text) ?? .null)
        #expect(record["roles"] == .list(roles.map(Value.text)))
        guard case .list(let evidence)? = record["_meta"]?["evidence"] else {
            Issue.record("no evidence")
            return
        }
        #expect(evidence.compactMap { $0["value"]?.text } == [fullName].compactMap(\.self) + roles)
        for each in evidence { #expect(each["source"]?["file"] == "a.txt") }
    }

    /// A title from a file name has small letters, which do not make the surname an ordinary word.
    @Test func aFileNameIsNoOrdinaryWord() throws {
        let text = "They met Ann Lee on the pier.\n\n| Leader | Area |\n|---|---|\n| Lee | Sea |\n"
        let record = try snapshot([("lee-ann.md", text)], mapping: Self.mapping()).record("leaders", "lee")
        #expect(record["fullName"] == "Ann Lee")
    }

    @Test func evidenceHasTheHeadingAbove() throws {
        let text = """
            # Harbour

            ## At noon

            They met President Ann Lee.

            ## Rows

            | Leader | Area |
            |---|---|
            | Lee | Sea |
            """
        let record = try snapshot([("a.md", text)], mapping: Self.mapping()).record("leaders", "lee")
        guard case .list(let evidence)? = record["_meta"]?["evidence"] else { return #expect(Bool(false)) }
        #expect(evidence.map { $0["source"]?["heading"] } == ["At noon", "At noon"])
        #expect(evidence.map { $0["source"]?["line"] } == [5, 5])
    }

    @Test func equalFullNamesAreOnePerson() throws {
        let snapshot = Self.people([
            Self.document(["Lee"], "They met President Ann Lee."),
            Self.document(["Ann Lee"], "She spoke."),
        ])
        #expect(try snapshot.ids("leaders") == ["ann-lee"])
        let leaders = try #require(snapshot["leaders"]?.records)
        #expect(leaders.index(ofFormerID: "lee") == 0)
        let record = try snapshot.record("leaders", "ann-lee")
        #expect(record["name"] == "Ann Lee" && record["roles"] == .list(["President"]))
        #expect(
            record["_meta"]?["merged"]
                == .list([.object([.init("name", "Lee"), .init("rule", "same-full-name")])]))
        #expect(record["_meta"]?["articles"] == 2)
        #expect(try snapshot.record("articles", "a")["leaders"] == .list(["ann-lee"]))
    }

    static let apart: [[String]] = [
        [document(["Lee"], "They met Ann Lee."), document(["Bo Lee"], "He spoke.")],
        [document(["Lee"], "They met Ann Lee and Bo Lee."), document(["Ann Lee"], "She spoke.")],
        [document(["Zelenskiy"], "They met Volo Zelenskiy."), document(["Zelensky"], "They met Volo Zelensky.")],
        [document(["Ann B. Lee"], "She spoke."), document(["Ann C. Lee"], "She spoke.")],
    ]

    @Test(arguments: apart)
    func nobodyIsMergedByGuess(files: [String]) throws {
        #expect(try Self.people(files).ids("leaders").count == 2)
    }

    @Test func aliasesGoOverWhatTheTextSays() throws {
        let files = [
            Self.document(["Lee", "A. Lee"], "They met Ann Lee and Bo Lee."), Self.document(["Annie"], "Annie sang."),
        ]
        let snapshot = Self.people(files, aliases: [.init(name: "Ann Lee", others: ["Lee", "A. Lee", "annie"])])
        #expect(try snapshot.ids("leaders") == ["ann-lee"])
        let record = try snapshot.record("leaders", "ann-lee")
        #expect(record["name"] == "Ann Lee" && record["fullName"] == "Ann Lee")
        guard case .list(let merged)? = record["_meta"]?["merged"] else { return }
        #expect(merged.compactMap { $0["name"]?.text }.sorted() == ["A. Lee", "Annie", "Lee"])
        #expect(merged.allSatisfy { $0["rule"] == "alias" })
        let leaders = try #require(snapshot["leaders"]?.records)
        for id in ["lee", "a-lee", "annie"] { #expect(leaders.index(ofFormerID: id) == 0) }
    }

    @Test func columnsCalledLikeAFieldOfPeopleGetAnotherName() throws {
        let text = "| Leader | Roles | Mentions |\n|---|---|---|\n| Lee | Mayor | 3 |\n"
        let record = try Self.people([text]).record("leaders", "lee")
        #expect(record["roles2"] == "Mayor" && record["mentions2"] == 3 && record["roles"] == .list([]))
    }

    @Test func aSearchFindsFullNamesButNoLineNumbers() throws {
        let leaders = try #require(
            Self.people([Self.document(["Lee"], "They met President Ann Lee there.")])["leaders"])
        #expect(leaders.search?.hits(TextQuery("ann president")).positions == [0])
        #expect(leaders.search?.hits(TextQuery("4")).positions == [])
    }
}
