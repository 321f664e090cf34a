// Tests of resources, methods, access and the states of the program.

import Catalog
import HTTP
import Testing

@testable import API

@Suite struct ResourceTests {
    @Test func anItemIsTheWholeRecord() throws {
        let answer = try Fixture.get("/leaders/ann-lee")
        #expect(answer.status == 200)
        #expect(
            answer.text
                == #"{"id":"ann-lee","name":"ann lee","focusArea":"Grain","outcome":"Left early","votes":12,"#
                + #""since":"2019-05-01","appearances":[{"article":"talks-day-2","outcome":"Left early","#
                + #""source":{"file":"talks/day-2.txt","line":9,"heading":null}},{"article":"talks-day-1","#
                + #""focusArea":"Grain","outcome":"Signed, with \"reserve\"","votes":12,"since":"2019-05-01","#
                + #""source":{"file":"talks/day-1.txt","line":14,"heading":null}}],"#
                + #""_meta":{"articles":2,"aliases":["Ann Lee"],"conflicts":[{"field":"outcome","values":2}]},"#
                + #""links":{"related":"/leaders/ann-lee/related"}}"# + "\n")
    }

    @Test(arguments: [
        "/", "/articles", "/leaders", "/initiatives", "/priorities", "/strategies", "/points", "/tables", "/healthz",
        "/readyz", "/openapi.json", "/-/dashboard/style.css", "/articles.atom", "/articles.jsonfeed", "/-/diagnostics",
        "/-/diagnostics.csv", "/-/problems/not-found", "/-/schema/points",
        "/articles/talks-day-1",
        "/articles/talks-day-1/source", "/points/talks-day-1-p1", "/points/talks-day-1-p1.json",
        "/tables/talks-day-1-t1", "/tables/talks-day-1-t1.csv", "/strategies/steady-tone", "/leaders.json",
        "/leaders/elise-dupont.ndjson",
    ])
    func everyResourceAnswersWithTheFieldsThatAll200sHave(target: String) throws {
        let answer = try Fixture.get(target)
        #expect(answer.status == 200)
        #expect(answer[.contentType] != nil && answer[.xContentTypeOptions] == "nosniff")
        #expect(answer[.cacheControl] == "no-cache")
        #expect(answer[.etag]?.hasPrefix("\"") == true && answer[.etag]?.utf8.count == 34)
        #expect(answer.response.isReusable)
        #expect(try Fixture.get(target, .head).text == answer.text)
        #expect(try Fixture.get(target, .options)[.allow] == "GET, HEAD, OPTIONS")
        #expect(try Fixture.get(target, .options).status == 204)
    }

