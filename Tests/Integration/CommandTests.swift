// The commands get, export, config and healthcheck, and errors of the command line.

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

    @Test(arguments: ["http://", "https:///x", "/ x", "/%zz"])
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

    @Test(arguments: [
        (["--nonsense"], "Unknown option '--nonsense'"),
        (["serve", "--lisen", "127.0.0.1:0"], "Did you mean '--listen'?"),
        (["sevre"], "Did you mean `briefd serve`?"),
        (["chekc", "/tmp"], "Did you mean `briefd check`?"),
        (["nothing-like-it"], "The commands are serve, check, get, export, config, healthcheck."),
        (["--port", "9000", "--listen", "127.0.0.1:0"], "not both"),
        (["--port", "70000"], "'70000' is invalid for '--port <port>'"),
    ])
    func `a mistyped call is refused and the nearest one named`(arguments: [String], words: String) throws {
        let outcome = try Program.run(arguments)
        #expect(outcome.isRefusal)
        #expect(outcome.log.contains(words), "\(outcome.log)")
    }

    @Test(arguments: [[], ["serve"]])
    func `a path is served without an option`(command: [String]) throws {
        let folder = try Folder(["a.txt": "Title: Harbour talks\n- Piers: Two more\n"])
        let program = try Program(command + [folder.path, "--port", "0"])
        try program.waitForAddresses()
        let answer = try Curl(program).request("/points?fields=label")
        #expect(answer.text.hasPrefix(#"{"data":[{"label":"Piers"}]"#))
    }

    @Test(arguments: [
        "http://127.0.0.1:8080/leaders?limit=2", "HTTPS://briefs.example/leaders?limit=2#top", "leaders?limit=2",
    ])
    func `get takes the target out of a URL`(target: String) throws {
        #expect(try Program.run(["get", target]).output == Program.run(["get", "/leaders?limit=2"]).output)
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

    @Test(arguments: ["bash", "zsh", "fish"])
    func `a shell gets completions for every command`(shell: String) throws {
        let outcome = try Program.run(["--generate-completion-script", shell])
        #expect(outcome.code == 0)
        for command in ["serve", "check", "get", "export", "config", "healthcheck"] {
            #expect(outcome.output.contains(command))
        }
    }

    @Test func `get and export take paths, and say when they answer from the sample`() throws {
        let folder = try Folder(["a.txt": "Title: Harbour talks\n- Piers: Two more\n"])
        let answer = try Program.run(["get", "/points.csv?fields=label", folder.path])
        #expect(answer.output == "label\r\nPiers\r\n")
        #expect(answer.log.isEmpty)
        let export = try Program.run(["export", folder.path, "--format", "csv", "--output", folder("out")])
        #expect(export.output.contains("1 point -> "))
        #expect(try Program.run(["get", "/points"]).log.contains("bundled sample"))
    }

    @Test func `suggestions can be written to the configuration file of the working folder`() throws {
        let folder = try Folder(["a.md": "# A\n\n| Vessel |\n|---|\n| Ann |\n", "config.json": ""])
        let suggested = try Program.run(["check", "--suggest", "a.md"], directory: folder.path)
        #expect(suggested.code == 0)
        #expect(suggested.output.contains("\"vessel\""))
        let empty = try Program.run(["check", "a.md"], directory: folder.path)
        #expect(empty.isRefusal)
        #expect(empty.log.contains("config.json: the configuration file is empty; delete it"))
        #expect(empty.log.contains("--config FILE names another"))
        let missing = try Program.run(["check", "docs", "--config", "/dev/null/none"], directory: folder.path)
        #expect(missing.isRefusal)
    }
}
