// Tests of requests that may take long, and of their cancellation.

import HTTP
import Testing

@testable import API

@Suite struct CostTests {
    private static func request(_ target: String, accept: String? = nil) throws -> Request {
        var request = Request(.get, try Target(target), headers: [.host: "localhost"])
        request.headers[.accept] = accept
        return request
    }

    @Test(arguments: [
        ("/", false), ("/leaders", false), ("/leaders/meloni", false), ("/healthz", false), ("/readyz?now=1", false),
        ("/articles/a/source", false), ("/leaders?name=Meloni", true), ("/search?q=a", true), ("/points.ndjson", true),
        ("/openapi.json", true), ("/-/schema/points", true), ("/*", false),
        ("/tables/rows", true), ("/tables/a-t1", false),
    ])
    func theTargetShowsWhetherARequestMayTakeLong(_ target: String, _ takesLong: Bool) throws {
        #expect(API(programVersion: "x").mayTakeLong(try Self.request(target)) == takesLong)
    }

    @Test(arguments: [
        ("text/csv", true), ("application/x-ndjson;q=0.5, text/csv;q=0.1", true), ("application/json, text/csv", false),
        ("*/*", false), ("text/html,application/xhtml+xml,*/*;q=0.8", false),
    ])
    func acceptShowsWhetherARequestMayTakeLong(_ accept: String, _ takesLong: Bool) throws {
        #expect(API(programVersion: "x").mayTakeLong(try Self.request("/points", accept: accept)) == takesLong)
    }

    @Test(arguments: [
        "/leaders?name:contains=e", "/leaders?name:exists=true&sort=-name", "/points?facets=label", "/points?q=a*",
        "/search?q=%22a%20b%22", "/points?q=unheardof", "/articles.csv?wordCount:gte=1",
        "/tables/rows?columns=Leader", "/tables/rows?columns=Leader&sort=-Leader&facets=Outcome",
    ])
    func aCancelledRequestIsAnError(_ target: String) throws {
        let cancellation = Cancellation()
        cancellation.cancel()
        let response = API(programVersion: "x").respond(
            to: try Self.request(target), state: .ready(Fixture.snapshot), until: cancellation)
        #expect(response.status == .serviceUnavailable)
        #expect(!response.isReusable)
        guard case .bytes(let bytes) = response.body else { return #expect(Bool(false)) }
        #expect(String(decoding: bytes, as: UTF8.self).contains("\"code\":\"too-costly\""))
    }

    @Test func repeatedConditionsAreMerged() throws {
        let answer = try Fixture.get("/leaders?name:contains=e&name:contains=e&facets=name,name&explain=1")
        #expect(answer.text.ranges(of: "\"parameter\":\"name:contains\"").count == 1)
        #expect(answer.text.ranges(of: "\"name\":[{\"value\"").count == 1)
    }
}
