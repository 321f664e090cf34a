// Loads the configuration: defaults, overridden by the file, the environment and the command line, in this order.
// It collects all problems before it reports them.
import API
import Catalog
import Documents
import Glibc
import Logging
import Server

struct ConfigurationLoader {
    private var configuration = Configuration()
    private var problems: [ConfigurationError.Problem] = []

    /// Returns the effective configuration; throws all problems at once.
    ///
    /// `file` is the option `--config`. If it is nil, the file is that of `BRIEFD_CONFIG`, else `config.json` in the
    /// working folder if it exists. `formerFile` is the file of the configuration that this one replaces: it must
    /// exist, so that a deleted file does not reset settings such as the token. `assignments` are texts `path=value`.
    /// Empty lists override nothing. With `ignoresEmptyFile`, an empty `config.json` in the working folder is no error.
    static func load(
        file: String? = nil, formerFile: String? = nil, environment: [String: String], documents: [String] = [],
        listen: [String] = [], assignments: [String] = [], ignoresEmptyFile: Bool = false
    ) throws(ConfigurationError) -> Configuration {
        var loader = ConfigurationLoader()
        // Empty variables are ignored, except for the token: without it the service would be open to everyone.
        for name in variableNames(of: ["access.token", "access.tokenFile"]) where environment[name] == "" {
            loader.addProblem(name, "the variable is empty; give it a value, or unset it for no token")
        }
        let environment = environment.filter { !$0.value.isEmpty }
        if let path = file ?? environment["BRIEFD_CONFIG"] ?? formerFile {
            loader.applyFile(at: path)
        } else if access(Self.defaultFile, F_OK) == 0, !(ignoresEmptyFile && isEmpty(Self.defaultFile)) {
            loader.applyFile(at: Self.defaultFile)
            if !loader.problems.isEmpty {
                loader.addProblem(
                    Self.defaultFile, "briefd reads this file of the working folder; --config FILE names another")
            }
        }
        loader.apply(environment)
        loader.apply(assignments)
        if !documents.isEmpty { loader.apply("documents", .list(documents.map(Value.text)), from: "--documents") }
        if !listen.isEmpty { loader.apply("listen", .list(listen.map(Value.text)), from: "--listen") }
        loader.readTokenFile()
        guard loader.problems.isEmpty else { throw ConfigurationError(problems: loader.problems) }
        return loader.configuration
    }

    /// Returns a configuration as the JSON of its file, with secrets masked.
    static func file(of configuration: Configuration) -> Value {
        var root: [Value.Member] = []
        for setting in Setting.all {
            insert(setting.write(configuration), at: setting.path.split(separator: ".").map(String.init), &root)
        }
        let position = root.firstIndex { $0.name == "access" } ?? root.count
        root.insert(.init("collections", CollectionSettings.write(configuration.collections)), at: position)
        return .object(root)
    }

    private static func insert(_ value: Value, at path: [String], _ members: inout [Value.Member]) {
        guard let name = path.first else { return }
        guard path.count > 1 else { return members.append(.init(name, value)) }
        let position = members.firstIndex { $0.name == name } ?? members.count
        if position == members.count { members.append(.init(name, .object([]))) }
        guard case .object(var inner) = members[position].value else { return }
        insert(value, at: Array(path.dropFirst()), &inner)
        members[position].value = .object(inner)
    }

    private static let defaultFile = "config.json"

    // MARK: The file

    private static func isEmpty(_ path: String) -> Bool { File.read(path).map(isBlank) ?? false }

    private static func isBlank(_ bytes: [UInt8]) -> Bool {
        bytes.allSatisfy { [0x20, 0x09, 0x0A, 0x0D].contains($0) }
    }

    private mutating func applyFile(at path: String) {
        configuration.file = path
        guard let bytes = File.read(path) else {
            return addProblem(path, "the configuration file cannot be read: \(Errno.reason())")
        }
        if Self.isBlank(bytes) {
            return addProblem(path, "the configuration file is empty; delete it, or write a configuration into it")
        }
        do throws(JSONError) {
            apply(try JSONNode(bytes), path: "", file: path)
        } catch {
            addProblem("\(path):\(error.line):\(error.column)", error.description)
        }
    }

    /// Applies the members of an object, which are settings or nested objects of settings.
    private mutating func apply(_ node: JSONNode, path: String, file: String) {
        guard let members = node.members else {
            return addProblem("\(file):\(node.line)", "\(path.isEmpty ? "the configuration" : path) must be an object")
        }
        var seen: Set<String> = []
        for member in members {
            let place = "\(file):\(member.node.line)"
            let inner = path.isEmpty ? member.name : path + "." + member.name
            if !seen.insert(member.name).inserted {
                addProblem(place, "\(inner) is given twice")
            } else if inner == "$schema" {
                continue  // The location of the schema, for editors.
            } else if inner == "collections" {
                apply(collections: member.node, file: file)
            } else if Setting.all.contains(where: { $0.path == inner }) {
                apply(inner, member.node.value, from: place)
            } else if Setting.all.contains(where: { $0.path.hasPrefix(inner + ".") }) {
                apply(member.node, path: inner, file: file)
            } else {
                let siblings = Self.names(below: path)
                let hint = Suggestion.nearest(to: member.name, among: siblings).map { "; did you mean \($0)?" } ?? "."
                addProblem(
                    place, "unknown setting \(inner)\(hint) The settings are: \(siblings.joined(separator: ", "))")
            }
        }
    }

