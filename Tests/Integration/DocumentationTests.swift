// The documentation is true: its examples run, its links lead somewhere, and it names what the program has.
import Foundation
import Support
import Testing

@Suite struct DocumentationTests {
    @Test(arguments: Documentation.names)
    func everyExampleDoesWhatThePageSays(name: String) throws {
        let runner = try PageRunner(Documentation.page(name))
        try runner.run()
        for failure in runner.failures { Issue.record("\(failure)") }
    }

    @Test(arguments: Documentation.names)
    func everyRelativeLinkLeadsToAFileAndAHeading(name: String) throws {
        let page = try Documentation.page(name)
        let folder = name.split(separator: "/").dropLast().map(String.init)
        for link in page.links where !link.target.contains("://") && !link.target.hasPrefix("mailto:") {
            let parts = link.target.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
            let path = Self.path(String(parts[0]), from: folder)
            guard parts[0].isEmpty || Documentation.exists(path) else {
                Issue.record("\(name):\(link.line): there is no \(path)")
                continue
            }
            guard parts.count == 2 else { continue }
            let target = parts[0].isEmpty ? page : try Documentation.page(path)
            if !target.headings.contains(where: { $0.anchor == parts[1] }) {
                let known = target.headings.map(\.anchor).joined(separator: ", ")
                Issue.record("\(name):\(link.line): \(target.name) has no heading #\(parts[1]), but \(known)")
            }
        }
    }

    @Test(arguments: Documentation.names)
    func everyFileOfTheProjectThatIsNamedIsThere(name: String) throws {
        let sources = Set(Documentation.files(below: "Sources").compactMap { $0.split(separator: "/").last })
        for (line, text) in try Documentation.page(name).prose {
            for part in text.split(separator: "`", omittingEmptySubsequences: false).enumerated()
            where part.offset % 2 == 1 {
                let path = part.element.prefix { $0 != " " }
                let isPath = ["Sources/", "Tests/", "Docker/"].contains(where: path.hasPrefix)
                let isFile = path.hasSuffix(".swift") && !path.contains("/")
                guard isPath || isFile, !Documentation.exists(String(path)), !sources.contains(path) else { continue }
                Issue.record("\(name):\(line): there is no \(path)")
            }
        }
    }

    @Test func theRootPageLinksToAllOthers() throws {
        let targets = try Set(Documentation.page("briefd.md").links.map { $0.target.prefix { $0 != "#" } })
        for name in Documentation.names where name.hasPrefix(Documentation.catalog) && !name.hasSuffix("/briefd.md") {
            let file = name.dropFirst(Documentation.catalog.count)
            #expect(targets.contains(file), "briefd.md: add a link to \(file)")
        }
    }

    @Test(arguments: Documentation.names)
    func everyURLInATableAnswers(name: String) throws {
        for table in try Documentation.page(name).tables {
            guard let column = table.columns.firstIndex(of: "URL") else { continue }
            for url in table.names(inColumn: column) {
                let outcome = try Program.run(["get", url])
                #expect(outcome.code == 0, "\(name):\(table.line): \(url) answers \(outcome.output)\(outcome.log)")
            }
        }
    }

    @Test(arguments: Documentation.names)
    func everyDockerCommandAgreesWithTheDockerfile(name: String) throws {
        let text = try String(contentsOfFile: Documentation.root + "Docker/Dockerfile", encoding: .utf8)
        func word(after mark: String, in text: some StringProtocol) -> String {
            guard let start = text.firstRange(of: mark)?.upperBound else { return "" }
            return String(text[start...].prefix { !$0.isWhitespace })
        }
        let variables = text.split(separator: "\n").first { $0.hasPrefix("ENV ") } ?? ""
        let documents = word(after: "BRIEFD_DOCUMENTS=", in: variables)
        let (image, port) = (word(after: "--tag ", in: text), word(after: "EXPOSE ", in: text))
        for block in try Documentation.page(name).blocks where block.language == "console" {
            for line in block.text.replacing("\\\n", with: " ").split(separator: "\n") where line.contains("docker ") {
                let words = line.split(separator: " ").map { $0.filter { $0 != "\"" } }
                func check(_ isRight: Bool, _ message: String) {
                    if !isRight { Issue.record("\(name):\(block.line): \(message): \(line)") }
                }
                for (option, value) in zip(words, words.dropFirst()) {
                    switch option {
                    case "--file", "-f": check(Documentation.exists(value), "there is no such file")
                    case "--publish", "-p": check(value.hasSuffix(":" + port), "the image listens on port \(port)")
                    case "--volume", "-v":
                        check(value.split(separator: ":").contains { $0 == documents }, "documents are at \(documents)")
                    default: break
                    }
                }
                if words.contains("run") || words.contains("build") {
                    check(words.contains { $0 == image || $0.hasPrefix(image + ":") }, "the image is \(image)")
                }
            }
        }
    }

