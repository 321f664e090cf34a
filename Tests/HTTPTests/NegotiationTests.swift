// Content negotiation, RFC 9110 sections 12.4.2 and 12.5.1.

import Testing

@testable import HTTP

@Suite struct NegotiationTests {
    private static let offered = ["application/json", "text/html", "text/csv; charset=utf-8"]

    @Test(
        arguments: [
            (nil, 0), ("", 0), ("*/*", 0), ("application/json", 0), ("text/html", 1), ("TEXT/HTML", 1), ("text/csv", 2),
            ("text/*", 1), ("image/png", nil),
            ("text/html, */*;q=0.8", 1), ("text/html;q=0.5, application/json;q=0.9", 0), ("text/csv, text/html", 1),
            ("text/html;q=0", nil),
            ("*/*;q=0", nil), ("*/*, application/json;q=0", 1), ("text/*;q=0.3, text/csv;q=0.7", 2),
            ("*/*;q=0.1, text/*;q=0.2", 1),
            ("text/html;q=0.001", 1), ("text/html;q=0.000, text/csv;q=0.001", 2), ("text/html;q=1.000", 1),
            ("text/html;q=1.", 1), ("text/html;q=0.", nil),
            ("text/html;Q=0.4, text/csv;Q=0.5", 2), ("text/html ; q=0.4 , text/csv\t;\tq=0.5", 2),
            ("text/csv;charset=utf-8", 2),
            ("text/csv;charset=UTF-8", 2), ("text/csv;charset=\"utf-8\"", 2), ("text/csv;charset=latin1", nil),
            ("text/html;level=1", 1), ("application/json; charset=utf-8", 0), ("*/*;charset=latin1", 0),
            ("text/html;level=1, text/csv;q=0.1", 2),
            ("text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2", 1), ("image/gif, */*; q=.2", 0),
            ("text/csv;charset=utf-8;q=0, text/csv", nil),
            ("text/csv;q=0.1, text/csv;charset=utf-8;q=0.9, text/html;q=0.5", 2),
            ("text/html;q=0.5;ext=1, text/csv;q=0.4", 1), (",,text/html,,", 1), ("text/html;", 1),
            ("text/html;;q=0.5", 1),
            ("text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8", 1),
            ("application/json, text/plain, */*", 0),
            // Malformed members are ignored.
            ("x", 0), ("/", 0), ("text/", 0), ("/html", 0), ("*/html", 0), ("*", 0), ("text/html/x", 0),
            ("te xt/html", 0), ("x, text/html", 1),
            ("text/html;q=2", 0), ("text/html;q=1.001", 0), ("text/html;q=-1", 0), ("text/html;q=0.1234", 0),
            ("text/html;q=", 0), ("text/html;q", 0),
            ("text/html;q=.5", 1), ("text/html;q=.", 0), ("text/html;q=.1234", 0), ("text/html;q=+0.5", 0),
            ("text/html;q=0,5", nil), ("text/html;q=a, text/csv", 2),
            ("text/html;a b, text/csv", 2),
            ("text/html;q=\"0.5\"", 0), ("text/html;a=\"b,c\", text/csv", 2), ("text/html;a=\"b, text/csv", 0),
            ("text/html;=b, text/csv", 2),
            ("text/csv;charset=\"ut\\f-8\"", 2),
        ] as [(String?, Int?)])
    func theBestOfferedTypeIsChosen(accept: String?, index: Int?) {
        #expect(Accept(accept).best(of: Self.offered) == index.map { Self.offered[$0] })
    }

    @Test func nothingOfferedIsNothingChosen() {
        #expect(Accept("*/*").best(of: []) == nil)
        #expect(Accept("*/*, x/*;q=0").best(of: ["not a type", "x/y"]) == nil)
    }

    @Test(arguments: [
        ("text/html", 300), ("text/html;level=1", 1000), ("text/plain", 300), ("image/jpeg", 500),
        ("text/html;level=2", 400),
    ])
    func theMostSpecificRangeCounts(type: String, quality: Int) {
        let accept = Accept("text/*;q=0.3, text/html;level=1, text/html;level=2;q=0.4, */*;q=0.5")
        #expect(accept.quality(of: type, isLenient: false) == quality)
    }
}
