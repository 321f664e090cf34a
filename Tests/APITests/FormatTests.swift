// Formats: how a request chooses one, what each looks like, and how long answers are streamed.

import Catalog
import Documents
import HTTP
import Testing

@testable import API

@Suite struct FormatTests {
    static let choices: [(String, String?, String, Bool)] = [
        ("/leaders", nil, "application/json", true),
        ("/leaders", "text/csv", "text/csv; charset=utf-8; header=present", true),
        ("/leaders", "application/x-ndjson, text/csv;q=0.5", "application/x-ndjson", true),
        ("/leaders", "text/html,*/*;q=0.8", "application/json", true),
        ("/leaders?format=csv", "application/json", "text/csv; charset=utf-8; header=present", false),
        ("/leaders.ndjson?format=csv", "text/csv", "application/x-ndjson", false),
        ("/leaders?format=array", "text/csv", "application/json", false),
        ("/leaders/ann-lee", "text/csv", "text/csv; charset=utf-8; header=present", true),
    ]

    @Test(arguments: choices)
    func precedence(target: String, accept: String?, type: String, varies: Bool) throws {
        let answer = try Fixture.get(target, .get, accept.map { [.accept: $0] } ?? [:])
        #expect(answer.status == 200)
        #expect(answer[.contentType] == type)
        #expect((answer[.vary] == "Accept") == varies)
    }

    static let refused: [(String, String?)] = [
        ("/leaders.xml", nil), ("/leaders?format=xml", nil), ("/leaders?format=", nil),
        ("/leaders.csv?format=xml", nil),
        ("/leaders", "text/html"), ("/leaders", "application/json;q=0, text/csv;q=0"), ("/?format=csv", nil),
        ("/leaders/ann-lee.pdf", nil), ("/leaders.CSV", nil),
    ]

    @Test(arguments: refused)
    func notAcceptable(target: String, accept: String?) throws {
        let answer = try Fixture.get(target, .get, accept.map { [.accept: $0] } ?? [:])
        #expect(answer.status == 406)
        #expect(answer.text.contains("json (application/json)"))
    }

    @Test func tagsDifferByTargetFormatContentAndProgram() throws {
        let request = { (target: String, accept: String) in
            Request(.get, try Target(target), headers: [.accept: accept])
        }
        let api = API(programVersion: "1")
        let other = Fixture.build(Array(Fixture.files.prefix(1)))
        let tags = [
            api.respond(to: try request("/leaders", "*/*"), state: .ready(Fixture.snapshot)),
            api.respond(to: try request("/leaders", "text/csv"), state: .ready(Fixture.snapshot)),
            api.respond(to: try request("/leaders?limit=1", "*/*"), state: .ready(Fixture.snapshot)),
            api.respond(to: try request("/leaders", "*/*"), state: .ready(other)),
            API(programVersion: "2").respond(to: try request("/leaders", "*/*"), state: .ready(Fixture.snapshot)),
        ].map { $0.headers[.etag] }
        #expect(Set(tags).count == 5)
        let again = api.respond(to: try request("/leaders", "*/*"), state: .ready(Fixture.build(Fixture.files)))
        #expect(again.headers[.etag] == tags[0])
        #expect(again.headers[.lastModified] == "Tue, 20 Jan 2026 09:00:00 GMT")
    }

