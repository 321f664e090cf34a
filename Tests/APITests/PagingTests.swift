// Tests of the pages of a list, the links between them, and cursors.

import Catalog
import HTTP
import Testing

@testable import API

@Suite struct PagingTests {
    private let start = "{\"data\":["

    static let pages: [(String, Int, Int, Int, String, String)] = [
        ("/leaders", 3, 100, 0, "null", "null"),
        ("/leaders?limit=2", 2, 2, 0, "\"/leaders?limit=2&offset=2\"", "null"),
        ("/leaders?limit=2&offset=2", 1, 2, 2, "null", "\"/leaders?limit=2\""),
        (
            "/leaders?offset=1&sort=-name&limit=1", 1, 1, 1, "\"/leaders?sort=-name&limit=1&offset=2\"",
            "\"/leaders?sort=-name&limit=1\""
        ),
        ("/leaders?limit=2&offset=9", 0, 2, 9, "null", "\"/leaders?limit=2&offset=1\""),
        ("/leaders?limit=0", 0, 0, 0, "null", "null"),
        ("/leaders?offset=1", 2, 100, 1, "null", "\"/leaders\""),
    ]

    @Test(arguments: pages)
    func links(target: String, count: Int, limit: Int, offset: Int, next: String, prev: String) throws {
        let answer = try Fixture.get(target)
        let end =
            "\"meta\":{\"total\":3,\"count\":\(count),\"limit\":\(limit),\"offset\":\(offset)},"
            + "\"links\":{\"self\":\"\(target)\",\"next\":\(next),\"prev\":\(prev)}}\n"
        #expect(answer.text.hasPrefix(start) && answer.text.hasSuffix(end), "\(answer.text)")
        #expect(answer[.xTotalCount] == "3")
        #expect(answer[.link]?.contains("rel=\"next\"") == (next != "null"))
        #expect(answer[.link]?.contains("rel=\"prev\"") == (prev != "null"))
    }

    @Test func linksArePercentEncoded() throws {
        let answer = try Fixture.get("/leaders?name:contains=%22%3E%3Cb%3E+%26&limit=1")
        #expect(answer[.link] == "</leaders?name:contains=%22%3E%3Cb%3E%20%26&limit=1>; rel=\"self\"")
    }

    /// Follows the `next` links from a target and returns the ids on all pages.
    private func follow(_ target: String, changing: Bool = false) throws -> [String] {
        var target: String? = target
        var ids: [String] = []
        var pages = 0
        while let current = target, pages < 10 {
            let answer = try Fixture.get(current, state: .ready(changing && pages > 0 ? Self.grown : Fixture.snapshot))
            try #require(answer.status == 200, "\(answer.text)")
            ids += answer.text.split(separator: "{\"id\":\"").dropFirst().map { String($0.prefix { $0 != "\"" }) }
            let next = answer.text.split(separator: "\"next\":").last ?? ""
            target = next.hasPrefix("\"") ? String(next.dropFirst().prefix { $0 != "\"" }) : nil
            pages += 1
        }
        return ids
    }

    /// The fixture with two more leaders: the first and the last one by name.
    private static let grown = Fixture.build(
        Fixture.files + [("z.txt", "| Leader | Votes |\n|---|---|\n| Aaron | 1 |\n| Zoe | 2 |\n")])

    static let lists: [(String, [String])] = [
        ("/leaders?limit=1&fields=id", ["ann-lee", "elise-dupont", "bo-rask"]),
        ("/leaders?limit=1&fields=id&cursor=*", ["ann-lee", "elise-dupont", "bo-rask"]),
        ("/leaders?limit=1&fields=id&cursor=*&sort=outcome", ["elise-dupont", "ann-lee", "bo-rask"]),
        ("/leaders?limit=2&fields=id&cursor=*&sort=-since", ["elise-dupont", "ann-lee", "bo-rask"]),
        ("/leaders?limit=1&fields=id&cursor=*&focusArea=Grain", ["ann-lee", "bo-rask"]),
        ("/points?limit=2&fields=id&cursor=*", ["talks-day-1-p1", "talks-day-1-p2", "talks-day-2-p1"]),
    ]

    @Test(arguments: lists)
    func allPagesTogetherAreTheList(target: String, ids: [String]) throws {
        #expect(try follow(target) == ids)
    }

    @Test func aCursorSurvivesAReload() throws {
        #expect(
            try follow("/leaders?limit=1&fields=id&cursor=*&sort=name", changing: true)
                == ["bo-rask", "zoe", "ann-lee", "elise-dupont"])
    }

    @Test func longFacetsAreTruncated() throws {
        let rows = (0..<1200).map { "| Person \($0) | \($0 % 7) |\n" }.joined()
        let state = State.ready(Fixture.build([("a.txt", "| Leader | Rank |\n|---|---|\n" + rows)]))
        let text = try Fixture.get("/leaders?facets=name,rank&limit=0", state: state).text
        #expect(text.contains(#""facetsCut":{"name":1200}}"#))
        #expect(text.split(separator: #"{"value":"#).count - 1 == 1000 + 7)
        // Values with equal counts are in byte order.
        #expect(text.contains(#""name":[{"value":"Person 0","count":1},{"value":"Person 1","count":1},"#))
        #expect(try !Fixture.get("/leaders?facets=name&rank=1&limit=0", state: state).text.contains("facetsCut"))
    }

    @Test(arguments: ["", "x", "****", "AAAAAAAAAAAAAAAA", "%00", "%F0%9F%98%80", "1:1:1:1:1:1:"])
    func forgedCursors(cursor: String) throws {
        #expect(try Fixture.get("/leaders?cursor=" + cursor).status == 400)
    }

    @Test func aCursorIsBoundToItsListAndSort() throws {
        let cursor = Cursor(keys: [], id: "ann-lee", passed: 1).text(scope: "leaders ")
        #expect(try Fixture.get("/leaders?cursor=" + cursor).status == 200)
        #expect(try Fixture.get("/points?cursor=" + cursor).status == 400)
        #expect(try Fixture.get("/leaders?sort=name&cursor=" + cursor).status == 400)
        #expect(try Fixture.get("/leaders?offset=1&cursor=" + cursor).status == 400)
        #expect(try Fixture.get("/leaders?cursor=" + cursor.dropLast()).status == 400)
    }

    static let keys: [[Operand?]] = [
        [Operand.text("a:b\"é"), nil], [.integer(-5), .number(2.5), .boolean(true), .instant(.init(milliseconds: -1))],
        [],
    ]

    @Test(arguments: keys)
    func cursorsSurviveEncodingAndParsing(keys: [Operand?]) throws {
        let text = Cursor(keys: keys, id: "é", passed: 3).text(scope: "s")
        let cursor = try #require(Cursor(text, scope: "s"))
        #expect(cursor.keys == keys && cursor.id == "é" && cursor.passed == 3)
        #expect(Cursor(text, scope: "t") == nil)
    }
}
