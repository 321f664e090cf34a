// Where settings come from: defaults, a file, the environment, the command line, each over the one before.
// Every mistake is found before the first is reported.
import API
import Catalog
import Documents
import Glibc
import Logging
import Server

struct ConfigurationLoader {
    private var configuration = Configuration()
    private var problems: [ConfigurationError.Problem] = []

    /// The configuration in effect.
    ///
    /// `file` is named on the command line; without it `BRIEFD_CONFIG` may name one, and without that `config.json` in
    /// the working folder is taken if it is there. `assignments` are texts `path=value` that go over the environment.
    /// Empty lists of the command line say nothing.
    static func load(
        file: String? = nil, environment: [String: String], documents: [String] = [], listen: [String] = [],
        assignments: [String] = []
    ) throws(ConfigurationError) -> Configuration {
        var loader = ConfigurationLoader()
        // An empty variable says nothing, but for the token: there it would open to everyone what was meant to be closed.
        for name in variableNames(of: ["access.token", "access.tokenFile"]) where environment[name] == "" {
            loader.note(name, "the variable is empty; give it a value, or unset it for no token")
        }
        let environment = environment.filter { !$0.value.isEmpty }
        if let path = file ?? environment["BRIEFD_CONFIG"] {
            loader.take(fileAt: path)
        } else if access(Self.defaultFile, F_OK) == 0 {
            loader.take(fileAt: Self.defaultFile)
        }
        loader.take(environment)
        loader.take(assignments)
        if !documents.isEmpty { loader.take("documents", .list(documents.map(Value.text)), from: "--documents") }
        if !listen.isEmpty { loader.take("listen", .list(listen.map(Value.text)), from: "--listen") }
        loader.readTokenFile()
        guard loader.problems.isEmpty else { throw ConfigurationError(problems: loader.problems) }
        return loader.configuration
    }

    /// The configuration that the text of a file makes of the defaults; `path` is for messages.
    static func configuration(of bytes: [UInt8], path: String) throws(ConfigurationError) -> Configuration {
        var loader = ConfigurationLoader()
        loader.take(file: bytes, path: path)
        guard loader.problems.isEmpty else { throw ConfigurationError(problems: loader.problems) }
        return loader.configuration
    }

    /// A configuration in the form of its file, secrets masked.
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

    private mutating func take(fileAt path: String) {
        guard let bytes = File.read(path) else {
            return note(path, "the configuration file cannot be read: \(Errno.reason())")
        }
        take(file: bytes, path: path)
    }

    private mutating func take(file bytes: [UInt8], path: String) {
        do throws(JSONError) {
            take(try JSONNode(bytes), path: "", file: path)
        } catch {
            note("\(path):\(error.line):\(error.column)", error.description)
        }
    }

    /// Takes an object whose members are settings or hold some.
    private mutating func take(_ node: JSONNode, path: String, file: String) {
        guard let members = node.members else {
            return note("\(file):\(node.line)", "\(path.isEmpty ? "the configuration" : path) must be an object")
        }
        var seen: Set<String> = []
        for member in members {
            let place = "\(file):\(member.node.line)"
            let inner = path.isEmpty ? member.name : path + "." + member.name
            if !seen.insert(member.name).inserted {
                note(place, "\(inner) is given twice")
            } else if inner == "$schema" {
                continue  // For editors.
            } else if inner == "collections" {
                take(collections: member.node, file: file)
            } else if Setting.all.contains(where: { $0.path == inner }) {
                take(inner, member.node.value, from: place)
            } else if Setting.all.contains(where: { $0.path.hasPrefix(inner + ".") }) {
                take(member.node, path: inner, file: file)
            } else {
                let siblings = Self.names(below: path)
                let hint = Suggestion.nearest(to: member.name, among: siblings).map { "; did you mean \($0)?" } ?? "."
                note(place, "unknown setting \(inner)\(hint) There may be: \(siblings.joined(separator: ", "))")
            }
        }
    }

