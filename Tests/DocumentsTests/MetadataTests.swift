// Metadata from front matter, TOML, JSON members and envelopes: values, the fields under `extra`, and the places of
// diagnostics. YAML is in YAMLTests.swift, whole files are in Fixtures/.

import Documents
import Testing

/// Metadata as written, and the expected lines of `reading`.
typealias MetadataCase = (text: String, lines: [String])

/// The metadata of a file, one line each, then its diagnostics except those about titles.
func reading(_ text: String, path: String) throws -> [String] {
    let document = try #require(Document.read(Array(text.utf8), path: path).documents.first)
    let titles = document.title.origin == .metadata ? ["title = \(document.title.text)"] : []
    let diagnostics = document.diagnostics.filter { $0.code != .inferredTitle }
    return titles + document.metadata.lines + diagnostics.map(\.line)
}

/// The same for a Markdown file with YAML front matter.
func yaml(_ text: String) throws -> [String] { try reading("---\n\(text)\n---\n", path: "a.md") }

private func toml(_ text: String) throws -> [String] { try reading("+++\n\(text)\n+++\n", path: "a.md") }

private func json(_ text: String) throws -> [String] { try reading(text, path: "a.json") }

@Suite struct FrontMatterTests {
    @Test(
        "a heading between blank lines and prose below it are no front matter",
        arguments: [
            ("---\nkey: v\n\n\n# Heading\n\nBody text\n\n---\n\nmore\n", true),
            ("---\nkey: v\n\n# Part\n\n## Section\n\n- item\n\n---\n", true),
            ("---\nkey: v\n\n# comment\n\nother: v\nstray\n---\n", false),
            ("---\nkey: v\n\n# comment\nstray\n\n---\n", false),
            ("---\nkey: v\n\nstray\n\n---\n", false),
            ("---\nkey: \"\n\n# v\n\nv\n\n\"\n---\n", false),
        ])
    func bodiesAreNotSwallowed(text: String, isBody: Bool) throws {
        let document = try #require(Document.read(Array(text.utf8), path: "a.md").documents.first)
        #expect(document.metadata.extra.isEmpty == isBody)
        #expect(document.diagnostics.contains { $0.code == .unclosedFrontMatter } == isBody)
    }

    @Test func keepsWhatIsBeyondTheLimit() throws {
        let text = (1...2_010).map { "k\($0): \($0)" }.joined(separator: "\n")
        let lines = try yaml(text)
        #expect(lines.count == 2_002)
        #expect(
            lines[1_999...2_000] == [
                "extra k2000 = 2000",
                "extra  = \((2_001...2_010).map { "k\($0): \($0)" }.joined(separator: "\n").debugDescription)",
            ])
        #expect(lines.last == "2002:1: warning unread-front-matter")
    }
}

