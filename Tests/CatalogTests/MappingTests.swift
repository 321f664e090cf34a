// Which content a collection takes, what names its records, and what is said of content that nearly fits.

import Documents
import Testing

@testable import Catalog

@Suite struct MappingTests {
    typealias Entry = Mapping.Entry

    private static func entry(
        headers: [String] = [], headings: [String] = [], folders: [String] = [],
        from contents: [Mapping.Content] = [.tables], transposed: Bool = false, key: String? = nil,
        fields: [Mapping.FieldRule] = [], aliases: [Mapping.Aliases] = [], origin: Documents.SourceLocation? = nil
    ) -> Entry {
        var entry = Entry(
            "rules", match: .init(headers: headers, headings: headings, folders: folders), key: key, fields: fields)
        entry.contents = contents
        entry.isTransposed = transposed
        entry.aliases = aliases
        entry.origin = origin
        return entry
    }

    private static let mixed = """
        # Harbour rules

        | Rule | Since |
        |---|---|
        | Lamps | 2020 |

        ## Fees

        | Fee | Euro |
        |---|---|
        | Pier | 5 |

        - Grain: Two coins.
        - Fish: One coin.
        - No label here

        ## Ann Lee

        - Role: Harbour master
        - Since: 2019
        """

    static let matches: [(Entry, [String])] = [
        (entry(headers: ["RULE", "none"]), ["lamps"]),
        (entry(headings: ["fees:"]), ["pier"]),
        (entry(headings: ["harbour*"]), ["lamps"]),
        (entry(headings: ["*e*"]), ["lamps", "pier"]),
        (entry(headers: ["Rule"], headings: ["Fees"]), []),
        (entry(folders: ["eu"]), ["lamps", "pier"]),
        (entry(folders: ["eu/2026/"]), ["lamps", "pier"]),
        (entry(folders: ["*/20*"]), ["lamps", "pier"]),
        (entry(folders: ["us", "EU", "eu/2026/a.md", "*/*/*"]), []),
        (entry(headers: ["Fee"], folders: ["eu"]), ["pier"]),
        (entry(headings: ["Fees"], from: [.bullets]), ["grain", "fish", "no-label-here"]),
        (entry(headings: ["Fees"], from: [.tables, .bullets]), ["pier", "grain", "fish", "no-label-here"]),
        (entry(headers: ["Role"], from: [.bullets], transposed: true), ["ann-lee"]),
        (entry(headings: ["Ann Lee"], from: [.bullets], transposed: true), ["harbour-rules"]),
        (entry(headings: ["Ann Lee"], from: [.bullets], transposed: true, key: "since"), ["2019"]),
        (entry(headers: ["Role"], from: [.bullets], transposed: true, key: "None"), []),
    ]

    @Test(arguments: matches)
    func whatACollectionTakes(entry: Entry, ids: [String]) throws {
        #expect(try snapshot([("eu/2026/a.md", Self.mixed)], mapping: Mapping([entry])).ids("rules") == ids)
    }

    @Test func bulletsAreRecordsOfLabelAndText() throws {
        let entry = Self.entry(
            headings: ["Fees"], from: [.bullets], fields: [.init(header: "Text", field: "amount")])
        let record = try snapshot([("a.md", Self.mixed)], mapping: Mapping([entry])).record("rules", "fish")
        #expect(record["name"] == .text("Fish") && record["amount"] == .text("One coin."))
        guard case .list(let appearances)? = record["appearances"] else { return }
        #expect(appearances.first?["source"]?["line"] == .integer(14))
        #expect(appearances.first?["source"]?["heading"] == .text("Fees"))
    }

    @Test func transposedBulletsAreOneRecord() throws {
        let entry = Self.entry(headers: ["Role"], from: [.bullets], transposed: true)
        let record = try snapshot([("a.md", Self.mixed)], mapping: Mapping([entry])).record("rules", "ann-lee")
        #expect(record["name"] == .text("Ann Lee") && record["role"] == .text("Harbour master"))
        #expect(record["since"] == .integer(2019))
    }

