// Tests of text search: `q` on collections and `/search`.

import HTTP
import Testing

@testable import API

struct SearchTests {
    @Test(
        "q combines with filters, sort and paging",
        arguments: [
            ("/leaders?q=grain", ["ann-lee", "bo-rask"]),
            ("/leaders?q=grain&votes:gt=20", ["bo-rask"]),
            ("/leaders?q=grain&sort=-votes", ["bo-rask", "ann-lee"]),
            ("/leaders?q=grain&sort=name&limit=1&offset=1", ["ann-lee"]),
            ("/leaders?q=-grain", ["elise-dupont"]),
            ("/leaders?q=elise", ["elise-dupont"]),
            ("/articles?q=wind", ["talks-day-2"]),
            ("/articles?q=%22price+of+bread%22", ["talks-day-1"]),
            ("/points?q=pier*", ["talks-day-1-p1"]),
            ("/tables?q=malta", ["talks-day-1-t2"]),
            ("/leaders?q=grain&sort=-_meta.score&limit=5&_meta.score:gt=1000", []),
        ])
    func combines(_ target: String, _ expected: [String]) throws {
        let ids = try Fixture.ids(target)
        #expect(target.contains("sort") ? ids == expected : Set(ids) == Set(expected))
    }

    @Test("a hit has a score and a snippet under _meta")
    func meta() throws {
        let text = try Fixture.get("/points?q=piers&fields=label,_meta").text
        #expect(text.contains(#"{"label":"Open berths","_meta":{"score":"#))
        #expect(text.contains(#""snippet":"Open berths: Two more <mark>piers</mark> for grain.""#))
        // The record's own members of `_meta` are kept.
        #expect(try Fixture.get("/leaders?q=rask&fields=_meta").text.contains(#"{"articles":1,"aliases":[],"score":"#))
        // Without a search there is no score.
        #expect(try !Fixture.get("/leaders").text.contains("score"))
        #expect(try Fixture.get("/leaders?fields=_meta.score").status == 400)
        #expect(try Fixture.get("/leaders?q=rask&fields=_meta.score").text.contains(#"{"_meta":{"score":"#))
    }

    @Test("facets count the hits")
    func facets() throws {
        let text = try Fixture.get("/leaders?q=rask&facets=focusArea").text
        #expect(text.contains(#""facets":{"focusArea":[{"value":"Grain","count":1}]}"#))
    }

    @Test(
        "cursors page through all hits, the best first",
        arguments: [
            "/articles?q=the", "/points?q=-zzz", "/points?q=-zzz&sort=-source.line", "/search?q=grain",
            "/search?q=-zzz", "/search?q=-zzz&sort=type", "/search?q=-zzz&sort=-title&type:ne=points",
            "/leaders?q=grain&sort=focusArea", "/-/diagnostics?q=-zzz",
        ])
    func cursors(_ target: String) throws {
        let fields = target.hasPrefix("/search") ? "type,id" : "id"
        let all = try Fixture.get(target + "&fields=\(fields)&format=csv").text
        var walked = fields + "\r\n"
        var next: String? = target + "&fields=\(fields)&limit=1&cursor=*"
        for _ in 0..<60 {
            guard let page = next else { break }
            let csv = try Fixture.get(page + "&format=csv").text
            walked += csv.split(separator: "\r\n").dropFirst().map { $0 + "\r\n" }.joined()
            let link = try #require(Fixture.get(page)[.link])
            next = link.split(separator: ", ").first { $0.contains("next") }
                .map { String($0.dropFirst().prefix { $0 != ">" }) }
        }
        #expect(next == nil)
        #expect(walked == all)
    }

    @Test("a cursor of another search is refused")
    func foreignCursor() throws {
        let link = try #require(Fixture.get("/articles?q=the&limit=1&cursor=*")[.link])
        let cursor = try #require(link.split(separator: "cursor=").last?.prefix { $0 != ">" })
        #expect(try Fixture.get("/articles?q=day&limit=1&cursor=\(cursor)").status == 400)
        #expect(try Fixture.get("/articles?limit=1&cursor=\(cursor)").status == 400)
    }

    @Test("search lists hits of all collections with their type")
    func everything() throws {
        let answer = try Fixture.get("/search?q=grain&fields=type,id")
        #expect(answer.status == 200)
        for hit in [
            #"{"type":"articles","id":"talks-day-1"}"#, #"{"type":"leaders","id":"bo-rask"}"#,
            #"{"type":"points","id":"talks-day-1-p1"}"#, #"{"type":"tables","id":"talks-day-1-t1"}"#,
        ] {
            #expect(answer.text.contains(hit), "\(answer.text)")
        }
        #expect(try Fixture.get("/search?q=grain&type=leaders&facets=type").text.contains(#""total":2,"#))
        #expect(try Fixture.get("/search?q=rask&limit=1").text.contains(#""title":"Bo Rask""#))
        #expect(try Fixture.get("/search.csv?q=rask").text.hasPrefix("type,id,title,snippet,score,source,article\r\n"))
        #expect(try Fixture.get("/search").status == 400)
        #expect(try Fixture.get("/search?q=grain&colour=red").status == 400)
        #expect(try Fixture.get("/search?q=").text.contains(#""total":0,"#))
    }

