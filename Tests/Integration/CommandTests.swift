// The commands that answer and end.

import Foundation
import Support
import Testing

@Suite struct CommandTests {
    @Test func getPrintsWhatTheServerAnswers() throws {
        let served = try Curl(Program.serve()).request("/leaders?limit=2")
        let printed = try Program.run(["get", "/leaders?limit=2"])
        #expect(printed.code == 0)
        #expect(printed.output.utf8.elementsEqual(served.body) || printed.output == served.text + "\n")
    }

    @Test(arguments: ["/nowhere", "/leaders?limit=many", "/leaders/nobody"])
    func getFailsWhereTheServerWould(target: String) throws {
        let outcome = try Program.run(["get", target])
        #expect(outcome.code == 1)
        #expect(outcome.output.contains("\"status\""))
    }

    @Test(arguments: ["http://", "/ x", "/%zz"])
    func getSaysWhyATargetCannotBeOne(target: String) throws {
        #expect(try Program.run(["get", target]).isRefusal)
    }

    @Test func getFollowsARedirect() throws {
        #expect(try Program.run(["get", "leaders/MACRON"]).output == Program.run(["get", "/leaders/macron"]).output)
    }

    @Test func exportWritesEveryRecord() throws {
        let folder = try Folder(["a.txt": (1...1234).map { "- Point \($0): text\n" }.joined()])
        for format in ["json", "ndjson", "csv"] {
            let outcome = try Program.run(
                ["export", "--format", format, "--output", folder("out/deep"), "--documents", folder("a.txt")])
            #expect(outcome.code == 0, "\(outcome.log)")
            let text = try String(contentsOfFile: folder("out/deep/points.\(format)"), encoding: .utf8)
            #expect(text.ranges(of: "Point ").count == 1234)
        }
        let data = try Data(contentsOf: URL(filePath: folder("out/deep/points.json")))
        #expect(try (JSONSerialization.jsonObject(with: data) as? [Any])?.count == 1234)
        let empty = try Data(contentsOf: URL(filePath: folder("out/deep/leaders.json")))
        #expect(try (JSONSerialization.jsonObject(with: empty) as? [Any])?.isEmpty == true)
    }

    @Test func checkNamesPlacesAndAgreesWithItsExitCode() throws {
        let folder = try Folder(["good.txt": "Title: A\n\nSome words stand here.\n", "empty.txt": ""])
        let outcome = try Program.run(["check", folder.path])
        #expect(outcome.output.split(separator: "\n").contains { $0.contains("empty.txt:1:") })
        #expect(try Program.run(["check", "--strict", folder.path]).code == 1)
        #expect(try Program.run(["check", folder("missing")]).isRefusal)
    }

    @Test func checkCountsDiagnosticsByCode() throws {
        let folder = try Folder([
            "a.txt": "Title: A\n| Leaders | Sea |\n|---|---|\n| Lee | 1 |\n| Rask |\n| Aa |\n", "b.pdf": "",
        ])
        let outcome = try Program.run(["check", folder.path])
        #expect(outcome.code == 0)
        #expect(outcome.output.hasSuffix("4 warnings\n  2 ragged-row\n  1 near-header\n  1 unsupported-format\n"))
        // No bar where nobody looks.
        #expect(outcome.log.isEmpty)
    }

    @Test func checkSuggestsCollectionsThatTheConfigurationTakes() throws {
        let folder = try Folder([
            "a.md":
                "# A\n\n| Sea lane | Since |\n|---|---|\n| Strait | 1999 |\n\n| Facts | |\n|---|---|\n| Lead | Malta |\n",
            "b.md":
                "# B\n\n| SEA LANE: | Since |\n|---|---|\n| Sound | 2001 |\n| Belt | 2002 |\n\n| Leader |\n|---|\n| Lee |\n",
            // Nearly a collection's, which is another remark.
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
        #expect(rest.log == "no collection to suggest: every table with a header is taken, or nearly\n")
    }

    @Test func configPrintsJSONThatItReads() throws {
        let folder = try Folder()
        let printed = try Program.run(["config"], environment: ["BRIEFD_TOKEN": "a-secret-token"])
        #expect(printed.code == 0)
        #expect(!printed.output.contains("a-secret-token"))
        try folder.write(Array(Program.run(["config"]).output.utf8), to: "config.json")
        let again = try Program.run(["config", "--config", folder("config.json")])
        #expect(again.code == 0)
        #expect(try again.output == Program.run(["config"]).output)
    }

    @Test func versionIsOneLine() throws {
        let outcome = try Program.run(["--version"])
        #expect(outcome.code == 0)
        #expect(outcome.output.split(separator: "\n").count == 1)
        #expect(outcome.output.contains { $0.isNumber })
    }

    @Test(arguments: [["--help"], ["serve", "--help"], ["check", "--help"], ["get", "--help"]])
    func helpIsPrinted(arguments: [String]) throws {
        let outcome = try Program.run(arguments)
        #expect(outcome.code == 0)
        #expect(outcome.output.contains("USAGE"))
    }

    @Test(arguments: [["--nonsense"], ["serve", "--lisen", "127.0.0.1:0"], ["sevre"]])
    func aMistypedCallIsRefused(arguments: [String]) throws {
        let outcome = try Program.run(arguments)
        #expect(outcome.isRefusal)
        #expect(!outcome.log.isEmpty)
    }

    @Test(arguments: [false, true])
    func healthcheckAsksTheConfiguredAddress(overUnixSocket: Bool) throws {
        let folder = try Folder()
        let curl = try Curl(Program.serve(listen: [overUnixSocket ? "unix:\(folder("s"))" : "127.0.0.1:0"]))
        let address = "\(curl.program.addresses[0])"
        #expect(try Program.run(["healthcheck"], environment: ["BRIEFD_LISTEN": address]).code == 0)
        #expect(try Program.run(["healthcheck", "--listen", address]).code == 0)
        #expect(try curl.request("/readyz").status == 200)
    }

    @Test func healthcheckFailsWhereNobodyListens() throws {
        let folder = try Folder()
        #expect(try Program.run(["healthcheck"], environment: ["BRIEFD_LISTEN": "unix:\(folder("s"))"]).isRefusal)
    }

    @Test func healthcheckOfAWildcardAddressAsksTheLoopbackInterface() throws {
        let curl = try Curl(Program.serve(listen: ["0.0.0.0:0"]))
        let listen = "0.0.0.0:\(curl.program.port)"
        #expect(try Program.run(["healthcheck"], environment: ["BRIEFD_LISTEN": listen]).code == 0)
        #expect(try curl.request("/readyz").status == 200)
    }
}
