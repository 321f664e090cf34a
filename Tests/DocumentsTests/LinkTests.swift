// Links of documents, list items and tables. The fixtures have the links of whole documents.

import Documents
import Testing

@Suite struct LinkTests {
    private func read(_ text: String, path: String = "a.md") throws -> Document {
        try #require(Document.read(Array(text.utf8), path: path).documents.first)
    }

    private func written(_ links: some Sequence<Link>) -> [String] {
        links.map { link in
            "\(link.line): [\(link.text)] \(link.url)" + (link.isImage ? " image" : "")
                + (link.column.map { " column \($0)" } ?? "")
        }
    }

    @Test func `links are in reading order, with the line that each begins on`() throws {
        let document = try read(
            """
            # [Pier](pier.md) news

            The lamp and
            the [rope *store*](<rope store.md> "Rope") are
            near <https://harbour.example/a_b> and ![a gull](gull.png).

            > A [quay][]
            > and [a *wall*][Wall].

            [![badge](b.svg) state](state.md)

            `[no](code.md)` \\[no](escape.md)

            [quay]: quay&amp;co.md
            [wall]: ../wall\\_1.md 'W'
            """)
        #expect(
            written(document.links) == [
                "1: [Pier] pier.md", "4: [rope store] rope store.md",
                "5: [https://harbour.example/a_b] https://harbour.example/a_b", "5: [a gull] gull.png image",
                "7: [quay] quay&co.md", "8: [a wall] ../wall_1.md", "10: [badge state] state.md",
                "10: [badge] b.svg image",
            ])
    }

    @Test func `elements of HTML are links in Markdown`() throws {
        let text = """
            Go <a class="x" href="a_b.md?p=1&amp;q=2">to the **old** <b>pier</b></a> or <A HREF=b.md>*b*

            <p align="center">
              <a href='c.md'>Port <img alt="A &lt; B" src=" i.png "/></a> <a name="d">none</a>
              <!-- <a href="no.md">no</a> --> <a data-href="no.md">no</a> <a>[md](no.md)</a>
            </p>

            `<a href="no.md">no</a>` <a href="e.md">e</a> **<a href="f.md">f**</a> [g](g.md)</a>
            """
        #expect(
            written(try read(text).links) == [
                "1: [to the old pier] a_b.md?p=1&q=2", "4: [Port] c.md", "4: [A < B] i.png image", "8: [e] e.md",
                "8: [f] f.md", "8: [g] g.md",
            ])
        #expect(written(try read(text, path: "a.txt").links) == ["5: [md] no.md", "8: [g] g.md"])
    }

    @Test func `a list item has the links of its own text`() throws {
        let document = try read(
            """
            - **See:** [one](1.md)
              - [two][t]
                and [three](3.md)

              [four](4.md)

            [t]: 2.md
            """)
        let links = (0..<document.pointCount).map { written(document.links(ofPoint: $0)) }
        #expect(links == [["1: [one] 1.md"], ["2: [two] 2.md", "3: [three] 3.md"]])
        #expect(written(document.links) == ["1: [one] 1.md", "2: [two] 2.md", "3: [three] 3.md", "5: [four] 4.md"])
    }

    @Test func `links of a table have the line of their row and their column`() throws {
        let document = try read(
            """
            | [Ship](s.md) | Berth |
            |---|---|
            | [Ann](ann.md) | a \\| [b](b\\|c.md) |
            | Bo | [x](x.md) and [y](y.md) | [dropped](d.md) |

            +--------------+---------------+
            | Crate        | Weight        |
            +==============+===============+
            | - [tea](t.md)| `[no](no.md)` |
            |   and rope   |               |
            +--------------+---------------+
            """)
        #expect(
            written(document.links(ofTable: 0)) == [
                "1: [Ship] s.md column 0", "3: [Ann] ann.md column 0", "3: [b] b|c.md column 1",
                "4: [x] x.md column 1", "4: [y] y.md column 1",
            ])
        #expect(written(document.links(ofTable: 1)) == ["9: [tea] t.md column 0"])
        #expect(document.links.elementsEqual([0, 1].flatMap { Array(document.links(ofTable: $0)) }))
    }

    @Test func `an excess cell of the text dialect has its links in the last column`() throws {
        let text = "| A | B |\n|---|---|\n| 1 | [b](b.md) | [c](c.md) |\n"
        let document = try read(text, path: "a.txt")
        #expect(written(document.links) == ["3: [b] b.md column 1", "3: [c] c.md column 1"])
    }

    @Test func `packed documents have the same links`() throws {
        let lines = (0..<4_000).map { "- Berth \($0): [b\($0)](b/\($0).md) and [quay]\n" }
        let document = try read(lines.joined() + "\n[quay]: https://harbour.example/quay\n")
        let codebook = Codebook(sample: [document.source])
        let packed = document.packed(by: codebook)
        #expect(packed.keptSize < document.keptSize)
        #expect(packed.links == document.links)
        #expect(Array(document.links).count == 8_000)
        #expect(
            written(packed.links(ofPoint: 3_999)) == [
                "4000: [b3999] b/3999.md", "4000: [quay] https://harbour.example/quay",
            ])
    }

    @Test func `without links nothing is read`() throws {
        let document = try read("A pier.\n\n| A |\n|---|\n| b |\n\n- c\n")
        #expect(document.links.isEmpty && document.links(ofTable: 0).isEmpty && document.links(ofPoint: 0).isEmpty)
        #expect(try read("").links.isEmpty)
    }

    /// With each target copied for each reference, the last one would take the square of the number of bytes.
    @Test(arguments: [
        (String(repeating: "[a](b)", count: 100_000), 100_000),
        (String(repeating: "- [a](b)\n", count: 100_000), 100_000),
        ("[a](" + String(repeating: "b", count: 1 << 20) + ")", 1),
        (String(repeating: "<a href=b>", count: 100_000), 99_999),
        (String(repeating: "<a href=\"b\">**a</a>**", count: 50_000), 50_000),
        ("a <img " + String(repeating: "src ", count: 100_000) + "src='b'>", 1),
        (String(repeating: "[", count: 100_000) + String(repeating: "](a)", count: 100_000), 1),
        (String(repeating: "[a] ", count: 100_000) + "\n\n[a]: " + String(repeating: "b", count: 1 << 20), 22),
    ])
    func `many links and long targets take linear time`(text: String, count: Int) throws {
        let document = try read(text)
        #expect(Array(document.links).count == count)
        if document.pointCount > 0 { #expect(document.links(ofPoint: 99_999).count == 1) }
    }
}
