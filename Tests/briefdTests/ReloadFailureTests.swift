// Failed reloads: what was served stays, and the failure is reported until it ends.
import Catalog
import Glibc
import Server
import Support
import Testing

@testable import briefd

@Suite struct ReloadFailureTests {
    @Test func `a failed reload keeps the snapshot and adds a diagnostic`() throws {
        let folder = try Folder(["docs/a.txt": "- One: 1\n"])
        let testService = TestService(TestService.configuration(folder("docs")))
        let before = try testService.get("/points").text
        let index = try testService.get("/").text
        rename(folder("docs"), folder("away"))
        testService.reload(.scan)
        testService.reload(.scan)
        #expect(try testService.get("/points").text == before)
        #expect(try testService.get("/-/diagnostics?code=reload-failed").text.contains("\"total\":1"))
        #expect(try testService.get("/readyz").status == 200)
        rename(folder("away"), folder("docs"))
        testService.reload(.scan)
        #expect(try testService.get("/-/diagnostics?code=reload-failed").text.contains("\"total\":0"))
        #expect(try testService.get("/").text == index)
    }

    /// Returns the messages of the failures that a service reports.
    private static func failures(_ testService: TestService) throws -> String {
        try testService.get("/-/diagnostics.ndjson?code=reload-failed&fields=file,message").text
    }

    @Test func `a broken configuration is reported until a good one has been read`() throws {
        let folder = try Folder(["a.txt": "- One: 1\n"])
        var configuration = TestService.configuration(folder.path)
        configuration.file = "/etc/a b/config.json"
        let testService = TestService(configuration)
        testService.configuration.withLock { $0 = nil }
        testService.reload(.request)
        let failures = try Self.failures(testService)
        #expect(failures.contains(#"{"file":"config.json","message":"the configuration is wrong"#))
        #expect(failures.contains("config.json:3: log.level is 7"))
        try folder.write("- Two: 2\n", to: "b.txt")
        for reason in [Reloader.Reason.scan, .change] { testService.reload(reason) }
        #expect(try testService.get("/points").text.contains("Two"))
        #expect(try Self.failures(testService) == failures)
        #expect(try testService.get("/metrics").text.contains("briefd_last_reload_successful 0"))
        #expect(try testService.get("/metrics").text.contains(#"briefd_reloads_total{result="failed"} 1"#))
        testService.configuration.withLock { $0 = configuration }
        testService.reload(.scan)
        #expect(try Self.failures(testService) == failures)
        testService.reload(.signal)
        #expect(try Self.failures(testService) == "")
        #expect(try testService.get("/metrics").text.contains("briefd_last_reload_successful 1"))
    }

    @Test func `a configuration with missing documents is broken`() throws {
        let folder = try Folder(["a.txt": "- One: 1\n"])
        let testService = TestService(TestService.configuration(folder.path))
        testService.configuration.withLock { $0?.documents = [folder("none")] }
        testService.reload(.request)
        testService.reload(.scan)
        #expect(try Self.failures(testService).contains("/none cannot be read"))
        #expect(try !Self.failures(testService).contains(folder.path))
        #expect(try testService.get("/points").text.contains("One"))
    }

    @Test func `both failures are reported, each until it ends`() throws {
        let folder = try Folder(["docs/a.txt": "- One: 1\n"])
        let testService = TestService(TestService.configuration(folder("docs")))
        testService.configuration.withLock { $0 = nil }
        rename(folder("docs"), folder("away"))
        testService.reload(.request)
        #expect(try Self.failures(testService).split(separator: "\n").count == 2)
        rename(folder("away"), folder("docs"))
        testService.reload(.scan)
        #expect(try Self.failures(testService).split(separator: "\n").count == 1)
        #expect(try Self.failures(testService).contains("configuration"))
    }

    @Test func `a failed reload shows no folder of the machine`() throws {
        let folder = try Folder(["my docs/a.txt": "- One: 1\n"])
        let testService = TestService(TestService.configuration(folder("my docs")))
        rename(folder("my docs"), folder("away"))
        testService.reload(.scan)
        let failures = try Self.failures(testService)
        #expect(failures.contains(#"{"file":"my docs","message":"the reload failed"#))
        #expect(failures.contains("documents: my docs cannot be read"))
        #expect(!failures.contains(folder.path))
    }

    @Test(arguments: [
        ("/a b/c.json:3:5: no", "c.json:3:5: no"),
        ("listen holds [\"unix:/run/x.sock\"]", "listen holds [\"unix:x.sock\"]"),
        ("docs in the working folder /srv/x cannot", "docs in the working folder x cannot"),
        ("/srv/d and /srv/d/e, and/or either", "d and d/e, and/or either"), ("see /", "see /"),
    ])
    func `paths in a message become names`(message: String, names: String) {
        #expect(PublicPath.namesOnly(in: message, knownPaths: ["/srv/d", "/a b/c.json"]) == names)
    }

    @Test func `a deleted file is a broken configuration`() throws {
        let folder = try Folder(["config.json": "{}"])
        let path = folder("config.json")
        let former = try ConfigurationLoader.load(file: path, environment: [:])
        #expect(former.file == path)
        remove(path)
        #expect(throws: ConfigurationError.self) {
            try ConfigurationLoader.load(formerFile: former.file, environment: [:])
        }
    }
}
