// Runs the examples of a page of the documentation. Architecture.md has the conventions.
import Foundation
import Glibc
import Support

/// The examples of one page, run from the first to the last in a folder of their own.
final class PageRunner {
    private let page: MarkdownPage
    private let folder: Folder
    /// Holds the name `briefd`, for PATH.
    private let bin: Folder
    /// The command line of the server that the page has started last; nil for the one that starts by itself.
    private var command: ServerCommand?
    private var server: Program?
    /// The files that the page has written.
    private var written: Set<String> = []
    /// What is wrong, each with the page and the line.
    private(set) var failures: [String] = []

    /// Languages of blocks that are not run.
    static let languagesNotRun: Set<String> = ["", "console", "dockerfile", "ini", "promql", "swift", "toml", "yaml"]

    init(_ page: MarkdownPage) throws {
        self.page = page
        folder = try Folder()
        bin = try Folder()
        try FileManager.default.createSymbolicLink(
            atPath: bin("briefd"), withDestinationPath: ServerCommand.executable)
    }

    /// Runs everything; the server has ended afterwards.
    func run() throws {
        for (index, block) in page.blocks.enumerated() {
            do {
                try run(block, at: index)
            } catch {
                fail(block, "cannot be run: \(error)")
            }
        }
        server = nil
    }

    private func run(_ block: MarkdownPage.Block, at index: Int) throws {
        if let name = block.fileName {
            try write(block, to: name)
        } else if block.language == "sh" {
            let next = page.blocks.indices.contains(index + 1) ? page.blocks[index + 1] : nil
            let isOutput = next.map { Self.isOutput($0) } == true
            try run(block, expecting: isOutput ? next : nil)
        } else if ExpectedOutput.languages.contains(block.language) {
            let isOutput = Self.isOutput(block) && index > 0 && page.blocks[index - 1].language == "sh"
            if !isOutput {
                fail(
                    block,
                    "is neither a file nor the output of a `sh` block right before it: name the file after the language"
                )
            }
        } else if !Self.languagesNotRun.contains(block.language) {
            fail(block, "has the language `\(block.language)` and no file name: nobody would run it")
        }
    }

    private static func isOutput(_ block: MarkdownPage.Block) -> Bool {
        block.followsBlock && block.fileName == nil && ExpectedOutput.languages.contains(block.language)
    }

    private func fail(_ block: MarkdownPage.Block, _ message: String) {
        failures.append("\(page.name):\(block.line): the block \(message)")
    }

    /// A server that runs is started anew when it is needed next: it takes up a configuration at its start alone.
    private func write(_ block: MarkdownPage.Block, to name: String) throws {
        try folder.write(block.text, to: name)
        written.insert(name)
        server = nil
    }

    // MARK: Shell

    private func run(_ block: MarkdownPage.Block, expecting output: MarkdownPage.Block?) throws {
        var script = ""
        var printed = ""
        var isOnlyServer = true
        for line in Self.logicalLines(of: block.text) {
            if let started = try ServerCommand(line: line, in: folder) {
                printed += try run(script: script, of: block)
                script = ""
                command = started
                server = nil
                try startServer()
            } else {
                script += line + "\n"
                isOnlyServer = isOnlyServer && line.allSatisfy(\.isWhitespace)
            }
        }
        printed += try run(script: script, of: block)
        guard let output else { return }
        if isOnlyServer { printed = try endServer() }
        let expected = output.text + (isOnlyServer ? "…" : "")
        if let difference = ExpectedOutput(output.language, expected).difference(from: printed) {
            fail(output, "is not what the block before it prints: \(difference)")
        }
    }

    /// Lines, those that end in a backslash with the next one.
    private static func logicalLines(of text: String) -> [String] {
        var lines: [String] = []
        var isContinued = false
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if isContinued { lines[lines.count - 1] += "\n" + line } else { lines.append(String(line)) }
            isContinued = line.hasSuffix("\\")
        }
        return lines
    }

    /// Runs `script` by bash and returns what it prints; one that fails is a failure of the page.
    private func run(script: String, of block: MarkdownPage.Block) throws -> String {
        guard !script.allSatisfy(\.isWhitespace) else { return "" }
        var script = script
        var environment: [String: String] = [:]
        let asksHealth = script.contains("briefd healthcheck")
        if script.contains("127.0.0.1:") || script.contains("localhost:") || asksHealth { try startServer() }
        let address = server.map { "127.0.0.1:\($0.port)" }
        let documented = command?.address ?? ServerCommand.defaultAddress
        if let address {
            script.replace(documented, with: address)
            script.replace(documented.replacing("127.0.0.1", with: "localhost"), with: address)
            if asksHealth { environment["BRIEFD_LISTEN"] = address }
        }
        let before = try servedFiles()
        let version = try before.isEmpty ? nil : server.map(Self.version)
        let outcome = try Shell.run(
            ServerCommand.swift + script, in: folder,
            environment: environment.merging(["PATH": bin.path + ":/usr/bin:/bin"]) { $1 })
        if outcome.code != 0 {
            fail(block, "ends with exit code \(outcome.code) after\n\(outcome.output)\(outcome.log)")
        }
        if let server, let version, try servedFiles() != before { try Self.waitForChange(since: version, of: server) }
        return address.map { outcome.output.replacing($0, with: documented) } ?? outcome.output
    }

    // MARK: The server

    private func startServer() throws {
        guard server == nil else { return }
        var arguments = command?.arguments ?? ["serve"]
        if command == nil, written.contains(where: { $0 != "config.json" }), !(try configures("documents")) {
            arguments += ["--documents", folder.path]
        }
        let program = try Program(
            arguments + ["--listen", "127.0.0.1:0"], environment: command?.environment ?? [:], directory: folder.path)
        try program.waitForAddresses()
        server = program
    }

    private func configures(_ setting: String) throws -> Bool {
        guard written.contains("config.json") else { return false }
        return try String(contentsOfFile: folder("config.json"), encoding: .utf8).contains("\"\(setting)\"")
    }

    /// Ends the server and returns its log.
    private func endServer() throws -> String {
        guard let server else { return "" }
        server.signal(SIGTERM)
        self.server = nil
        return try server.wait().log
            .replacing("127.0.0.1:\(server.port)", with: command?.address ?? ServerCommand.defaultAddress)
    }

    /// The documents that the page may change while a server watches them: content by path.
    private func servedFiles() throws -> [String: Data] {
        guard server != nil, let command, !command.documents.isEmpty else { return [:] }
        var files: [String: Data] = [:]
        for path in command.documents {
            for name in FileManager.default.enumerator(atPath: folder(path)) ?? .init() {
                guard let name = name as? String,
                    let data = FileManager.default.contents(atPath: folder(path + "/" + name))
                else { continue }
                files[path + "/" + name] = data
            }
        }
        return files
    }

    private static func version(_ server: Program) throws -> String {
        let text = try Curl(server).request("/").text
        guard let start = text.firstRange(of: "\"snapshot\":\"")?.upperBound else { return "" }
        return String(text[start...].prefix { $0 != "\"" })
    }

    /// Waits until the server serves another version than this one.
    private static func waitForChange(since version: String, of server: Program) throws {
        let wire = try Wire(port: server.port)
        try wire.send("GET /-/events HTTP/1.1\r\nHost: localhost\r\nLast-Event-ID: \(version)\r\n\r\n")
        _ = try wire.receive(through: "event: change")
    }
}

