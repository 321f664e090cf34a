// The place of hits: file, line, heading and article, and fields with marked hits.

import Catalog
import Documents
import HTTP
import Testing

@testable import API

@Suite struct HitPlaceTests {
    private static let files = [
        (
            "a.md",
            """
            ---
            title: Harbour
            date: 2026-01-20
            tags: [sea, bread]
            author: Ann Scribe
            ---

            # Ships & storms

            The first line has no hit,
            and the *second* one has a lighthouse,
            and the third has none.

            - Watch: the pier
              is closed at midnight
            - Rope <b>ladder</b>

            <table>
            <tr><td>Port</td>
            <td>Quay</td></tr>
            </table>

            ## Captains

            | Leader | Plan |
            |---|---|
            | Ann Lee | Dredge the basin |
            | Bo Rask | Paint the buoys |

            ```
            code one
            code beacon
            ```

            > a quote
            > with a foghorn
            """
        ),
        ("b.md", "# Second\n\n| Leader | Plan |\n|---|---|\n| Ann Lee | Sink the barge |\n"),
        (
            "c.jsonl",
            "{\"title\": \"One\", \"text\": \"Nothing.\"}\n{\"title\": \"Two\", \"text\": \"A\\n\\ntugboat.\"}\n"
        ),
    ]
    private static let state = State.ready(Fixture.build(files))

    private func get(_ target: String, _ status: Int = 200) throws -> String {
        let answer = try Fixture.get(target, state: Self.state)
        #expect(answer.status == status, "\(answer.text)")
        return answer.text
    }

    static let places: [(String, String, Int, String?)] = [
        ("/search?type=articles&q=lighthouse", "a.md", 11, "Ships & storms"),
        ("/search?type=points&q=midnight", "a.md", 15, "Ships & storms"),
        ("/search?type=articles&q=midnight", "a.md", 15, "Ships & storms"),
        ("/search?type=points&q=ladder", "a.md", 16, "Ships & storms"),
        ("/search?type=tables&q=quay", "a.md", 20, "Ships & storms"),
        ("/search?type=articles&q=quay", "a.md", 20, "Ships & storms"),
        ("/search?type=tables&q=buoys", "a.md", 28, "Captains"),
        ("/search?type=leaders&q=buoys", "a.md", 28, "Captains"),
        ("/search?type=articles&q=beacon", "a.md", 32, "Captains"),
        ("/search?type=articles&q=foghorn", "a.md", 36, "Captains"),
        ("/search?type=articles&q=captains", "a.md", 23, "Captains"),
        // The metadata is before the first heading.
        ("/search?type=articles&q=scribe", "a.md", 5, nil),
        ("/search?type=articles&q=harbour", "a.md", 2, nil),
        // A record of two articles has the place of the one with the hit.
        ("/search?type=leaders&q=dredge", "a.md", 27, "Captains"),
        ("/search?type=leaders&q=barge", "b.md", 5, nil),
        ("/search?q=tugboat", "c.jsonl", 2, nil),
    ]

    @Test(arguments: places)
    func `a hit has the line of its first marked word`(target: String, file: String, line: Int, heading: String?) throws
    {
        let heading = heading.map { "\"\($0)\"" } ?? "null"
        let source = #""source":{"file":"\#(file)","line":\#(line),"heading":\#(heading)}"#
        let text = try get(target)
        #expect(text.contains(source), "\(text)")
        #expect(text.contains("\"total\":1,"))
        let words = Self.files.first { $0.0 == file }?.1.split(separator: "\n", omittingEmptySubsequences: false)
        let word = try #require(target.split(separator: "q=").last)
        #expect(words?[line - 1].lowercased().contains(word) == true)
    }

    @Test func `a hit has its article`() throws {
        let article = #""article":{"id":"a","title":"Harbour","date":"2026-01-20"}"#
        for target in ["/search?q=buoys", "/leaders?q=buoys&fields=_meta", "/search?q=dredge&type=leaders"] {
            #expect(try get(target).contains(article), "\(target)")
        }
        #expect(try get("/search?q=barge&type=leaders").contains(#""article":{"id":"b","title":"Second","date":null}"#))
        // The name is in both articles; the newest row has it.
        #expect(try get("/search?q=%22ann+lee%22&type=leaders").contains(article))
        // An article needs no article, and a point has one.
        #expect(try !get("/articles?q=buoys&fields=_meta").contains("\"article\""))
        #expect(try !get("/points?q=ladder&fields=_meta").contains("\"article\""))
    }