    private mutating func take(collections node: JSONNode, file: String) {
        switch CollectionSettings.read(node, file: file) {
        case .success(let mapping): configuration.collections = mapping
        case .failure(let error):
            for problem in error.problems { note("\(file):\(problem.line)", problem.message) }
        }
    }

    /// The names that may stand in the object at `path`.
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

    /// The variables of this process.
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

    private mutating func take(_ environment: [String: String]) {
        var known: Set = ["BRIEFD_CONFIG", Self.collectionsVariable]
        var given: Set<String> = []
        for setting in Setting.all {
            for name in [setting.shortVariable, setting.variable].compactMap(\.self) {
                known.insert(name)
                guard let text = environment[name] else { continue }
                if !given.insert(setting.path).inserted {
                    note(name, "\(setting.path) is given twice, by \(setting.shortVariable ?? "") too")
                }
                take(setting.path, setting.form.value(spelledBy: text), from: name)
            }
        }
        settleToken(given)
        if let text = environment[Self.collectionsVariable] { take(collections: text, from: Self.collectionsVariable) }
        for name in environment.keys.sorted() where name.hasPrefix("BRIEFD_") && !known.contains(name) {
            // What Kubernetes and Docker set for a service of this name: BRIEFD_SERVICE_HOST, BRIEFD_PORT_8080_TCP.
            if name.contains("_SERVICE_") || name.contains("_PORT") { continue }
            let hint = Suggestion.nearest(to: name, among: known.sorted()).map { "; did you mean \($0)?" } ?? ""
            note(name, "no setting has this variable\(hint)")
        }
    }

    /// Takes texts such as `limits.headSeconds=5`.
    private mutating func take(_ assignments: [String]) {
        var given: Set<String> = []
        for assignment in assignments {
            let parts = assignment.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(
                String.init)
            let place = "--set \(parts[0])"
            if parts.count < 2 {
                note(place, "a path, `=` and a value must stand here, such as log.level=debug")
            } else if !given.insert(parts[0]).inserted {
                note(place, "\(parts[0]) is given twice")
            } else if parts[0] == "collections" {
                take(collections: parts[1], from: place)
            } else if let setting = Setting.all.first(where: { $0.path == parts[0] }) {
                take(setting.path, setting.form.value(spelledBy: parts[1]), from: place)
            } else {
                let paths = Setting.all.map(\.path) + ["collections"]
                let hint = Suggestion.nearest(to: parts[0], among: paths).map { "; did you mean \($0)?" } ?? ""
                note(place, "unknown setting \(parts[0])\(hint)")
            }
        }
        settleToken(given)
    }

    /// A token goes over the token file of a source before its own.
    private mutating func settleToken(_ given: Set<String>) {
        if given.contains("access.token"), !given.contains("access.tokenFile") { configuration.tokenFile = nil }
    }

    private static let collectionsVariable = Setting.variable(of: "collections")

    private mutating func take(collections text: String, from place: String) {
        do throws(JSONError) {
            take(collections: try JSONNode(Array(text.utf8)), file: place)
        } catch {
            note("\(place):\(error.line):\(error.column)", error.description)
        }
    }

    private mutating func take(_ path: String, _ value: Value, from place: String) {
        guard let setting = Setting.all.first(where: { $0.path == path }) else { return }
        if !setting.read(value, &configuration) {
            let shown = path == "access.token" ? "a value that is no token" : JSONText.line(value)
            note(place, "\(path) holds \(shown), but it must be \(setting.form.words)")
        }
    }

    private mutating func readTokenFile() {
        guard let path = configuration.tokenFile else { return }
        guard let bytes = File.read(path) else {
            return note("access.tokenFile", "\(path) cannot be read: \(Errno.reason())")
        }
        let token = Text.normalized(String(decoding: bytes, as: UTF8.self))
        guard AccessPolicy.isToken(token) else {
            return note("access.tokenFile", "\(path) must hold one token and nothing else")
        }
        configuration.token = token
    }

    private mutating func note(_ place: String, _ message: String) {
        problems.append(.init(place: place, message: message))
    }
}