/// A line of a page that starts a server.
struct ServerCommand {
    var arguments: [String]
    var environment: [String: String]
    /// The address where the page says that it listens.
    var address: String
    /// The paths that it serves, as written; none where the configuration names them.
    var documents: [String]

    static let defaultAddress = "127.0.0.1:8080"

    /// The executable that was built with the tests: it is in the same folder as the test bundle.
    static let executable: String = {
        let bundle = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? ""
        return bundle.prefix(through: bundle.lastIndex(of: "/") ?? bundle.startIndex) + "briefd"
    }()

    /// What bash runs in place of `briefd` and `swift run … briefd`: it prints the variables and arguments.
    private static let functions =
        #"briefd() { env -0 | grep -z ^BRIEFD_ || true; printf '\0'; if [ $# -gt 0 ]; then printf '%s\0' "$@"; fi; }"#
        + "\n" + swift

    /// Runs `swift run … briefd` as `briefd`.
    static let swift = #"swift() { while [ "$1" != briefd ]; do shift; done; shift; briefd "$@"; }"# + "\n"

    /// Nil if the line does not start a server: neither `briefd` alone, nor with `serve`, a path or an option.
    init?(line: String, in folder: Folder) throws {
        let words = line.split(separator: " ").drop { $0.contains("=") && $0.first?.isUppercase == true }
        guard words.first == "briefd" || words.first == "swift" && words.dropFirst().first == "run" else { return nil }
        let outcome = try Shell.run(Self.functions + line, in: folder, environment: [:])
        let parts = outcome.output.split(separator: "\0", omittingEmptySubsequences: false).dropLast().map(String.init)
        guard outcome.code == 0, let gap = parts.firstIndex(of: "") else { return nil }
        var rest = parts[(gap + 1)...]
        if let first = rest.first,
            !["serve", "--config", "--documents", "--listen", "--port", "--set"].contains(first),
            !FileManager.default.fileExists(atPath: folder(first))
        {
            return nil
        }
        (arguments, documents, address) = ([], [], Self.defaultAddress)
        environment = Dictionary(
            parts[..<gap].compactMap { part in
                part.firstIndex(of: "=").map { (String(part[..<$0]), String(part[part.index(after: $0)...])) }
            }
        ) { $1 }
        while let argument = rest.popFirst() {
            switch argument {
            case "--listen": address = rest.popFirst() ?? ""
            case "--port": address = "127.0.0.1:" + (rest.popFirst() ?? "")
            case "--documents":
                let path = rest.popFirst() ?? ""
                documents.append(path)
                arguments += [argument, path]
            case "--config", "--set": arguments += [argument, rest.popFirst() ?? ""]
            default:
                if argument != "serve", !argument.hasPrefix("-") { documents.append(argument) }
                arguments.append(argument)
            }
        }
    }
}

/// A script in bash.
enum Shell {
    /// Runs `script` to its end, after a minute at the latest; bash ends at the first command that fails.
    static func run(_ script: String, in folder: Folder, environment: [String: String]) throws -> Outcome {
        let scratch = try Folder(["script": "set -euo pipefail\n" + script, "out": "", "err": ""])
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["timeout", "--kill-after=5", "60", "bash", scratch("script")]
        process.environment = ["PATH": "/usr/bin:/bin", "HOME": folder.path, "LC_ALL": "C.UTF-8"]
            .merging(environment) { $1 }
        process.currentDirectoryURL = URL(filePath: folder.path)
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle(forWritingAtPath: scratch("out"))
        process.standardError = FileHandle(forWritingAtPath: scratch("err"))
        try process.run()
        process.waitUntilExit()
        return Outcome(
            code: process.terminationStatus + (process.terminationReason == .exit ? 0 : 128),
            output: try String(contentsOfFile: scratch("out"), encoding: .utf8),
            log: try String(contentsOfFile: scratch("err"), encoding: .utf8))
    }
}
