// The script Tests/tidy: which trees pass, and what each of its rules reports.

import Foundation
import Support
import Testing

@Suite struct TidyTests {
    /// A tree without violations, with much that resembles one.
    private static let clean = [
        "Package.swift": "// swift-tools-version: 6.2\n// The targets of the tree.\n",
        "README.md": String(repeating: "Text.\n", count: 120),
        "config.json": "{ \"long\": \"\(String(repeating: "x", count: 200))\" }\n",
        "Docker/compose.yaml": "# Starts the only service.\nname: tree # `octets`\n",
        "Sources/App/App.swift": """
        // The app: \(String(repeating: "ö", count: 107)).
        package enum Mode {
            case slow(Int), fast
            indirect case both(Mode, Mode)
        }
        package enum Level: String {
            case low, high
        }
        package struct Passage: Hashable {
            package init(_ mode: Mode) { self.mode = mode }
            package let mode: Mode
            package static func == (left: Self, right: Self) -> Bool { left.mode == right.mode }
        }
        let page = "https://stands.example" + #"{"a":"//told"}"# // Bytes.
        let more = \"\"\"
            // octets
            \"\"\"
        func main(_ passage: Passage, _ level: Level?) {
            if let level { print(level) }
            if case .slow = passage.mode { return }
            print(Mode.fast, .both(.fast, .fast), page, more)
        }

        """,
        "Sources/App/page.html": "<!doctype html>\n<!-- The page of the app. -->\n<p title=\"told\">told</p>\n",
        "Sources/App/page.js": "// The script of the page.\nshow('//told', `//told`);\n",
        "Sources/Catalog/Catalog.swift": "// The catalog, told in octets.\n",
        "Sources/briefd/Documentation.docc/Page.md": """
        # A page
        | \(String(repeating: "wide ", count: 40)) |
        ```
        \(String(repeating: "wide ", count: 40))
        ```

        """,
        "Tests/run": "#!/bin/sh\n# Runs the tests.\necho '# told' \"# told\"\n",
        "Tests/AppTests/Fixtures/a.md": String(repeating: "wide ", count: 400) + "\n",
        "Tests/measure": "#!/usr/bin/env python3\n\"\"\"Measures the app.\"\"\"\nprint('# told')\n",
    ]

    /// Exit status and output of Tests/tidy for a tree.
    private static func tidy(_ folder: Folder) throws -> (status: Int32, lines: [String]) {
        let script = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../tidy")
        return try run(script, [folder.path])
    }

    private static func run(_ program: URL, _ arguments: [String]) throws -> (status: Int32, lines: [String]) {
        let process = Process()
        let output = Pipe()
        process.executableURL = program
        process.arguments = arguments
        process.currentDirectoryURL = URL(filePath: "/")
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let bytes = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
        return (process.terminationStatus, lines)
    }

    @Test func `a clean tree passes`() throws {
        let (status, lines) = try Self.tidy(Folder(Self.clean))
        #expect(status == 0)
        #expect(lines == ["Tests/tidy: no violation in 8 files."])
    }

    @Test func `a folder without sources does not pass`() throws {
        #expect(try Self.tidy(Folder()).status == 1)
    }

