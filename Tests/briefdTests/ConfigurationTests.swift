// Loading of the configuration from file, environment and options, and its error messages.
import API
import Catalog
import Documents
import Server
import Support
import Testing

@testable import briefd

@Suite struct ConfigurationTests {
    private static func problems(of text: String) -> [String] {
        problems { () throws(ConfigurationError) in try load([:], file: text) }
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

    @Test func `the project's file lists the defaults`() throws {
        let path = #filePath.split(separator: "/").dropLast(3).map { "/" + $0 }.joined() + "/config.json"
        let bytes = try #require(File.read(path))
        let configuration = try ConfigurationLoader.load(file: path, environment: [:])
        let defaults = ConfigurationLoader.file(of: Configuration())
        #expect(ConfigurationLoader.file(of: configuration) == defaults)
        #expect(try Value(json: bytes) == defaults)
    }

    @Test func `every setting reads the value that it writes`() throws {
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
        ("{\"titles\": [\"subject\"]}", "c.json:1: titles holds [\"subject\"], but it must be a list of metadata"),
        ("{\"titles\": [\"heading\", \"heading\"]}", "c.json:1: titles holds"),
        ("{\"metadata\": {\"topics\": \"themes\"}}", "c.json:1: metadata holds {\"topics\":"),
        ("{\"dateOrder\": \"yearFirst\"}", "c.json:1: dateOrder holds \"yearFirst\", but it must be one of folder"),
        ("{\"documents\": [1]}", "c.json:1: documents holds [1], but it must be a list of paths"),
        (
            "{\"limits\": {\"headSeconds\": 0}}",
            "c.json:1: limits.headSeconds holds 0, but it must be a number of seconds"
        ),
        ("{\"log\": {\"level\": \"loud\"}}", "c.json:1: log.level holds \"loud\", but it must be one of trace, debug"),
        ("{\"access\": {\"token\": 7}}", "c.json:1: access.token holds an invalid token"),
        ("{\"access\": {\"token\": \"a b\"}}", "access.token holds an invalid token"),
        ("{\"access\": {\"origins\": [\"*\"]}}", "access.origins holds [\"*\"], but it must be a list of origins"),
        ("{\"access\": {\"origins\": [\"https://a.example/\"]}}", "access.origins holds"),
        ("{\"access\": {\"origins\": [\"a.example\"]}}", "access.origins holds"),
        ("{\"access\": {\"hosts\": [\"a.example:80\"]}}", "access.hosts holds"),
        (
            "{\"access\": {\"publicURL\": \"a.example\"}}",
            "access.publicURL holds \"a.example\", but it must be an absolute"
        ),
        ("{\"access\": {\"publicURL\": \"https://a.example/?b\"}}", "access.publicURL holds"),
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
    func `a problem is reported with its place`(_ text: String, _ message: String) {
        let problems = Self.problems(of: text)
        #expect(problems.contains { $0.contains(message) }, "\(problems)")
    }

    @Test func `all problems are reported at once`() {
        let text = "{\"workers\": -1, \"limit\": {}, \"collections\": {\"points\": {}}, \"log\": {\"format\": 1}}"
        #expect(Self.problems(of: text).count == 5)
    }

    @Test func `a token is never printed`() throws {
        #expect(!Self.problems(of: "{\"access\": {\"token\": [\"s3cret\"]}}").joined().contains("s3cret"))
        let configuration = try Configuration(json: "{\"access\": {\"token\": \"s3cret\"}}")
        #expect(configuration.token == "s3cret")
        #expect(!JSONText.line(ConfigurationLoader.file(of: configuration)).contains("s3cret"))
    }

    @Test func `options override the environment, which overrides the file`() throws {
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
    func `a variable is named after its setting`(_ path: String, _ variable: String) {
        #expect(Setting.all.first { $0.path == path }?.variable == variable)
    }

    /// Returns two values of a setting in the syntax of environment variables.
    private static func variableValues(of setting: Setting) -> (String, String) {
        switch setting.path {
        case "documents": ("/a,/b", "/c")
        case "titles": ("heading,metadata.label", "fileName")
        case "metadata": (#"{"topics":"tags"}"#, "{}")
        case "dateOrder": ("monthFirst", "dayFirst")
        case "listen": ("127.0.0.1:1,[::1]:2", "unix:/s")
        case "access.hosts": ("a.example,b.example", "c.example")
        case "access.origins": ("https://a.example", "http://b.example:81")
        case "access.token": ("s3cret", "other")
        case "access.publicURL": ("https://a.example/api", "http://b.example:81")
        case "log.level": ("debug", "error")
        case "log.format": ("json", "text")
        default: setting.form.words == "true or false" ? ("true", "false") : ("777", "778")
        }
    }

    @Test(arguments: Setting.all.map(\.path).filter { $0 != "access.tokenFile" })
    func `every setting can be set by file, environment and option`(_ path: String) throws {
        let setting = try #require(Setting.all.first { $0.path == path })
        let (first, second) = Self.variableValues(of: setting)
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

    @Test func `collections can be set by a variable and an option`() throws {
        let (laws, acts) = (#"{"laws": {"header": "Law"}}"#, #"{"acts": {"header": "Act"}}"#)
        #expect(try Self.load(["BRIEFD_COLLECTIONS": laws]).collections.entries.map(\.name) == ["laws"])
        let both = try Self.load(["BRIEFD_COLLECTIONS": laws], set: ["collections=\(acts)"])
        #expect(both.collections.entries.map(\.name) == ["acts"])
    }

    @Test(arguments: [
        (
            ["BRIEFD_LIMITS_HEADSECONDS": "1"], [],
            "BRIEFD_LIMITS_HEADSECONDS: there is no setting for this variable; did you mean"
        ),
        (["BRIEFD_WORKERS": "two"], [], "BRIEFD_WORKERS: workers holds \"two\", but it must be a whole number"),
        (["BRIEFD_COLLECTIONS": "{"], [], "BRIEFD_COLLECTIONS:1:2: Invalid JSON"),
        (["BRIEFD_TOKEN": "a", "BRIEFD_ACCESS_TOKEN": "b"], [], "BRIEFD_ACCESS_TOKEN: access.token is given twice"),
        ([:], ["workers"], "--set workers: expected a path, `=` and a value"),
        ([:], ["worker=1"], "--set worker: unknown setting worker; did you mean workers?"),
        ([:], ["workers=1", "workers=2"], "--set workers: workers is given twice"),
        ([:], ["access.token=a b"], "--set access.token: access.token holds an invalid token"),
    ])
    func `a problem of a variable or an option is reported`(
        _ environment: [String: String], _ set: [String], _ message: String
    ) {
        let problems = Self.problems { () throws(ConfigurationError) in try Self.load(environment, set: set) }
        #expect(problems.count == 1 && problems[0].hasPrefix(message), "\(problems)")
    }

    /// Kubernetes sets such variables in every container if a service is named briefd.
    @Test func `variables of Kubernetes are ignored`() throws {
        _ = try Self.load([
            "BRIEFD_SERVICE_HOST": "10.0.0.1", "BRIEFD_PORT": "tcp://10.0.0.1:80", "BRIEFD_PORT_80_TCP": "tcp://…",
        ])
    }

    @Test func `a port in a variable is answered with the variable that exists`() {
        let error = #expect(throws: ConfigurationError.self) { try Self.load(["BRIEFD_PORT": "9000"]) }
        #expect(error?.description.contains("use BRIEFD_LISTEN=127.0.0.1:9000") == true)
    }

    @Test func `the token can be in a file`() throws {
        let folder = try Folder()
        try folder.write("s3cret\n", to: "token")
        #expect(try Self.load(["BRIEFD_TOKEN_FILE": folder.path + "/token"]).token == "s3cret")
        #expect(try Self.load(["BRIEFD_TOKEN": "other"]).token == "other")
        #expect(throws: ConfigurationError.self) { try Self.load(["BRIEFD_TOKEN_FILE": folder.path + "/none"]) }
        try folder.write("two words", to: "token")
        #expect(throws: ConfigurationError.self) { try Self.load(["BRIEFD_TOKEN_FILE": folder.path + "/token"]) }
    }

    @Test(arguments: ["BRIEFD_TOKEN", "BRIEFD_TOKEN_FILE"])
    func `an empty token variable is an error`(_ variable: String) {
        let error = #expect(throws: ConfigurationError.self) { try Self.load([variable: ""]) }
        #expect(error?.problems.map(\.place) == [variable])
    }

    @Test func `valid origins and hosts are accepted`() throws {
        let text = "{\"access\": {\"origins\": [\"https://a.example:8443\"], \"hosts\": [\"a.example\", \"briefd\"]}}"
        let configuration = try Configuration(json: text)
        #expect(configuration.origins.count == 1 && configuration.hosts.count == 2)
    }

    @Test(arguments: [
        ("leaders", "/leaders"), ("", "/"), ("/leaders?name=von der Leyen", "/leaders?name=von%20der%20Leyen"),
        ("/é|", "/%c3%a9%7c"), ("/a%20b?c=d&e=f+g", "/a%20b?c=d&e=f+g"),
    ])
    func `get makes a valid request target`(_ target: String, _ expected: String) throws {
        #expect(try Get.requestTarget(of: target) == expected)
    }

    @Test func `an invalid variable or option is reported by name`() {
        let error = #expect(throws: ConfigurationError.self) {
            try Self.load(["BRIEFD_LOG_LEVEL": "loud"], listen: ["nowhere"])
        }
        #expect(error?.problems.map(\.place) == ["BRIEFD_LOG_LEVEL", "--listen"])
    }
}