    @Test func csvIsQuotedAndGuarded() throws {
        let answer = try Fixture.get("/leaders.csv?fields=id,outcome,votes,_meta.aliases")
        #expect(
            answer.text
                == "id,outcome,votes,_meta\r\nann-lee,Left early,12,\"{\"\"aliases\"\":[\"\"Ann Lee\"\"]}\"\r\n"
                + "elise-dupont,'=1+1,7,\"{\"\"aliases\"\":[]}\"\r\nbo-rask,,40,\"{\"\"aliases\"\":[]}\"\r\n")
        #expect(answer[.contentDisposition] == "attachment; filename=\"leaders.csv\"")
        #expect(try Fixture.get("/articles.csv?fields=id,tags").text.contains("talks-day-1,sea; bread\r\n"))
    }

    @Test func aTableAsCSVIsTheTable() throws {
        let answer = try Fixture.get("/tables/talks-day-2-t1.csv")
        #expect(answer.text == "Leader,Outcome\r\nann lee,Left early\r\n")
        #expect(answer[.contentDisposition] == "attachment; filename=\"talks-day-2-t1.csv\"")
    }

    @Test func arrayAndLinesHoldTheSameRecords() throws {
        let record = #"{"id":"ann-lee"}"#
        #expect(try Fixture.get("/leaders.array?fields=id&limit=1").text == "[\(record)]\n")
        #expect(try Fixture.get("/leaders.ndjson?fields=id&limit=1").text == record + "\n")
        #expect(try Fixture.get("/leaders/ann-lee.array?fields=id").text == "[\(record)]\n")
        #expect(try Fixture.get("/leaders.ndjson?name=nobody").text == "")
        #expect(try Fixture.get("/leaders?name=nobody").text.hasPrefix("{\"data\":[],\"meta\":{\"total\":0"))
    }

    @Test func exportsHoldEverythingAndAreStreamedWhenLong() throws {
        let note = String(repeating: "word ", count: 60)
        let rows = (0..<3000).map { "| Person \($0) | \(note) |\n" }.joined()
        let snapshot = Fixture.build([("a.txt", "| Leader | Note |\n|---|---|\n" + rows)])
        for target in ["/leaders.csv", "/leaders.ndjson"] {
            let answer = try Fixture.get(target, state: .ready(snapshot))
            guard case .stream = answer.response.body else {
                Issue.record("\(target) is not streamed")
                continue
            }
            let pieces = answer.pieces
            #expect(pieces.allSatisfy { !$0.isEmpty && $0.count < 2 * RecordPieces.pieceSize })
            #expect(pieces.joined().count { $0 == 0x0A } == (target.hasSuffix("csv") ? 3001 : 3000))
            // Each start begins anew.
            #expect(answer.pieces.elementsEqual(pieces))
        }
        #expect(try Fixture.get("/leaders?limit=1000", state: .ready(snapshot)).text.hasSuffix("}}\n"))
    }

    /// However deep the article's parts are, none is made before those in front of it are sent.
    @Test func aLargeArticleIsStreamedPartByPart() throws {
        let part =
            "- Label: text\n  - inner\n    > quoted *words*\n    > - a\n\n  | A | B |\n  |---|---|\n  | 1 | 2 |\n"
            + String(repeating: "  - further\n", count: 20)
        let list = String(repeating: part, count: 1500)
        let snapshot = Fixture.build([
            ("a.md", "First.\n\n# Heading\n\n\(list)\n## Empty\n\n## Last\n\n```x\ncode\n```\n")
        ])
        let articles = try #require(snapshot["articles"])
        for (target, separator) in [("/articles/a", ""), ("/articles/a.array", "]"), ("/articles.ndjson?fields=*", "")]
        {
            let answer = try Fixture.get(target, state: .ready(snapshot))
            guard case .stream = answer.response.body else {
                Issue.record("\(target) is not streamed")
                continue
            }
            #expect(answer[.etag] != nil)
            let pieces = answer.pieces
            #expect(pieces.allSatisfy { !$0.isEmpty && $0.count < 2 * RecordPieces.pieceSize })
            var writer = JSONWriter(bytes: separator.isEmpty ? [] : Array("[".utf8))
            writer.write(.object(articles.record(at: 0)))
            #expect(Array(pieces.joined()) == writer.bytes + Array((separator + "\n").utf8), "\(target)")
        }
        let types = try Fixture.get("/articles/a?fields=sections.blocks.type,-sections.line", state: .ready(snapshot))
        #expect(types.status == 400)
        #expect(
            try Fixture.get("/articles/a?fields=sections.heading,sections.blocks.type", state: .ready(snapshot)).text
                == #"{"sections":[{"heading":null,"blocks":[{"type":"paragraph"}]},"#
                + #"{"heading":"Heading","blocks":[{"type":"list"}]},{"heading":"Empty","blocks":[]},"#
                + #"{"heading":"Last","blocks":[{"type":"code"}]}]}"# + "\n")
    }
}
