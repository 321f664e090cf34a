// The start of the program: documents, configuration files, and errors in them.

import Foundation
import Glibc
import Support
import Testing

@Suite struct StartTests {
    @Test(arguments: [[], ["serve"]])
    func theSampleIsServedFromAnyDirectory(arguments: [String]) throws {
        let folder = try Folder()
        let program = try Program(arguments, environment: ["BRIEFD_LISTEN": "127.0.0.1:0"], directory: folder.path)
        try program.waitForAddresses(1)
        let curl = try Curl(program)
        for collection in ["articles", "leaders", "initiatives", "priorities", "strategies", "points", "tables"] {
            let page = try Page(curl.request("/\(collection)"))
            #expect(page.meta.total > 0, "\(collection)")
        }
        #expect(try Page(curl.request("/leaders")).data.map(\.id).contains("macron"))
        #expect(try curl.request("/leaders/macron").status == 200)
    }

    @Test func aFolderIsServedWithoutItsBrokenFiles() throws {
        let folder = try Folder(["good.txt": document, "empty.txt": "", "unreadable.txt": document])
        var random = SystemRandomNumberGenerator()
        try folder.write((0..<100_000).map { _ in UInt8.random(in: 0...255, using: &random) }, to: "random.txt")
        chmod(folder("unreadable.txt"), 0)
        let curl = try Curl(Program.serve(["--documents", folder.path]))
        #expect(try Page(curl.request("/leaders")).data.map(\.id) == ["ada"])
        #expect(try curl.request("/articles/good/source").text == document)
        let diagnostics = try curl.request("/-/diagnostics")
        #expect(diagnostics.status == 200)
        for file in ["empty.txt", "random.txt", "unreadable.txt"] {
            #expect(diagnostics.text.contains("\"\(file)\""), "\(file)")
        }
        #expect(!diagnostics.text.contains("\"good.txt\""))
    }

    @Test func severalFoldersAreServedTogether() throws {
        let first = try Folder(["one.txt": document])
        let second = try Folder(["two.txt": document.replacing("Ada", with: "Grace")])
        let curl = try Curl(Program.serve(["--documents", first.path, "--documents", second.path]))
        #expect(try Set(Page(curl.request("/leaders")).data.map(\.id)) == ["ada", "grace"])
    }

    @Test func anEmptyFolderIsServedAsEmpty() throws {
        let folder = try Folder()
        let curl = try Curl(Program.serve(["--documents", folder.path]))
        #expect(try Page(curl.request("/articles")).meta.total == 0)
    }

    @Test func aMissingFolderStopsTheStart() throws {
        let folder = try Folder()
        let outcome = try Program.run(["serve", "--listen", "127.0.0.1:0", "--documents", folder("missing")])
        #expect(outcome.isRefusal)
        #expect(outcome.log.contains(folder("missing")))
    }

    @Test func anUnreadableFolderStopsTheStart() throws {
        let folder = try Folder(["good.txt": document])
        chmod(folder.path, 0)
        let outcome = try Program.run(["serve", "--listen", "127.0.0.1:0", "--documents", folder.path])
        #expect(outcome.isRefusal)
        #expect(outcome.log.contains(folder.path))
    }

    @Test(
        arguments: [
            (#"{"lisen": ["127.0.0.1:0"]}"#, ["lisen", "listen"]),
            (#"{"listen": 8080}"#, ["listen", "8080"]),
            (#"{"documents": [5]}"#, ["documents", "5"]),
            (#"{"collections": {"leaders": {"colour": "red"}}}"#, ["collections", "leaders", "colour"]),
            (#"{"listen": ["127.0.0.1:0"]"#, ["config.json:1:"]),
            ("[]", ["config.json"]),
            ("", ["config.json"]),
        ])
    func aConfigurationThatCannotBeMeantStopsTheStart(config: String, named: [String]) throws {
        let folder = try Folder(["config.json": config])
        let outcome = try Program.run(["serve", "--config", folder("config.json")])
        #expect(outcome.isRefusal)
        for part in named { #expect(outcome.log.contains(part), "\(part) in: \(outcome.log)") }
    }

    @Test func aMissingConfigurationStopsTheStart() throws {
        let folder = try Folder()
        let outcome = try Program.run(["serve", "--config", folder("config.json")])
        #expect(outcome.isRefusal)
        #expect(outcome.log.contains(folder("config.json")))
    }

    @Test func anOptionOutweighsTheEnvironmentAndThatTheFile() throws {
        let folder = try Folder(["config.json": #"{"listen": ["127.0.0.1:1"]}"#])
        let file = ["BRIEFD_CONFIG": folder("config.json")]
        let both = file.merging(["BRIEFD_LISTEN": "127.0.0.1:2"]) { $1 }
        #expect(try Program.run(["config"], environment: file).output.contains("127.0.0.1:1"))
        #expect(try Program.run(["config"], environment: both).output.contains("127.0.0.1:2"))
        let option = ["config", "--listen", "127.0.0.1:3"]
        #expect(try Program.run(option, environment: both).output.contains("127.0.0.1:3"))
    }

    /// Without /proc, Swift's own `CommandLine` has no arguments.
    @Test(.enabled(if: geteuid() == 0 && access("/usr/bin/unshare", X_OK) == 0))
    func argumentsAreReadWithoutProc() throws {
        guard let outcome = try Self.runWithoutProc(["--version"]) else { return }
        #expect(outcome.code == 0)
        #expect(outcome.output.hasPrefix("0."))
    }

    /// Without /proc, Dispatch's global queues end the process, but not each time.
    @Test(.enabled(if: geteuid() == 0 && access("/usr/bin/unshare", X_OK) == 0))
    func documentsAreReadWithoutProc() throws {
        let folder = try Folder(["a.md": "# Title\n\n| Leader |\n|---|\n| One |\n"])
        for _ in 0..<20 {
            guard let outcome = try Self.runWithoutProc(["get", "/articles", folder.path]) else { return }
            #expect(outcome.code == 0, "\(outcome.log)")
            #expect(outcome.output.contains("Title"))
        }
    }

    /// Runs the program in a namespace with an empty /proc; nil if the system does not allow that.
    private static func runWithoutProc(
        _ arguments: [String]
    ) throws -> Outcome? {
        let program = try Program(
            arguments,
            prefix: ["/usr/bin/unshare", "--mount", "/bin/sh", "-c", "mount -t tmpfs none /proc; exec \"$@\"", "-"])
        let outcome = try program.wait()
        return outcome.log.contains("mount:") || outcome.log.contains("unshare:") ? nil : outcome
    }
}

private let document = """
    Title: A meeting

    Leaders

    | Leader | Focus Area | Outcome |
    |--------|------------|---------|
    | Ada    | Engines    | A plan  |

    """

/// The parts of a list response that these tests use.
private struct Page: Decodable {
    struct Record: Decodable { var id: String }
    struct Meta: Decodable { var total: Int }

    var data: [Record]
    var meta: Meta

    init(_ answer: Answer) throws {
        self = try JSONDecoder().decode(Page.self, from: Data(answer.body))
    }
}
