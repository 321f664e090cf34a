// Which document a link leads to.

import Catalog
import Documents
import Testing

@Suite struct LinkTargetTests {
    private static let paths = [
        "README.md", "notes/a.md", "notes/b c.md", "notes/d.txt", "notes/d.csv", "notes/sub/README.md",
        "notes/sub/deep.md", "notes/both.md", "notes/both/index.md", "notes/two/README.md", "notes/two/index.md",
        "v1.2.md", "ö.md", "content/page/_index.md", "content/page/one.md", "content/page/one/two.md",
        "blog/_posts/2020-02-01-lamp.md", "blog/x/twin.md", "blog/y/twin.md", "https:/odd.md",
    ]

    /// Returns the id of the article that a link from one file leads to; the links are in the order of `urls`.
    private func targets(of urls: [String], from path: String) throws -> [String?] {
        let text = urls.map { "[x](<\($0)>)\n\n" }.joined()
        let snapshot = snapshot(Self.paths.filter { $0 != path }.map { ($0, "Text\n") } + [(path, text)])
        let article = try snapshot.record("articles", Slug.article(path: path, line: 1))
        guard case .list(let links)? = article["links"] else { return [] }
        return links.map { $0["article"]?.text }
    }

    @Test(
        arguments: [
            ("b%20c.md", "notes-b-c"), ("./b c.md#part", "notes-b-c"), ("../README.md?plain=1", "README"),
            ("sub", "notes-sub-README"), ("sub/", "notes-sub-README"), ("./sub/.", "notes-sub-README"),
            ("sub/deep", "notes-sub-deep"), ("sub/../a.md", "notes-a"), ("sub/%2e%2e/a.md", "notes-a"),
            ("/notes/sub/deep.md", "notes-sub-deep"), ("/", "README"), ("..", "README"), ("../v1.2", "v1-2"),
            ("../%C3%B6.md", "ö"), ("both.md", "notes-both"), ("both/", "notes-both-index"), ("d.txt", "notes-d-txt"),
            ("two/index.md", "notes-two-index"), (".//a.md", "notes-a"),
        ] as [(String, String)])
    func `a relative link leads to the article of its file`(url: String, id: String) throws {
        let found = try targets(of: [url], from: "notes/a.md")
        #expect(found.count == 1)
        // Two files whose names differ in the extension have ids with a hash.
        #expect(found[0]?.hasPrefix(id.replacing("-txt", with: "")) == true, "\(found)")
    }

    @Test(arguments: [
        "#part", "?q=1", "", "https://harbour.example/a.md", "mailto:a@harbour.example", "//harbour.example/a.md",
        "https:/odd.md", "../../README.md", "../../notes/a.md", "/../README.md", "%2e%2e/%2E%2E/a.md", "d", "both",
        "two", "two/", "sub%2Fdeep.md", "a.md/", "A.md", "none.md", "..%00", "%FF.md", "a.md%", "notes/a.md",
        "[a].md", "{{ page.url }}", "{{ site.baseurl }}", "{{ site.baseurl }}notes/a.md", "{% a",
        String(repeating: "../", count: 100_000), String(repeating: "a", count: 100_000),
    ])
    func `other links lead to no article`(url: String) throws {
        #expect(try targets(of: [url], from: "notes/a.md") == [nil])
    }

    @Test(
        arguments: [
            (#"{{< ref "one.md" >}}"#, "content-page-one"), (#"{{< relref "one/two#part" >}}"#, "content-page-one-two"),
            (#"{{% ref one.md %}}"#, "content-page-one"), (#"{{<ref "/page/one.md">}}"#, "content-page-one"),
            (#"{{< ref "/page" >}}#part"#, "content-page-index"), (#"{{< ref "deep.md" >}}"#, "notes-sub-deep"),
            (#"{{< ref "sub/deep" >}}"#, "notes-sub-deep"), (#"{{< ref "/notes/a.md" >}}"#, "notes-a"),
            ("{% link notes/a.md %}", "notes-a"), ("{{ site.baseurl }}{% link notes/a.md %}#x", "notes-a"),
            ("{{site.baseurl}}/notes/a", "notes-a"), ("{% post_url 2020-02-01-lamp %}", "blog-posts-2020-02-01-lamp"),
            (#"{{< ref "twin.md" >}}"#, nil), (#"{{< ref "none.md" >}}"#, nil), (#"{{< ref path="one.md" >}}"#, nil),
            (#"{{< ref "one.md" "html" >}}"#, nil), (#"{{< tmp "one.md" >}}"#, nil), (##"{{< ref "#part" >}}"##, nil),
            (#"{{< ref "one.md" >}}/more"#, nil), ("{% link a.md %}", nil), ("{% include notes/a.md %}", nil),
            (#"{{< ref "" >}}"#, nil), (#"{{< ref "/" >}}"#, "README"), ("{{}}", nil), ("{%%}", nil), ("{{<>}}", nil),
        ] as [(String, String?)])
    func `shortcodes lead to pages and posts`(url: String, id: String?) throws {
        let path = "content/page/here.md"
        let text = "[x](\(url))\n"
        let snapshot = snapshot(Self.paths.map { ($0, "Text\n") } + [(path, text)])
        let article = try snapshot.record("articles", "content-page-here")
        guard case .list(let links)? = article["links"] else { return }
        #expect(links.map { $0["article"]?.text } == [id], "\(links)")
        #expect(links.first?["url"] == .text(url))
    }

    @Test func `a file of several documents is no target`() throws {
        let lines = #"{"title": "A", "text": "a"}"# + "\n" + #"{"title": "B", "text": "b"}"# + "\n"
        let one = #"{"title": "C", "text": "c"}"# + "\n"
        let snapshot = snapshot([
            ("all.jsonl", lines), ("one.jsonl", one), ("z.md", "[a](all.jsonl) [o](one.jsonl) [z](z.md)\n"),
        ])
        guard case .list(let links)? = try snapshot.record("articles", "z")["links"] else { return }
        #expect(links.map { $0["article"]?.text } == [nil, "one", "z"])
    }

    @Test func `links of tables name their column`() throws {
        let snapshot = snapshot([
            ("a.md", "| Name | |\n|---|---|\n| [b](b.md) | ![c](c.png) |\n\n- [b](b.md)\n"), ("b.md", "Text\n"),
        ])
        #expect(
            try snapshot.record("tables", "a-t1")["links"]
                == .list([
                    .object([
                        .init("text", .text("b")), .init("url", .text("b.md")), .init("line", .integer(3)),
                        .init("column", .text("Name")), .init("article", .text("b")),
                    ]),
                    .object([
                        .init("text", .text("c")), .init("url", .text("c.png")), .init("line", .integer(3)),
                        .init("column", .text("")), .init("image", .boolean(true)),
                    ]),
                ]))
        #expect(
            try snapshot.record("points", "a-p1")["links"]
                == .list([
                    .object([
                        .init("text", .text("b")), .init("url", .text("b.md")), .init("line", .integer(5)),
                        .init("article", .text("b")),
                    ])
                ]))
    }
}
