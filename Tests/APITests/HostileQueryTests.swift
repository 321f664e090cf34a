// Tests of hostile queries: random bytes, many parameters, long values, deep paths and forged cursors.

import Catalog
import HTTP
import Testing

@testable import API

@Suite struct HostileQueryTests {
    private static let lists = [
        "/articles?", "/leaders?", "/points?", "/tables?", "/search?", "/-/diagnostics?",
        "/tables/rows?columns=Leader&",
        "/tables/rows?",
    ]

    /// A pseudorandom number generator with a fixed seed.
    private struct Noise {
        var state: UInt64

        mutating func next(below bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
    }

    @Test("random queries get a response or an error", arguments: 0..<40 as Range<UInt64>)
    func anyBytes(seed: UInt64) throws {
        var noise = Noise(state: seed)
        let names = [
            "q", "sort", "limit", "offset", "cursor", "fields", "include", "facets", "format", "explain", "name",
            "votes",
            "since", "guard", "columns", "Votes", "appearances.source.line", "_meta", "type",
        ]
        for _ in 0..<30 {
            var query = ""
            for _ in 0...noise.next(below: 4) {
                if noise.next(below: 3) > 0 { query += names[noise.next(below: names.count)] }
                if noise.next(below: 4) == 0 { query += ":" + Filter.Operator.allCases[noise.next(below: 11)].rawValue }
                query += "="
                for _ in 0..<noise.next(below: 12) {
                    let byte = noise.next(below: 256)
                    let digits = String(byte, radix: 16)
                    query += "%" + (byte < 16 ? "0" : "") + digits
                }
                query += "&"
            }
            let list = Self.lists[noise.next(below: Self.lists.count)]
            // The parser of targets refuses text that is not UTF-8.
            guard let target = try? Target(list + query) else { continue }
            let answer = Answer(
                response: API(programVersion: "test").respond(
                    to: Request(.get, target, headers: [:]), state: .ready(Fixture.snapshot)))
            #expect([200, 400, 406].contains(answer.status), "\(list)\(query) \(answer.text)")
            #expect(String(validating: answer.chunks.joined(), as: UTF8.self) != nil)
        }
    }

    static let large: [String] = [
        String(repeating: "name=a&", count: 10_000), String(repeating: "&", count: 60_000) + "x=1",
        "q=" + String(repeating: "a+", count: 32_768), "name:contains=" + String(repeating: "x", count: 65_536),
        "sort=" + String(repeating: "-", count: 65_536), "fields=" + String(repeating: "a.", count: 32_768),
        String(repeating: "appearances.", count: 5000) + "x=1", "cursor=" + String(repeating: "A", count: 65_536),
        "date=" + String(repeating: "1", count: 65_536), "votes=" + String(repeating: "9", count: 65_536),
        "facets=" + String(repeating: "name,", count: 13_000), "format=" + String(repeating: "x", count: 65_536),
        String(repeating: ":", count: 65_536) + "=1",
    ]

    @Test(arguments: large.indices)
    func largeQueriesAreRefused(number: Int) throws {
        for list in Self.lists {
            let answer = try Fixture.get(list + Self.large[number])
            #expect([400, 406].contains(answer.status), "\(list) \(Self.large[number].prefix(40))")
            // The error may repeat the query.
            #expect(answer.text.utf8.count < Self.large[number].utf8.count + 20_000)
        }
    }

    @Test("a cursor with a changed byte is refused")
    func changedCursors() throws {
        let link = try #require(Fixture.get("/leaders?limit=1&cursor=*&sort=-votes")[.link])
        let cursor = Array(try #require(link.split(separator: "cursor=").last?.prefix { $0 != ">" }).utf8)
        for place in cursor.indices {
            for replacement in ["A", "_", "9", "z"] where cursor[place] != replacement.utf8.first {
                var changed = cursor
                changed.replaceSubrange(place...place, with: replacement.utf8)
                let text = String(decoding: changed, as: UTF8.self)
                // Some bits of the last digit have no meaning.
                let status = try Fixture.get("/leaders?limit=1&sort=-votes&cursor=" + text).status
                #expect(status == 400 || status == 200 && place == cursor.count - 1, "\(place)")
            }
        }
    }

    @Test(
        "a cursor with a valid checksum but invalid content is safe",
        arguments: [
            Cursor(keys: [.text("no number")], id: "ann-lee", passed: 0),
            Cursor(keys: [.number(.nan)], id: "ann-lee", passed: .max),
            Cursor(keys: [nil], id: "", passed: .max), Cursor(keys: [.integer(.min)], id: "/", passed: 1),
            Cursor(keys: [], id: "ann-lee", passed: 1), Cursor(keys: [nil, nil], id: "ann-lee", passed: 1),
        ])
    func forgedCursors(cursor: Cursor) throws {
        for (list, scope) in [("/leaders?sort=votes", "leaders votes"), ("/leaders?q=grain", "leaders  grain")] {
            let answer = try Fixture.get(list + "&limit=1&cursor=" + cursor.text(scope: scope))
            #expect(answer.status == (cursor.keys.count == 1 ? 200 : 400), "\(answer.text)")
        }
    }
}
