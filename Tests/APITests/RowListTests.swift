// Tests of `/tables/rows`: the rows of all tables that have some columns.

import Catalog
import Documents
import HTTP
import Testing

@testable import API

@Suite struct RowListTests {
    private static let files = [
        (
            "crews/day-1.md",
            """
            ---
            date: 2026-01-20
            ---
            # First day

            | Team | Outcome | Crew |
            |---|---|---|
            | Ops | Won | 12 |
            | Sail | =1+1 | 9 |

            ## Costs

            | Cost | Team |
            |---|---|
            | 7.50 | ops |

            """
        ),
        (
            "crews/day-2.md",
            """
            # Second day

            | Team(s) | Date | Date | Owner |
            |---|---|---|---|
            | Ops | Monday | Tuesday | @ann |

            | TEAM | Crew |
            |:-----|-----:|
            | Deck | 100 |

            | Vessel | Crew |
            |---|---|
            | Anna | 4 |

            """
        ),
    ]

    private static let snapshot = Fixture.build(files)

    private func get(_ target: String) throws -> Answer { try Fixture.get(target, state: .ready(Self.snapshot)) }

    @Test func `a column with cells that are no numbers is not compared with a number`() throws {
        let answer = try get("/tables/rows?columns=Team&Outcome:gte=10")
        #expect(answer.status == 400)
        #expect(answer.text.contains("Some cells of `Outcome` are no numbers"))
        #expect(try get("/tables/rows?columns=Team&Outcome:gte=W").status == 200)
        #expect(try get("/tables/rows?columns=Team,Crew&Crew:gte=10").status == 200)
    }

    @Test func `rows have the cells by column and their place`() throws {
        let answer = try get("/tables/rows?columns=Outcome")
        #expect(
            answer.text.hasPrefix(
                #"{"data":[{"Outcome":"Won","Team":"Ops","Crew":"12","article":"crews-day-1","#
                    + #""article.title":"First day","article.date":"2026-01-20","table":"crews-day-1-t1","#
                    + #""source.file":"crews/day-1.md","source.line":8},"#), "\(answer.text)")
        #expect(answer[.xTotalCount] == "2")
    }

    static let spellings = ["Team", "team", " TEAM ", "TEAM:"]

    @Test(arguments: spellings)
    func `a column is named by any spelling`(name: String) throws {
        let columns = name.replacing(" ", with: "%20")
        let text = try get("/tables/rows.csv?columns=\(columns)&fields=Team,source.line&team=Ops").text
        #expect(text == "Team,source.line\r\nOps,8\r\n", "\(text)")
    }

    @Test func `an optional plural is the plural`() throws {
        #expect(try get("/tables/rows.csv?columns=teams&fields=teams").text == "Team(s)\r\nOps\r\n")
    }

    @Test func `the header is the union of the columns`() throws {
        let answer = try get("/tables/rows.csv?columns=Team&fields=-table")
        let lines = answer.text.split(separator: "\r\n")
        #expect(
            lines.first == "Team,Outcome,Crew,Cost,article,article.title,article.date,source.file,source.line")
        #expect(lines.count == 5)
        #expect(lines.last == "Deck,,100,,crews-day-2,Second day,,crews/day-2.md,9")
        #expect(answer[.contentDisposition] == "attachment; filename=\"rows.csv\"")
    }

    @Test func `a second column of the same name gets a number`() throws {
        let text = try get("/tables/rows.ndjson?columns=Date&fields=Date,date2").text
        #expect(text == #"{"Date":"Monday","Date2":"Tuesday"}"# + "\n")
    }

    static let answers: [(String, String)] = [
        ("columns=Team,Crew&fields=Team,Crew", "Ops,12|Sail,9|Deck,100"),
        ("columns=Crew&columns=team&fields=Team", "Ops|Sail|Deck"),
        ("columns=Crew&sort=-Crew&fields=Crew", "100|12|9|4"),
        ("columns=Crew&Crew:gt=9&fields=Crew", "12|100"),
        ("columns=Team&Team:ieq=OPS&fields=source.line", "8|15"),
        ("columns=Team&Team:contains=a&sort=-Team&fields=Team", "Sail"),
        ("columns=Team&limit=2&offset=1&fields=Team", "Sail|ops"),
        ("columns=Team&sort=team,-source.line&fields=Team", "Deck|Ops|Sail|ops"),
        ("columns=Team&article.date:exists=true&Cost:exists=true&fields=Cost", "7.50"),
        ("columns=Team&article.date=2026-01&fields=Team", "Ops|Sail|ops"),
        ("columns=Team&table=crews-day-2-t2&fields=Team", "Deck"),
        ("columns=Crew,Cost&fields=article", ""),
    ]

    @Test(arguments: answers)
    func `filters, sorting and paging work as in lists`(query: String, rows: String) throws {
        let text = try get("/tables/rows.csv?" + query).text
        #expect(text.split(separator: "\r\n").dropFirst().joined(separator: "|") == rows, "\(text)")
    }

    @Test func `facets and referenced articles`() throws {
        let text = try get("/tables/rows?columns=Team&facets=Team&include=articles&limit=1").text
        #expect(text.contains(#""facets":{"Team":[{"value":"Deck","count":1}"#), "\(text)")
        #expect(text.contains(#""included":{"articles":[{"id":"crews-day-1""#))
        #expect(text.contains(#""next":"/tables/rows?columns=Team&facets=Team&include=articles&limit=1&offset=1""#))
    }

