// The fields of a record's article: asked for by name, filtered and sorted by.

import Testing

@testable import API

@Suite struct ArticleFieldTests {
    private static let lists: [(String, [String])] = [
        ("/points?article.date:gte=2026-02", ["talks-day-2-p1"]),
        ("/points?article.title=Harbour+talks", ["talks-day-1-p1", "talks-day-1-p2"]),
        ("/points?sort=-article.date,id", ["talks-day-2-p1", "talks-day-1-p1", "talks-day-1-p2"]),
        ("/tables?article.tags=sea&article.date=2026-01", (1...4).map { "talks-day-1-t\($0)" }),
        ("/tables?article.author:exists=false", ["talks-day-2-t1"]),
        // A merged record has the article of its newest appearance.
        ("/leaders?article.date=2026-02-01", ["ann-lee"]),
        ("/leaders?q=grain&article.date=2026-01-20", ["bo-rask"]),
        ("/initiatives?article.language=en", ["pier-watch"]),
    ]

    @Test(arguments: lists)
    func `lists take filters and sort keys on the article`(target: String, ids: [String]) throws {
        #expect(try Fixture.ids(target) == ids)
    }

    @Test func `fields of the article are in answers on request only`() throws {
        for target in ["/points?fields=*", "/points", "/leaders/ann-lee", "/tables?fields=*"] {
            #expect(try !Fixture.get(target).text.contains("article.date"), "\(target)")
        }
        let answer = try Fixture.get("/points?fields=label,article.date,article.title&limit=1")
        let record = #"{"label":"Open berths","article.date":"2026-01-20","article.title":"Harbour talks"}"#
        #expect(answer.text.contains(record), "\(answer.text)")
        let complete = try Fixture.get("/points?fields=*,article.date&limit=1").text
        #expect(complete.contains(#""article.date":"2026-01-20""#))
        let item = try Fixture.get("/points/talks-day-1-p1?fields=article.title")
        #expect(item.text == #"{"article.title":"Harbour talks"}"# + "\n")
    }

    @Test func `facets and CSV take fields of the article`() throws {
        let answer = try Fixture.get("/points?facets=article.date&limit=0")
        let counts = #"[{"value":"2026-01-20","count":2},{"value":"2026-02-01","count":1}]"#
        #expect(answer.text.contains(#""article.date":"# + counts))
        let table = try Fixture.get("/points.csv?fields=label,article.date&limit=1")
        #expect(table.text == "label,article.date\r\nOpen berths,2026-01-20\r\n")
    }

    @Test func `the schema and the description name the fields of the article`() throws {
        #expect(try Fixture.get("/-/schema/points").text.contains("\"name\":\"article.date\",\"type\":\"date\""))
        #expect(try Fixture.get("/openapi.json").text.contains(#"(article\\.date):(eq|ne|lt|lte|gt|gte)$"#))
    }
}