    static let transposed: [(table: String, key: String?, id: String, fields: [String: Value])] = [
        ("| Facts | |\n|---|---|\n| Lead | Malta |\n| Cost: | 5 |", nil, "sea-plan", ["lead": "Malta", "cost": 5]),
        ("| Facts | |\n|---|---|\n| Lead | Malta |\n| Cost | 5 |", "lead", "malta", ["cost": 5]),
        ("| Facts | Pier |\n|---|---|\n| Lead | Malta |", "Facts", "pier", ["lead": "Malta"]),
        ("| Facts | Pier | Wall |\n|---|---|---|\n| Lead | Malta | Crete |", nil, "wall", ["lead": "Crete"]),
    ]

    @Test(arguments: transposed)
    func aTransposedTable(table: String, key: String?, id: String, fields: [String: Value]) throws {
        let entry = Self.entry(headers: ["Facts"], transposed: true, key: key)
        let snapshot = snapshot([("a.md", "# Sea plan\n\n\(table)\n")], mapping: Mapping([entry]))
        let record = try snapshot.record("rules", id)
        for (name, value) in fields { #expect(record[name] == value, "\(name)") }
    }

    static let types: [(Mapping.FieldType, String, Value)] = [
        (.single(.text), "007", "007"), (.single(.integer), "12", 12), (.single(.integer), "1,200", 1200),
        (.single(.integer), "1 200 300", 1_200_300), (.single(.integer), "+5", 5), (.single(.integer), "1.5", .null),
        (.single(.integer), "1,20", .null), (.single(.integer), "1234,567", .null), (.single(.integer), "many", .null),
        (.single(.number), "1,200.5", .number(1200.5)), (.single(.number), "1,200", .null),
        (.single(.number), "1,200,300", .number(1_200_300)), (.single(.number), "-2", .number(-2)),
        (.single(.boolean), "Yes", .boolean(true)), (.single(.boolean), "false", .boolean(false)),
        (.single(.boolean), "maybe", .null), (.single(.date), "2026-01-20", "2026-01-20"),
        (.single(.date), "20 January 2026", "2026-01-20"), (.single(.date), "03/04/2026", .null),
        (.list(separator: ","), "a, b,,c ", .list(["a", "b", "c"])),
        (.list(separator: " / "), "a / b/c", .list(["a", "b/c"])),
    ]

    @Test(arguments: types)
    func declaredTypes(type: Mapping.FieldType, cell: String, value: Value) throws {
        let entry = Self.entry(headers: ["Rule"], fields: [.init(header: "Worth", field: "worth", type: type)])
        let text = "| Rule | Worth |\n|---|---|\n| Lamps | \(cell) |\n| Ropes | |\n"
        let snapshot = snapshot([("a.md", text)], mapping: Mapping([entry]))
        #expect(try snapshot.record("rules", "lamps")["worth"] == value)
        #expect(try snapshot.record("rules", "ropes")["worth"] == .null)
        let field = try #require(snapshot["rules"]?.path(named: "worth")?.field)
        #expect(field.isList == (type.name == "list") && field.originalHeaders == ["Worth"])
        if !field.isList { #expect(field.kind.rawValue == type.name) }
        let remarks = snapshot.diagnostics.filter { $0.code == Diagnostic.Code.valueType }
        #expect(remarks.map(\.location) == (value == .null ? [Documents.SourceLocation(file: "a.md", line: 3)] : []))
    }

    @Test func aliasesOfAnyCollectionJoinRows() throws {
        let entry = Self.entry(headers: ["Rule"], aliases: [.init(name: "Night lamps", others: ["Lamps", "LIGHTS"])])
        let text = "| Rule | Since |\n|---|---|\n| lamps | 2020 |\n| Lights | 2021 |\n| Ropes | 2022 |\n"
        let snapshot = snapshot([("a.md", text)], mapping: Mapping([entry]))
        #expect(try snapshot.ids("rules") == ["night-lamps", "ropes"])
        let rules = try #require(snapshot["rules"]?.records)
        #expect(rules.index(ofFormerID: "lamps") == 0 && rules.index(ofFormerID: "Lights") == 0)
        #expect(rules.index(ofFormerID: "lamp") == nil)
        #expect(
            try snapshot.record("rules", "night-lamps")["_meta"]?["merged"]
                == .list([
                    .object([.init("name", "Lights"), .init("rule", "alias")]),
                    .object([.init("name", "lamps"), .init("rule", "alias")]),
                ]))
    }

    static let remarks: [(text: String, code: String, line: Int, words: String)] = [
        ("| Rules | X |\n|---|---|\n| a | 1 |", "near-header", 1, "headed `Rules`; `rules` takes `Rule`"),
        ("| Harbor law | X |\n|---|---|\n| a | 1 |", "near-header", 1, "takes `Harbour law`"),
        (
            "| Rule | X |\n|---|---|\n| a | 1 |\n| A | 2 |", "duplicate-key", 4,
            "Line 3 of the same table has the key `A` too"
        ),
        ("| Rule | X |\n|---|---|\n| | 1 |", "empty-key", 3, "has no key"),
        ("No table.", "unmatched-collection", 7, "collections.rules matches nothing."),
    ]

    @Test(arguments: remarks)
    func remarksOnWhatNearlyFits(text: String, code: String, line: Int, words: String) throws {
        let entry = Self.entry(
            headers: ["Rule", "Harbour law"], origin: Documents.SourceLocation(file: "config.json", line: 7))
        let diagnostics = snapshot([("a.md", text + "\n")], mapping: Mapping([entry])).diagnostics
        let remark = try #require(diagnostics.first { $0.code.rawValue == code }, "\(diagnostics)")
        #expect(remark.location.line == line && remark.message.contains(words), "\(remark)")
    }

    private static let written = Documents.SourceLocation(file: "config.json", line: 7)

    static let misses: [(entry: Entry, sentence: String?)] = [
        (entry(headers: ["Rude"]), "The nearest table's first column is `Rule` (eu/2026/a.md:3)."),
        (entry(headers: ["Anything"]), "first column is"),
        (entry(headings: ["Feeds"]), "The nearest table stands below the heading `Fees` (eu/2026/a.md:9)."),
        (
            entry(headings: ["Anne Lee"], from: [.bullets]),
            "The nearest list stands below the heading `Ann Lee` (eu/2026/a.md:19)."
        ),
        (
            entry(headers: ["Rule"], folders: ["eu/2025"]),
            "The nearest table that fits is in the folder `eu/2026` (eu/2026/a.md:3)."
        ),
        (entry(headings: ["Ann *"]), "There are bullets that fit (eu/2026/a.md:19), but `from` does not name them."),
        (entry(headers: ["Rank"], from: [.bullets], transposed: true), "The nearest list's first label is `Grain`"),
        (entry(headings: ["Harbour"]), "stands below the heading `Harbour rules` (eu/2026/a.md:3)."),
        (entry(headers: ["Rule"], folders: ["us"]), "is in the folder `eu/2026` (eu/2026/a.md:3)."),
        (entry(headers: ["Rude"], headings: ["Dues"], folders: ["us"]), nil),
    ]

    @Test(arguments: misses)
    func aCollectionWithoutRecordsIsToldWhatComesNearest(entry: Entry, sentence: String?) throws {
        var entry = entry
        entry.origin = Self.written
        let diagnostics = snapshot([("eu/2026/a.md", Self.mixed)], mapping: Mapping([entry])).diagnostics
        let remark = try #require(diagnostics.first { $0.code == .unmatchedCollection })
        #expect(remark.location == Self.written)
        if let sentence {
            #expect(remark.message.contains(sentence), "\(remark)")
        } else {
            #expect(remark.message == "collections.rules matches nothing.")
        }
    }

    /// The advice to add the header would change nothing.
    @Test func aHeaderThatFitsIsNotNearlyRight() {
        let entry = Self.entry(headers: ["Rule"], folders: ["us"])
        let text = "| Rule: | Since |\n|---|---|\n| Lamps | 2020 |\n"
        let diagnostics = snapshot([("eu/a.md", text)], mapping: Mapping([entry])).diagnostics
        #expect(!diagnostics.contains { $0.code == .nearHeader })
    }

    @Test func settingsThatNothingAnswersToAreRemarkedOn() {
        let entry = Self.entry(
            headers: ["Rule"],
            fields: [.init(header: "Sinse", field: "since"), .init(header: "since:", field: "from")],
            aliases: [.init(name: "Lamp", others: ["Light"]), .init(name: "Lights", others: ["Lamps"])],
            origin: Self.written)
        let diagnostics = snapshot([("a.md", Self.mixed)], mapping: Mapping([entry])).diagnostics
        #expect(
            diagnostics.filter { $0.location == Self.written }.map { "\($0.code.rawValue) \($0.message)" } == [
                "unused-field No column is called `Sinse` as collections.rules.fields says. Is it `Since`?",
                "unused-alias No row is called `Lamp` or one of its other names in collections.rules.aliases."
                    + " Is it `Lamps`?",
            ])
    }