    // MARK: Tables that the program itself can be asked for

    @Test func theTableOfCommandsHasEveryCommandAndOption() throws {
        let help = try Program.run(["--experimental-dump-help"]).output
        let root = try JSONDecoder().decode(CommandTree.self, from: Data(help.utf8)).command
        let commands = (root.subcommands ?? []).filter { $0.commandName != "help" && $0.shouldDisplay != false }
        try Self.check("Operations.md", "Command", commands.map { "briefd \($0.commandName)" })
        let shared = Set(commands.first { $0.commandName == "serve" }?.options ?? [])
        let own = commands.flatMap { command in
            command.options.filter { !shared.contains($0) }.map { "\(command.commandName) \($0)" }
        }
        try Self.check("Operations.md", "Option", shared.sorted() + own)
    }

    @Test func theTableOfMetricsHasEveryMetric() throws {
        let curl = try Curl(Program.serve())
        _ = try curl.request("/leaders")
        let lines = try curl.request("/metrics").text.split(separator: "\n").filter { $0.hasPrefix("# TYPE ") }
        let metrics = lines.map { $0.split(separator: " ").dropFirst(2).map(String.init) }
        try Self.check("Operations.md", "Metric", metrics.map { $0[0] })
        let kinds = Dictionary(metrics.map { ($0[0], $0[1]) }) { $1 }
        for text in try Documentation.page("Operations.md").corrections(ofTable: "Metric", at: 1, { kinds[$0] }) {
            Issue.record("\(text)")
        }
    }

    // MARK: Limits of queries

    /// For each row of the table: a query at the limit and one beyond it.
    private static let queryLimits: [(name: String, limit: @Sendable (Int) -> String)] = [
        ("parameters", { Array(repeating: "name:ne=x", count: $0).joined(separator: "&") }),
        ("bytes of a value", { "name=" + String(repeating: "x", count: $0) }),
        ("names or values in a list", { "name:in=" + Array(repeating: "x", count: $0).joined(separator: ",") }),
        ("limit", { "limit=\($0)" }),
        ("offset", { "offset=\($0)" }),
        ("words in q", { "q=" + (0..<$0).map { "w\($0)" }.joined(separator: "+") }),
    ]

    @Test func theTableOfQueryLimitsSaysWhatTheServerDoes() throws {
        let curl = try Curl(Program.serve())
        try Self.check("Limits.md", "Limit of a query", Self.queryLimits.map(\.name))
        let table = try #require(Documentation.page("Limits.md").table(headed: "Limit of a query"))
        for (name, value) in zip(table.names(), table.names(inColumn: 1)) {
            guard let query = Self.queryLimits.first(where: { $0.name == name })?.limit else { continue }
            let limit = try #require(Int(value.filter { $0 != "," }), "Limits.md: \(name) needs a number")
            #expect(try curl.request("/leaders?" + query(limit)).status == 200, "\(name): \(limit) is refused")
            #expect(try curl.request("/leaders?" + query(limit + 1)).status == 400, "\(name): \(limit + 1) is taken")
        }
    }

    private static func check(_ page: String, _ column: String, _ names: [String]) throws {
        for text in try Documentation.page(page).corrections(ofTable: column, names: names) { Issue.record("\(text)") }
    }

    private static func path(_ target: String, from folder: [String]) -> String {
        var parts = folder
        for part in target.split(separator: "/") where part != "." {
            if part == ".." { _ = parts.popLast() } else { parts.append(String(part)) }
        }
        return parts.joined(separator: "/")
    }
}

/// What `--experimental-dump-help` prints, as far as it is needed.
private struct CommandTree: Decodable {
    struct Command: Decodable {
        var commandName: String
        var shouldDisplay: Bool?
        var subcommands: [Command]?
        var arguments: [Argument]?

        /// The names of its options and flags, with their hyphens; `--help` and `--version` are everywhere.
        var options: [String] {
            (arguments ?? []).filter { $0.kind != "positional" && $0.shouldDisplay }
                .compactMap { $0.names?.first { $0.kind == "long" }?.name }
                .filter { $0 != "help" && $0 != "version" }.map { "--" + $0 }
        }
    }

    struct Argument: Decodable {
        struct Name: Decodable {
            var kind: String
            var name: String
        }

        var kind: String
        var shouldDisplay: Bool
        var names: [Name]?
    }

    var command: Command
}
