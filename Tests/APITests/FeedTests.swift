// Tests of the feeds: Atom and JSON Feed.

import Catalog
import Documents
import HTTP
import Testing

@testable import API

@Suite struct FeedTests {
    static let snapshot = Fixture.build([
        (
            "old.md",
            "---\ndate: 2024-02-29T23:30:00-01:00\nlanguage: en\ntags: [sea]\n"
                + "url: https://news.example/a?b=1&c=2\n---\n# Ships & <b>ports</b> \u{1} here\n\nA storm came.\n"
        ),
        ("new.md", "---\ndate: 2026-01-20\nauthor: Ann\nurl: \"javascript:alert(1)\"\n---\n# New\n\nText.\n"),
        ("undated.md", "---\ndate: some day\nlanguage: \"not a language\"\n---\n# Undated\n"),
    ])

    private func get(_ target: String) throws -> Answer { try Fixture.get(target, state: .ready(Self.snapshot)) }

    @Test func atomHasRFC3339DatesAndTheNewestFirst() throws {
        let answer = try get("/articles.atom")
        #expect(answer[.contentType] == "application/atom+xml")
        let text = answer.text
        let titles = text.split(separator: "<entry").dropFirst().compactMap {
            $0.split(separator: "title>").dropFirst().first
        }
        #expect(titles.first == "New</" && titles.last == "Undated</")
        let dates = text.split(separator: "\n").filter { $0.hasPrefix("<updated>") }.map { $0.dropFirst(9).prefix(20) }
        #expect(
            dates == ["2026-01-20T00:00:00Z", "2026-01-20T00:00:00Z", "2024-03-01T00:30:00Z", "1970-01-01T00:00:00Z"])
        #expect(text.contains(#"<link rel="alternate" href="https://news.example/a?b=1&amp;c=2"/>"#))
        #expect(!text.contains("javascript:") && !text.contains("not a language"))
        #expect(text.contains("<entry xml:lang=\"en\">") && text.contains("<category term=\"sea\"/>"))
        #expect(text.contains("Ships &amp;") && !text.unicodeScalars.contains("\u{1}"))
    }

    @Test func aFileTimeIsAnUpdateAndNoPublication() throws {
        var items: [String] = []
        let answers = try [1_768_899_600, 1_768_899_601].map { time in
            let documents = [("new.md", "---\ndate: 2026-01-20\n---\n"), ("undated.md", "Text.\n")].flatMap {
                Document.read(Array($0.1.utf8), path: $0.0, fileTime: time).documents
            }
            let snapshot = Snapshot.build(documents: documents, mapping: Fixture.mapping, modified: 0)
            #expect(try !Fixture.get("/articles/undated", state: .ready(snapshot)).text.contains("2026"))
            items.append(try Fixture.get("/articles.jsonfeed", state: .ready(snapshot)).text)
            return try Fixture.get("/articles.atom", state: .ready(snapshot))
        }
        #expect(answers[0].text.split(separator: "<updated>2026-01-20T09:00:00Z<").count == 3)
        #expect(answers[0].text.split(separator: "<published>").count == 2)
        #expect(items[0].split(separator: #""date_modified":"2026-01-20T09:00:00Z""#).count == 2)
        #expect(items[0].split(separator: "\"date_published\"").count == 2)
        #expect(items[0].split(separator: "\"date_modified\"").count == 3)
        #expect(answers[0][.etag] != answers[1][.etag])
    }

    @Test func idsOfEntriesAreTheSameInAnyList() throws {
        let ids = { (target: String) in
            try get(target).text.split(separator: "urn:uuid:").dropFirst().map { String($0.prefix(36)) }
        }
        let all = try ids("/articles.jsonfeed")
        #expect(Set(all).count == 3 && all.allSatisfy { $0.split(separator: "-").map(\.count) == [8, 4, 4, 4, 12] })
        #expect(try ids("/articles?tags=sea&format=jsonfeed") == [all[1]])
        #expect(try ids("/articles.atom").dropFirst().sorted() == all.sorted())
    }

    @Test func jsonFeedOmitsMissingValues() throws {
        let answer = try Fixture.get(
            "/articles?sort=title&limit=2", .get, [.accept: "application/feed+json"], state: .ready(Self.snapshot))
        #expect(answer[.contentType] == "application/feed+json" && answer[.vary] == "Accept")
        #expect(answer.text.hasPrefix(#"{"version":"https://jsonfeed.org/version/1.1","title":"#))
        #expect(answer.text.contains(#""next_url":"/articles?sort=title&limit=2&offset=2""#))
        #expect(try !get("/articles.jsonfeed?title=Undated").text.contains("date_published"))
    }

    @Test func `links are absolute with a public URL`() throws {
        for url in ["https://briefs.example/api", "https://briefs.example/api/"] {
            let access = AccessPolicy(publicURL: url)
            let get = { try Fixture.get($0, access: access, state: .ready(Self.snapshot)) }
            let atom = try get("/articles.atom?limit=1")
            let links = atom.text.split(separator: "href=\"").dropFirst().map { $0.prefix { $0 != "\"" } }
            let base = "https://briefs.example/api/articles"
            #expect(links == ["\(base).atom?limit=1", "\(base).atom?limit=1&amp;offset=1", "\(base)/new"])
            let feed = try Value(json: Array(get("/articles.jsonfeed?limit=1&offset=1").text.utf8))
            #expect(feed["feed_url"]?.text == base + ".jsonfeed?limit=1&offset=1")
            #expect(feed["next_url"]?.text == base + ".jsonfeed?limit=1&offset=2")
            guard case .list(let items)? = feed["items"] else { return #expect(Bool(false)) }
            #expect(items.first?["url"]?.text == "https://news.example/a?b=1&c=2")
            // The entity tag depends on the address, and ids do not.
            let other = try self.get("/articles.atom?limit=1")
            #expect(other[.etag] != atom[.etag])
            let id: (String) -> [Substring] = { $0.split(separator: "urn:uuid:").map { $0.prefix(36) } }
            #expect(id(other.text).dropFirst() == id(atom.text).dropFirst())
        }
        #expect(try get("/articles.atom").text.contains("href=\"/articles.atom\""))
    }

    @Test(arguments: [
        ("", "articles, newest first"), ("tags=sea", "articles where tags has sea, newest first"),
        ("tags:nin=a,b&sort=title", "articles where tags has none of a,b, by title"),
        (
            "title:contains=Ships&q=storm",
            "articles where title contains \"Ships\", text matches \"storm\", newest first"
        ),
        (
            "date:gte=2024&date:lt=2026-01&sort=date,-wordCount",
            "articles where date is not before 2024, date is before 2026-01, oldest first, then by wordCount descending"
        ),
        (
            "author:exists=false&wordCount:lte=5",
            "articles where author is missing, wordCount is at most 5, newest first"
        ),
        (
            "title:ne=A,+B&language:ieq=EN",
            "articles where title is not \"A, B\", language is, in any case, EN, newest first"
        ),
        (
            "title:startswith=N&title:endswith=w",
            "articles where title begins with \"N\", title ends with \"w\", newest first"
        ),
        (
            "tags:in=a&author:exists=true&tags:ne=b&wordCount:gt=1",
            "articles where tags has one of a, author exists, tags does not have b, wordCount is greater than 1, "
                + "newest first"
        ),
        (
            "title=\(String(repeating: "x", count: 500))",
            "articles where title is " + String(repeating: "x", count: 276) + "…"
        ),
    ])
    func `the title has the query in words`(query: String, title: String) throws {
        let feed = try Value(json: Array(get("/articles.jsonfeed?\(query)").text.utf8))
        #expect(feed["title"]?.text == "briefd: " + title)
    }

    @Test(arguments: [
        ("https://a.example", true), ("http://127.0.0.1:8080/", true), ("https://a.example/b/c", true),
        ("https://[::1]:81/x", true), ("https://a.example/%20", true), ("a.example", false), ("ftp://a.example", false),
        ("https://", false), ("https:///a", false), ("https://a.example/?q", false), ("https://a.example/#f", false),
        ("https://u:p@a.example", false), ("https://a.example?q", false), ("https://a.example/a b", false),
        ("https://*.example", false), ("https://a.example//b", false), ("https://a.example/\"", false),
    ])
    func `a public URL is absolute`(text: String, isValid: Bool) {
        #expect(AccessPolicy.isPublicURL(text) == isValid)
    }

    @Test(arguments: [
        ("/leaders.atom", 406), ("/articles/new.atom", 406), ("/articles.atom?fields=id", 400),
        ("/articles.atom?facets=tags", 400), ("/articles.atom?limit=1001", 400), ("/articles.atom?cursor=*", 200),
    ])
    func whatFeedsAreNotMadeOf(target: String, status: Int) throws {
        #expect(try get(target).status == status)
    }

    @Test(arguments: [
        ("1969-12-31T23:59:59.999Z", "1969-12-31T23:59:59Z"), ("2000-02-29", "2000-02-29T00:00:00Z"),
        ("0000-01-01T00:00:00+23:59", "0000-01-01T00:00:00Z"), ("9999-12-31T23:59:00-23:59", "9999-12-31T23:59:59Z"),
        ("2023-12-31T23:59:60Z", "2024-01-01T00:00:00Z"), ("1900-03-01", "1900-03-01T00:00:00Z"),
    ])
    func datesOfTheInternet(text: String, date: String) throws {
        #expect(try #require(Instant(text)).internetDate == date)
    }
}