    @Test func aTableWithoutItsKeyIsRemarkedOn() throws {
        let entry = Self.entry(headers: ["Rule"], key: "Sinces")
        let diagnostics = snapshot([("a.md", Self.mixed)], mapping: Mapping([entry])).diagnostics
        let remark = try #require(diagnostics.first { $0.code == .missingKey })
        #expect(remark.location.line == 3 && remark.message.hasSuffix("it is left out. Is it `Since`?"))
    }

    @Test func transposedContentWithoutItsKeyIsRemarkedOnAlone() throws {
        let list = Self.entry(
            headers: ["Role"], from: [.bullets], transposed: true, key: "Sinse", origin: Self.written)
        let remarks = snapshot([("a.md", Self.mixed)], mapping: Mapping([list])).diagnostics
            .filter { $0.severity == .warning }
        #expect(
            remarks.map { "\($0.location.line) \($0.message)" } == [
                "19 The list is one of `rules`, but has no label `Sinse` that names its records; it is left out."
                    + " Is it `Since`?"
            ])
        let table = Self.entry(headers: ["Facts"], transposed: true, key: "Statis", origin: Self.written)
        let text = "| Facts | |\n|---|---|\n| Lead | Malta |\n| Status | Open |\n"
        let remark = try #require(
            snapshot([("a.md", text)], mapping: Mapping([table])).diagnostics.first { $0.severity == .warning })
        #expect(remark.message.hasSuffix("has no row `Statis` that names its records; it is left out. Is it `Status`?"))
    }

    /// Otherwise the type of `since2` would depend on the document that has it first.
    @Test func `a second column of a field has no declared type`() throws {
        let date = Mapping.FieldType.single(.date)
        let entry = Self.entry(
            headers: ["Rule"],
            fields: [
                .init(header: "From", field: "since", type: date), .init(header: "Since", field: "since", type: date),
            ])
        let text = "| Rule | Since | From |\n|---|---|---|\n| Lamps | 2020-01-02 | 3 May 2021 |\n| Ropes | | soon |\n"
        let snapshot = snapshot([("a.md", text)], mapping: Mapping([entry]))
        #expect(try snapshot.record("rules", "lamps")["since2"] == "3 May 2021")
        #expect(try snapshot.record("rules", "ropes")["since2"] == "soon")
        let remarks = snapshot.diagnostics.filter { $0.code == .renamedColumn || $0.code == .valueType }
        #expect(
            remarks.map { "\($0.location.line) \($0.severity) \($0.code.rawValue)" } == [
                "1 note renamed-column"
            ])
    }

    /// Else as many documents with a column of their own each would take the square of their number.
    @Test func fieldsAreBounded() throws {
        let most = AppearanceGatherer.maxFields
        let documents = (100..<100 + most + 2).map { number in
            ("\(number).md", "| Rule | Column \(number) |\n|---|---|\n| r\(number) | x |\n")
        }
        let last = "Column \(100 + most + 1)"
        let entry = Self.entry(headers: ["Rule"], fields: [.init(header: last, field: "kept")])
        let snapshot = snapshot(documents, mapping: Mapping([entry]))
        let collection = try #require(snapshot["rules"])
        let names = collection.fields.map(\.name)
        #expect(names.contains("column\(100 + most - 1)") && names.contains("kept"))
        #expect(!names.contains("column\(100 + most)"))
        let remarks = snapshot.diagnostics.filter { $0.code == .tooManyFields }
        #expect(remarks.map(\.location.file) == ["\(100 + most).md"] && remarks.map(\.location.line) == [1])
        #expect(remarks.allSatisfy { $0.message.contains("`Column \(100 + most)`") })
    }

    @Test(arguments: [
        ("a*", "abc", true), ("*", "", true), ("a*c*", "abbcb", true), ("*b", "aab", true), ("a*b", "acbc", false),
        ("", "", true), ("", "a", false), ("*é", "café", true), ("a**b", "ab", true),
    ])
    func starsStandForAnyText(pattern: String, text: String, fits: Bool) {
        #expect(Glob(pattern).matches(text.utf8) == fits)
    }
}
