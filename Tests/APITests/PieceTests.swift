// An article in pieces: as Markdown, some lines of its source, its outline and its sections.

import Catalog
import Documents
import HTTP
import Testing

@testable import API

@Suite struct PieceTests {
    private static let markdown =
        "---\ntitle: Harbour\n---\n\nIntro words here.\n\n## Ships\r\n\r\nA storm came, twice.\n\n- one\n- two\n\n"
        + "### Captains\n\n| Name | Age |\n|---|---|\n| Lee | 40 |\n\n## End\n"
    private static let files = [
        ("a.md", markdown), ("b.txt", "Title: Plain\nJust a text without any marks.\n"),
        (
            "c.jsonl",
            "{\"title\": \"One\", \"text\": \"First.\"}\n{\"title\": \"Two\", \"text\": \"## H\\n\\nSecond.\"}\n"
        ),
        ("d.md", "\u{FEFF}# Only\n\nlast line without a feed"), ("empty.txt", ""),
    ]
    private static let state = State.ready(Fixture.build(files))

    private func get(_ target: String, _ fields: HeaderFields = [:]) throws -> Answer {
        try Fixture.get(target, .get, fields, state: Self.state)
    }

    // MARK: Markdown

    @Test func `a Markdown document is served as Markdown`() throws {
        for (target, fields) in [
            ("/articles/a.md", [:]), ("/articles/a?format=md", [:]), ("/articles/a", [.accept: "text/markdown"]),
        ] as [(String, HeaderFields)] {
            let answer = try get(target, fields)
            #expect(answer.status == 200 && answer.text == Self.markdown, "\(target)")
            #expect(answer[.contentType] == "text/markdown; charset=utf-8")
        }
        #expect(try get("/articles/a", [.accept: "text/markdown"])[.vary] == "Accept")
        let links = try #require(get("/articles/a")[.link])
        #expect(links.contains("</articles/a.md>; rel=\"alternate\"") && links.contains("</articles/a/outline>;"))
        #expect(try get("/articles/b")[.link]?.contains(".md") == false)
    }

    @Test func `the Markdown of a JSON document is its text`() throws {
        let id = try get("/articles?title=Two&fields=id&format=csv").text.split(separator: "\r\n")[1]
        #expect(try get("/articles/\(id).md").text == "## H\n\nSecond.")
    }

    @Test(arguments: ["/articles/b.md", "/articles/b?format=md"])
    func `a document that is no Markdown says where its source is`(target: String) throws {
        let answer = try get(target)
        #expect(answer.status == 406 && answer.text.contains("`/articles/b/source`"), "\(answer.text)")
    }

    @Test(arguments: [
        ("/articles/aa.md", 404), ("/leaders.md", 406), ("/articles.md", 406), ("/points/a-p1.md", 406),
        ("/articles/a.md?fields=id", 400), ("/articles/a.md?x=1", 400),
    ])
    func `only single articles have Markdown`(target: String, status: Int) throws {
        #expect(try get(target).status == status)
    }

    // MARK: Source

    @Test(
        arguments: [
            ("a/source?lines=5", "Intro words here.\n"),
            ("a/source?lines=7-9", "## Ships\r\n\r\nA storm came, twice.\n"),
            ("a/source?lines=20-", "## End\n"), ("a/source?lines=20-900", "## End\n"), ("a/source?lines=1-1", "---\n"),
            ("d/source?lines=3-", "last line without a feed"),
        ])
    func `some lines of a source keep their ends`(path: String, text: String) throws {
        let answer = try get("/articles/" + path)
        #expect(answer.status == 200 && answer.text == text, "\(answer.text)")
        #expect(answer[.contentType] == "text/plain; charset=utf-8" && answer[.etag] != nil)
    }

    @Test func `lines are those of the file, of which a document may be a part`() throws {
        let second = try get("/articles?title=Two&fields=id&format=csv").text.split(separator: "\r\n")[1]
        #expect(try get("/articles/\(second)/source?lines=2").text.hasPrefix("{\"title\": \"Two\""))
        let outside = try get("/articles/\(second)/source?lines=1")
        #expect(outside.status == 400 && outside.text.contains("the lines 2 to 2 of its file"))
    }

