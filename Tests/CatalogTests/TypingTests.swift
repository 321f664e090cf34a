// Names and types of fields that nobody declared.

import Documents
import Testing

@testable import Catalog

@Suite struct TypingTests {
    @Test(arguments: [
        ("Focus Area", "focusArea"), ("Outcome", "outcome"), ("GDP growth", "gdpGrowth"), ("NATO", "nato"),
        ("leadNation", "leadNation"), ("lead_nation", "leadNation"), ("Größe (km²)", "größeKm²"),
        ("Nation’s role", "nationsRole"), ("2024 Budget", "2024Budget"), ("%", ""), ("Élan vital", "élanVital"),
        ("Owner(s)", "owners"),
        ("Process(es) due", "processesDue"), ("f(s)x", "fsx"), ("(s)", "s"),
    ])
    func camelCase(header: String, name: String) {
        #expect(FieldNames.camelCase(header) == name)
    }

    @Test func columnsGetDifferentNames() {
        let columns = ["Leader", "Name", "Area", "area", "", "Source", "_Meta", "Article", "ID", "Area"]
        let names = FieldNames.names(of: columns, key: 0) { _ in nil }.map { $0?.name }
        #expect(
            names == [nil, "name2", "area", "area2", "column5", "source2", "meta", "article2", "id2", "area3"])
    }

    @Test func configuredNamesComeFirst() {
        let names = FieldNames.names(of: ["Plan", "Lead", "Lead"], key: 0) { $0 == "Lead" ? "nation" : nil }
        #expect(names.map { $0?.name } == [nil, "nation", "nation2"])
        #expect(names.map { $0?.wanted } == [nil, "nation", "nation"])
    }

    static let kinds: [([String], Field.Kind)] = [
        (["1", "-20", "0"], Field.Kind.integer), (["1", "2.5"], .number), (["007"], .text), (["+5"], .text),
        (["1e3"], .text), (["true", "false"], .boolean), (["2026-01-20", "2026-01-21T10:00:00Z"], .date),
        (["2026-02-30"], .text), (["1", "n/a"], .text), (["", ""], .text), (["", "4"], .integer), ([], .text),
        (["99999999999999999999"], .number), (["1.", "2"], .text), (["-"], .text),
    ]

    @Test(arguments: kinds)
    func narrowest(texts: [String], kind: Field.Kind) {
        #expect(Field.Kind.narrowest(of: texts) == kind)
    }

    @Test(arguments: [
        ("1970-01-01", 0), ("1970-01-02T00:00:01Z", 86_401_000), ("2000-02-29", 951_782_400_000),
        ("1969-12-31", -86_400_000), ("2026-01-20T10:00:00+01:00", 1_768_899_600_000),
        ("2026-01-20T09:00:00.5Z", 1_768_899_600_500), ("2026-01-20 09:00", 1_768_899_600_000),
        ("0000-03-01", -62_162_035_200_000),
    ])
    func instant(text: String, milliseconds: Int) {
        #expect(Instant(text)?.milliseconds == milliseconds)
    }

    @Test(arguments: [
        "", "2026", "2026-1-20", "2026-13-01", "1900-02-29", "2026-01-20T", "2026-01-20T24:00", "2026-01-20T10:00x",
        "2026-01-20T10:00+1", "２０２６-01-20", "2026-01-20 ",
    ])
    func noInstant(text: String) {
        #expect(Instant(text) == nil)
    }

    @Test func valuesWithTypesMakeFields() {
        var observed = ObservedField()
        observed.observe(
            .object([
                .init("count", .integer(1)), .init("mixed", .integer(1)), .init("when", .text("2026-01-20")),
                .init("tags", .list([.text("a")])), .init("place", .object([.init("town", .text("Rome"))])),
            ]))
        observed.observe(.object([.init("count", .number(1.5)), .init("mixed", .text("x"))]))
        let fields = observed.field(named: "extra").members
        #expect(fields.map(\.name) == ["count", "mixed", "when", "tags", "place"])
        #expect(fields.map(\.kind) == [.number, .text, .date, .text, .object])
        #expect(fields.map(\.isList) == [false, false, false, true, false])
        #expect(fields.last?.members.map(\.name) == ["town"])
        #expect(observed.respelling == nil)
    }

    @Test func namesWithSeveralSpellingsAreInLowerCase() throws {
        var observed = ObservedField()
        let values: [Value] = [
            .object([.init("Topics", .integer(1)), .init("ownerName", .null)]),
            .list([.object([.init("topics", .integer(1)), .init("place", .object([.init("Town", .null)]))])]),
            .object([.init("place", .object([.init("town", .null), .init("ID", .null)]))]),
        ]
        for value in values { observed.observe(value) }
        let fields = observed.field(named: "extra").members
        #expect(
            fields.map(\.name) == ["topics", "ownerName", "place"] && fields[2].members.map(\.name) == ["town", "ID"])
        let respelling = try #require(observed.respelling)
        #expect(
            values.map(respelling.applied) == [
                .object([.init("topics", .integer(1)), .init("ownerName", .null)]),
                .list([.object([.init("topics", .integer(1)), .init("place", .object([.init("town", .null)]))])]),
                values[2],
            ])
    }
}