    private mutating func apply(collections node: JSONNode, file: String) {
        // Diagnostics about collections name the file.
        switch CollectionSettings.read(node, file: PublicPath.name(of: file)) {
        case .success(let mapping): configuration.collections = mapping
        case .failure(let error):
            for problem in error.problems { addProblem("\(file):\(problem.line)", problem.message) }
        }
    }

    /// Returns the names of the settings and objects in the object at `path`.
    private static func names(below path: String) -> [String] {
        var names: [String] = path.isEmpty ? ["collections"] : []
        for setting in Setting.all {
            guard path.isEmpty || setting.path.hasPrefix(path + ".") else { continue }
            let rest = path.isEmpty ? setting.path[...] : setting.path.dropFirst(path.count + 1)
            guard let name = rest.split(separator: ".").first.map(String.init), !names.contains(name) else { continue }
            names.append(name)
        }
        return names
    }

    // MARK: Environment and command line

    /// Returns the environment variables of this process.
    static func environment() -> [String: String] {
        var variables: [String: String] = [:]
        var entry = environ
        while let text = entry.pointee {
            let parts = String(cString: text).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            if parts.count == 2 { variables[String(parts[0])] = String(parts[1]) }
            entry += 1
        }
        return variables
    }

    private static func variableNames(of paths: [String]) -> [String] {
        Setting.all.filter { paths.contains($0.path) }.flatMap { [$0.shortVariable, $0.variable].compactMap(\.self) }
    }

    private mutating func apply(_ environment: [String: String]) {
        var known: Set = ["BRIEFD_CONFIG", Self.collectionsVariable]
        var given: Set<String> = []
        for setting in Setting.all {
            for name in [setting.shortVariable, setting.variable].compactMap(\.self) {
                known.insert(name)
                guard let text = environment[name] else { continue }
                if !given.insert(setting.path).inserted {
                    addProblem(name, "\(setting.path) is given twice, by \(setting.shortVariable ?? "") too")
                }
                apply(setting.path, setting.form.parse(text), from: name)
            }
        }
        resetTokenFile(given)
        if let text = environment[Self.collectionsVariable] { apply(collections: text, from: Self.collectionsVariable) }
        for name in environment.keys.sorted() where name.hasPrefix("BRIEFD_") && !known.contains(name) {
            // Kubernetes and Docker set BRIEFD_SERVICE_HOST, BRIEFD_PORT_8080_TCP etc. for a service named briefd.
            if name.contains("_SERVICE_") || name.contains("_PORT_") { continue }
            let value = environment[name] ?? ""
            if name == "BRIEFD_PORT", let port = UInt16(value) {
                addProblem(name, "there is no setting for this variable; use BRIEFD_LISTEN=127.0.0.1:\(port)")
            }
            if name.hasSuffix("_PORT") { continue }
            let hint = Suggestion.nearest(to: name, among: known.sorted()).map { "; did you mean \($0)?" } ?? ""
            addProblem(name, "there is no setting for this variable\(hint)")
        }
    }

    /// Applies assignments such as `limits.headSeconds=5`.
    private mutating func apply(_ assignments: [String]) {
        var given: Set<String> = []
        for assignment in assignments {
            let parts = assignment.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(
                String.init)
            let place = "--set \(parts[0])"
            if parts.count < 2 {
                addProblem(place, "expected a path, `=` and a value, such as log.level=debug")
            } else if !given.insert(parts[0]).inserted {
                addProblem(place, "\(parts[0]) is given twice")
            } else if parts[0] == "collections" {
                apply(collections: parts[1], from: place)
            } else if let setting = Setting.all.first(where: { $0.path == parts[0] }) {
                apply(setting.path, setting.form.parse(parts[1]), from: place)
            } else {
                let paths = Setting.all.map(\.path) + ["collections"]
                let hint = Suggestion.nearest(to: parts[0], among: paths).map { "; did you mean \($0)?" } ?? ""
                addProblem(place, "unknown setting \(parts[0])\(hint)")
            }
        }
        resetTokenFile(given)
    }

    /// Drops a token file of an earlier source if this source has a token and no token file.
    private mutating func resetTokenFile(_ given: Set<String>) {
        if given.contains("access.token"), !given.contains("access.tokenFile") { configuration.tokenFile = nil }
    }

    private static let collectionsVariable = Setting.variable(of: "collections")

    private mutating func apply(collections text: String, from place: String) {
        do throws(JSONError) {
            apply(collections: try JSONNode(Array(text.utf8)), file: place)
        } catch {
            addProblem("\(place):\(error.line):\(error.column)", error.description)
        }
    }

    private mutating func apply(_ path: String, _ value: Value, from place: String) {
        guard let setting = Setting.all.first(where: { $0.path == path }) else { return }
        if !setting.read(value, &configuration) {
            let shown = path == "access.token" ? "an invalid token" : JSONText.line(value)
            addProblem(place, "\(path) holds \(shown), but it must be \(setting.form.words)")
        }
    }

    private mutating func readTokenFile() {
        guard let path = configuration.tokenFile else { return }
        guard let bytes = File.read(path) else {
            return addProblem("access.tokenFile", "\(path) cannot be read: \(Errno.reason())")
        }
        let token = PlainText.normalized(String(decoding: bytes, as: UTF8.self))
        guard AccessPolicy.isToken(token) else {
            return addProblem("access.tokenFile", "\(path) must contain one token and nothing else")
        }
        configuration.token = token
    }

    private mutating func addProblem(_ place: String, _ message: String) {
        problems.append(.init(place: place, message: message))
    }
}