    @Test("a search without hits suggests the nearest words")
    func suggestions() throws {
        #expect(try Fixture.get("/leaders?q=dupond&exact=1").text.contains(#""suggestions":["dupont"]"#))
        #expect(try Fixture.get("/leaders?q=%22dupond%22").text.contains(#""suggestions":["dupont"]"#))
        #expect(try Fixture.get("/search?q=captian&exact=1").text.contains(#""suggestions":["captain"]"#))
        #expect(try !Fixture.get("/leaders?q=dupont").text.contains("suggestions"))
    }

    @Test("a word that does not occur gives way to the nearest ones")
    func corrected() throws {
        let leaders = try Fixture.get("/leaders?q=dupond").text
        #expect(leaders.contains(#""corrected":{"dupond":["dupont"]}"#), "\(leaders)")
        #expect(try Fixture.ids("/leaders?q=dupond") == ["elise-dupont"])
        #expect(leaders.contains("<mark>Dupont</mark>"))
        #expect(!leaders.contains("suggestions"))
        let all = try Fixture.get("/search?q=captian").text
        #expect(all.contains(#""corrected":{"captian":["captain"]}"#) && all.contains("<mark>"), "\(all)")
        #expect(try Fixture.get("/leaders?q=dupond&explain=1").text.contains("with a form of `dupont`"))
        // A word of another collection is none to be corrected in all of them.
        #expect(try !Fixture.get("/search?q=grain").text.contains("corrected"))
        for query in ["dupond&exact=1", "-dupond", "dupond*", "%22dupond%22"] {
            #expect(try !Fixture.get("/leaders?q=\(query)").text.contains("corrected"), "\(query)")
        }
    }

    @Test("exact=1 finds words only as they are")
    func exact() throws {
        #expect(try Fixture.ids("/points?q=pier") == ["talks-day-1-p1"])
        #expect(try Fixture.ids("/points?q=pier&exact=0") == ["talks-day-1-p1"])
        #expect(try Fixture.ids("/points?q=pier&exact=1") == [])
        #expect(try Fixture.ids("/points?q=piers&exact=1") == ["talks-day-1-p1"])
        #expect(try Fixture.get("/search?q=pier").text.contains("<mark>piers</mark>"))
        #expect(try !Fixture.get("/search?q=pier&exact=1").text.contains("<mark>piers</mark>"))
        for target in ["points?exact=1", "search?exact=1", "points?q=pier&exact=yes", "tables/rows?columns=x&exact=1"] {
            #expect(try Fixture.get("/" + target).status == 400, "\(target)")
        }
    }

    @Test("explain describes q")
    func explain() throws {
        let text = try Fixture.get("/articles?q=-wind+har*&explain=1").text
        #expect(text.contains(#"{"parameter":"q","meaning":"Records without `wind`, with `har*`.","rows":1}"#))
    }

    @Test(
        "a search accepts any text",
        arguments: [
            "%22", "*", "-", "-%22%22", "(((", "a%00b", "%27%27", "%5C", "%22%22%22*", "+++", "%E2%80%8B",
            "%F0%9F%92%A1", "a*b*c*", "--a", "%22*%22*", "OR+AND+NOT", "title:x", "%3Cscript%3E", "*a", "%22a+-b%22",
        ])
    func hostile(_ query: String) throws {
        for path in ["/articles", "/leaders", "/points", "/tables", "/search"] {
            let answer = try Fixture.get("\(path)?q=\(query)&explain=1")
            #expect(answer.status == 200)
            #expect(!answer.text.contains("<script>"))
        }
    }

    @Test("diagnostics can be searched")
    func diagnostics() throws {
        let state = State.ready(Fixture.build([("a.txt", "| Leader | Votes |\n|---|---|\n| Ann | 1 |\n| | 2 |\n")]))
        let all = try Fixture.get("/-/diagnostics?fields=message", state: state).text
        #expect(all.contains(#""total":2,"#), "\(all)")
        let found = try Fixture.get("/-/diagnostics?q=leaders&fields=id,_meta", state: state).text
        #expect(found.contains(#"[{"id":"1","_meta":{"score":"#) && found.contains("<mark>leaders</mark>"), "\(found)")
        #expect(try Fixture.get("/-/diagnostics.csv?q=nowhere&fields=id", state: state).text == "id\r\n")
        #expect(try Fixture.get("/-/diagnostics?q=x&limt=1", state: state).status == 400)
    }

    @Test("too many words are refused")
    func refused() throws {
        let words = (0..<100).map { "w\($0)" }.joined(separator: "+")
        #expect(try Fixture.get("/articles?q=\(words)").status == 400)
        #expect(try Fixture.get("/articles?q=a&q=b").status == 400)
        // Filters on snippets would have to make the snippet of every hit, so they do not exist.
        #expect(try Fixture.get("/articles?q=the&_meta.snippet:contains=a").status == 400)
        #expect(try Fixture.get("/articles?q=the&sort=_meta.snippet").status == 400)
        #expect(try Fixture.get("/search?q=the&facets=snippet").status == 400)
    }
}
