import API
import Documents
import Server
import Support
import Testing

@testable import briefd

@Suite struct ConfigurationTests {
    private static func problems(of text: String) -> [String] {
        do {
            _ = try ConfigurationLoader.configuration(of: Array(text.utf8), path: "c.json")
            return []
        } catch {
            return error.problems.map { "\($0.place): \($0.message)" }
        }
    }

    private static func load(
        _ environment: [String: String], documents: [String] = [], listen: [String] = []
    ) throws -> Configuration {
        var environment = environment
        environment["BRIEFD_CONFIG"] = environment["BRIEFD_CONFIG"] ?? "/dev/null"
        let folder = try Folder()
        try folder.write("{}", to: "c.json")
        environment["BRIEFD_CONFIG"] = folder.path + "/c.json"
        return try ConfigurationLoader.load(environment: environment, documents: documents, listen: listen)
    }

    @Test func theProjectsFileSpellsOutTheDefaults() throws {
        let path = #filePath.split(separator: "/").dropLast(3).map { "/" + $0 }.joined() + "/config.json"
        let bytes = try #require(File.read(path))
        let configuration = try ConfigurationLoader.configuration(of: bytes, path: path)
        let defaults = ConfigurationLoader.file(of: Configuration())
        #expect(ConfigurationLoader.file(of: configuration) == defaults)
        #expect(try Value(json: bytes) == defaults)
    }

    @Test func everySettingIsReadFromWhatItWrites() throws {
        for setting in Setting.all where setting.path != "access.token" {
            var configuration = Configuration()
            let written = setting.write(Configuration())
            #expect(setting.read(written, &configuration), "\(setting.path)")
            #expect(setting.write(configuration) == written, "\(setting.path)")
        }
    }

    @Test(arguments: [
        ("{", "c.json:1:2: Invalid JSON"),
        ("[]", "c.json:1: the configuration must be an object"),
        ("{\n \"lissen\": []}", "c.json:2: unknown setting lissen; did you mean listen?"),
        ("{\"limits\": {\"conections\": 1}}", "c.json:1: unknown setting limits.conections; did you mean connections?"),
        ("{\"limits\": 3}", "c.json:1: limits must be an object"),
        ("{\"workers\": \"two\"}", "c.json:1: workers holds \"two\", but it must be a whole number from 0 to 1024"),
        ("{\"workers\": 1.5}", "c.json:1: workers holds 1.5, but it must be a whole number"),
        ("{\"workers\": 1, \"workers\": 2}", "c.json:1: workers is given twice"),
        (
            "{\"listen\": [\"8080\"]}",
            "c.json:1: listen holds [\"8080\"], but it must be a list of addresses such as 127"
        ),
        ("{\"listen\": []}", "c.json:1: listen holds []"),
        ("{\"documents\": [1]}", "c.json:1: documents holds [1], but it must be a list of paths"),
        (
            "{\"limits\": {\"headSeconds\": 0}}",
            "c.json:1: limits.headSeconds holds 0, but it must be a number of seconds"
        ),
        ("{\"log\": {\"level\": \"loud\"}}", "c.json:1: log.level holds \"loud\", but it must be one of trace, debug"),
        ("{\"access\": {\"token\": 7}}", "c.json:1: access.token holds a value that is no token"),
        ("{\"access\": {\"token\": \"a b\"}}", "access.token holds a value that is no token"),
        ("{\"access\": {\"origins\": [\"*\"]}}", "access.origins holds [\"*\"], but it must be a list of origins"),
        ("{\"access\": {\"origins\": [\"https://a.example/\"]}}", "access.origins holds"),
        ("{\"access\": {\"origins\": [\"a.example\"]}}", "access.origins holds"),
        ("{\"access\": {\"hosts\": [\"a.example:80\"]}}", "access.hosts holds"),
        ("{\"access\": {\"hosts\": [\"*.a.example\"]}}", "access.hosts holds"),
        (
            "{\"collections\": {\"laws\": {\"header\": \"A\"}, \"Laws\": {\"header\": \"B\"}}}",
            "collections.Laws is given twice"
        ),
        ("{\"collections\": []}", "c.json:1: collections must be an object"),
        (
            "{\"collections\": {\"articles\": {\"header\": \"A\"}}}",
            "c.json:1: collections.articles: `articles` is a path"
        ),
        ("{\"collections\": {\"a b\": {\"header\": \"A\"}}}", "c.json:1: collections.a b: "),
    ])
    func aMistakeIsNamedWithItsPlace(_ text: String, _ message: String) {
        let problems = Self.problems(of: text)
        #expect(problems.contains { $0.contains(message) }, "\(problems)")
    }

