// The field `links`: when answers have it, filters and facets on it, and reloads.

import Catalog
import Documents
import Testing

@testable import API

@Suite struct LinkTests {
    private static let files = [
        ("a.md", "# A\n\n- Lamp: [b](b.md) and [c](sub/c.md#x)\n- Rope\n\n| Ship | Log |\n|---|---|\n| s | [b](b) |\n"),
        ("b.md", "# B\n\nSee [c](/sub/c.md) and [port](https://port.example/?a=1&b=2).\n"),
        ("sub/c.md", "# C\n\nSee [itself](#x), [up](../) and [d](../d.md).\n"),
    ]
    private static let state = State.ready(Fixture.build(files))

    private func get(_ target: String, state: State = state) throws -> String {
        let answer = try Fixture.get(target, state: state)
        try #require(answer.status == 200, "\(answer.text)")
        return answer.text
    }

    private func ids(_ target: String, state: State = state) throws -> [String] {
        try get(target + "&fields=id&format=csv", state: state).split(separator: "\r\n").dropFirst().map(String.init)
    }

    @Test(arguments: ["articles", "points", "tables"])
    func `lists show links on request, and single records always`(collection: String) throws {
        #expect(try !get("/\(collection)").contains(#""links":[{"#))
        for target in ["/\(collection)?fields=*", "/\(collection)?fields=links"] {
            #expect(try get(target).contains(#""links":[{"text":"b","#), "\(target)")
        }
        let id = ["articles": "a", "points": "a-p1", "tables": "a-t1"][collection] ?? ""
        #expect(try get("/\(collection)/\(id)").contains(#""links":[{"text":"b","url":"b"#))
    }

    @Test func `articles have all links`() throws {
        #expect(
            try get("/articles/a?fields=links") == #"{"links":[{"text":"b","url":"b.md","line":3,"article":"b"},"#
                + #"{"text":"c","url":"sub/c.md#x","line":3,"article":"sub-c"},"#
                + #"{"text":"b","url":"b","line":8,"article":"b"}]}"# + "\n")
        #expect(
            try get("/articles/sub-c?fields=links.url,links.article")
                == ##"{"links":[{"url":"#x"},{"url":"../"},{"url":"../d.md"}]}"## + "\n")
        #expect(try get("/tables/a-t1?fields=links.column") == #"{"links":[{"column":"Log"}]}"# + "\n")
    }

    @Test(arguments: [
        ("/articles?links.article=sub-c", ["a", "b"]), ("/articles?links.article:in=b,none", ["a"]),
        ("/articles?links.article:exists=false", ["sub-c"]), ("/points?links.article=sub-c", ["a-p1"]),
        ("/points?links.article=c", []), ("/tables?links.article=b", ["a-t1"]), ("/tables?links.column=Log", ["a-t1"]),
        ("/articles?links.url=https://port.example/?a=1%26b=2", ["b"]), ("/articles?links.url:contains=port", ["b"]),
        ("/articles?links.url:startswith=/sub", ["b"]), ("/points?links.text=b", ["a-p1"]),
        ("/articles?links.line:gt=5", ["a"]), ("/articles?links:exists=false", []),
        ("/articles?links.image:exists=true", []),
    ])
    func `filters find records by their links`(target: String, found: [String]) throws {
        #expect(try ids(target) == found)
    }

    @Test func `facets count records by their links`() throws {
        #expect(
            try get("/articles?limit=0&facets=links.article,links.text").contains(
                #""facets":{"links.article":[{"value":"sub-c","count":2},{"value":"b","count":1}],"#
                    + #""links.text":[{"value":"c","count":2},{"value":"b","count":1},"#))
    }

    @Test func `an article that does not exist is suggested by a similar one`() throws {
        #expect(try get("/articles?links.article=sub-d").contains(#""suggestions":["sub-c"]"#))
    }

    @Test func `after a reload, links lead to the new documents`() throws {
        #expect(try ids("/articles?links.article=d") == [])
        let more = [("d.md", "# D\n"), ("b.txt", "b\n"), ("README.md", "r\n")]
        let state = State.ready(Fixture.build(Self.files + more))
        #expect(try ids("/articles?links.article=d", state: state) == ["sub-c"])
        #expect(try ids("/articles?links.article=README", state: state) == ["sub-c"])
        #expect(try get("/tables/a-t1?fields=links.article", state: state) == #"{"links":[{}]}"# + "\n")
    }

    @Test func `links are not among the referenced records and have no statistics`() throws {
        #expect(try Fixture.get("/articles?include=articles", state: Self.state).status == 400)
        #expect(
            try get("/-/schema/articles").contains(
                #"{"name":"links.article","type":"text","list":true,"references":"articles"}"#))
    }
}
