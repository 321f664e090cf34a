// Input made to be slow or deep. What is asserted is structure: how deep, how many, nothing lost.

import Documents
import Testing

@Suite struct HostileTests {
    static let size = 200_000

    static func lines(_ count: Int, _ line: (Int) -> String) -> String { (0..<count).map(line).joined(separator: "\n") }

    /// A text that is too long for a test log.
    struct Input: CustomTestStringConvertible {
        let text: String
        var testDescription: String { "\(text.utf8.count) bytes: \(String(reflecting: text.prefix(20)))…" }
    }

    @Test(
        arguments: [
            String(repeating: "|", count: size), String(repeating: "[", count: size),
            String(repeating: "![", count: size / 2),
            String(repeating: "`", count: size),
            (1...600).map { String(repeating: "`", count: $0) }.joined(separator: " "),
            String(repeating: "*a ", count: size / 3), String(repeating: "**a_b_ ", count: size / 7),
            String(repeating: "a**b*c__d_", count: size / 10), String(repeating: "<", count: size),
            String(repeating: "<a b=\"", count: size / 6), String(repeating: "<!-- ", count: size / 5),
            String(repeating: "<!--\n\n", count: size / 6), String(repeating: "[a](", count: size / 4),
            String(repeating: "[a](<b", count: size / 6), String(repeating: "[a](b \"", count: size / 7),
            String(repeating: "[a][", count: size / 4) + "\n\n[a]: b", String(repeating: "]", count: size),
            String(repeating: "&#", count: size / 2), String(repeating: "\\", count: size),
            String(repeating: ">", count: size),
            String(repeating: "> ", count: size / 2), String(repeating: "- ", count: size / 2),
            String(repeating: "1. ", count: size / 3), String(repeating: " ", count: size),
            String(repeating: "\t", count: size),
            String(repeating: "[a]: b\n", count: size / 7), String(repeating: "+--+\n", count: size / 5),
            String(repeating: "a\n- \n", count: size / 5), String(repeating: "[![a](", count: size / 6),
            lines(400) { String(repeating: "  ", count: $0) + "- a" },
            lines(600) { String(repeating: ">", count: $0 + 1) + " a" },
            "| a | b |\n|---|---|\n" + String(repeating: "|\n", count: size / 2),
            "|" + String(repeating: "a|", count: 900) + "\n|" + String(repeating: "-|", count: 900) + "\n"
                + String(repeating: "|x|\n", count: size / 4),
            "---\n" + String(repeating: "a: [\n", count: size / 5) + "---\n",
            "---\n" + lines(2_500) { String(repeating: " ", count: $0 % 80) + "a:" } + "\n---\n",
            "---\na: " + String(repeating: "!!str ", count: size / 6) + "b\n---\n",
            "---\na:\n  " + String(repeating: "- ", count: size / 2) + "b\n---\n",
            "---\na: " + String(repeating: "{b: ", count: size / 4) + "\n---\n",
            "+++\n" + String(repeating: "[[a.b.c]]\n", count: size / 10) + "+++\n",
            "+++\n[" + String(repeating: "a.", count: size / 2) + "b]\nc = 1\n+++\n",
            "+++\n" + String(repeating: "a.", count: size / 2) + "b = " + String(repeating: "[", count: size)
                + "\n+++\n",
            String(repeating: "<!-- a -->b\n", count: size / 12),
            "<div>" + String(repeating: "<script>a ", count: size / 10),
            String(repeating: "> > > [a]: b\n", count: size / 13), String(repeating: "\u{200B}", count: size / 3),
            String(repeating: "\u{FEFF}- a\n", count: size / 7), String(repeating: "www.a(*", count: size / 7),
            String(repeating: "http://a*.)&b;", count: size / 14), String(repeating: "~a~~b ", count: size / 6),
            String(repeating: "|a||b|\n", count: size / 7), String(repeating: "|a|b|\n|-|-|\n", count: size / 12),
            String(repeating: "-- --\na\n-- --\nb  c\n\nd\n", count: size / 23),
            "-- --\na\n-- --\n" + String(repeating: "a  b\n\n", count: size / 6),
            "-- --" + String(repeating: " ", count: size / 2) + "\na  b\n\n"
                + String(repeating: "a\n\n", count: size / 6),
            "+---+---+\n" + String(repeating: "| # a | > |\n", count: size / 12) + "+---+---+\n",
            String(repeating: "- <ul><li>a\n", count: size / 12),
            String(repeating: "> <ul>\n> <li>\n", count: size / 14),
            String(repeating: "  # a   b\n--- ---\n", count: size / 18),
            String(repeating: "  a\n  ----\n", count: size / 11),
            String(repeating: "> > > +-+\n", count: size / 10), String(repeating: "- a:\n\n  b\n", count: size / 10),
            "- " + String(repeating: "`a: b` ", count: size / 7),
            "+-+-+\n" + String(repeating: "| | |\n", count: size / 6) + "+-+-+\n",
            String(repeating: "+-", count: 900) + "+\n" + String(repeating: "|\n", count: size / 2) + "+-+\n",
            String(repeating: "+---+\n| + |\n", count: size / 12),
            "+--+\n" + String(repeating: "|+-|\n||||\n", count: size / 10) + "+--+\n",
            String(repeating: "-- ", count: 900) + "\n" + String(repeating: "a\n\n", count: size / 3),
            "a  b\n" + String(repeating: "-- ", count: 900) + "\n" + String(repeating: "a\n", count: size / 2),
            String(repeating: "    a  b\n-- --\n", count: size / 15),
            String(repeating: "a\n\n\nB\n\n\n", count: size / 8),
            String(repeating: "+------+\n|+----+|\n||+--+||\n|||+-+||\n", count: size / 36),
            String(repeating: "<table>", count: size / 7), String(repeating: "<table>\n\n", count: size / 9),
            String(repeating: "<ul><li>", count: size / 8), String(repeating: "<div>\n<ul>a</ul>\n", count: size / 17),
            "<div>\n<!-- a\n" + String(repeating: "<table>\n", count: size / 8),
            "<table><tr><td colspan=1000 rowspan=99999>a" + String(repeating: "<tr><td>b", count: size / 9)
                + "</table>",
            "<table>" + String(repeating: "<tr><td colspan=999>a", count: size / 21) + "</table>",
            String(repeating: "<ul><li>", count: 100) + "a" + String(repeating: "</li></ul>", count: 100),
            String(repeating: "[^a]: b\n", count: size / 8) + String(repeating: "[^a]", count: size / 8),
            String(repeating: "> [!a]\n\n", count: size / 9), "[a](" + String(repeating: "{{", count: size / 2),
            String(repeating: "[a]({{", count: size / 6), String(repeating: "\"", count: size),
            String(repeating: "\"a\"b\n", count: size / 5), String(repeating: "a,\"\n", count: size / 4),
            String(repeating: "a,\"b\"\"", count: size / 7),
            String(repeating: ",", count: 900) + "\n"
                + String(repeating: "a\n", count: size / 2), String(repeating: ",", count: size),
            String(repeating: "[a]: b\n", count: size / 14) + "c" + String(repeating: " ", count: size / 2),
        ].map(Input.init))
    func staysBounded(input: Input) throws {
        let text = input.text
        for path in ["a.md", "a.txt", "a.csv"] {
            let document = try #require(Document.read(Array(text.utf8), path: path).documents.first)
            var deepest = 0
            for index in 0..<document.pointCount { deepest = max(deepest, document.point(at: index).depth) }
            #expect(deepest < 32)
            var cells = 0
            for index in 0..<document.tableCount {
                let table = document.table(at: index)
                cells += table.columns.count * (table.rowCount + 1)
                #expect(table.rows.allSatisfy { $0.cells.count == table.columns.count })
            }
            #expect(cells <= text.utf8.count + 200_000)
            #expect(Array(document.sections).count <= text.utf8.count)
            _ = document.links
        }
    }

