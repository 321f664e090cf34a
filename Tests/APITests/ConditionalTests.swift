// Tests of caching: entity tags, dates and `Vary` of every endpoint.

import HTTP
import Testing

@testable import API

@Suite struct ConditionalTests {
    /// Targets for each path in the table of endpoints.
    static let targets: [String: [String]] = [
        "/": ["/", "/?format=html"], "/-/dashboard/{file}": ["/-/dashboard/style.css", "/-/dashboard/script.js"],
        "/openapi.json": ["/openapi.json"], "/healthz": ["/healthz"], "/readyz": ["/readyz"],
        "/search": ["/search?q=grain", "/search?q=grain&facets=type"], "/search.{format}": ["/search.csv?q=grain"],
        "/-/diagnostics": ["/-/diagnostics", "/-/diagnostics?q=row"],
        "/-/diagnostics.{format}": ["/-/diagnostics.ndjson"], "/-/schema/{collection}": ["/-/schema/leaders"],
        "/-/config.schema.json": ["/-/config.schema.json"], "/-/problems/{code}": ["/-/problems/not-found"],
        "/tables/rows": ["/tables/rows?columns=Leader", "/tables/rows?columns=Leader&sort=Leader&facets=Outcome"],
        "/tables/rows.{format}": ["/tables/rows.csv?columns=Leader&guard=off"],
        "/articles/{id}/source": ["/articles/talks-day-1/source", "/articles/talks-day-1/source?lines=2-3"],
        "/articles/{id}/outline": ["/articles/talks-day-1/outline"],
        "/articles/{id}/outline.{format}": ["/articles/talks-day-1/outline.csv"],
        "/articles/{id}/sections/{n}": ["/articles/talks-day-1/sections/1"],
        "/{collection}": [
            "/leaders", "/leaders?q=grain", "/leaders.csv", "/articles.atom", "/articles.jsonfeed?q=the",
            "/points?cursor=*", "/leaders?facets=name&explain=1",
        ],
        "/{collection}/match": ["/leaders/match?name=Lee"],
        "/{collection}/match.{format}": ["/leaders/match.csv?name=Lee&sort=id"],
        "/{collection}/{id}/related": ["/leaders/ann-lee/related", "/leaders/ann-lee/related?facets=articles"],
        "/{collection}/{id}/related.{format}": ["/leaders/ann-lee/related.ndjson"],
        "/{collection}/{id}": ["/leaders/ann-lee", "/tables/talks-day-1-t1.csv"],
    ]

    /// The paths of endpoints without caching.
    static let uncached: Set = ["/metrics", "/-/events", "/-/changes", "/-/reload"]

    @Test(arguments: Endpoint.all.map(\.path).filter { !uncached.contains($0) })
    func everyEndpointSupportsConditionalRequests(path: String) throws {
        for target in try #require(Self.targets[path], "\(path) has no target here") {
            let state = path.contains("match") ? PeopleListTests.state : .ready(Fixture.snapshot)
            let answer = try Fixture.get(target, state: state)
            #expect(answer.status == 200, "\(target)")
            let tag = try #require(answer[.etag])
            #expect(tag.hasPrefix("\"") && tag.hasSuffix("\""), "a strong tag: \(target)")
            let modified = try #require(answer[.lastModified].flatMap { HTTPDate.parse($0, now: 1_800_000_000) })
            #expect(answer[.cacheControl] == "no-cache")
            #expect(answer[.acceptRanges] == "bytes", "\(target)")
            func outcome(_ fields: HeaderFields) -> Preconditions.Outcome {
                Preconditions(fields).outcome(entityTag: tag, lastModified: modified, now: 1_800_000_000)
            }
            #expect(outcome([.ifNoneMatch: tag]) == .notModified)
            #expect(outcome([.ifModifiedSince: answer[.lastModified] ?? ""]) == .notModified)
            #expect(outcome([.ifNoneMatch: "\"x\""]) == .proceed)
            let kept = answer.response.notModified
            #expect(kept.headers[.etag] == tag && kept.headers[.vary] == answer[.vary])
        }
    }

    @Test func `a range outside of the content is refused with its length`() throws {
        let request = Request(.get, try Target("/leaders.csv"), headers: [.origin: "https://a.example"])
        let api = API(access: AccessPolicy(origins: ["https://a.example"]), programVersion: "1")
        let response = api.refuse(.rangeNotSatisfiable(request, length: 7))
        #expect(response.status == .rangeNotSatisfiable)
        #expect(response.headers[.contentRange] == "bytes */7")
        #expect(response.headers[.accessControlAllowOrigin] == "https://a.example")
        guard case .bytes(let bytes) = response.body else { return #expect(Bool(false)) }
        let text = String(decoding: bytes, as: UTF8.self)
        #expect(text.contains(#""code":"range-not-satisfiable""#) && text.contains(#""instance":"/leaders.csv""#))
    }

    @Test func theTestsCoverAllEndpoints() {
        #expect(Self.uncached.union(Self.targets.keys) == Set(Endpoint.all.map(\.path)))
    }

    @Test(
        arguments: [
            ("/leaders", "Accept"), ("/leaders?format=json", nil), ("/leaders.json", nil), ("/search?q=a", "Accept"),
            ("/", "Accept"), ("/?format=json", nil), ("/leaders/ann-lee", "Accept"), ("/openapi.json", nil),
            ("/articles.atom", nil),
        ] as [(String, String?)])
    func responsesChosenByAcceptVaryByIt(target: String, vary: String?) throws {
        #expect(try Fixture.get(target)[.vary] == vary)
    }

    @Test(arguments: ["/metrics", "/-/events", "/-/changes"])
    func currentStateIsNotCached(target: String) throws {
        let answer = try Fixture.get(target)
        #expect(answer.status == 200 && answer[.cacheControl] == "no-store" && answer[.etag] == nil)
        #expect(!answer.response.isReusable)
    }

    @Test(arguments: ["/nope", "/leaders?x=1", "/leaders.xml", "/leaders/nobody"])
    func errorsAreNotCached(target: String) throws {
        let answer = try Fixture.get(target)
        #expect(answer[.cacheControl] == "no-store" && answer[.etag] == nil && answer[.lastModified] == nil)
    }
}
