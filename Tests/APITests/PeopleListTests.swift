// Tests of the lists about people: `/{collection}/match` and `/{collection}/{id}/related`.

import Catalog
import HTTP
import Testing

@testable import API
@testable import Documents

@Suite struct PeopleListTests {
    private static func snapshot(_ files: [(String, String)], alias: String? = nil) -> Snapshot {
        var entry = Mapping.Entry("leaders", match: .tablesHeaded(["Leader"]), kind: .person)
        if let alias { entry.aliases = [.init(name: "Ann Lee", others: [alias])] }
        return Fixture.build(files, mapping: Mapping([entry, .init("teams", match: .tablesHeaded(["Team"]))]))
    }

    private static func table(_ header: String, _ names: [String], _ text: String = "Nothing is said of them.")
        -> String
    {
        "| \(header) | Area |\n|---|---|\n" + names.map { "| \($0) | Sea |\n" }.joined() + text + "\n"
    }

    static let state = State.ready(
        snapshot(
            [
                ("a.txt", table("Leader", ["Ann Lee", "Tom Lee", "Bo Rask"], "They met President Ann Lee there.")),
                ("b.txt", table("Leader", ["Ann Lee", "Ida Aa"]) + table("Team", ["Red", "Blue"])),
                ("c.txt", table("Leader", ["Ann Lee", "Bo Rask"]) + table("Team", ["Red"])),
                ("d.txt", table("Leader", ["Solo Man"])),
            ], alias: "Annie"))

    private static func get(_ target: String) throws -> (status: Int, content: Value, answer: Answer) {
        let answer = try Fixture.get(target, state: state)
        return (answer.status, (try? parsed(answer.text)) ?? .null, answer)
    }

    private static func ids(_ content: Value) -> [String] {
        content["data"]?.elements.compactMap { $0["id"]?.text } ?? []
    }

    // MARK: Matches

    @Test func `the score of a match is the sum of the points of its reasons`() throws {
        let content = try Self.get("/leaders/match?name=President+Ann+Lee").content
        #expect(Self.ids(content) == ["ann-lee"])
        let match = try #require(content["data"]?.elements.first)
        let points = match["reasons"]?.elements.compactMap { $0["points"] } ?? []
        #expect(points == [.integer(2), .integer(2), .integer(1), .integer(1)] && match["score"] == .integer(6))
        let role = match["reasons"]?.elements.first { $0["reason"] == .text("role") }
        #expect(role?["value"] == .text("President") && role?["article"] == .text("a"))
        #expect(role?["source"]?["file"] == .text("a.txt") && role?["source"]?["line"] == .integer(6))
        #expect(content["meta"]?["ambiguous"] == .boolean(false))
    }

    @Test func `several matches are ambiguous`() throws {
        let content = try Self.get("/leaders/match?name=Lee").content
        #expect(Self.ids(content) == ["ann-lee", "tom-lee"])
        #expect(content["meta"]?["ambiguous"] == .boolean(true))
    }

    @Test func `only an unknown surname gets suggestions`() throws {
        let unknown = try Self.get("/leaders/match?name=Bo+Rusk").content
        #expect(Self.ids(unknown) == [] && unknown["meta"]?["suggestions"] != nil)
        let contradicted = try Self.get("/leaders/match?name=Cy+Rask").content
        #expect(Self.ids(contradicted) == [] && contradicted["meta"]?["suggestions"] == nil)
    }

    @Test(arguments: [
        ("/leaders/match", "name"), ("/leaders/match?name=", "name"), ("/leaders/match?name=%20", "name"),
        ("/leaders/match?name=a&name=b", "name"), ("/leaders/match?name=Lee&nam=b", "nam"),
        ("/leaders/match?name=Lee&q=b", "q"), ("/leaders/match?name=Lee&limit=x", "limit"),
        ("/leaders/match?nam=b", "name"), ("/leaders/ann-lee/related?sort=nme", "sort"),
        ("/leaders/ann-lee/related?cursor=*", "cursor"),
    ])
    func `a wrong parameter is refused`(target: String, parameter: String) throws {
        let (status, content, _) = try Self.get(target)
        #expect(status == 400)
        #expect(content["errors"]?.elements.contains { $0["parameter"] == .text(parameter) } ?? false)
    }

