// Tests of `briefd export`: files of tables and of the rows of several tables, without a guard against formulas.

import Foundation
import Support
import Testing

@Suite struct ExportTests {
    private static let page = """
        # Crews

        | Team | Sum |
        |---|---|
        | @ops | =1+1 |
        | say "ho" | -5 |

        ## Others

        | Team | Note |
        |---|---|
        | Sail, Deck | +x |

        """
    private static let list = "Team,Note\r\nDeck,\"two\nlines\"\r\n"

    private func text(_ path: String) throws -> String {
        String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
    }

    private func export(_ folder: Folder, _ output: String, _ more: [String] = []) throws -> Outcome {
        try Program.run(["export", folder("docs"), "--format", "csv", "--output", folder(output)] + more)
    }

    @Test func `each table gets a file, and the rows of several tables one`() throws {
        let folder = try Folder(["docs/a.md": Self.page, "docs/b.csv": Self.list])
        let outcome = try export(folder, "out", ["--columns", "team"])
        #expect(outcome.code == 0, "\(outcome.log)")
        #expect(outcome.output.contains("3 tables -> \(folder("out"))/tables/\n"))
        #expect(outcome.output.contains("4 rows -> \(folder("out"))/tables/rows.csv\n"))
        #expect(try text(folder("out/tables/a-t1.csv")) == "Team,Sum\r\n@ops,=1+1\r\n\"say \"\"ho\"\"\",-5\r\n")
        // The white space in a cell is one blank.
        #expect(try text(folder("out/tables/b-t1.csv")) == "Team,Note\r\nDeck,two lines\r\n")
        let rows = try text(folder("out/tables/rows.csv"))
        #expect(rows.hasPrefix("Team,Sum,Note,article,article.title,article.date,table,source.file,source.line\r\n"))
        #expect(rows.contains("\r\n@ops,=1+1,,a,Crews,,a-t1,a.md,5\r\n"), "\(rows)")
        #expect(rows.contains("\r\nDeck,,two lines,b,"))
        #expect(!rows.contains("'"))
        #expect(try export(folder, "again", ["--columns", "team"]).code == 0)
        let names = try FileManager.default.subpathsOfDirectory(atPath: folder("out")).sorted()
        #expect(try FileManager.default.subpathsOfDirectory(atPath: folder("again")).sorted() == names)
        for name in names where name.hasSuffix(".csv") {
            #expect(try text(folder("out/" + name)) == text(folder("again/" + name)), "\(name)")
        }
    }

    @Test(arguments: ["json", "ndjson"])
    func `rows of tables are exported as JSON too`(format: String) throws {
        let folder = try Folder(["docs/a.md": Self.page])
        let outcome = try Program.run(
            ["export", folder("docs"), "--format", format, "--output", folder("out"), "--columns", "Sum"])
        #expect(outcome.code == 0, "\(outcome.log)")
        #expect(try text(folder("out/tables/rows.\(format)")).contains(#"{"Sum":"=1+1","Team":"@ops","article":"a","#))
        #expect(!FileManager.default.fileExists(atPath: folder("out/tables/a-t1.csv")))
    }

    @Test func `many tables get no files unless asked for`() throws {
        let folder = try Folder(["docs/a.md": Self.page])
        let outcome = try export(folder, "out", ["--max-tables", "1"])
        #expect(outcome.code == 0 && outcome.log.contains("use --max-tables 2"), "\(outcome.log)")
        #expect(!FileManager.default.fileExists(atPath: folder("out/tables")))
        #expect(try export(folder, "out", ["--max-tables", "0"]).log.isEmpty)
        #expect(!FileManager.default.fileExists(atPath: folder("out/tables")))
    }

    @Test(arguments: [
        (["--columns", "Teem"], "no table has a column `Teem`; did you mean `Team`?"),
        (["--columns", "Sum,Note"], "no table has all of these columns"), (["--columns", "Team,"], "empty name"),
        (["--max-tables", "-1"], "--max-tables"),
    ])
    func `unusable options are refused`(options: [String], words: String) throws {
        let folder = try Folder(["docs/a.md": Self.page])
        let outcome = try export(folder, "out", options)
        #expect(outcome.code != 0 && outcome.log.contains(words), "\(outcome.log)")
        #expect(!FileManager.default.fileExists(atPath: folder("out")))
    }
}