    @Test func `an unknown column is an empty list with the nearest columns`() throws {
        let text = try get("/tables/rows?columns=Outcme").text
        #expect(text.contains(#""total":0"#) && text.contains(#""suggestions":["Outcome"]"#), "\(text)")
        #expect(try get("/tables/rows.csv?columns=Outcme&fields=Outcme").text == "Outcme\r\n")
    }

    @Test func `a value that no row has gets the nearest values`() throws {
        let text = try get("/tables/rows?columns=Outcome&Team=sail").text
        #expect(text.contains(#""suggestions":["Sail"]"#), "\(text)")
    }

    static let faults: [(String, [String])] = [
        ("", [#""parameter":"columns""#, "is missing", #""allowed":["Crew""#]),
        ("?columns=", [#""parameter":"columns""#, "is empty"]),
        ("?columns=Team,,Crew", ["empty name"]),
        ("?columns=Team&q=ops", [#""parameter":"q""#, "no text search"]),
        ("?columns=Team&cursor=*&guard=maybe", [#""parameter":"cursor""#, #""parameter":"guard""#, #"["on","off"]"#]),
        ("?columns=Team&Crw=9", [#""parameter":"Crw""#, #""suggestion":"Crew""#]),
        ("?columns=Teem&Crew=9", ["No table has a column `Teem`", #""suggestion":"TEAM""#]),
        ("?columns=Team&sort=Crw&limit=x", [#""parameter":"sort""#, #""parameter":"limit""#]),
        ("?columns=Team&guard=off", ["needs the format `csv`"]),
        ("?columns=" + String(repeating: "a,", count: 100) + "a", ["more than 100 names"]),
    ]

    @Test(arguments: faults)
    func `faults name the parameter and what to do`(query: String, pieces: [String]) throws {
        let answer = try get("/tables/rows" + query)
        #expect(answer.status == 400)
        for piece in pieces { #expect(answer.text.contains(piece), "\(answer.text)") }
    }

    @Test func `the guard against formulas can be switched off`() throws {
        #expect(try get("/tables/rows.csv?columns=Outcome&fields=Outcome").text == "Outcome\r\nWon\r\n'=1+1\r\n")
        for name in ["off", "0", "false"] {
            #expect(
                try get("/tables/rows.csv?columns=Outcome&fields=Outcome&guard=\(name)").text
                    == "Outcome\r\nWon\r\n=1+1\r\n")
        }
        #expect(try get("/tables/crews-day-1-t1.csv?guard=off").text.hasSuffix("Sail,=1+1,9\r\n"))
        #expect(try get("/tables/crews-day-1-t1.csv?guard=on").text.hasSuffix("Sail,'=1+1,9\r\n"))
        #expect(try get("/tables/crews-day-1-t1?guard=off").status == 400)
        #expect(try get("/tables.csv?guard=off").status == 200)
        #expect(try get("/tables.csv?guard=no").status == 400)
    }

    @Test func `columns filters the list of tables as before`() throws {
        #expect(try get("/tables.csv?columns=Vessel&fields=id").text == "id\r\ncrews-day-2-t3\r\n")
    }

    @Test func `columns beyond the limit are left out and counted`() throws {
        let names = (1...300).map { "C\($0)" }
        let text =
            "| \(names.joined(separator: " | ")) |\n|" + String(repeating: "---|", count: 300) + "\n| "
            + names.map { $0.lowercased() }.joined(separator: " | ") + " |\n"
        let state = State.ready(Fixture.build([("wide.md", "# Wide\n\n" + text)]))
        let answer = try Fixture.get("/tables/rows?columns=C299", state: state).text
        #expect(answer.hasPrefix(#"{"data":[{"C299":"c299","C1":"c1","#) && answer.contains(#""c255","article""#))
        #expect(answer.contains(#""columnsCut":44"#), "\(answer.suffix(300))")
    }

    @Test func `long answers are streamed, also in another order`() throws {
        let note = String(repeating: "word ", count: 40)
        let rows = (0..<9000).map { "| \($0 * 7919 % 9000) | \(note)\($0) |\n" }.joined()
        let state = State.ready(Fixture.build([("a.md", "| Rank | Note |\n|---|---|\n" + rows)]))
        for (query, first) in [("", "0,"), ("&sort=-Rank", "8999,")] {
            let answer = try Fixture.get("/tables/rows.csv?columns=Rank" + query, state: state)
            guard case .stream = answer.response.body else {
                Issue.record("\(query) is not streamed")
                continue
            }
            #expect(answer.response.streamSize < 2 << 20)
            let chunks = answer.chunks
            #expect(chunks.allSatisfy { !$0.isEmpty && $0.count < 2 * RecordChunks.minChunkBytes })
            let lines = String(decoding: chunks.joined(), as: UTF8.self).split(separator: "\r\n")
            #expect(lines.count == 9001 && lines[1].hasPrefix(first))
            if !query.isEmpty {
                #expect(lines.dropFirst().map { Int($0.prefix { $0 != "," }) } == (0..<9000).reversed().map { $0 })
            }
        }
    }

    @Test func `a cancelled request stops`() throws {
        let cancellation = Cancellation()
        cancellation.cancel()
        let response = API(programVersion: "x").respond(
            to: Request(.get, try Target("/tables/rows?columns=Team&sort=Team")), state: .ready(Self.snapshot),
            until: cancellation)
        #expect(response.status == .serviceUnavailable)
    }
}