    @Test func `matches have the formats and parameters of lists`() throws {
        #expect(
            try Self.get("/leaders/match.csv?name=Lee&fields=id,score&sort=-id").answer.text
                == "id,score\r\ntom-lee,2\r\nann-lee,2\r\n")
        #expect(
            try Self.get("/leaders/match.ndjson?name=Lee&fields=id").answer.text
                == "{\"id\":\"ann-lee\"}\n{\"id\":\"tom-lee\"}\n")
        #expect(try Self.get("/leaders/match.atom?name=Lee").status == 406)
        #expect(try Self.get("/leaders/match?name=Lee&limit=1").answer[.xTotalCount] == "2")
        let content = try Self.get("/leaders/match?name=Lee&include=leaders").content
        #expect(content["included"]?["leaders"]?.elements.count == 2)
    }

    @Test func `without a name the path is that of a record`() throws {
        let state = State.ready(Self.snapshot([("a.txt", Self.table("Leader", ["Match", "Lee"]))]))
        #expect(try parsed(Fixture.get("/leaders/match", state: state).text)["name"] == .text("Match"))
        #expect(try Fixture.get("/leaders/match.csv?fields=name", state: state).text == "name\r\nMatch\r\n")
        #expect(Self.ids(try parsed(Fixture.get("/leaders/match?name=Lee", state: state).text)) == ["lee"])
        #expect(try Self.get("/teams/match?name=Red").status == 404)
    }

    // MARK: Related records

    @Test func `related people are those of the same articles, most articles first`() throws {
        let content = try Self.get("/leaders/ann-lee/related").content
        #expect(Self.ids(content) == ["bo-rask", "ida-aa", "tom-lee"])
        let first = try #require(content["data"]?.elements.first)
        #expect(first["articles"] == .integer(2) && first["allArticles"] == .integer(2))
        #expect(first["name"] == .text("Bo Rask"))
        #expect(first["examples"] == .texts(["a", "c"]))
        #expect(first["links"]?["articles"] == .text("/articles?leaders=ann-lee&leaders=bo-rask"))
        #expect(content["meta"]?["total"] == .integer(3) && content["meta"]?["articles"] == .integer(3))
    }

    @Test func `the link of a related record lists as many articles as it says`() throws {
        for person in try Self.get("/leaders/ann-lee/related").content["data"]?.elements ?? [] {
            let link = try #require(person["links"]?["articles"]?.text)
            #expect(try Self.get(link).content["meta"]?["total"] == person["articles"])
        }
    }

    @Test func `related records have pages and formats`() throws {
        let page = try Self.get("/leaders/ann-lee/related?limit=1&offset=1").content
        #expect(Self.ids(page) == ["ida-aa"] && page["meta"]?["total"] == .integer(3))
        #expect(page["links"]?["next"] == .text("/leaders/ann-lee/related?limit=1&offset=2"))
        #expect(
            try Self.get("/leaders/ann-lee/related.csv?fields=id,articles").answer.text
                == "id,articles\r\nbo-rask,2\r\nida-aa,1\r\ntom-lee,1\r\n")
        #expect(Self.ids(try Self.get("/leaders/solo-man/related").content) == [])
        #expect(Self.ids(try Self.get("/teams/red/related").content) == ["blue"])
    }

    @Test func `an unknown or former id is treated as that of a record`() throws {
        let unknown = try Self.get("/leaders/an-lee/related")
        #expect(unknown.status == 404 && unknown.content["errors"]?.elements.first?["suggestion"] == .text("ann-lee"))
        let former = try Self.get("/leaders/Ann-Lee/related.csv?limit=1").answer
        #expect(former.status == 308 && former[.location] == "/leaders/ann-lee/related.csv?limit=1")
        #expect(try Self.get("/points/a/related").status == 404)
        #expect(try Self.get("/nothing/a/related").status == 404)
    }

    @Test func `a record has a link to its related ones`() throws {
        let record = try Self.get("/leaders/ann-lee").content
        #expect(record["links"]?["related"] == .text("/leaders/ann-lee/related"))
        #expect(try Self.get("/leaders/ann-lee?fields=id").answer.text == "{\"id\":\"ann-lee\"}\n")
        #expect(try !Self.get("/leaders/ann-lee.csv").answer.text.contains("related"))
        #expect(try Self.get("/articles/a").content["links"]?.elements.isEmpty ?? true)
    }

    @Test func `the description has both lists`() throws {
        let content = try Self.get("/openapi.json").content
        let names = content["paths"]?.memberNames ?? []
        #expect(names.contains("/leaders/match") && names.contains("/leaders/{id}/related"))
        #expect(!names.contains("/teams/match") && names.contains("/teams/{id}/related"))
        #expect(Set(names).count == names.count)
        #expect(content["components"]?["schemas"]?["leaders.match"] != nil)
    }
}

/// Parses JSON.
private func parsed(_ text: String) throws -> Value {
    var reader = JSONReader<Value>(Array(text.utf8))
    return try reader.document()
}

extension Value {
    /// The elements of a list; empty for other values.
    fileprivate var elements: [Value] { if case .list(let elements) = self { elements } else { [] } }

    /// The names of the members of an object; empty for other values.
    fileprivate var memberNames: [String] { if case .object(let members) = self { members.map(\.name) } else { [] } }
}