    @Test func `records found by q have their place under _meta`() throws {
        #expect(
            try get("/articles?q=lighthouse&fields=_meta.source")
                .contains(#"{"_meta":{"source":{"file":"a.md","line":11,"heading":"Ships & storms"}}}"#))
        #expect(
            try get("/leaders?q=barge&fields=_meta.source.line,_meta.article.id").contains(
                #"{"_meta":{"source":{"line":5},"article":{"id":"b"}}}"#))
        #expect(try get("/leaders?q=barge&_meta.source.line=5", 400).contains("neither a field"))
    }

    @Test(arguments: [
        ("type=articles&q=the&article.tags=sea&fields=id", "[{\"id\":\"a\"}]"),
        ("q=ann&facets=leaders,type,article.date,article.author&limit=0", #"{"value":"2026-01-20","count":"#),
        ("q=-zzz&type=leaders&sort=-article.date,id&fields=id", #"[{"id":"ann-lee"},{"id":"bo-rask"}]"#),
        ("q=buoys&leaders=bo-rask&type=tables&fields=id,leaders", #"[{"id":"a-t2","leaders":["ann-lee","bo-rask"]}]"#),
        ("q=barge&article.date:exists=false&type=tables&fields=id", #"[{"id":"b-t1"}]"#),
        ("q=barge&type=tables&include=articles", #""included":{"articles":[{"id":"b","#),
        ("q=-zzz&facets=leaders&limit=0", #"{"value":"ann-lee","count":"#),
        ("q=-zzz&type=points&facets=article.tags&limit=0", #"[{"value":"bread","count":2},{"value":"sea","count":2}]"#),
    ])
    func `a search takes facets, filters and sort keys of the article`(query: String, part: String) throws {
        let text = try get("/search?" + query)
        #expect(text.contains(part), "\(text)")
    }

    @Test(arguments: ["article.date", "article.title", "article.wordCount", "article.id", "leaders", "article.tags"])
    func `facets of article fields equal the values of hits`(name: String) throws {
        let rows = try Fixture.get("/search.ndjson?q=-zzz&fields=\(name)").text.split(separator: "\n")
        let answer = try Fixture.get("/search?q=-zzz&limit=0&facets=\(name)").text
        let facet = answer.split(separator: "{\"value\":").dropFirst()
        #expect(facet.count > 1)
        for entry in facet {
            let value = try #require(entry.firstRange(of: ",\"count\":"))
            let literal = entry[..<value.lowerBound]
            let count = entry[value.upperBound...].prefix { $0.isNumber }
            let ending = literal.hasPrefix("\"") ? "" : "}"
            #expect(rows.count { $0.contains(literal + ending) } == Int(count), "\(literal) \(answer)")
        }
    }

    @Test func `hits with equal sort keys are in the order of type and id`() throws {
        let rows = try Fixture.get("/search.csv?q=-zzz&article.language=en&sort=article.language&fields=type,id").text
        let ids = rows.split(separator: "\r\n").dropFirst().map { $0.replacing(",", with: "/") }
        #expect(ids.count > 8 && ids == ids.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
    }

    @Test func `a page of hits has twenty`() throws {
        #expect(try get("/search?q=-zzz").contains(#""limit":20,"#))
        #expect(try get("/search?q=-zzz&limit=1000").contains(#""limit":1000,"#))
        #expect(try get("/openapi.json").contains("The maximum number of records; 20 by default."))
    }
}

@Suite struct HighlightTests {
    @Test(arguments: [
        (
            "/leaders?q=grain&fields=name&highlight=focusArea,name&votes=12",
            #""_meta":{"highlight":{"focusArea":"<mark>Grain</mark>","name":"ann lee"}}"#
        ),
        (
            "/leaders?q=reserve&highlight=appearances.outcome&fields=-_meta",
            #"{"appearances.outcome":["Left early","Signed, with &quot;<mark>reserve</mark>&quot;"]}}"#
        ),
        ("/articles?q=bread&highlight=tags&fields=id", #""highlight":{"tags":["sea","<mark>bread</mark>"]}"#),
        ("/search?q=piers&highlight=title&fields=id", #""_meta":{"highlight":{"title":"Open berths"}}"#),
        (
            "/search?q=%22harbour+talks%22&type=articles&highlight=title,article.author",
            #""highlight":{"title":"<mark>Harbour</mark> <mark>talks</mark>","article.author":"Ann Scribe"}"#
        ),
        ("/points?q=piers&highlight=text", #""highlight":{"text":"Two more <mark>piers</mark> for grain."}"#),
        (
            "/leaders?q=left&highlight=appearances.outcome&fields=id",
            #"{"appearances.outcome":["<mark>Left</mark> early""#
        ),
    ])
    func `fields are shown with marked hits`(target: String, part: String) throws {
        let answer = try Fixture.get(target)
        #expect(answer.status == 200 && answer.text.contains(part), "\(answer.text)")
    }

    @Test(arguments: [
        ("/leaders?highlight=name", "needs a search"), ("/leaders?q=&highlight=name", "needs a search"),
        ("/leaders?q=x&highlight=nam", "\"suggestion\":\"name\""), ("/leaders?q=x&highlight=votes", "not a text field"),
        ("/search?q=x&highlight=snippet", "not a text field"), ("/search?q=x&highlight=", "empty name"),
        ("/articles.atom?q=x&highlight=title", "fixed fields"),
        ("/tables/rows?columns=Leader&highlight=Leader", "no text search"),
        ("/leaders/bo-rask?highlight=name", "no parameter of this name"),
    ])
    func `a highlight without a meaning is refused`(target: String, message: String) throws {
        let answer = try Fixture.get(target)
        #expect(answer.status == 400 && answer.text.contains(message), "\(answer.text)")
    }

    @Test func `no record has a highlight unless it is asked for`() throws {
        for target in ["/search?q=grain", "/leaders?q=grain", "/search.csv?q=grain", "/search?q=grain&fields=*"] {
            #expect(try !Fixture.get(target).text.contains("highlight"), "\(target)")
        }
    }
}