@Suite struct TOMLTests {
    @Test(
        arguments: [
            ("a = '''\n  b\n    c\n'''", [#"extra a = "  b\n    c\n""#]),
            ("a = \"\"\"\n  b \\\n    c\\td \"e\"\n  \"\"\" # c", [#"extra a = "  b c\td \"e\"\n  ""#]),
            ("a = \"\"\"b\\\"\"\"\"\"\"\nc = 1", [#"extra a = "b\"\"\"""#, "extra c = 1"]),
            ("a = '''b''''\nc = ''", [#"extra a = "b\'""#, #"extra c = """#]),
            ("a = \"\"\"\r\nb\r\n\r\nc\"\"\"", [#"extra a = "b\n\nc""#]),
        ] as [MetadataCase])
    func multilineStrings(text: String, lines: [String]) throws {
        #expect(try toml(text) == lines)
    }

    @Test(
        "what is not understood is text, and remarked",
        arguments: [
            ("a = \"x\" trailing", [#"extra a = "\"x\" trailing""#, "2:5: warning unread-front-matter"]),
            ("a = \"b\nc = 1", [#"extra a = "\"b""#, "extra c = 1", "2:5: warning unread-front-matter"]),
            ("a = 'b' c", [#"extra a = "\'b\' c""#, "2:5: warning unread-front-matter"]),
            ("a = [1, 2\nc = 1", [#"extra a = "[1, 2""#, "extra c = 1", "2:5: warning unread-front-matter"]),
            ("a = '''b\nc = 1", [#"extra a = "\'\'\'b""#, "extra c = 1", "2:5: warning unread-front-matter"]),
            (
                "a = 1\n= novalue\nstray\n[b] c\n= d",
                ["extra a = 1", #"extra  = "= novalue\nstray\n[b] c\n= d""#]
                    + (3...6).map { "\($0):1: warning unread-front-matter" }
            ),
            (
                "[t]\n  = b\nstray",
                [
                    #"extra t = {: "= b\nstray"}"#, "3:3: warning unread-front-matter",
                    "4:1: warning unread-front-matter",
                ]
            ),
        ] as [MetadataCase])
    func unreadLines(text: String, lines: [String]) throws {
        #expect(try toml(text) == lines)
    }

    @Test(
        arguments: [
            ("title = 1.10\ntags = [3.10, 1e3]", ["title = 1.10", "tags = 3.10 | 1e3"]),
            ("a = 12345678901234567890", [#"extra a = "12345678901234567890""#]),
            ("[author]\nname = \"Bo\"\nmail = \"b\"", ["author = Bo", #"extra author = {name: "Bo", mail: "b"}"#]),
            ("[\"a]b\"] # c\nd = 1\n[[e]]\n[[e]]", ["extra a]b = {d: 1}", "extra e = [{}, {}]"]),
            ("[a]\nb = 1\n  b = 2", ["extra a = {b: 1, b2: 2}", "4:3: warning repeated-name"]),
            ("a = {b.c = 1, b.\"d.e\" = 2}", ["extra a = {b: {c: 1, d.e: 2}}"]),
            (#""a\"b\u00e9".'c' = 1"#, [#"extra a"bé = {c: 1}"#]),
            ("a = [0xFF, 0o17, 0b1_1, inf, +nan]", [#"extra a = [255, 15, 3, "inf", "nan"]"#]),
            ("a = [\"\"\"\nb]\n\"\"\", '''c''', # d\n]\ne = 1", [#"extra a = ["b]\n", "c"]"#, "extra e = 1"]),
        ] as [MetadataCase])
    func values(text: String, lines: [String]) throws {
        #expect(try toml(text) == lines)
    }
}

@Suite struct JSONMetadataTests {
    @Test(
        arguments: [
            (#"{"title": 1.10, "tags": [3.10, true], "text": ""}"#, ["title = 1.10", "tags = 3.10 | true"]),
            (
                #"{"a": 1.10, "b": 12345678901234567890, "c": 1e400, "d": null, "date": null, "text": ""}"#,
                ["extra a = 1.1d", #"extra b = "12345678901234567890""#, #"extra c = "1e400""#, "extra d = null"]
            ),
            (
                "{\"a\": 1,\n \"text\": \"\",\n  \"a\": 2,\n \"date\": \"03/04/2025\"}",
                [
                    "date = 03/04/2025", "extra a = 1", "extra a2 = 2", "3:3: warning repeated-name",
                    "4:2: note unclear-date",
                ]
            ),
            (
                "{\"title\": \"A\\u0000B\",\n \"text\": \"\\u0000 \\ud800\"}",
                ["title = A\u{FFFD}B", "1:13: warning nul-bytes", "2:18: warning undecodable-bytes"]
            ),
            (
                #"{"categories": "R&amp;D;Ports", "author": "A &amp; B", "text": null, "raw_text": "x"}"#,
                ["author = A & B", #"extra categories = ["R&D", "Ports"]"#]
            ),
        ] as [MetadataCase])
    func members(text: String, lines: [String]) throws {
        #expect(try json(text) == lines)
    }

    @Test(arguments: ["", " \n\t", "\u{FEFF}\n"])
    func emptyFiles(text: String) throws {
        let (documents, diagnostics) = Document.read(Array(text.utf8), path: "b.json")
        let document = try #require(documents.first)
        #expect(document.sections.isEmpty && diagnostics.isEmpty)
        #expect(document.title == Title(text: "b", origin: .fileName))
        #expect(document.source == Array(text.utf8))
    }

    @Test func linesAreThoseOfTheFile() throws {
        let text = "\n{\"a\": 1, \"a\": 2, \"date\": \"5/6/2024\", \"text\": \"Short.\\n\\nlonger\"}\n"
        let document = try #require(Document.read(Array(text.utf8), path: "a.jsonl").documents.first)
        #expect(
            document.diagnostics.map(\.line) == [
                "2:10: warning repeated-name", "2:18: note unclear-date", "2: note inferred-title",
            ])
    }
}

@Suite struct MetadataTextTests {
    @Test(
        arguments: [
            (
                "title: a &amp; b\nsummary: c &amp; d\nauthor: e &amp; f\ntags: [g &amp; h]",
                ["title = a & b", "author = e & f", "summary = c & d", "tags = g & h"]
            ),
            ("tags: R&amp;D; S&D, &nbsp;x", ["tags = R&D | S&D | x"]),
            ("url: https://example.org/?a&amp;b", ["url = https://example.org/?a&amp;b"]),
            ("author: __init__ *nix\ntags: [C++, _x_]", ["author = __init__ *nix", "tags = C++ | _x_"]),
            ("summary: A **bold** `plan`", ["summary = A bold plan"]),
            (
                "summary: See [docs](https://example.org) &amp; <b>x</b>",
                ["summary = See [docs](https://example.org) & <b>x</b>"]
            ),
        ] as [MetadataCase])
    func references(text: String, lines: [String]) throws {
        #expect(try yaml(text) == lines)
    }

    @Test func envelopesLeaveNothingEmpty() throws {
        let text =
            "Title:\n\nURL Source: https://example.org\n\nPublished Time: 03/04/2025\n\nMarkdown Content:\nText.\n"
        #expect(
            try reading(text, path: "a.md") == [
                "date = 03/04/2025", "url = https://example.org", "5:1: note unclear-date",
            ])
    }
}
