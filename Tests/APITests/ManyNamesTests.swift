// Descriptions of documents with any number of names in their metadata.

import Catalog
import Documents
import HTTP
import Testing

@testable import API

@Suite struct ManyNamesTests {
    /// Twenty documents with a thousand names each; the last names of a document are in several of them.
    private static let snapshot = Fixture.build(
        (0..<20).map { number in
            let own = (0..<1000).map { "key-with-a-name-\(number)-\($0): v\($0)\n" }.joined()
            let some = number % 2 == 0 ? "half: {deep: \(number)}\n" : ""
            return ("d\(number).md", "---\n\(own)\(some)list: [{a: 1}, {a: 2}]\nall: x\n---\nText.\n")
        })
    private static let state = State.ready(snapshot)

    @Test func `the description names the most frequent ones and counts the others`() throws {
        let text = try Fixture.get("/openapi.json", state: Self.state).text
        #expect(text.utf8.count < 1_000_000)
        let others = "leaves out 19003 further names, the less frequent ones; `/-/schema/articles` lists all."
        #expect(text.contains("Front matter that has no field of its own. This description " + others), "\(others)")
        #expect(text.contains(#""properties":{"list":{"description""#))
        #expect(text.contains(#""all":{"description":"Usually text."},"half":{"description":"Usually object."},"#))
        #expect(text.contains(#"extra\\.all|"#))
    }

    @Test func `the schema has pages with the most frequent names first`() throws {
        let first = try Fixture.get("/-/schema/articles", state: Self.state)
        #expect(first.status == 200)
        let total = try #require(Self.snapshot["articles"]).paths.count
        let page =
            #""meta":{"total":\#(total),"count":1000,"limit":1000,"offset":0},"links":{"self":"/-/schema/articles""#
        #expect(first.text.contains(page + #","next":"/-/schema/articles?offset=1000","prev":null}"#))
        #expect(
            first.text.contains(#"{"name":"extra.half.deep","type":"integer","list":false,"coverage":10,"distinct":10"#)
        )
        #expect(first.text.contains(#"{"name":"extra.list.a","type":"integer","list":true,"coverage":20,"distinct":2"#))
        let order = ["extra.list\"", "extra.list.a\"", "extra.all\"", "extra.half\"", "extra.key-with-a-name-0-0\""]
        let places = try order.map { try #require(first.text.firstRange(of: $0)).lowerBound }
        #expect(places == places.sorted())
        var names: [Substring] = []
        for offset in stride(from: 0, to: total, by: 1000) {
            let text = try Fixture.get("/-/schema/articles?offset=\(offset)", state: Self.state).text
            names += text.matches(of: /\{"name":"([^"]*)"/).map(\.1)
        }
        #expect(names.count == total && Set(names).count == total)
    }

    @Test(arguments: [
        ("?limit=1001", "`limit`"), ("?offset=-1", "`offset`"), ("?offset=0&fields=id", "`fields`"), ("?x=1", "`x`"),
    ])
    func `invalid pages of a schema are refused`(query: String, name: String) throws {
        let answer = try Fixture.get("/-/schema/leaders" + query)
        #expect(answer.status == 400 && answer.text.contains("\"detail\":\"\(name): "), "\(answer.text)")
    }

    @Test func `a page of a schema has as many fields as asked for`() throws {
        let text = try Fixture.get("/-/schema/leaders?limit=1&offset=1").text
        #expect(text.contains(#""fields":[{"name":"name","#) && text.contains(#""count":1,"limit":1,"offset":1}"#))
        #expect(try Fixture.get("/-/schema/leaders?limit=0").text.contains(#""fields":[],"#))
    }
}