    @Test func theIndexNamesCountsFieldsAndExamplesThatAnswer() throws {
        let text = try Fixture.get("/").text
        #expect(text.contains(#""name":"leaders","summary":"Rows of tables whose first column is Leader.","count":3"#))
        let examples = text.split(separator: "\"examples\":[").dropFirst().flatMap { part in
            part.prefix { $0 != "]" }.split(separator: ",").map { String($0.dropFirst().dropLast()) }
        }
        #expect(examples.count > 20)
        for example in examples { #expect(try Fixture.get(example).status == 200, "\(example)") }
    }

    @Test func theSourceIsTheBytesAsRead() throws {
        let answer = try Fixture.get("/articles/talks-day-2/source")
        #expect(answer.text == Fixture.files[1].1)
        #expect(answer[.contentType] == "text/plain; charset=utf-8")
    }

    static let missing: [(String, String?)] = [
        ("/nope", nil), ("/leader", "/leaders"), ("/leaders/ann-le", "/leaders/ann-lee"), ("/leaders/x/y", nil),
        ("//", nil), ("/leaders//", nil), ("/leaders/ann-lee//", nil), ("/articles/nope/source", nil),
        ("/%2e%2e/x", nil),
        ("/points/talks-day-1-p9", nil), ("/-/problems/nope", nil), ("/-", nil), ("/.csv", nil),
        ("/leaders%2Fann-lee", nil),
        ("/nope.xml", nil), ("/-/diagnostics/1", nil),
    ]

    @Test(arguments: missing)
    func unknownResourcesAreNotFound(target: String, suggestion: String?) throws {
        let answer = try Fixture.get(target)
        #expect(answer.status == 404, "\(answer.text)")
        #expect(answer.text.contains("\"code\":\"not-found\""))
        #expect(answer[.etag] == nil && !answer.response.isReusable)
        if let suggestion { #expect(answer.text.contains("Did you mean `\(suggestion)`?"), "\(answer.text)") }
    }

    @Test(arguments: [
        ("/leaders/", "/leaders"), ("/leaders/?sort=name&a=%20", "/leaders?sort=name&a=%20"),
        ("/leaders/ann-lee/", "/leaders/ann-lee"), ("/leaders/Ann%20Lee?fields=id", "/leaders/ann-lee?fields=id"),
        ("/leaders/%C3%89lise-Dupont.csv", "/leaders/elise-dupont.csv"), ("/healthz/", "/healthz"),
    ])
    func formerPathsRedirect(target: String, location: String) throws {
        let answer = try Fixture.get(target)
        #expect(answer.status == 308)
        #expect(answer[.location] == location)
    }

    @Test func theIdOfAMergedPersonRedirects() throws {
        func text(_ leader: String) -> String {
            "| Leader | Area |\n|---|---|\n| \(leader) | Sea |\n\nThey met President Ann Lee.\n"
        }
        let snapshot = Fixture.build(
            [("a.md", text("Lee")), ("b.md", text("Ann Lee"))],
            mapping: Mapping([.init("leaders", match: .tablesHeaded(["Leader"]), kind: .person)]))
        let answer = try Fixture.get("/leaders/lee?fields=id", state: .ready(snapshot))
        #expect(answer.status == 308 && answer[.location] == "/leaders/ann-lee?fields=id")
        #expect(try Fixture.get("/leaders/ann-lee", state: .ready(snapshot)).status == 200)
    }

    @Test func aSchemaHasStatisticsOfTheFields() throws {
        let text = try Fixture.get("/-/schema/leaders").text
        let entries = [
            #"{"name":"focusArea","type":"text","list":false,"coverage":3,"distinct":2,"#
                + #""examples":["Grain","Fish"],"originalHeaders":["Focus Area"]}"#,
            #"{"name":"outcome","type":"text","list":false,"coverage":2,"distinct":2,"#,
            #"{"name":"votes","type":"integer","list":false,"coverage":3,"distinct":3,"examples":[12,7,40],"#,
            #"{"name":"appearances.article","type":"text","list":true,"coverage":3,"distinct":2,"#,
            #"{"name":"_meta.aliases","type":"text","list":true,"coverage":1,"distinct":1,"examples":["Ann Lee"]}"#,
        ]
        for entry in entries { #expect(text.contains(entry), "\(text)") }
        #expect(
            try Fixture.get("/-/schema/articles").text.contains(#"{"name":"sections","type":"object","list":true}"#))
        #expect(try Fixture.get("/-/schema/leader").text.contains("Did you mean `/-/schema/leaders`?"))
    }

    @Test func everyErrorHasAPage() throws {
        for code in Problem.Code.allCases {
            let answer = try Fixture.get("/-/problems/" + code.rawValue)
            #expect(answer.status == 200)
            #expect(answer.text.contains(code.entry.title))
        }
    }
}

@Suite struct MethodTests {
    static let methods: [(String, Request.Method, Int)] = [
        ("/leaders", Request.Method.post, 405), ("/leaders", .put, 405), ("/leaders", .delete, 405),
        ("/leaders", .patch, 405), ("/leaders", .trace, 405), ("/leaders", .connect, 405), ("/leaders", .query, 405),
        ("/leaders", .other("get"), 501), ("/leaders", .other("BREW"), 501), ("/nope", .post, 404),
        ("*", .options, 204),
    ]

    @Test(arguments: methods)
    func statuses(target: String, method: Request.Method, status: Int) throws {
        let answer = try Fixture.get(target, method)
        #expect(answer.status == status)
        #expect((answer[.allow] != nil) == [204, 405].contains(status))
    }

    @Test(arguments: [(Request.Method.get, 413), (.head, 413), (.options, 413), (.post, 405)])
    func contentIsRefused(method: Request.Method, status: Int) throws {
        var request = Request(method, try Target("/leaders"))
        request.hasContent = true
        #expect(API(programVersion: "x").respond(to: request, state: .ready(Fixture.snapshot)).status.code == status)
    }
}

@Suite struct StateTests {
    @Test(arguments: [
        ("/healthz", 200), ("/readyz", 503), ("/leaders", 503), ("/", 503), ("/nope", 503),
        ("/-/problems/loading", 200),
    ])
    func loading(target: String, status: Int) throws {
        let answer = try Fixture.get(target, state: .loading(.init(read: 3, total: 9)))
        #expect(answer.status == status)
        #expect((answer[.retryAfter] != nil) == (status == 503))
        if status == 503 { #expect(answer.text.contains("3 of 9 files")) }
    }

    @Test(arguments: [("/healthz", 200), ("/readyz", 503), ("/leaders", 200), ("/nope", 404)])
    func draining(target: String, status: Int) throws {
        #expect(try Fixture.get(target, state: .draining(Fixture.snapshot)).status == status)
    }

    @Test func drainingBeforeTheFirstLoad() throws {
        #expect(try Fixture.get("/leaders", state: .draining(nil)).status == 503)
    }
}
