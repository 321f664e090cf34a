// The configuration: its file, the environment and the options, their precedence, and the mistakes that it reports.

import API
import Catalog
import Documents
import Server
import Support
import Testing

@testable import briefd

@Suite struct ConfigurationTests {
    private static func problems(of text: String) -> [String] {
        problems { () throws(ConfigurationError) in
            try ConfigurationLoader.configuration(of: Array(text.utf8), path: "c.json")
        }
    }

    private static func load(
        _ environment: [String: String], documents: [String] = [], listen: [String] = [], set: [String] = [],
        file: String = "{}"
    ) throws(ConfigurationError) -> Configuration {
        guard let folder = try? Folder(["c.json": file]) else { return Configuration() }
        return try ConfigurationLoader.load(
            file: folder.path + "/c.json", environment: environment, documents: documents, listen: listen,
            assignments: set)
    }

    private static func problems(_ load: () throws(ConfigurationError) -> Configuration) -> [String] {
        do {
            _ = try load()
            return []
        } catch {
            return error.problems.map { "\($0.place): \($0.message)" }
        }
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

    @Test(arguments: [
        ("limits.headSeconds", "BRIEFD_LIMITS_HEAD_SECONDS"), ("workers", "BRIEFD_WORKERS"),
        ("access.tokenFile", "BRIEFD_ACCESS_TOKEN_FILE"), ("log.level", "BRIEFD_LOG_LEVEL"),
    ])
    func aVariableIsNamedAfterItsSetting(_ path: String, _ variable: String) {
        #expect(Setting.all.first { $0.path == path }?.variable == variable)
    }

    /// Two values of every setting as variables spell them.
    private static func spellings(of setting: Setting) -> (String, String) {
        switch setting.path {
        case "documents": ("/a,/b", "/c")
        case "listen": ("127.0.0.1:1,[::1]:2", "unix:/s")
        case "access.hosts": ("a.example,b.example", "c.example")
        case "access.origins": ("https://a.example", "http://b.example:81")
        case "access.token": ("s3cret", "other")
        case "log.level": ("debug", "error")
        case "log.format": ("json", "text")
        default: setting.form.words == "true or false" ? ("true", "false") : ("777", "778")
        }
    }

    @Test(arguments: Setting.all.map(\.path).filter { $0 != "access.tokenFile" })
    func everySettingGoesFromFileOverEnvironmentToOption(_ path: String) throws {
        let setting = try #require(Setting.all.first { $0.path == path })
        let (first, second) = Self.spellings(of: setting)
        func value(_ configuration: Configuration) -> Value {
            path == "access.token" ? .text(configuration.token ?? "") : setting.write(configuration)
        }
        let one = try Self.load([setting.variable: first])
        let two = try Self.load([setting.variable: second])
        #expect(value(one) != value(two))
        if path != "access.token" {
            let file = JSONText.line(ConfigurationLoader.file(of: one))
            #expect(try value(Self.load([:], file: file)) == value(one))
            #expect(try value(Self.load([setting.variable: second], file: file)) == value(two))
        }
        #expect(try value(Self.load([setting.variable: first], set: ["\(path)=\(second)"])) == value(two))
    }

    @Test func collectionsMayStandInAVariableAndAnOption() throws {
        let (laws, acts) = (#"{"laws": {"header": "Law"}}"#, #"{"acts": {"header": "Act"}}"#)
        #expect(try Self.load(["BRIEFD_COLLECTIONS": laws]).collections.entries.map(\.name) == ["laws"])
        let both = try Self.load(["BRIEFD_COLLECTIONS": laws], set: ["collections=\(acts)"])
        #expect(both.collections.entries.map(\.name) == ["acts"])
    }

    @Test(arguments: [
        (
            ["BRIEFD_LIMITS_HEADSECONDS": "1"], [],
            "BRIEFD_LIMITS_HEADSECONDS: no setting has this variable; did you mean"
        ),
        (["BRIEFD_WORKERS": "two"], [], "BRIEFD_WORKERS: workers holds \"two\", but it must be a whole number"),
        (["BRIEFD_COLLECTIONS": "{"], [], "BRIEFD_COLLECTIONS:1:2: Invalid JSON"),
        (["BRIEFD_TOKEN": "a", "BRIEFD_ACCESS_TOKEN": "b"], [], "BRIEFD_ACCESS_TOKEN: access.token is given twice"),
        ([:], ["workers"], "--set workers: a path, `=` and a value must stand here"),
        ([:], ["worker=1"], "--set worker: unknown setting worker; did you mean workers?"),
        ([:], ["workers=1", "workers=2"], "--set workers: workers is given twice"),
        ([:], ["access.token=a b"], "--set access.token: access.token holds a value that is no token"),
    ])
    func aMistakeInAVariableOrAnOptionIsNamed(_ environment: [String: String], _ set: [String], _ message: String) {
        let problems = Self.problems { () throws(ConfigurationError) in try Self.load(environment, set: set) }
        #expect(problems.count == 1 && problems[0].hasPrefix(message), "\(problems)")
    }

    /// Kubernetes sets such variables in every container of a namespace that has a service called briefd.
    @Test func variablesOfKubernetesAreNoMistakes() throws {
        _ = try Self.load([
            "BRIEFD_SERVICE_HOST": "10.0.0.1", "BRIEFD_PORT": "tcp://10.0.0.1:80", "BRIEFD_PORT_80_TCP": "tcp://…",
        ])
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
    func getSpellsTargetsForTheUser(_ target: String, _ spelled: String) throws {
        #expect(try Get.requestTarget(of: target) == spelled)
    }

    @Test func aBadVariableOrOptionIsNamed() {
        let error = #expect(throws: ConfigurationError.self) {
            try Self.load(["BRIEFD_LOG_LEVEL": "loud"], listen: ["nowhere"])
        }
        #expect(error?.problems.map(\.place) == ["BRIEFD_LOG_LEVEL", "--listen"])
    }
}
