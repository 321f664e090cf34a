// `briefd check`: the report, lists of diagnostics, suggestions and exit codes.

import Foundation
import Support
import Testing

@Suite struct CheckTests {
    /// Two warnings of one code, one of two others, and one note.
    private static let files = [
        "a.txt": "Title: A\n| Leaders | Sea |\n|---|---|\n| Lee | 1 |\n| Rask |\n| Aa |\n", "b.pdf": "",
        "c.md": "no title here\n", "package.json": #"{"name": "harbour", "version": "1.0.0"}"#,
    ]

    @Test func `the report counts records, skipped files and diagnostics, with two examples of each code`() throws {
        let folder = try Folder(Self.files.merging(["d.txt": "Title: D\n| A | B |\n|---|---|\n| 1 |\n"]) { $1 })
        let outcome = try Program.run(["check", folder.path])
        #expect(outcome.code == 0)
        let lines = outcome.output.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        #expect(lines.contains("  3 articles"))
        #expect(lines.contains("Skipped: 1 .json without `text`, 1 .pdf."))
        #expect(lines.contains("5 warnings"))
        let ragged = try #require(lines.firstIndex { $0.hasPrefix("  3 ragged-row: ") })
        #expect(lines[ragged + 1].hasPrefix("      a.txt:5:"))
        #expect(lines[ragged + 2].hasPrefix("      a.txt:6:"))
        #expect(lines[ragged + 3] == "      and 1 more")
        #expect(lines.contains("2 notes"))
        // Neither a progress bar nor colours without a terminal.
        #expect(outcome.log.isEmpty)
        #expect(!outcome.output.contains("\u{1B}"))
    }

    @Test(arguments: [
        (["--severity", "warning"], ["b.pdf:1:", "a.txt:2:", "a.txt:5:", "a.txt:6:"]),
        (["--code", "ragged-row"], ["a.txt:5:", "a.txt:6:"]),
        (["--code", "unsupported-format", "--code", "not-a-document"], ["b.pdf:1:", "package.json:1:"]),
        (["--severity", "error", "--code", "ragged-row"], []),
    ])
    func `a severity or a code lists every diagnostic, one a line`(options: [String], places: [String]) throws {
        let folder = try Folder(Self.files)
        let outcome = try Program.run(["check", folder.path] + options)
        let lines = outcome.output.split(separator: "\n")
        #expect(lines.count == places.count, "\(outcome.output)")
        for (line, place) in zip(lines, places) {
            #expect(line.hasPrefix(place), "\(line)")
            #expect(line.hasSuffix("]"))
        }
    }

    @Test func `the report as JSON holds the same`() throws {
        struct Report: Decodable {
            struct Kind: Decodable { var severity, code, meaning: String, count: Int }
            struct Line: Decodable { var file: String, line: Int, severity, code, message: String }
            var documents: Int
            var collections, skipped: [String: Int]
            var summary: [Kind]
            var diagnostics: [Line]
        }
        let folder = try Folder(Self.files)
        let outcome = try Program.run(["check", folder.path, "--format", "json", "--code", "ragged-row"])
        let report = try JSONDecoder().decode(Report.self, from: Data(outcome.output.utf8))
        #expect(report.documents == 2)
        #expect(report.collections["articles"] == 2)
        #expect(report.skipped == [".pdf": 1, ".json without `text`": 1])
        #expect(report.summary.first { $0.code == "ragged-row" }?.count == 2)
        #expect(report.diagnostics.map(\.line) == [5, 6])
    }

    @Test func `an unreadable document fails the check, and strict fails it on any diagnostic`() throws {
        let good = try Folder(["good.txt": "Title: A\n\nSome words are here.\n"])
        #expect(try Program.run(["check", good.path]).code == 0)
        #expect(try Program.run(["check", "--strict", good.path]).code == 0)
        #expect(try Program.run(["check", good("missing")]).isRefusal)
        try good.write("", to: "empty.txt")
        #expect(try Program.run(["check", good.path]).code == 0)
        #expect(try Program.run(["check", "--strict", good.path]).code == 1)
        try good.write("{", to: "broken.json")
        let outcome = try Program.run(["check", good.path])
        #expect(outcome.code == 1)
        #expect(outcome.output.contains("broken.json:1:"))
    }

    @Test(arguments: [
        ([:], "No document was read.\n"),
        (["a.pdf": "", "b.PDF": "", "c.html": "", "d": ""], "Skipped: 2 .pdf, 1 .html, 1 without extension.\n"),
        (["package.json": "{}", "x.txt/inner.htm": ""], "Skipped: 1 .htm, 1 .json without `text`.\n"),
    ])
    func `a folder in which nothing is read fails the check`(files: [String: String], words: String) throws {
        let folder = try Folder(files)
        let outcome = try Program.run(["check", folder.path])
        #expect(outcome.code == 1)
        #expect(outcome.output.contains(words), "\(outcome.output)")
    }

    @Test(arguments: [
        ("| Vessel | Port |\n|---|---|\n| Ann | Sound |\n", "briefd check --suggest"), ("- Piers: Two\n", "/points"),
    ])
    func `collections without a record are explained`(text: String, words: String) throws {
        let folder = try Folder(["a.md": "# Ships\n\n" + text])
        #expect(try Program.run(["check", folder.path]).output.contains(words))
        #expect(try Program.run(["get", "/", "--documents", folder.path]).output.contains(words))
        let program = try Program.serve([folder.path])
        program.signal(SIGTERM)
        #expect(try program.wait().log.contains(words))
    }

    @Test func checkSuggestsCollectionsThatTheConfigurationTakes() throws {
        let folder = try Folder([
            "a.md":
                "# A\n\n| Sea lane | Since |\n|---|---|\n| Strait | 1999 |\n\n"
                + "| Facts | |\n|---|---|\n| Lead | Malta |\n",
            "b.md":
                "# B\n\n| SEA LANE: | Since |\n|---|---|\n| Sound | 2001 |\n| Belt | 2002 |\n\n"
                + "| Leader |\n|---|\n| Lee |\n",
            // A header that nearly matches a collection has a diagnostic instead.
            "c.md": "# C\n\n| Leeder |\n|---|\n| Bo |\n",
        ])
        let outcome = try Program.run(["check", "--suggest", folder.path])
        #expect(outcome.code == 0)
        #expect(
            outcome.log.hasPrefix("seaLane: 2 tables, 3 rows, first a.md:3: Sea lane | Since\nfacts: 1 table, 1 row,"))
        #expect(!outcome.output.contains("eeder"))
        try folder.write(outcome.output, to: "config.json")
        let arguments = [
            "--config", folder("config.json"), "--documents", folder("a.md"), "--documents", folder("b.md"),
        ]
        let answer = try Program.run(["get", "/seaLane.csv?fields=id,since&sort=since"] + arguments)
        #expect(answer.output == "id,since\r\nstrait,1999\r\nsound,2001\r\nbelt,2002\r\n")
        #expect(try Program.run(["get", "/facts.csv?fields=id,lead"] + arguments).output == "id,lead\r\na,Malta\r\n")
        #expect(try Program.run(["get", "/leaders?fields=id"] + arguments).output.contains("lee"))
        let rest = try Program.run(["check", "--suggest", "--config", folder("config.json"), folder("a.md")])
        #expect(
            rest.log
                == "no collection to suggest: every table with a header is in a collection, or nearly matches one\n")
    }
}