    @Test func allMistakesAreNamedAtOnce() {
        let text = "{\"workers\": -1, \"limit\": {}, \"collections\": {\"points\": {}}, \"log\": {\"format\": 1}}"
        #expect(Self.problems(of: text).count == 5)
    }

    @Test func aTokenIsNeverShown() throws {
        #expect(!Self.problems(of: "{\"access\": {\"token\": [\"s3cret\"]}}").joined().contains("s3cret"))
        let configuration = try ConfigurationLoader.configuration(
            of: Array("{\"access\": {\"token\": \"s3cret\"}}".utf8), path: "c.json")
        #expect(configuration.token == "s3cret")
        #expect(!JSONText.line(ConfigurationLoader.file(of: configuration)).contains("s3cret"))
    }

    @Test func optionsGoOverTheEnvironmentAndThatOverTheFile() throws {
        let folder = try Folder()
        try folder.write(
            "{\"documents\": [\"file\"], \"listen\": [\"127.0.0.1:1\"], \"log\": {\"format\": \"json\"}}", to: "c.json")
        let variables = ["BRIEFD_CONFIG": folder.path + "/c.json", "BRIEFD_DOCUMENTS": "one, two", "BRIEFD_LISTEN": ""]
        let byEnvironment = try ConfigurationLoader.load(environment: variables)
        #expect(byEnvironment.documents == ["one", "two"])
        #expect(byEnvironment.listen == [.ip(host: "127.0.0.1", port: 1)])
        #expect(byEnvironment.logFormat == .json)
        let byOption = try ConfigurationLoader.load(
            environment: variables, documents: ["three"], listen: ["unix:/s"])
        #expect(byOption.documents == ["three"])
        #expect(byOption.listen == [.unix(path: "/s")])
    }

    @Test func theTokenMayStandInAFile() throws {
        let folder = try Folder()
        try folder.write("s3cret\n", to: "token")
        #expect(try Self.load(["BRIEFD_TOKEN_FILE": folder.path + "/token"]).token == "s3cret")
        #expect(try Self.load(["BRIEFD_TOKEN": "other"]).token == "other")
        #expect(throws: ConfigurationError.self) { try Self.load(["BRIEFD_TOKEN_FILE": folder.path + "/none"]) }
        try folder.write("two words", to: "token")
        #expect(throws: ConfigurationError.self) { try Self.load(["BRIEFD_TOKEN_FILE": folder.path + "/token"]) }
    }

    @Test(arguments: ["BRIEFD_TOKEN", "BRIEFD_TOKEN_FILE"])
    func anEmptyTokenOpensNothing(_ variable: String) {
        let error = #expect(throws: ConfigurationError.self) { try Self.load([variable: ""]) }
        #expect(error?.problems.map(\.place) == [variable])
    }

    @Test func usableOriginsAndHostsAreTaken() throws {
        let text = "{\"access\": {\"origins\": [\"https://a.example:8443\"], \"hosts\": [\"a.example\", \"briefd\"]}}"
        let configuration = try ConfigurationLoader.configuration(of: Array(text.utf8), path: "c.json")
        #expect(configuration.origins.count == 1 && configuration.hosts.count == 2)
    }

    @Test(arguments: [
        ("leaders", "/leaders"), ("", "/"), ("/leaders?name=von der Leyen", "/leaders?name=von%20der%20Leyen"),
        ("/é|", "/%c3%a9%7c"), ("/a%20b?c=d&e=f+g", "/a%20b?c=d&e=f+g"),
    ])
    func getSpellsTargetsForTheUser(_ target: String, _ spelled: String) {
        #expect(Get.spelled(target) == spelled)
    }

    @Test func aBadVariableOrOptionIsNamed() {
        let error = #expect(throws: ConfigurationError.self) {
            try Self.load(["BRIEFD_LOG_LEVEL": "loud"], listen: ["nowhere"])
        }
        #expect(error?.problems.map(\.place) == ["BRIEFD_LOG_LEVEL", "--listen"])
    }
}
