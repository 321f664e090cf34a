// Tests of the OpenAPI document, the schemas of collections, the pages of errors and the dashboard page.

import Catalog
import Documents
import HTTP
import Testing

@testable import API

@Suite struct DescriptionTests {
    @Test func theDescriptionNamesEveryEndpoint() throws {
        let text = try Fixture.get("/openapi.json").text
        #expect(text.hasPrefix(#"{"openapi":"3.1.0","info":"#))
        for path in [
            "/", "/search", "/search.json", "/articles", "/articles.json", "/articles/{id}", "/articles/{id}/source",
            "/articles/{id}/outline", "/articles/{id}/sections/{n}",
            "/leaders", "/points/{id}",
            "/tables/{id}", "/tables/rows", "/tables/rows.json",
            "/-/diagnostics", "/-/schema/{collection}", "/-/problems/{code}", "/healthz", "/readyz",
        ] {
            #expect(text.contains("\"\(path)\":{\"get\":"), "\(path)")
        }
        for endpoint in Endpoint.all where !endpoint.path.contains("{format}") {
            let snapshot = PeopleListTests.state.snapshot ?? Fixture.snapshot
            #expect(!endpoint.describe(snapshot).isEmpty, "\(endpoint.path) is not described")
        }
    }

    @Test func namesOfOperationsAreUnique() {
        let operations = Endpoint.all.flatMap { $0.describe(Fixture.snapshot) }
        #expect(Set(operations.map(\.id)).count == operations.count)
        #expect(Set(operations.map(\.path)).count == operations.count)
    }

    @Test func everyReferenceHasAComponent() throws {
        let text = try Fixture.get("/openapi.json").text
        let references = text.split(separator: "\"$ref\":\"#/components/").dropFirst().map { $0.prefix { $0 != "\"" } }
        #expect(references.count > 100)
        for reference in Set(references) {
            let name = try #require(reference.split(separator: "/").last)
            #expect(text.contains("\"\(name)\":{"), "\(reference)")
        }
    }

    @Test func examplesOfParametersAreAnswered() throws {
        for collection in Fixture.snapshot.collections {
            for parameter in Parameters(collection: collection).ofList(formats: []) {
                guard let name = parameter["name"]?.text, let value = parameter["example"]?.scalarText else { continue }
                let target = Reference.target("/" + collection.name, [.init(name: name, value: value)])
                let answer = try Fixture.get(target)
                #expect(answer.status == 200 && !answer.text.contains("\"total\":0"), "\(target)")
            }
        }
    }

    @Test func aSearchIsDescribedLikeAList() throws {
        let search = try #require(SearchList.describe(Fixture.snapshot).first)
        let names = search.parameters.compactMap { parameter in
            (parameter["name"] ?? parameter["$ref"])?.text?.split(separator: "/").last.map(String.init)
        }
        #expect(
            names == [
                "q", "exact", "highlight", "sort", "limit", "offset", "cursor", "fields", "include", "facets", "stats",
                "empty",
                "format", "explain", "guard", "type", "id", "title", "score", "search_filters",
            ])
        #expect(search.parameters[0]["required"] == true)
        #expect(search.parameters[0]["example"]?.text == "Harbour talks")
    }

    @Test func theDescriptionHasTheToken() throws {
        let open = try Fixture.get("/openapi.json").text
        let guarded = try Fixture.get(
            "/openapi.json", .get, [.authorization: "Bearer t"], access: AccessPolicy(token: "t")
        ).text
        #expect(!open.contains("securitySchemes") && !open.contains("\"401\":{\"$ref\""))
        #expect(guarded.contains(#""securitySchemes":{"token":{"type":"http","scheme":"bearer""#))
        #expect(guarded.contains("\"401\":{\"$ref\""))
        // The dashboard page needs no token.
        #expect(guarded.ranges(of: #""security":[{"token":[]},{}]"#).count == 1)
    }

    @Test func theTypeOfEveryErrorIsAPage() throws {
        let api = API(programVersion: "test")
        let refusals: [Refusal] =
            ParseFailure.allCases.map(Refusal.malformed)
            + [.preconditionFailed(Request(.get, try Target("/leaders"))), .tooSlow, .noRoom]
        let answers = refusals.map(api.refuse) + Problem.Code.allCases.map { Problem($0, "It is so.").response() }
        for answer in answers.map(Answer.init) {
            #expect(answer[.contentType] == "application/problem+json")
            let type = try #require(answer.text.split(separator: "\"").dropFirst(3).first.map(String.init))
            #expect(answer.text.hasPrefix("{\"type\":\"\(type)\""))
            let page = try Fixture.get(type)
            #expect(page.status == 200, "\(type)")
            #expect(page.text.contains("Status \(answer.status), code \(type.split(separator: "/").last ?? "")."))
        }
    }

    @Test func schemaOfDiagnosticsAndOfLists() throws {
        #expect(try Fixture.get("/-/schema/diagnostics").status == 200)
        let text = try Fixture.get("/-/schema/articles").text
        #expect(
            text.contains(
                #"{"name":"tags","type":"text","list":true,"coverage":1,"distinct":2,"examples":["sea","bread"]}"#),
            "\(text)")
    }
}

