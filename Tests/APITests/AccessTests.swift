// Access: the check of Host, the bearer token, and the origins of CORS.

import HTTP
import Testing

@testable import API

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
        // The dashboard page contains no data and asks for the token itself.
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
        for name in ["Range", "If-Range", "Last-Event-ID"] {
            #expect((preflight[.accessControlAllowHeaders]?.contains(" \(name),") == true) == isAllowed)
        }
        for name in ["Accept-Ranges", "Content-Range"] {
            #expect((answer[.accessControlExposeHeaders]?.contains("\(name),") == true) == isAllowed)
        }
        #expect(try Fixture.get("/leaders", .options, [.origin: origin], access: access).status == 401)
    }
}
