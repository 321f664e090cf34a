// The answers while documents load, and the answer to a request to a wrong host.

import HTTP
import Testing

@testable import API

@Suite struct LoadingTests {
    private static let state = State.loading(.init(read: 120, total: 400))
    private static let browser: HeaderFields = [.accept: "text/html,application/xhtml+xml,*/*;q=0.8"]

    @Test func `a browser gets the page, which asks for the progress`() throws {
        let page = try Fixture.get("/", .get, Self.browser, state: Self.state)
        #expect(page.status == 200)
        #expect(page[.contentType] == "text/html; charset=utf-8")
        for name in ["style.css", "client.js", "script.js"] {
            #expect(page.text.contains("/-/dashboard/" + name))
            #expect(try Fixture.get("/-/dashboard/" + name, state: Self.state).status == 200)
        }
        #expect(try Fixture.get("/", .get, Self.browser, state: .draining(nil)).status == 200)
    }

    @Test func `the page of a loaded server has another entity tag`() throws {
        let loading = try Fixture.get("/", .get, Self.browser, state: Self.state)
        #expect(try Fixture.get("/", .get, Self.browser)[.etag] != loading[.etag])
    }

    @Test(arguments: ["/", "/readyz", "/leaders", "/-/diagnostics"])
    func `a program gets the progress as numbers`(target: String) throws {
        let answer = try Fixture.get(target, state: Self.state)
        #expect(answer.status == 503)
        #expect(answer[.retryAfter] == "1")
        #expect(answer.text.contains(#""progress":{"read":120,"total":400}"#))
    }

    @Test func `other errors have no progress`() throws {
        #expect(try !Fixture.get("/readyz", state: .draining(nil)).text.contains("progress"))
    }
}

@Suite struct MisdirectedTests {
    @Test(arguments: ["briefs.example", "briefs.example:8080", "BRIEFS.example."])
    func `a host that is not served is told the setting, the variable and the value`(host: String) throws {
        let answer = try Fixture.get("/leaders", .get, [.host: host])
        #expect(answer.status == 421)
        let name = String(host.prefix { $0 != ":" })
        for words in ["`access.hosts`", "add \\\"\(name)\\\"", "`BRIEFD_ACCESS_HOSTS=\(name)`"] {
            #expect(answer.text.contains(words), "\(answer.text)")
        }
        let access = AccessPolicy(hosts: [name])
        #expect(try Fixture.get("/leaders", .get, [.host: host], access: access).status == 200)
    }

    @Test(arguments: ["256.1.1.1", "a_b", "", "[v1.x]", "x'y"])
    func `a value that no setting takes is not proposed`(host: String) throws {
        let answer = try Fixture.get("/leaders", .get, [.host: host])
        #expect(answer.status == 421)
        #expect(answer.text.contains("access.hosts"))
        #expect(!answer.text.contains("BRIEFD_ACCESS_HOSTS"))
    }
}
