// Tests of `/-/reload` and `/-/changes`.

import Catalog
import HTTP
import Testing

@testable import API

@Suite struct ReloadTests {
    private static func ask(
        _ method: Request.Method, _ headers: HeaderFields = [:], isEnabled: Bool = true, hasContent: Bool = false
    ) throws -> Answer {
        var request = Request(method, try Target("/-/reload"), headers: headers)
        request.hasContent = hasContent
        let api = API(programVersion: "test", offersReload: isEnabled)
        let response = api.respond(to: request, state: .ready(Fixture.snapshot))
        #expect(api.asksForReload(request, response) == (response.status == .accepted))
        return Answer(response: response)
    }

    @Test func itExistsOnlyIfEnabled() throws {
        #expect(try Self.ask(.post, isEnabled: false).status == 404)
        #expect(try Self.ask(.get, isEnabled: false).status == 404)
        #expect(try Self.ask(.post).status == 202)
    }

    @Test(arguments: [Request.Method.get, .head, .put, .delete])
    func otherMethodsAreNotAllowed(_ method: Request.Method) throws {
        let answer = try Self.ask(method)
        #expect(answer.status == 405)
        #expect(answer[.allow] == "POST, OPTIONS")
    }

    @Test func contentIsRefused() throws {
        #expect(try Self.ask(.post, hasContent: true).status == 413)
    }

    @Test func otherResourcesDoNotAllowPOST() throws {
        let answer = try Fixture.get("/leaders", .post)
        #expect(answer.status == 405 && answer[.allow] == "GET, HEAD, OPTIONS")
    }

    @Test(
        arguments: [
            ([.host: "localhost:8080"], 202), ([.host: "localhost:8080", .origin: "http://localhost:8080"], 202),
            ([.host: "LocalHost:8080", .origin: "https://localhost:8080", .secFetchSite: "same-origin"], 202),
            ([.host: "localhost:8080", .origin: "http://localhost:8081"], 403),
            ([.host: "localhost:8080", .origin: "http://evil.example"], 403),
            ([.host: "localhost:8080", .origin: "null"], 403),
            ([.host: "localhost:8080", .secFetchSite: "cross-site"], 403),
            ([.host: "localhost:8080", .secFetchSite: "same-site"], 403),
            ([.host: "localhost", .secFetchSite: "none"], 202),
            ([.origin: "http://localhost"], 403),
        ] as [(HeaderFields, Int)])
    func pagesOfOtherSitesAreRefused(_ headers: HeaderFields, _ status: Int) throws {
        #expect(try Self.ask(.post, headers).status == status)
    }

    @Test func itNeedsTheToken() throws {
        let api = API(access: AccessPolicy(token: "s3cret"), programVersion: "test", offersReload: true)
        let target = try Target("/-/reload")
        for (headers, status) in [([:], 401), ([.authorization: "Bearer s3cret"], 202)] as [(HeaderFields, Int)] {
            let request = Request(.post, target, headers: headers)
            #expect(api.respond(to: request, state: .ready(Fixture.snapshot)).status.code == status)
        }
    }
}

@Suite struct ChangeListTests {
    private static let former = Fixture.build(Array(Fixture.files.dropLast()))
    private static let state: State = {
        var history = History()
        history.append(.init(from: former, to: Fixture.snapshot, time: 1_768_899_600))
        return .ready(Fixture.snapshot, history: history)
    }()

    @Test func changesSinceAVersionAreListed() throws {
        let answer = try Fixture.get("/-/changes?since=\(Self.former.version)", state: Self.state)
        #expect(answer.status == 200)
        #expect(answer[.cacheControl] == "no-store")
        let beginning =
            #"{"version":"\#(Fixture.snapshot.version)","changes":[{"since":"\#(Self.former.version)","#
            + #""version":"\#(Fixture.snapshot.version)","time":"2026-01-20T09:00:00Z","#
            + #""collections":[{"name":"articles","#
        #expect(answer.text.hasPrefix(beginning), "\(answer.text)")
        #expect(answer.text.hasSuffix("\"next\":\"/-/changes?since=\(Fixture.snapshot.version)\"}}\n"))
        #expect(try Fixture.get("/-/changes", state: Self.state).text.hasPrefix(beginning))
    }

    @Test func theCurrentVersionHasNoChanges() throws {
        for state in [Self.state, .ready(Fixture.snapshot)] {
            let answer = try Fixture.get("/-/changes?since=\(Fixture.snapshot.version)", state: state)
            #expect(answer.status == 200 && answer.text.contains("\"changes\":[]"))
        }
    }

    @Test(arguments: [("since=unknown", 410), ("since=", 410), ("sinc=a", 400)])
    func unknownVersionsAreGone(_ query: String, _ status: Int) throws {
        #expect(try Fixture.get("/-/changes?" + query, state: Self.state).status == status)
    }
}
