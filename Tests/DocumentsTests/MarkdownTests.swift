// Blocks of the Markdown dialect, as shapes: `p` a paragraph, `u(…)` and `o(…)` lists, `q(…)` a quote, `c` code,
// `t2x1` a table of two columns and one row; headings begin a section and are `h1` to `h6`.

import Documents
import Testing

@Suite struct MarkdownTests {
    @Test(arguments: [
        ("a\nb\n\nc", "p p"),
        ("# a\nb\n## c\nd", "h1 p h2 p"),
        ("a\n===\nb\n---\nc", "h1 h2 p"),
        ("a\n\n===", "p p"),
        ("#a\n\n####### b", "p p"),
        ("   # a\n    # b", "h1 c"),
        ("- a\n- b\n* c", "u(i i) u(i)"),
        ("- a\n\n- b", "u(i i)"),
        ("- a\n\n\n  b", "u(i(p))"),
        ("-\n\n  a", "p"),
        ("-\n  a", "u(i)"),
        ("- a\nb\n- c", "u(i i)"),
        ("- a\n  - b\n    - c\n- d", "u(i(u(i(u(i)))) i)"),
        ("1. a\n2) b\n3) c", "o(i) o(i i)"),
        ("a\n2. b", "p"),
        ("a\n1. b", "p o(i)"),
        ("a\n-\nb", "h2 p"),
        ("a\n* \nb", "p"),
        ("1234567890. a", "p"),
        ("- a\n\n      b", "u(i(c))"),
        ("- # a", "u(i(p))"),
        ("> a\nb\n\nc", "q(p) p"),
        ("> a\n\n> b", "q(p) q(p)"),
        ("> > a\n> b", "q(q(p))"),
        ("> - a\n> - b\n- c", "q(u(i i)) u(i)"),
        ("> ```\n> a\n\nb", "q(c) p"),
        ("```\na\n# b", "c"),
        ("````\na\n```\nb\n````\nc", "c p"),
        ("~~~ a`b\nc\n~~~", "c"),
        ("``` a`b\nc", "p"),
        ("a\n    b", "p"),
        ("    a\n\n    b\nc", "c p"),
        ("- a\n      b", "u(i)"),
        ("a\n***\nb", "p p"),
        ("- a\n***\n- b", "u(i) u(i)"),
        ("- a\n- * *", "u(i)"),
        ("| a | b |\n|---|---|\n| 1 | 2 |\n\nc", "t2x1 p"),
        ("c\n| a |\n|---|\n| 1 |\nd", "p t1x1 p"),
        ("a | b\n- | -\n1 | 2", "p u(i)"),
        ("a | b\n--|--\n1 | 2\n> q", "t2x1 q(p)"),
        ("| a |\n|---|\n- | x", "t1x0 u(i)"),
        ("> | a |\n> |---|\n> | 1 |\n| 2 |", "q(t1x1) p"),
        ("- | a |\n  |---|\n  | 1 |", "u(i(t1x1))"),
        ("- a\n| b |\n|---|\n| 1 |\nc", "u(i) t1x1 p"),
        ("1. a\nb | c\n--|--\n1 | 2\n2. d", "o(i) t2x1 o(i)"),
        ("> a\n| b |\n|---|\n| 1 |", "q(p) t1x1"),
        ("- a\n  - b\n  | c |\n  |---|", "u(i(u(i) t1x0))"),
        ("> - a\n> | b |\n> |---|\n> | 1 |", "q(u(i) t1x1)"),
        ("- a\n| b | c |\n|---|\n| 1 |", "u(i)"),
        ("- a\n| b |\n  |---|", "u(i(t1x0))"),
        ("> a\n| b |\n> |---|", "q(p t1x0)"),
        ("- a\n    | b |\n|---|", "u(i)"),
        ("- a\nb\n|---|", "u(i)"),
        ("| a |\n    |---|", "p"),
        ("| a |\n| : |", "p"),
        ("<div>\n*a*\n\n*b*", "p p"),
        ("<!-- a\n\nb -->\nc", "p"),
        ("<!-- a\n\nb", "p p"),
        ("<script>\na\n</script>\nb", "p"),
        ("[a]: b\n[c]: <d> 'e'\nf", "p"),
        ("[a]: b c\n", "p"),
        ("a\n[b]: c", "p"),
    ])
    func splitsBlocks(markdown: String, shape: String) throws {
        // The rule keeps the first line from being taken for the title.
        let document = try #require(
            Document.read(Array("---\ntitle: T\n---\n\(markdown)\n".utf8), path: "a.md").documents.first)
        let shapes = document.sections.flatMap { section in
            (section.level > 0 ? ["h\(section.level)"] : []) + section.blocks.map(\.shape)
        }
        #expect(shapes.joined(separator: " ") == shape)
    }

    @Test(arguments: [
        ("    a\n\tb\n\n      c\n", "a\nb\n\n  c"),
        ("```\n a\n\n  b\n```", " a\n\n  b"),
        ("  ```\n  a\n    b\n c\n  ```", "a\n  b\nc"),
        ("```\n```", ""),
        ("```\n\n```", ""),
    ])
    func keepsCode(markdown: String, code: String) throws {
        #expect(try blocks(markdown) == [.code(text: code, language: nil, line: 1)])
    }

    @Test func codeInContainersLosesTheirMarks() throws {
        let expected = Block.code(text: "a\n  b", language: "x y", line: 1)
        #expect(try blocks("> ``` x y\n> a\n>   b\n> ```") == [.quote(text: "", blocks: Parts([expected]), line: 1)])
        let list = try #require(try blocks("- ``` x y\n  a\n    b\n  ```").first?.list)
        #expect(list.items.first?.blocks == Parts([expected]))
    }

    @Test func headingsAndTitle() throws {
        let text = "# Title\n\n| A |\n|---|\n| 1 |\n\n## Part\n\n| B |\n|---|\n| 2 |\n\n- point\n"
        let document = try #require(Document.read(Array(text.utf8), path: "a.md").documents.first)
        #expect(document.title == Title(text: "Title", origin: .heading))
        #expect((0..<document.tableCount).map { document.table(at: $0).heading } == [nil, "Part"])
        #expect(document.table(at: 1).rows.map(\.line) == [11])
        #expect(document.heading(ofPoint: 0) == "Part")
        #expect(document.diagnostics.isEmpty)
    }

    @Test(arguments: [("a.md", ["a", "b"]), ("a.txt", ["a", "b"])])
    func loneBulletsAreNoPoints(path: String, texts: [String]) throws {
        let document = try #require(
            Document.read(Array("- a\n-\n- b\n\n*\n\n\nText.\n".utf8), path: path).documents.first)
        #expect((0..<document.pointCount).map { document.point(at: $0).text } == texts)
        #expect(document.sections.flatMap(\.blocks).count == 2)
        var runs: [String] = []
        document.forEachRun { if case .point(runs.count) = $0.part { runs.append($0.string) } }
        #expect(runs == texts)
    }

    @Test func pointsKnowTheirDepth() throws {
        let document = try #require(
            Document.read(Array("- a\n  1. B: b\n     - c\n- d\n".utf8), path: "a.md").documents.first)
        let points = (0..<document.pointCount).map { document.point(at: $0) }
        #expect(points.map(\.text) == ["a", "b", "c", "d"])
        #expect(points.map(\.label) == [nil, "B", nil, nil])
        #expect(points.map(\.depth) == [0, 1, 2, 0])
        #expect(points.map(\.line) == [1, 2, 3, 4])
    }
}

extension Block {
    fileprivate var shape: String {
        if let list { return Self.shape(list.isOrdered, list.items) }
        switch members.last?.content {
        case .table(let table): return "t\(table.columns.count)x\(table.rowCount)"
        case .blocks(let blocks): return "q(" + blocks.map(\.shape).joined(separator: " ") + ")"
        default: return kind == .code ? "c" : "p"
        }
    }

    /// Nested lists are flattened into their items, so they are drawn as one list each.
    private static func shape(_ isOrdered: Bool, _ items: Parts<ListItem>) -> String {
        let items = items.map { item -> String in
            let inner = (item.items.isEmpty ? [] : [shape(false, item.items)]) + item.blocks.map(\.shape)
            return inner.isEmpty ? "i" : "i(" + inner.joined(separator: " ") + ")"
        }
        return (isOrdered ? "o(" : "u(") + items.joined(separator: " ") + ")"
    }
}
