// Answers about one document that must not depend on unrelated documents: one test for each former fault.
// RandomLocalityTests.swift looks for further ones.

import Documents
import Testing

@testable import Catalog
@testable import Search

@Suite struct LocalityTests {
    private static let leaders = PeopleTests.mapping()

    private static func table(_ name: String) -> String {
        "| Leader | Area |\n|---|---|\n| \(name) | Sea |\n"
    }

    private static func lines(_ snapshot: Snapshot, _ id: String) throws -> Value? {
        guard case .list(let mentions)? = try snapshot.record("leaders", id)["mentions"] else { return nil }
        return mentions.first { $0["file"] == "a.md" }?["lines"]
    }

    /// Each text mentions Lee, and Rask so that a search for both could read more or less of Lee.
    @Test(arguments: [
        // A link's target has Rask, the text has not.
        ("All came:\nthen Lee spoke\nto [the guest](https://e.example/Rask)\nand Lee left.\n\nRask sang.\n", [2, 4]),
        // Markup hides Lee.
        ("All came:\nthen Rask spoke\nto L*ee*\nand left.\n", nil),
    ])
    func `the rows of others change no mention`(text: String, lines: [Int]?) throws {
        let files = [("0.md", Self.table("Lee")), ("a.md", text)]
        let alone = snapshot(files, mapping: Self.leaders)
        let other = snapshot(files + [("b.md", Self.table("Bo Rask"))], mapping: Self.leaders)
        for snapshot in [alone, other] {
            #expect(try Self.lines(snapshot, "lee") == lines.map { .list($0.map(Value.integer)) })
        }
        #expect(try other.record("leaders", "lee") == alone.record("leaders", "lee"))
    }

    @Test func `a near header is quoted as its own table writes it`() {
        let rest = " | X |\n|---|---|\n| Lee | 1 |\n"
        let snapshot = snapshot([("a.md", "| LEEDER" + rest), ("b.md", "| Leeder" + rest)])
        let messages = snapshot.diagnostics.filter { $0.code == .nearHeader }.map(\.message)
        #expect(messages.map { $0.hasPrefix("No collection takes tables headed `LEEDER`;") } == [true, false])
        #expect(messages.map { $0.hasPrefix("No collection takes tables headed `Leeder`;") } == [false, true])
    }

    @Test func `each table has its own remark on renamed columns`() {
        let table = "| Leader | Area | AREA |\n|---|---|---|\n| Lee | Sea | Wind |\n"
        for files in [["a.md"], ["a.md", "b.md"]] {
            let remarks = snapshot(files.map { ($0, table) }).diagnostics.filter { $0.code == .renamedColumn }
            #expect(remarks.map(\.location.file) == files)
        }
    }

    /// The spelling was that of the first document.
    @Test(arguments: [("a.md", "b.md"), ("b.md", "a.md")])
    func `the order of documents decides on no name or type of a field`(first: String, second: String) throws {
        var entry = Mapping.Entry("tasks", match: .tablesHeaded(["Task"]))
        entry.fields = [.init(header: "Since", type: .single(.date)), .init(header: "End", field: "endday")]
        let files = [
            (first, "| Task | Startday | Since | Since | End |\n|---|---|---|---|---|\n| One | 1 | x | soon | 1 |\n"),
            (second, "| Task | Start Day | SINCE | End Day |\n|---|---|---|---|\n| Two | 1 | x | 1 |\n"),
        ]
        let snapshot = snapshot(files, mapping: Mapping([entry]))
        let names = try #require(snapshot["tasks"]).fields.filter { !$0.originalHeaders.isEmpty }.map(\.name)
        #expect(Set(names) == ["startDay", "since", "since2", "endday"])
        #expect(try snapshot.record("tasks", "one")["since2"] == "soon")
        let remarks = snapshot.diagnostics.filter { $0.code == .valueType }.map(\.location.file)
        #expect(remarks.sorted() == ["a.md", "b.md"])
    }

    /// A sum of `Float` loses a 1 that is added to 2²⁴.
    @Test func `the mean length does not depend on the order of texts`() {
        let lengths = [UInt64](repeating: 1, count: 1000) + [1 << 24]
        func mean(of lengths: some Sequence<UInt64>) -> Float {
            lengths.reduce(into: TextStatistics.Lengths()) { $0.add(count: 1, total: $1) }.mean
        }
        #expect(mean(of: lengths) == mean(of: lengths.reversed()))
    }

    @Test func `of words as frequent a prefix takes the first ones by their bytes`() throws {
        let words = (1000..<1000 + TextIndex.mostExpansions + 2).map { "p\($0)" }
        let files = words.map { ("\($0).txt", "Title: Page\n- Word: \($0)\n") }
        let search = try #require(snapshot(files)["articles"]?.search)
        #expect(search.hits(TextQuery("p1*")).positions.map(Int.init) == Array(0..<TextIndex.mostExpansions))
    }

    @Test func `the text of lists is counted as often as it occurs`() throws {
        let tag = String(repeating: "long", count: 1 << 18)
        let indexes = try [2, 6].map { count in
            let files = (0..<count).map { ("\($0).md", "---\ntags: [\(tag)]\n---\n# Page\n") }
            let articles = try #require(snapshot(files)["articles"])
            return ColumnIndex(of: try #require(articles.path(named: "tags")), in: articles) { false } != nil
        }
        #expect(indexes == [true, false])
    }
}
