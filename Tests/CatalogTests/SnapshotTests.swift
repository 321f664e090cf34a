// From documents to collections: what becomes a record, how rows merge, where everything comes from.

import Catalog
import Documents
import Testing

@testable import Search

/// Documents by path, as their files would hold them.
func snapshot(_ files: [(path: String, text: String)], mapping: Mapping = .four) -> Snapshot {
    Snapshot.build(
        documents: files.flatMap { Document.read(Array($0.text.utf8), path: $0.path).documents }, mapping: mapping,
        modified: 1_700_000_000)
}

extension Mapping {
    /// The collections that the default configuration has.
    static let four = Mapping([
        .init("leaders", match: .tablesHeaded(["Leader"])),
        .init("initiatives", match: .tablesHeaded(["Initiative"])),
        .init("priorities", match: .tablesHeaded(["Key Areas of Focus"])),
        .init("strategies", match: .tablesHeaded(["Strategy"])),
    ])
}

extension Snapshot {
    /// A record as names and values.
    func record(_ collection: String, _ id: String) throws -> Value {
        let collection = try #require(self[collection])
        return .object(collection.record(at: try #require(collection.records.index(ofID: id))))
    }

    func ids(_ collection: String) throws -> [String] {
        let collection = try #require(self[collection])
        return (0..<collection.records.count).map { collection.records.id(at: $0) }
    }
}

/// A document in the shape of the ones this program is made for.
let harbour = """
    Title: Harbour talks
    Ministers met at the port to speak about ships, storms and the price of bread, and they stayed until the evening.
    - Open berths: Two more piers for grain.
    - Night watch: Lamps along the wall.
    - A bullet without a label.
    | Leader | Focus Area | Outcome |
    |---|---|---|
    | Ann Lee | Grain | Signed |
    | Élise Dupont | Fish | Postponed |
    | Initiative | Objective | Lead Nation |
    |---|---|---|
    | Pier Watch | Safer nights | Malta |
    A sentence that ends the table, so that the next one stands alone and can be told apart from what came before.
    | Key Areas of Focus | Strategic Goals |
    |---|---|
    | Storm walls | Build higher. |
    Another sentence stands here, again to end what came before it and to begin what follows without a doubt.
    | Strategy | Description |
    |---|---|
    | Steady tone: | Say the same thing twice. |
    |  | A row without a key. |

    """

@Suite struct SnapshotTests {
    @Test func collectionsComeInOrder() {
        let names = snapshot([("a.txt", harbour)]).collections.map(\.name)
        #expect(names == ["articles", "leaders", "initiatives", "priorities", "strategies", "points", "tables"])
    }

    @Test func theFirstColumnNamesARecordAndTheOthersAreItsFields() throws {
        let record = try snapshot([("a.txt", harbour)]).record("leaders", "ann-lee")
        #expect(record["name"] == .text("Ann Lee"))
        #expect(record["focusArea"] == .text("Grain"))
        #expect(record["outcome"] == .text("Signed"))
        guard case .list(let appearances)? = record["appearances"], let first = appearances.first else {
            Issue.record("no appearances")
            return
        }
        #expect(first["article"] == .text("a"))
        #expect(first["outcome"] == .text("Signed"))
        #expect(first["source"]?["file"] == .text("a.txt"))
        #expect(first["source"]?["line"] == .integer(8))
        #expect(record["_meta"] == .object([.init("articles", .integer(1)), .init("aliases", .list([]))]))
    }

    @Test func aClosingColonIsNoPartOfTheKey() throws {
        let snapshot = snapshot([("a.txt", harbour)])
        #expect(try snapshot.ids("strategies") == ["steady-tone"])
        #expect(try snapshot.record("strategies", "steady-tone")["name"] == .text("Steady tone"))
    }

    @Test func aRowWithoutAKeyIsRemarkedOn() {
        let remarks = snapshot([("a.txt", harbour)]).diagnostics.filter { $0.code.rawValue == "empty-key" }
        #expect(remarks.map(\.location) == [SourceLocation(file: "a.txt", line: 21)])
    }

    @Test func diagnosticsAreCountedByKind() {
        let rows = (0..<20).map { "| \($0) |\n" }.joined()
        let lost = Diagnostic(.error, .notADocument, at: SourceLocation(file: "c.json", line: 1), "lost")
        let snapshot = snapshot([("a.txt", harbour), ("b.md", "| A | B |\n|---|---|\n\(rows)")]).adding([lost])
        let counts = snapshot.diagnosticKinds.values.reduce(0, +)
        #expect(counts == snapshot.diagnostics.count && counts > 20)
        for (kind, count) in snapshot.diagnosticKinds {
            let like = snapshot.diagnostics.filter { $0.severity == kind.severity && $0.code == kind.code }
            #expect(like.count == count, "\(kind)")
        }
        #expect(snapshot.errors == [lost])
        let query = TextQuery("lost")
        #expect(snapshot.diagnosticCollection.search?.hits(query).positions == [0])
    }

    @Test func rowsWithOneKeyAreOneRecordWithTheNewestValues() throws {
        let row = { (date: String?, name: String, columns: String, cells: String) in
            (date.map { "---\ndate: \($0)\n---\n" } ?? "")
                + "| Leader | \(columns) |\n|---|---|\n| \(name) | \(cells) |\n"
        }
        let files = [
            ("a.txt", row("2026-01-20", "Élise Dupont", "Outcome", "old")),
            ("b.txt", row("2026-03-01T08:00:00+02:00", "ELISE  DUPONT", "Outcome", "newest")),
            ("c.txt", row(nil, "Elise Dupont", "Role", "undated")),
            ("d.txt", row("2026-01-20", "Élise Dupont", "Outcome", "same day, later path")),
        ]
        for files in [files, files.reversed()] {
            let snapshot = snapshot(files)
            #expect(try snapshot.ids("leaders") == ["elise-dupont"])
            let record = try snapshot.record("leaders", "elise-dupont")
            #expect(record["name"] == .text("ELISE DUPONT"))
            #expect(record["outcome"] == .text("newest"))
            // No newer row has this column.
            #expect(record["role"] == .text("undated"))
            guard case .list(let appearances)? = record["appearances"] else { return }
            #expect(appearances.map { $0["article"] } == ["b", "d", "a", "c"].map { .text($0) })
            #expect(record["_meta"]?["articles"] == .integer(4))
            #expect(record["_meta"]?["aliases"] == .list([.text("Élise Dupont"), .text("Elise Dupont")]))
        }
    }

    @Test func anIDInAnotherSpellingStandsForTheRecord() throws {
        let leaders = try #require(snapshot([("a.txt", harbour)])["leaders"])
        #expect(leaders.records.index(ofFormerID: "Ann Lee") == 0)
        #expect(leaders.records.index(ofFormerID: "ÉLISE-DUPONT") == 1)
        #expect(leaders.records.index(ofFormerID: "nobody") == nil)
    }

    @Test func collidingIDsDoNotDependOnTheOrderOfFiles() throws {
        let files = [("a b.txt", "Title: One\n"), ("a-b.txt", "Title: Two\n"), ("c.txt", "Title: Three\n")]
        let ids = try snapshot(files).ids("articles")
        #expect(Set(ids).count == 3)
        #expect(ids.contains("c"))
        #expect(ids.filter { $0.hasPrefix("a-b-") }.count == 2)
        #expect(try snapshot(files.reversed()).ids("articles") == ids)
        let keys = "| Leader | X |\n|---|---|\n| A & B | 1 |\n| A / B | 2 |\n"
        #expect(try Set(snapshot([("k.txt", keys)]).ids("leaders")).count == 2)
    }

    @Test func oneRelativePathInTwoFoldersIsTwoArticles() throws {
        let ids = try snapshot([("a.txt", "Title: One\n"), ("a.txt", "Title: Two\n"), ("a.txt", "Title: Two\n")])
            .ids("articles")
        #expect(Set(ids).count == 3)
    }

    @Test func columnsAreTyped() throws {
        let snapshot = snapshot([
            (
                "a.txt",
                "| Leader | Budget | Share | Since | Active |\n|---|---|---|---|---|\n"
                    + "| A | 5 | 1.5 | 2020-01-02 | true |\n| B | -7 | 2 | | false |\n"
            )
        ])
        let fields = try #require(snapshot["leaders"]).fields
        #expect(fields.prefix(8).map(\.kind) == [.text, .text, .integer, .number, .date, .boolean, .object, .object])
        #expect(try snapshot.record("leaders", "b")["budget"] == .integer(-7))
        #expect(try snapshot.record("leaders", "b")["share"] == .number(2))
        #expect(try snapshot.record("leaders", "b")["since"] == .null)
    }

    @Test func aColumnThatFewRecordsHaveKeepsItsValues() throws {
        let rows = (0..<40).map { "| Person \($0) | \($0) |\n" }.joined()
        let snapshot = snapshot([
            ("a.txt", "| Leader | Rank |\n|---|---|\n" + rows),
            ("b.txt", "| Leader | Pet |\n|---|---|\n| Person 7 | Cat |\n"),
        ])
        #expect(try snapshot.record("leaders", "person-7")["pet"] == .text("Cat"))
        #expect(try snapshot.record("leaders", "person-8")["pet"] == .null)
        #expect(try snapshot.record("leaders", "person-8")["rank"] == .integer(8))
        let leaders = try #require(snapshot["leaders"])
        #expect(leaders.records.column(ofField: 2)?.count == 40)
        #expect(leaders.records.column(ofField: 3) == nil)
    }

    @Test func anArticleHasItsRecordsAndSections() throws {
        let snapshot = snapshot([("2026/a.txt", harbour)])
        let article = try snapshot.record("articles", "2026-a")
        #expect(article["title"] == .text("Harbour talks"))
        #expect(article["date"] == .null)
        #expect(article["leaders"] == .list([.text("ann-lee"), .text("elise-dupont")]))
        #expect(article["initiatives"] == .list([.text("pier-watch")]))
        #expect(article["_meta"]?["file"] == .text("2026/a.txt"))
        guard case .list(let sections)? = article["sections"] else {
            Issue.record("no sections")
            return
        }
        var types: [String] = []
        var tables: [Value?] = []
        for section in sections {
            guard case .list(let blocks)? = section["blocks"] else { continue }
            types += blocks.compactMap { $0["type"]?.text }
            tables += blocks.filter { $0["type"] == .text("table") }.map { $0["id"] }
        }
        #expect(types == ["paragraph", "list", "table", "table", "paragraph", "table", "paragraph", "table"])
        #expect(tables == (1...4).map { .text("2026-a-t\($0)") })
        #expect(try snapshot.ids("tables") == (1...4).map { "2026-a-t\($0)" })
    }

    @Test func pointsAreFoundByTheirIDs() throws {
        let snapshot = snapshot([("x-p2.txt", harbour), ("x.txt", harbour)])
        let points = try #require(snapshot["points"])
        #expect(points.records.count == 6)
        for index in 0..<6 { #expect(points.records.index(ofID: points.records.id(at: index)) == index) }
        for id in ["x-p0", "x-p4", "x-p01", "x-p", "x-p99999999999999999999", "y-p1", "x-t1", "", "-p1"] {
            #expect(points.records.index(ofID: id) == nil, "\(id)")
        }
        let point = try snapshot.record("points", "x-p2")
        #expect(point["label"] == .text("Night watch"))
        #expect(point["text"] == .text("Lamps along the wall."))
        #expect(point["article"] == .text("x"))
        #expect(point["source"]?["line"] == .integer(4))
        #expect(try snapshot.record("points", "x-p3")["label"] == .null)
    }

    @Test func aTableSaysWhichCollectionTookIt() throws {
        let table = try snapshot([("a.txt", harbour)]).record("tables", "a-t2")
        #expect(table["columns"] == .list(["Initiative", "Objective", "Lead Nation"].map(Value.text)))
        #expect(table["rows"] == .list([.list(["Pier Watch", "Safer nights", "Malta"].map(Value.text))]))
        #expect(table["_meta"]?["collections"] == .list([.text("initiatives")]))
    }

    @Test func headersAreMatchedFoldedAndKeysMayStandInAnyColumn() throws {
        let mapping = Mapping([
            .init(
                "plans", match: .tablesHeaded(["No.", "Élan"]), key: "plan",
                fields: [.init(header: "lead nation", field: "lead")])
        ])
        let text = "| ELAN: | Plan | Lead Nation |\n|---|---|---|\n| 1 | Grow | Malta |\n"
        let snapshot = snapshot([("a.txt", text)], mapping: mapping)
        #expect(try snapshot.ids("plans") == ["grow"])
        #expect(try snapshot.record("plans", "grow")["lead"] == .text("Malta"))
        #expect(try snapshot.record("plans", "grow")["elan"] == .integer(1))
    }

    @Test func aCollectionCannotTakeAFieldOfArticles() throws {
        let mapping = Mapping([.init("tags", match: .tablesHeaded(["Leader"]))])
        let articles = try #require(snapshot([("a.txt", harbour)], mapping: mapping)["articles"])
        #expect(articles.path(named: "tags2")?.field.references == "tags")
    }

    @Test func theVersionNamesTheContent() {
        let files = [("a.txt", "Title: One\n"), ("b.txt", "Title: Two\n")]
        let version = snapshot(files).version
        #expect(snapshot(files.reversed()).version == version)
        #expect(snapshot([("a.txt", "Title: One\n"), ("c.txt", "Title: Two\n")]).version != version)
        #expect(snapshot([("a.txt", "Title: One!\n"), ("b.txt", "Title: Two\n")]).version != version)
        #expect(snapshot(files, mapping: Mapping([])).version != version)
    }

    @Test func nothingAtAllIsASnapshotToo() throws {
        let empty = snapshot([])
        #expect(empty.collections.allSatisfy { $0.records.count == 0 })
        for collection in empty.collections { #expect(collection.records.index(ofID: "x-p1") == nil) }
        #expect(empty.diagnosticCollection.records.index(ofID: "1") == nil)
    }

    @Test(arguments: [
        ("sanctions", true), ("Sanctions_2-b", true), ("articles", false), ("healthz", false), ("2x", false),
        ("", false), ("a/b", false), ("a.b", false), ("-", false),
    ])
    func namesOfCollections(name: String, isValid: Bool) {
        #expect((Mapping.problem(ofName: name) == nil) == isValid)
    }
}

@Suite struct PointReaderTests {
    private static let text = """
        # Harbour

        - Crane: lifts [loads](b.md)
          - Motor
            - Spare: none

        ## Quay

        1. Plank
        - > quoted
          - Rope: long
        """

    @Test func `a reader gives the same values as a whole point`() throws {
        let documents = [("a.md", Self.text), ("b.md", "- First\n\n# Late\n\n- Second\n"), ("c.md", "Nothing\n")]
        let points = try #require(snapshot(documents)["points"])
        #expect(points.records.count > 5)
        var compared = 0
        for path in points.paths {
            let read = path.reader(of: points.records)
            // Backwards too, because readers keep what they read last.
            for record in Array(0..<points.records.count) + (0..<points.records.count).reversed() {
                let whole = points.records.value(ofField: path.position, at: record)
                #expect(path.value(in: read(record)) == path.value(in: whole), "\(path.name) of \(record)")
                compared += 1
            }
        }
        #expect(compared > 200)
    }
}
