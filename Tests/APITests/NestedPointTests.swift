// Points inside other points: their parents, their paths, and filters on both.

import Catalog
import Documents
import Testing

@testable import API

@Suite struct NestedPointTests {
    private static let text = """
        # Notes

        ## Meeting

        - **Action Items:**
          - Ann: paint the pier
            - by Friday
          - Bo buys rope
        - Other business

        ### Next time

        - Lamps
        """
    private static let state = State.ready(Fixture.build([("n.md", text)]))

    private func table(_ target: String) throws -> [String] {
        let answer = try Fixture.get(target, state: Self.state)
        try #require(answer.status == 200, "\(answer.text)")
        return answer.text.split(separator: "\r\n").dropFirst().map(String.init)
    }

    @Test func `a point has the id of its parent`() throws {
        #expect(
            try table("/points.csv?fields=id,parent,depth") == [
                "n-p1,,0", "n-p2,n-p1,1", "n-p3,n-p2,2", "n-p4,n-p1,1", "n-p5,,0", "n-p6,,0",
            ])
        #expect(try table("/points.csv?fields=id&parent=n-p1") == ["n-p2", "n-p4"])
        #expect(try table("/points.csv?fields=id&parent:exists=false") == ["n-p1", "n-p5", "n-p6"])
        #expect(try table("/points.csv?fields=id&sort=-parent,id&limit=1") == ["n-p3"])
    }

    @Test func `the path has the items around a point, then the headings`() throws {
        #expect(
            try table("/points.csv?fields=path") == [
                "Meeting", "Action Items; Meeting", "Ann; Action Items; Meeting", "Action Items; Meeting", "Meeting",
                "Next time; Meeting",
            ])
    }

    @Test(arguments: [
        ("path:contains=action+items", ["n-p2", "n-p3", "n-p4"]), ("path:startswith=ACTION", ["n-p2", "n-p3", "n-p4"]),
        ("path=Ann", ["n-p3"]), ("path:contains=next", ["n-p6"]), ("path:contains=lamps", []),
    ])
    func `filters on a part of the path ignore case`(filter: String, ids: [String]) throws {
        #expect(try table("/points.csv?fields=id&" + filter) == ids)
    }

    /// With a search for each parent, this would take the square of the number of items.
    @Test func `many nested items have their parents`() throws {
        let items = (0..<50_000).map { "  - Berth \($0)\n" }.joined()
        let document = Document.read(Array(("- Port\n" + items).utf8), path: "a.md").documents[0]
        #expect(document.pointCount == 50_001)
        #expect((1...50_000).allSatisfy { document.parent(ofPoint: $0) == 0 })
        #expect(document.parent(ofPoint: 0) == nil)
        #expect(document.path(ofPoint: 50_000) == ["Port"])
    }
}