    @Test func leavesEndlessMarksAsTheyAre() {
        let marks = String(repeating: "\u{301}\u{323}", count: 100_000)
        #expect(PlainText.normalized("a" + marks).unicodeScalars.count == 200_001)
        #expect(PlainText.normalized("e\u{301}").unicodeScalars.count == 1)
        let points = String(repeating: "\u{5B0}\u{5BC}", count: 100_000)
        #expect(Folding.key("a" + points).unicodeScalars.count == 200_001)
    }

    @Test func keepsWhatIsNestedTooDeep() throws {
        let text = String(repeating: "> ", count: 100) + "word"
        let document = try #require(Document.read(Array(text.utf8), path: "a.md").documents.first)
        var found = ""
        document.forEachBlockRun { found += $0.string }
        #expect(found.hasSuffix(String(repeating: "> ", count: 68) + "word"))
        #expect(document.diagnostics.contains { $0.code == .nestedTooDeep })
    }

    @Test func wideTablesAreText() throws {
        let text = "|" + String(repeating: "a|", count: 1_001) + "\n|" + String(repeating: "-|", count: 1_001) + "\n"
        for path in ["a.md", "a.txt"] {
            let document = try #require(Document.read(Array(text.utf8), path: path).documents.first)
            #expect(document.tableCount == 0)
            #expect(document.diagnostics.contains { $0.code == .tableTooLarge })
        }
    }

    @Test func everyPrefixAndByteIsRead() {
        let text = "\u{FEFF}---\na: [b\n---\n# c\n> - d | e\n>   |-|-|\n> ```\n\r\n\t1. <b `f` [g](h \"i\")\n"
        let bytes = Array(text.utf8)
        for end in 0...bytes.count {
            for path in ["a.md", "a.txt", "a.json", "a.jsonl", "a.csv"] {
                var prefix = Array(bytes[..<end])
                _ = Document.read(prefix, path: path).documents.map(\.sections.hashValue)
                prefix.append(0xE2)
                _ = Document.read(prefix, path: path).documents.map(\.sections.hashValue)
            }
        }
    }
}
