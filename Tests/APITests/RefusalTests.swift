// Tests of the errors of invalid queries and unknown formats.

import Catalog
import HTTP
import Testing

@testable import API

@Suite struct RefusalTests {
    static let refused: [(String, String, String?)] = [
        ("/leaders?focusarea=x", "focusarea", "focusArea"),
        ("/leaders?focus_area=x", "focus_area", "focusArea"),
        ("/leaders?Name=x", "Name", "name"),
        ("/leaders?votes:gtt=1", "votes:gtt", "gt"),
        ("/leaders?votes:contains=1", "votes:contains", nil),
        ("/leaders?votes=many", "votes", nil),
        ("/leaders?votes=%2B5", "votes", nil),
        ("/leaders?votes:in=1,,2", "votes:in", nil),
        ("/leaders?since=2019-13", "since", nil),
        ("/leaders?since=019", "since", nil),
        ("/leaders?since=2019-02-29", "since", nil),
        ("/leaders?outcome:exists=yes", "outcome:exists", nil),
        ("/leaders?appearances=x", "appearances", nil),
        ("/leaders?appearances.sorce.line=1", "appearances.sorce.line", "appearances.source.line"),
        ("/leaders?sort=nmae", "sort", "name"),
        ("/leaders?sort=appearances.article", "sort", nil),
        ("/leaders?sort=", "sort", nil),
        ("/leaders?sort=name,,id", "sort", nil),
        ("/leaders?fields=nam", "fields", "name"),
        ("/leaders?fields=name,-votes", "fields", nil),
        ("/leaders?limit=1001", "limit", nil),
        ("/leaders?limit=-1", "limit", nil),
        ("/leaders?limit=%EF%BC%91", "limit", nil),
        ("/leaders?limit=+1", "limit", nil),
        ("/leaders?limit=99999999999999999999", "limit", nil),
        ("/leaders?limit=", "limit", nil),
        ("/leaders?limit=1&limit=2", "limit", nil),
        ("/leaders?limit:eq=5", "limit:eq", nil),
        ("/leaders?offset=-1", "offset", nil),
        ("/leaders?offset=9223372036854775807", "offset", nil),
        ("/leaders?lmit=1", "lmit", "limit"),
        ("/search?type=leaders", "q", nil),
        ("/search?q=grain&snipet=x", "snipet", nil),
        ("/leaders?facets=appearances", "facets", nil),
        ("/leaders?include=article", "include", "articles"),
        ("/leaders?explain=2", "explain", nil),
        ("/leaders.csv?facets=name", "facets", nil),
        ("/leaders?=x", "", nil),
        ("/leaders?name:", "name:", nil),
        ("/leaders/bo-rask?sort=name", "sort", nil),
        ("/?limit=1", "limit", nil),
        ("/articles/talks-day-1/source?x=1", "x", nil),
    ]

    @Test(arguments: refused)
    func anInvalidParameterIsReported(target: String, parameter: String, suggestion: String?) throws {
        let answer = try Fixture.get(target)
        #expect(answer.status == 400, "\(target)")
        #expect(answer[.contentType] == "application/problem+json")
        #expect(answer.text.contains(#""errors":[{"parameter":"\#(parameter)","detail":""#), "\(answer.text)")
        if let suggestion {
            #expect(answer.text.contains(#""suggestion":"\#(suggestion)""#), "\(answer.text)")
        }
    }

    @Test func allErrorsAreReportedTogether() throws {
        let text = try Fixture.get("/leaders?a=1&votes=x&sort=b&limit=c&cursor=d").text
        for parameter in ["a", "votes", "sort", "limit", "cursor"] {
            #expect(text.contains(#""parameter":"\#(parameter)""#), "\(text)")
        }
    }