/// Tests of collections of people, which have fields that are no columns.
@Suite struct PeopleDescriptionTests {
    private static let snapshot = Snapshot.build(
        documents: Document.read(
            Array("| Leader | Area |\n|---|---|\n| Lee | Sea |\nThey met President Ann Lee at noon.\n".utf8),
            path: "a.txt"
        ).documents,
        mapping: Mapping([.init("leaders", match: .tablesHeaded(["Leader"]), kind: .person)]), modified: 1_768_899_600)

    static let answers: [(String, String)] = [
        ("/openapi.json", #""fullName":{"type":["string","null"]}"#),
        ("/openapi.json", #""roles":{"type":["array","null"],"items":{"type":["string","null"]}}"#),
        ("/-/schema/leaders", #"{"name":"mentions.lines","type":"integer","list":true,"coverage":1"#),
        ("/-/schema/leaders", #"{"name":"fullName","type":"text","list":false,"coverage":1,"distinct":1"#),
        ("/leaders?fullName=Ann%20Lee&roles=President&fields=mentions.lines", #"{"mentions":[{"lines":[3,4]}]}"#),
        ("/leaders?mentions.lines:gt=3&fields=id", #"{"id":"lee"}"#),
        ("/leaders.csv?fields=id,fullName,roles", "id,fullName,roles\r\nlee,Ann Lee,"),
        (
            "/leaders/lee?fields=_meta.evidence.source.line",
            #"{"_meta":{"evidence":[{"source":{"line":4}},{"source":{"line":4}}]}}"#
        ),
        ("/articles?leaders=lee&fields=id", #"{"id":"a"}"#),
    ]

    @Test(arguments: answers)
    func fieldsOfPeopleBehaveLikeOtherFields(target: String, piece: String) throws {
        let text = try Fixture.get(target, state: .ready(Self.snapshot)).text
        #expect(text.contains(piece), "\(text)")
    }
}

@Suite struct DashboardTests {
    @Test func aBrowserGetsThePageAndCurlGetsJSON() throws {
        let page = try Fixture.get("/", .get, [.accept: "text/html,application/xhtml+xml,*/*;q=0.8"])
        #expect(page[.contentType] == "text/html; charset=utf-8")
        #expect(page[.vary] == "Accept")
        let policy = try #require(page[.contentSecurityPolicy])
        #expect(policy.hasPrefix("default-src 'none'; ") && !policy.contains("unsafe"))
        for accept in ["*/*", "application/json", "application/*, text/html;q=0.5"] {
            let answer = try Fixture.get("/", .get, [.accept: accept])
            #expect(answer[.contentType] == "application/json" && answer[.vary] == "Accept")
            #expect(answer[.etag] != page[.etag])
        }
        #expect(try Fixture.get("/", .get, [.accept: "image/png"]).status == 406)
    }

    @Test func allFilesOfThePageAreServed() throws {
        let page = try Fixture.get("/?format=html").text
        let parts = page.split(separator: "\"").filter { $0.hasPrefix("/") && $0.count > 1 }.map(String.init)
        #expect(parts.count == 3)
        for part in parts { #expect(try Fixture.get(part).status == 200, "\(part)") }
        #expect(!page.contains("style=") && !page.contains("<style") && !page.contains("onclick"))
        #expect(try !Fixture.get("/-/dashboard/script.js").text.contains("innerHTML"))
        #expect(try Fixture.get("/-/dashboard/other.js").status == 404)
    }
}