    @Test(arguments: ["0", "a", "", "-", "-5", "5-4", "1-2-3", "1,2", "+1", "1-x", "99999999999999999999"])
    func `other ranges of lines are refused`(lines: String) throws {
        let answer = try get("/articles/a/source?lines=\(lines.replacing("+", with: "%2B"))")
        #expect(answer.status == 400 && answer.text.contains("such as `12`"), "\(answer.text)")
    }

    @Test func `a line after the last one is refused with the number of lines`() throws {
        #expect(try get("/articles/a/source?lines=21").text.contains("the lines 1 to 20 of its file, and no line 21"))
        #expect(try get("/articles/empty/source?lines=1").text.contains("has no lines"))
        #expect(try get("/articles/a/source?lines=1&lines=2").status == 400)
        #expect(try get("/articles/a/source?line=1").text.contains("\"suggestion\":\"lines\""))
        #expect(try get("/articles/aa/source?lines=1").text.contains("Did you mean `/articles/a`?"))
    }

    // MARK: Sections

    @Test func `the outline has the sections with lines and sizes`() throws {
        let csv = try get("/articles/a/outline.csv?fields=n,heading,level,line,endLine,wordCount,blockCount")
            .text
        #expect(
            csv == "n,heading,level,line,endLine,wordCount,blockCount\r\n1,,0,5,6,3,1\r\n2,Ships,2,7,13,7,2\r\n"
                + "3,Captains,3,14,19,5,1\r\n4,End,2,20,20,1,0\r\n")
        let text = try get("/articles/a/outline?fields=n,links&limit=1").text
        #expect(
            text.hasPrefix(
                #"{"data":[{"n":1,"links":{"self":"/articles/a/sections/1","article":"/articles/a","#
                    + #""source":"/articles/a/source?lines=5-6","next":"/articles/a/sections/2","prev":null}}],"#
                    + #""meta":{"total":4,"#
            ), "\(text)")
        #expect(try get("/articles/a/outline?level:lte=2&fields=n&format=csv").text == "n\r\n1\r\n2\r\n4\r\n")
        #expect(try get("/articles/a/outline?q=x").status == 400)
        #expect(try get("/articles/aa/outline").status == 404)
    }

    @Test func `lines and bytes of sections are those of the source`() throws {
        let rows = try get("/articles/a/outline?format=csv&fields=line,endLine,byteCount").text
        var all = ""
        for row in rows.split(separator: "\r\n").dropFirst() {
            let numbers = row.split(separator: ",").map(String.init)
            let source = try get("/articles/a/source?lines=\(numbers[0])-\(numbers[1])").text
            #expect(source.utf8.count == Int(numbers[2]))
            all += source
        }
        #expect(Self.markdown.hasSuffix(all) && all.hasPrefix("Intro"))
    }

    @Test func `a section has the blocks that it has in the article`() throws {
        let article = try get("/articles/a?fields=sections").text
        for number in 1...4 {
            let blocks = try get("/articles/a/sections/\(number)?fields=blocks").text.dropFirst().dropLast(2)
            #expect(article.contains(blocks), "\(blocks)")
        }
        let section = try get("/articles/a/sections/4").text
        #expect(section.contains(#""next":null,"prev":"/articles/a/sections/3"},"blocks":[]}"#), "\(section)")
        #expect(try get("/articles/a/sections/3").text.contains(#""id":"a-t1","columns":["Name","Age"]"#))
    }

    @Test(arguments: ["0", "5", "x", "01", "-1"])
    func `a section that does not exist is refused with their number`(number: String) throws {
        let answer = try get("/articles/a/sections/\(number)")
        #expect(answer.status == 404 && answer.text.contains("the numbers 1 to 4"), "\(answer.text)")
    }

    @Test func `sections of a document in JSON have no lines of their own`() throws {
        let second = try get("/articles?title=Two&fields=id&format=csv").text.split(separator: "\r\n")[1]
        let text = try get("/articles/\(second)/sections/1").text
        #expect(text.contains(#""heading":"H","level":2,"line":2,"endLine":null,"#) && text.contains(#""source":null"#))
    }
}