    static let formats: [(String, String?, String)] = [
        (
            "/leaders.cvs", nil,
            #"{"parameter":"format","detail":"The resource has no format `cvs`.","#
                + #""allowed":["json","ndjson","csv","array"],"suggestion":"csv"}"#
        ),
        ("/leaders?format=xml", nil, #""allowed":["json","ndjson","csv","array"]}]"#),
        ("/articles?format=atm", nil, #""suggestion":"atom""#),
        ("/leaders/ann-lee.xml?format=yaml", nil, #"`xml`.","allowed":["json","ndjson","csv","array"]},{"#),
        ("/?format=htm", nil, #""allowed":["json","html"],"suggestion":"html""#),
        (
            "/leaders", "image/png",
            #"{"parameter":"Accept","detail":"The resource has none of these media types.","#
                + #""allowed":["application/json","application/x-ndjson","text/csv"]}"#
        ),
    ]

    @Test(arguments: formats)
    func anUnknownFormatListsTheFormats(target: String, accept: String?, error: String) throws {
        let answer = try Fixture.get(target, .get, accept.map { [.accept: $0] } ?? [:])
        #expect(answer.status == 406)
        #expect(answer.text.contains(error), "\(answer.text)")
    }

    @Test(
        arguments: [
            ("/leaders?format=xml&nmae=x&limit=a", nil, ["nmae", "limit", "format"]),
            ("/leaders.xml?sort=nmae", nil, ["sort", "format"]),
            ("/leaders?limit=a", "image/png", ["limit", "Accept"]),
            ("/leaders/ann-lee?format=xml&x=1", nil, ["x", "format"]), ("/?format=xml&x=1", nil, ["x", "format"]),
            ("/search?format=xml&limit=a", nil, ["q", "limit", "format"]),
        ] as [(String, String?, [String])])
    func errorsOfFormatAndQueryAreReportedTogether(target: String, accept: String?, parameters: [String]) throws {
        let answer = try Fixture.get(target, .get, accept.map { [.accept: $0] } ?? [:])
        #expect(answer.status == 400)
        let named = answer.text.split(separator: #"{"parameter":""#).dropFirst()
            .map { String($0.prefix { $0 != "\"" }) }
        #expect(named == parameters, "\(answer.text)")
        #expect(answer[.vary] == (accept == nil ? nil : "Accept"))
    }

    @Test func validOperatorsAreListed() throws {
        let text = try Fixture.get("/leaders?votes:like=1").text
        #expect(text.contains(#""allowed":["eq","ne","lt","lte","gt","gte","in","nin","exists"]"#), "\(text)")
    }

    @Test func tooLargeQueriesAreRefused() throws {
        #expect(try Fixture.get("/leaders?" + String(repeating: "a=1&", count: 10_000)).status == 400)
        #expect(try Fixture.get("/leaders?name=" + String(repeating: "a", count: 65_536)).status == 400)
        #expect(try Fixture.get("/leaders?" + String(repeating: "a.", count: 30_000) + "=1").status == 400)
        #expect(try Fixture.get("/leaders?name:in=" + String(repeating: ",", count: 4000)).status == 400)
        #expect(try Fixture.get("/leaders?sort=" + String(repeating: "name,", count: 400) + "name").status == 400)
        #expect(try Fixture.get("/leaders?facets=" + String(repeating: "name,", count: 20) + "name").status == 400)
        let answer = try Fixture.get("/leaders?" + String(repeating: "x", count: 4000) + "=1")
        #expect(answer.status == 400 && answer.text.utf8.count < 20_000)
    }

    static let names: [(String, String, String?)] = [
        ("focusArea", "focusarea", "focusArea"), ("nmae", "name", "name"), ("xyz", "name", nil), ("", "name", nil),
        ("leadr", "leaders", "leaders"),
    ]

    @Test(arguments: names)
    func nearest(name: String, candidate: String, expected: String?) {
        let candidates = candidate == "focusarea" ? ["outcome", "focusArea"] : [candidate]
        #expect(Suggestion.nearest(to: name, among: candidates) == expected)
    }
}
