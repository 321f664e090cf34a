// How rows become records: merged by key or not, what merging hides, and fields with nearly the same name.

import Documents
import Testing

@testable import Catalog

@Suite struct MergeTests {
    private static let files = [
        (
            "a.md",
            "# Ships\n\n| Task | Owner(s) | State |\n|---|---|---|\n| Paint | Ann | done |\n| Paint | Bo | open |\n"
        ),
        (
            "b.md",
            "# Boats\n\n| Task | OWNERS | State |\n|---|---|---|\n| TBD | Cy | open |\n| paint | Bo | open |\n"
        ),
    ]

    private func snapshot(_ merge: Mapping.Merge, _ files: [(String, String)] = files) -> Snapshot {
        var entry = Mapping.Entry("tasks", match: .tablesHeaded(["Task"]))
        entry.merge = merge
        return Snapshot.build(
            documents: files.flatMap { Document.read(Array($0.1.utf8), path: $0.0).documents },
            mapping: Mapping([entry]), modified: 0)
    }

    private func values(_ snapshot: Snapshot, _ name: String) -> [Value] {
        guard let collection = snapshot["tasks"], let path = collection.path(named: name) else { return [] }
        return (0..<collection.records.count).map { record in
            path.value(in: collection.records.value(ofField: path.position, at: record))
        }
    }

    @Test func `without merging, each row is a record with an id of article, key and number`() {
        let snapshot = snapshot(.none)
        #expect(values(snapshot, "id") == ["a-paint", "a-paint-2", "b-tbd", "b-paint"])
        #expect(values(snapshot, "owners") == ["Ann", "Bo", "Cy", "Bo"])
        #expect(!snapshot.diagnostics.contains { $0.code == .conflictingRows || $0.code == .duplicateKey })
    }

    @Test func `the id of a row does not depend on other documents`() {
        #expect(values(snapshot(.none, [Self.files[1]]), "id") == ["b-tbd", "b-paint"])
    }

    @Test func `a merged record counts the values in which its rows disagree`() {
        let conflicts = values(snapshot(.key), "_meta.conflicts")
        let paint: Value = .list([
            .object([.init("field", "owners"), .init("values", 2)]),
            .object([.init("field", "state"), .init("values", 2)]),
        ])
        #expect(conflicts == [paint, .null])
    }

    @Test func `a diagnostic names two rows that disagree`() {
        let found = snapshot(.key).diagnostics.filter { $0.code == .conflictingRows }
        #expect(found.map(\.location) == [SourceLocation(file: "a.md", line: 6)])
        #expect(found.first?.message.contains("`Ann` in a.md:5, `Bo` in a.md:6") == true)
    }

    @Test func `headers that give one name regardless of case are one field`() {
        let fields = snapshot(.key)["tasks"]?.fields ?? []
        #expect(fields.prefix(6).map(\.name) == ["id", "name", "owners", "state", "appearances", "_meta"])
        #expect(fields[2].originalHeaders == ["Owner(s)", "OWNERS"])
    }

    @Test func `a declared type does not reach the field of another column`() {
        var entry = Mapping.Entry("tasks", match: .tablesHeaded(["Task"]))
        entry.fields = [.init(header: "Since", type: .single(.date))]
        let text = "| Task | Since | SINCE |\n|---|---|---|\n| Paint | 2026-01-02 | spring |\n"
        let snapshot = Snapshot.build(
            documents: Document.read(Array(text.utf8), path: "a.md").documents, mapping: Mapping([entry]), modified: 0)
        #expect(snapshot["tasks"]?.path(named: "since2")?.field.kind == .text)
        #expect(!snapshot.diagnostics.contains { $0.code == .valueType })
    }

    @Test(arguments: [
        ("Paint", 2, true), ("Ann", 4, false),
    ])
    func `rows that share a key and disagree are measured`(key: String, rows: Int, hides: Bool) {
        let cells = (1...rows).map { "| \(hides ? key : "\(key) \($0)") | \($0) |\n" }.joined()
        let text = "| Task | Owner |\n|---|---|\n" + cells
        let found = Disagreement.measure(
            Mapping([.init("tasks", match: .tablesHeaded(["Task"]))]),
            in: Document.read(Array(text.utf8), path: "a.md").documents)
        #expect(found.map(\.rows) == [rows])
        #expect(found.map(\.hidesRows) == [hides])
    }

    @Test func `bullets without a label are records, named by their first words and merged by their whole text`() {
        var entry = Mapping.Entry("tasks", match: .init(headings: ["Demands"]))
        entry.contents = [.bullets]
        let text = """
            # Talks

            ## Demands

            - Open the harbour before noon, whatever the weather brings that day.
            - Open the harbour before noon, whatever the weather brings next year.
            - Lamps: Two more
            - Open the harbour before noon, whatever the weather brings that day.
            """
        let snapshot = Snapshot.build(
            documents: Document.read(Array(text.utf8), path: "a.md").documents, mapping: Mapping([entry]), modified: 0)
        let name = "Open the harbour before noon, whatever the weather"
        #expect(values(snapshot, "name") == [.text(name), .text(name), "Lamps"])
        let texts = values(snapshot, "text").compactMap(\.text)
        let ends = texts.map { $0.split(separator: " ").suffix(2).joined(separator: " ") }
        #expect(ends == ["that day.", "next year.", "Two more"])
        #expect(Set(values(snapshot, "id")).count == 3)
    }
}
