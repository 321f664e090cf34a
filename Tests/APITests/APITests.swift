// Resources, methods, formats, and what every answer carries.

import Catalog
import Documents
import HTTP
import Testing

@testable import API

@Suite struct ResourceTests {
    @Test func anItemIsTheRecord() throws {
        let answer = try Fixture.get("/leaders/ann-lee")
        #expect(answer.status == 200)
        #expect(
            answer.text
                == #"{"id":"ann-lee","name":"ann lee","focusArea":"Grain","outcome":"Left early","votes":12,"since":"2019-05-01","appearances":[{"article":"talks-day-2","outcome":"Left early","source":{"file":"talks/day-2.txt","line":9,"heading":null}},{"article":"talks-day-1","focusArea":"Grain","outcome":"Signed, with \"reserve\"","votes":12,"since":"2019-05-01","source":{"file":"talks/day-1.txt","line":14,"heading":null}}],"_meta":{"articles":2,"aliases":["Ann Lee"]}}"#
                + "\n")
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
    func whatIsNotThere(target: String, suggestion: String?) throws {
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
    func whatMoved(target: String, location: String) throws {
        let answer = try Fixture.get(target)
        #expect(answer.status == 308)
        #expect(answer[.location] == location)
    }

    @Test func aPersonMergedIntoAnotherHasMoved() throws {
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

    @Test func aSchemaCountsWhatTheRecordsHold() throws {
        let text = try Fixture.get("/-/schema/leaders").text
        let entries = [
            #"{"name":"focusArea","type":"text","list":false,"coverage":3,"distinct":2,"examples":["Grain","Fish"],"originalHeaders":["Focus Area"]}"#,
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

@Suite struct FormatTests {
    static let choices: [(String, String?, String, Bool)] = [
        ("/leaders", nil, "application/json", true),
        ("/leaders", "text/csv", "text/csv; charset=utf-8; header=present", true),
        ("/leaders", "application/x-ndjson, text/csv;q=0.5", "application/x-ndjson", true),
        ("/leaders", "text/html,*/*;q=0.8", "application/json", true),
        ("/leaders?format=csv", "application/json", "text/csv; charset=utf-8; header=present", false),
        ("/leaders.ndjson?format=csv", "text/csv", "application/x-ndjson", false),
        ("/leaders?format=array", "text/csv", "application/json", false),
        ("/leaders/ann-lee", "text/csv", "text/csv; charset=utf-8; header=present", true),
    ]

    @Test(arguments: choices)
    func precedence(target: String, accept: String?, type: String, varies: Bool) throws {
        let answer = try Fixture.get(target, .get, accept.map { [.accept: $0] } ?? [:])
        #expect(answer.status == 200)
        #expect(answer[.contentType] == type)
        #expect((answer[.vary] == "Accept") == varies)
    }

    static let refused: [(String, String?)] = [
        ("/leaders.xml", nil), ("/leaders?format=xml", nil), ("/leaders?format=", nil),
        ("/leaders.csv?format=xml", nil),
        ("/leaders", "text/html"), ("/leaders", "application/json;q=0, text/csv;q=0"), ("/?format=csv", nil),
        ("/leaders/ann-lee.pdf", nil), ("/leaders.CSV", nil),
    ]

    @Test(arguments: refused)
    func notAcceptable(target: String, accept: String?) throws {
        let answer = try Fixture.get(target, .get, accept.map { [.accept: $0] } ?? [:])
        #expect(answer.status == 406)
        #expect(answer.text.contains("json (application/json)"))
    }

    @Test func tagsDifferByTargetFormatContentAndProgram() throws {
        let request = { (target: String, accept: String) in
            Request(.get, try Target(target), headers: [.accept: accept])
        }
        let api = API(programVersion: "1")
        let other = Fixture.build(Array(Fixture.files.prefix(1)))
        let tags = [
            api.respond(to: try request("/leaders", "*/*"), state: .ready(Fixture.snapshot)),
            api.respond(to: try request("/leaders", "text/csv"), state: .ready(Fixture.snapshot)),
            api.respond(to: try request("/leaders?limit=1", "*/*"), state: .ready(Fixture.snapshot)),
            api.respond(to: try request("/leaders", "*/*"), state: .ready(other)),
            API(programVersion: "2").respond(to: try request("/leaders", "*/*"), state: .ready(Fixture.snapshot)),
        ].map { $0.headers[.etag] }
        #expect(Set(tags).count == 5)
        let again = api.respond(to: try request("/leaders", "*/*"), state: .ready(Fixture.build(Fixture.files)))
        #expect(again.headers[.etag] == tags[0])
        #expect(again.headers[.lastModified] == "Tue, 20 Jan 2026 09:00:00 GMT")
    }

    @Test func csvIsQuotedAndGuarded() throws {
        let answer = try Fixture.get("/leaders.csv?fields=id,outcome,votes,_meta.aliases")
        #expect(
            answer.text
                == "id,outcome,votes,_meta\r\nann-lee,Left early,12,\"{\"\"aliases\"\":[\"\"Ann Lee\"\"]}\"\r\n"
                + "elise-dupont,'=1+1,7,\"{\"\"aliases\"\":[]}\"\r\nbo-rask,,40,\"{\"\"aliases\"\":[]}\"\r\n")
        #expect(answer[.contentDisposition] == "attachment; filename=\"leaders.csv\"")
        #expect(try Fixture.get("/articles.csv?fields=id,tags").text.contains("talks-day-1,sea; bread\r\n"))
    }

    @Test func aTableAsCSVIsTheTable() throws {
        let answer = try Fixture.get("/tables/talks-day-2-t1.csv")
        #expect(answer.text == "Leader,Outcome\r\nann lee,Left early\r\n")
        #expect(answer[.contentDisposition] == "attachment; filename=\"talks-day-2-t1.csv\"")
    }

    @Test func arrayAndLinesHoldTheSameRecords() throws {
        let record = #"{"id":"ann-lee"}"#
        #expect(try Fixture.get("/leaders.array?fields=id&limit=1").text == "[\(record)]\n")
        #expect(try Fixture.get("/leaders.ndjson?fields=id&limit=1").text == record + "\n")
        #expect(try Fixture.get("/leaders/ann-lee.array?fields=id").text == "[\(record)]\n")
        #expect(try Fixture.get("/leaders.ndjson?name=nobody").text == "")
        #expect(try Fixture.get("/leaders?name=nobody").text.hasPrefix("{\"data\":[],\"meta\":{\"total\":0"))
    }

    @Test func exportsHoldEverythingAndAreStreamedWhenLong() throws {
        let note = String(repeating: "word ", count: 60)
        let rows = (0..<3000).map { "| Person \($0) | \(note) |\n" }.joined()
        let snapshot = Fixture.build([("a.txt", "| Leader | Note |\n|---|---|\n" + rows)])
        for target in ["/leaders.csv", "/leaders.ndjson"] {
            let answer = try Fixture.get(target, state: .ready(snapshot))
            guard case .stream = answer.response.body else {
                Issue.record("\(target) is not streamed")
                continue
            }
            let pieces = answer.pieces
            #expect(pieces.allSatisfy { !$0.isEmpty && $0.count < 2 * RecordPieces.pieceSize })
            #expect(pieces.joined().count { $0 == 0x0A } == (target.hasSuffix("csv") ? 3001 : 3000))
            // Each start begins anew.
            #expect(answer.pieces.elementsEqual(pieces))
        }
        #expect(try Fixture.get("/leaders?limit=1000", state: .ready(snapshot)).text.hasSuffix("}}\n"))
    }

    /// However deep the article's parts are, none is made before those in front of it are sent.
    @Test func aLargeArticleIsStreamedPartByPart() throws {
        let part =
            "- Label: text\n  - inner\n    > quoted *words*\n    > - a\n\n  | A | B |\n  |---|---|\n  | 1 | 2 |\n"
            + String(repeating: "  - further\n", count: 20)
        let list = String(repeating: part, count: 1500)
        let snapshot = Fixture.build([
            ("a.md", "First.\n\n# Heading\n\n\(list)\n## Empty\n\n## Last\n\n```x\ncode\n```\n")
        ])
        let articles = try #require(snapshot["articles"])
        for (target, separator) in [("/articles/a", ""), ("/articles/a.array", "]"), ("/articles.ndjson?fields=*", "")]
        {
            let answer = try Fixture.get(target, state: .ready(snapshot))
            guard case .stream = answer.response.body else {
                Issue.record("\(target) is not streamed")
                continue
            }
            #expect(answer[.etag] != nil)
            let pieces = answer.pieces
            #expect(pieces.allSatisfy { !$0.isEmpty && $0.count < 2 * RecordPieces.pieceSize })
            var writer = JSONWriter(bytes: separator.isEmpty ? [] : Array("[".utf8))
            writer.write(.object(articles.record(at: 0)))
            #expect(Array(pieces.joined()) == writer.bytes + Array((separator + "\n").utf8), "\(target)")
        }
        let types = try Fixture.get("/articles/a?fields=sections.blocks.type,-sections.line", state: .ready(snapshot))
        #expect(types.status == 400)
        #expect(
            try Fixture.get("/articles/a?fields=sections.heading,sections.blocks.type", state: .ready(snapshot)).text
                == #"{"sections":[{"heading":null,"blocks":[{"type":"paragraph"}]},"#
                + #"{"heading":"Heading","blocks":[{"type":"list"}]},{"heading":"Empty","blocks":[]},"#
                + #"{"heading":"Last","blocks":[{"type":"code"}]}]}"# + "\n")
    }
}

@Suite struct AccessTests {
    static let names: [(String, Int)] = [
        ("localhost", 200), ("LocalHost:8080", 200), ("localhost.", 200), ("127.0.0.1:1", 200), ("10.255.0.1", 200),
        ("[::1]:8080", 200), ("[2001:db8::1]", 200), ("api.example.org:443", 200), ("API.example.org", 200),
        ("evil.example", 421), ("localhost.evil.example", 421), ("127.0.0.1.evil.example", 421), ("256.1.1.1", 421),
        ("1.2.3", 421), ("example.org", 421), ("", 421), ("0x7f000001", 421),
    ]

    @Test(arguments: names)
    func hosts(host: String, status: Int) throws {
        let access = AccessPolicy(hosts: ["api.example.org"])
        for target in ["/leaders", "/healthz"] {
            #expect(try Fixture.get(target, .get, [.host: host], access: access).status == status, "\(host)")
        }
    }

    static let credentials: [(String, String?, Int)] = [
        ("/leaders", nil, 401), ("/leaders", "Bearer s3cret", 200), ("/leaders", "bearer  s3cret", 200),
        ("/leaders", "Bearer s3cre", 401), ("/leaders", "Bearer s3cretx", 401), ("/leaders", "Bearer ", 401),
        ("/leaders", "Bearer S3cret", 401), ("/leaders", "Basic s3cret", 401), ("/leaders", "s3cret", 401),
        ("/leaders", "Bearer s3crets3cret", 401), ("/nope", nil, 401), ("/healthz", nil, 200), ("/readyz", nil, 200),
        ("/healthz.csv", nil, 401), ("/", nil, 401), ("/?format=json", nil, 401), ("/-/schema/leaders", nil, 401),
        // The page for browsers holds no data: it asks for the token itself.
        ("/?format=html", nil, 200), ("/-/dashboard/script.js", nil, 200), ("/-/dashboard/style.css", nil, 200),
    ]

    @Test(arguments: credentials)
    func tokens(target: String, field: String?, status: Int) throws {
        let answer = try Fixture.get(
            target, .get, field.map { [.authorization: $0] } ?? [:], access: AccessPolicy(token: "s3cret"))
        #expect(answer.status == status)
        #expect((answer[.wwwAuthenticate]?.hasPrefix("Bearer ") == true) == (status == 401))
        #expect(!answer.text.contains("s3cret"))
    }

    @Test func aBrowserGetsThePageWithoutAToken() throws {
        let access = AccessPolicy(token: "s3cret")
        for (accept, status) in [("text/html,*/*;q=0.8", 200), ("*/*", 401), ("application/json", 401)] {
            #expect(try Fixture.get("/", .get, [.accept: accept], access: access).status == status)
            #expect(try Fixture.get("/leaders", .get, [.accept: accept], access: access).status == 401)
        }
    }

    @Test func originsAreOffUntilListed() throws {
        let answer = try Fixture.get("/leaders", .get, [.origin: "https://a.example"])
        #expect(answer[.accessControlAllowOrigin] == nil)
        #expect(answer[.vary] == "Accept")
    }

    @Test(arguments: [
        ("https://a.example", true), ("https://b.example", false), ("null", false), ("HTTPS://A.EXAMPLE", false),
    ])
    func origins(origin: String, isAllowed: Bool) throws {
        let access = AccessPolicy(origins: ["https://a.example"], token: "t")
        let answer = try Fixture.get("/leaders", .get, [.origin: origin, .authorization: "Bearer t"], access: access)
        #expect(answer[.accessControlAllowOrigin] == (isAllowed ? origin : nil))
        #expect(answer[.vary] == "Accept, Origin")
        let preflight = try Fixture.get(
            "/leaders", .options, [.origin: origin, .accessControlRequestMethod: "GET"], access: access)
        #expect(preflight.status == 204)
        #expect((preflight[.accessControlAllowMethods] != nil) == isAllowed)
        #expect(preflight[.accessControlAllowOrigin] == (isAllowed ? origin : nil))
        #expect(try Fixture.get("/leaders", .options, [.origin: origin], access: access).status == 401)
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

    @Test func drainingBeforeAnythingWasRead() throws {
        #expect(try Fixture.get("/leaders", state: .draining(nil)).status == 503)
    }
}