    /// A file that violates a rule, and the report, in which the file's name is left out.
    private static let violations: [(name: String, text: String, reports: [String])] = [
        (
            "Tests/Long.swift", "// A file of many lines.\n" + String(repeating: "\n", count: 320),
            ["321: length: split it by topic; 321 lines, at most 320"]
        ),
        (
            "README.md", String(repeating: "Text.\n", count: 121),
            ["121: length: split it by topic; 121 lines, at most 120"]
        ),
        (
            "Sources/App/Wide.swift", "// The next line has 121 columns.\n//\(String(repeating: "ö", count: 119))\n",
            ["2: columns: wrap it; 121 columns, at most 120"]
        ),
        (
            "README.md", "| \(String(repeating: "wide ", count: 30)) |\n",
            ["1: columns: wrap it; 154 columns, at most 120"]
        ),
        (
            "Sources/briefd/Documentation.docc/Page.md",
            "```\n```\n\(String(repeating: "wide ", count: 30))\n",
            ["3: columns: wrap it; 150 columns, at most 120"]
        ),
        (
            "Docker/nginx.conf", "# A server block.\n#\(String(repeating: "x", count: 120))\n",
            ["2: columns: wrap it; 121 columns, at most 120"]
        ),
        ("Tests/AppTests.swift", "import Testing\n", [missing]),
        ("Sources/App/module.modulemap", "module App {}\n// Its module.\n", [missing]),
        ("Sources/App/page.html", "<!doctype html>\n<p></p>\n", [missing]),
        ("Sources/App/App.h", "#define A\n", [missing]),
        ("Tests/check", "#!/bin/sh\nset -eu\n# Checks the app.\n", [missing]),
        ("Sources/App/Other.swift", "// Other.swift\n\n// A whole sentence.\n", ["1: \(sentence)"]),
        ("Tests/check", "#!/bin/sh\n# checks the app and more.\n", ["2: \(sentence)"]),
        ("Tests/measure", "#!/usr/bin/env python3\n\"\"\"Measures the app\n\nIt does.\"\"\"\n", ["2: \(sentence)"]),
        (
            "Sources/App/Mark.swift", "// A file with a mark.\nlet a = 1 // TO" + "DO: finish\n// XX" + "XX\n",
            ["2: mark: finish it, or file an issue"]
        ),
        (
            "Tests/check", "#!/bin/sh\n# Checks a file.\ncat /ho" + "me/me/file https://a.example/home/\n",
            ["3: path: use a path relative to the repository"]
        ),
        (
            "Docker/Dockerfile", "# Builds the image.\nFROM gh" + "cr.io/a/b\n",
            ["2: registry: leave the registry to the user"]
        ),
        (
            "Sources/App/Words.swift",
            """
            // The words of comments.
            let a = "b" // an octet
            /* told
               here, for ever */ let told = 1
            /// Stands.

            """,
            [
                "2: \(word("octet", "byte"))", "3: \(word("told", "reported"))", "4: \(word("for ever", "endlessly"))",
                "5: \(word("stands", "is"))",
            ]
        ),
        (
            "Sources/App/page.html", "<!doctype html>\n<!-- A page, beside others. -->\n",
            ["2: \(word("beside", "with"))"]
        ),
        (
            "Tests/measure", "#!/usr/bin/env python3\n\"\"\"Measures.\n\nIs told.\n\"\"\"\na = 1  # tells\n",
            ["2: \(sentence)", "4: \(word("told", "reported"))", "6: \(word("tells", "reports"))"]
        ),
        (
            "Sources/App/Unused.swift",
            """
            // Declarations that only tests use.
            package func again(_ count: Int) {
                // Its body does not count: again.

                again(count - 1)
            }
            package struct Unread {
                @usableFromInline package private(set) var size = 0
            }
            package enum Kind {
                case one, two
                case `three`(of: (Int, Int))
            }
            func read(_ kind: Kind) {
                let size = 1
                if case .one = kind { return }
            }

            """,
            [(2, "again"), (7, "Unread"), (8, "size"), (11, "two"), (12, "three")].map {
                "\($0): package: remove `\($1)`, which no source uses"
            }
        ),
        ("notes.md", "Notes.\n", ["1: top folder: move it into Sources, Tests or Docker"]),
        ("Sources/App/App.swift.orig", "", ["1: leftover: delete it"]),
    ]

    private static let missing = "1: first comment: say in a comment what the file contains"
    private static let sentence = "first comment: write a sentence with a capital letter and a full stop"
    private static func word(_ word: String, _ other: String) -> String {
        "word: write `\(other)` or the like for `\(word)`"
    }

    @Test(arguments: violations)
    func `each rule reports file and line`(name: String, text: String, reports: [String]) throws {
        let outcome = try Self.tidy(Folder(Self.clean.merging([name: text]) { $1 }))
        #expect(outcome.status == 1)
        #expect(outcome.lines == reports.map { "\(name):\($0)" })
    }

    @Test func `one run reports violations of all rules`() throws {
        let files = Self.violations.filter { $0.name != "README.md" }
        let outcome = try Self.tidy(Folder(Self.clean.merging(files.map { ($0.name, $0.text) }) { $1 }))
        let rules = Set(outcome.lines.compactMap { $0.split(separator: ": ").dropFirst().first })
        #expect(
            rules == [
                "length", "columns", "first comment", "mark", "path", "registry", "word", "package", "top folder",
                "leftover",
            ])
    }

    @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: git.path())))
    func `a generated file in the repository is reported`() throws {
        let folder = try Folder(Self.clean)
        try folder.write("{}\n", to: "Package.resolved")
        #expect(try Self.run(Self.git, ["-C", folder.path, "init", "--quiet"]).status == 0)
        #expect(try Self.tidy(folder).status == 0)
        #expect(try Self.run(Self.git, ["-C", folder.path, "add", "--force", "Package.resolved"]).status == 0)
        #expect(
            try Self.tidy(folder).lines
                == ["Package.resolved:1: generated: remove it from the repository with `git rm --cached`"])
    }

    private static let git = URL(filePath: "/usr/bin/git")
}
