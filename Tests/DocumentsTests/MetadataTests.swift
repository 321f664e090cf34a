// Front matter, envelopes and JSON members as metadata: what is kept as it is spelled, what goes to `extra`, and at which
// place what is remarked. Whole files are in Fixtures/.

import Documents
import Testing

/// What is read, and what is to come of it.
private typealias Case = (text: String, lines: [String])

/// The metadata read from a file, one line each, and below them the diagnostics but those about titles.
private func reading(_ text: String, path: String) throws -> [String] {
    let document = try #require(Document.read(Array(text.utf8), path: path).documents.first)
    let titles = document.title.origin == .metadata ? ["title = \(document.title.text)"] : []
    let diagnostics = document.diagnostics.filter { $0.code != .inferredTitle }
    return titles + document.metadata.lines + diagnostics.map(\.line)
}

private func yaml(_ text: String) throws -> [String] { try reading("---\n\(text)\n---\n", path: "a.md") }

private func toml(_ text: String) throws -> [String] { try reading("+++\n\(text)\n+++\n", path: "a.md") }

private func json(_ text: String) throws -> [String] { try reading(text, path: "a.json") }

@Suite struct YAMLTests {
    @Test(
        "a block begins with a header; all else that begins with its mark is text",
        arguments: [
            ("title: >5% growth", ["title = >5% growth"]), ("summary: | a | b |", ["summary = | a | b |"]),
            ("a: >-text", [#"extra a = ">-text""#]), ("a: >> next", [#"extra a = ">> next""#]),
            ("a: |x|", [#"extra a = "|x|""#]), ("a: >5", [#"extra a = ">5""#]), ("a: >++", [#"extra a = ">++""#]),
            ("a:\n- > quoted item\n- |pipe\n- >a: b", [#"extra a = ["> quoted item", "|pipe", ">a: b"]"#]),
            ("summary: > 5 people\n  and more", ["summary = > 5 people and more"]),
            ("a: |- # c\n  b\n  c", [#"extra a = "b\nc""#]), ("a: >2+\n   b\n  c", [#"extra a = " b\nc""#]),
            ("a: >+1\n b", [#"extra a = "b""#]), ("a:\n  >\n  b\n  c", [#"extra a = "b c""#]),
            ("a: |\nb: 1", [#"extra a = """#, "extra b = 1"]),
        ] as [Case])
    func blockHeaders(text: String, lines: [String]) throws {
        #expect(try yaml(text) == lines)
    }

    @Test func aListOverManyLinesTakesNothingFromWhatFollows() throws {
        let lines = (0..<400).map { "  some words that stand in the line of the number \($0)," }.joined(separator: "\n")
        let reading = try yaml("a: [\n\(lines)\n]\ntags: [b, c]")
        #expect(reading.count == 2 && reading.contains("tags = b | c"))
        #expect(reading.contains { $0.hasPrefix(#"extra a = ["some words"#) && $0.hasSuffix(#"number 399"]"#) })
    }

    @Test(
        "blocks keep their lines as YAML does",
        arguments: [
            ("a: |2\n    b\n  c", [#"extra a = "  b\nc""#]),
            ("a: |\n  b\n\n    c\n  d\n", [#"extra a = "b\n\n  c\nd""#]),
            ("a: >\n  b\n  c\n\n  d\n\n\n  e", [#"extra a = "b c\nd\n\ne""#]),
            ("a: >\n  b\n    c\n    d\n  e\n  f", [#"extra a = "b\n  c\n  d\ne f""#]),
            ("a: >\n  b\n\n    c\n  e", [#"extra a = "b\n\n  c\ne""#]), ("a: |\n\n  b", [#"extra a = "\nb""#]),
        ] as [Case])
    func blocks(text: String, lines: [String]) throws {
        #expect(try yaml(text) == lines)
    }

    @Test(
        "text keeps its spelling, other values their type",
        arguments: [
            ("title: 1.10", ["title = 1.10"]), ("title: 1e3", ["title = 1e3"]), ("title: 1_000", ["title = 1_000"]),
            ("title: +1", ["title = +1"]), ("title: -0", ["title = -0"]), ("title: FALSE", ["title = FALSE"]),
            ("title: 12345678901234567890", ["title = 12345678901234567890"]), ("lang: No", ["language = No"]),
            ("author: [1.10, True]", ["author = 1.10, True"]), ("tags: 3.10", ["tags = 3.10"]),
            ("tags: [3.10, 3.11]", ["tags = 3.10 | 3.11"]), ("tags:\n- 1.0\n- 2e1", ["tags = 1.0 | 2e1"]),
            ("date: 20260120", ["date = 20260120", "2:1: note unclear-date"]),
            (
                "a: 1.10\nb: FALSE\nc: 1_000\nd: ~",
                ["extra a = 1.1d", "extra b = false", "extra c = 1000", "extra d = null"]
            ),
            ("a: 9223372036854775808", [#"extra a = "9223372036854775808""#]),
            ("a: [-9223372036854775809, 1e999]", [#"extra a = ["-9223372036854775809", "1e999"]"#]),
            ("a: 007\nb: -007\nc: 01.10", [#"extra a = "007""#, #"extra b = "-007""#, #"extra c = "01.10""#]),
        ] as [Case])
    func spelling(text: String, lines: [String]) throws {
        #expect(try yaml(text) == lines)
    }

    @Test(
        "what the metadata tell in part stays whole in `extra`",
        arguments: [
            ("author:\n  name: Bo", ["author = Bo"]),
            (
                "author:\n  name: Bo\n  mail: b@example.org",
                ["author = Bo", #"extra author = {name: "Bo", mail: "b@example.org"}"#]
            ),
            ("authors:\n- name: Bo\n- name: Ida", ["author = Bo, Ida"]),
            (
                "authors:\n- name: Bo\n  post: Envoy\n- Ida",
                ["author = Bo, Ida", #"extra authors = [{name: "Bo", post: "Envoy"}, "Ida"]"#]
            ),
            ("author:\n  first: Bo", [#"extra author = {first: "Bo"}"#]),
            ("author: [Bo, [Ida]]", ["author = Bo", #"extra author = ["Bo", ["Ida"]]"#]),
            (
                "tags:\n- name: ports\n- name: lanes\n  weight: 2",
                ["tags = ports | lanes", #"extra tags = [{name: "ports"}, {name: "lanes", weight: 2}]"#]
            ),
            ("tags:\n  ports: 1", ["extra tags = {ports: 1}"]),
            ("tags: a\nkeywords: b", ["tags = a", #"extra keywords = "b""#]),
            ("title:\n  name: [a]", [#"extra title = {name: ["a"]}"#]),
        ] as [Case])
    func nestedMembers(text: String, lines: [String]) throws {
        #expect(try yaml(text) == lines)
    }

    @Test(
        "an empty value of a known name is none; others are told",
        arguments: [
            ("date:\ntitle: \"\"\nauthor: ~\ntags: []\nsummary: ''\nurl: null\nlang: {}", []),
            ("date:\nweight:\nnote: ''", ["extra weight = null", #"extra note = """#]),
            ("tags: [a, null, '']", ["tags = a"]),
        ] as [Case])
    func emptyValues(text: String, lines: [String]) throws {
        #expect(try yaml(text) == lines)
    }

    @Test(
        "lists as Python writes them",
        arguments: [
            (#"tags: ['it\'s "x"', 'b']"#, [#"tags = it's "x" | b"#]),
            (#"tags: ['x, y', 'it\'s']"#, ["tags = x, y | it's"]),
            (#"tags: ['it\'s', "that's", 'a\\b']"#, [#"tags = it's | that's | a\b"#]),
            (#"tags: ['a\'']"# + "\nx: 'b'", ["tags = a'", #"extra x = "b""#]),
            (#"tags: ['it''s', 'a\b', 'c\\d']"#, [#"tags = it's | a\b | c\\d"#]),
            (#"tags: ['a',"# + "\n" + #"  'it\'s']"#, ["tags = a | it's"]),
        ] as [Case])
    func pythonLists(text: String, lines: [String]) throws {
        #expect(try yaml(text) == lines)
    }

    @Test(
        "what is not closed or not followed is text, and remarked",
        arguments: [
            ("a: \"b\nc: d", [#"extra a = "\"b""#, #"extra c = "d""#, "2:4: warning unread-front-matter"]),
            ("c: 1\na: 'b", ["extra c = 1", #"extra a = "\'b""#, "3:4: warning unread-front-matter"]),
            ("a: [b, c\nd: e", [#"extra a = "[b, c""#, #"extra d = "e""#, "2:4: warning unread-front-matter"]),
            ("a:\n  - {b: c", [#"extra a = ["{b: c"]"#, "3:5: warning unread-front-matter"]),
            (
                "a: &x 1\nb: *x",
                [
                    #"extra a = "&x 1""#, #"extra b = "*x""#, "2:4: warning unread-front-matter",
                    "3:4: warning unread-front-matter",
                ]
            ),
            (
                "a: !!int 12\nb: !x",
                [
                    #"extra a = "!!int 12""#, #"extra b = "!x""#, "2:4: warning unread-front-matter",
                    "3:4: warning unread-front-matter",
                ]
            ),
            (
                "a: !!str 12\nb: [!!str 1.0]\nc: !!str 'd'",
                [#"extra a = "12""#, #"extra b = ["1.0"]"#, #"extra c = "d""#]
            ),
            ("a: [*x, b]", [#"extra a = ["*x", "b"]"#, "2:4: warning unread-front-matter"]),
            ("&x a: b", [#"extra &x a = "b""#, "2:1: warning unread-front-matter"]),
            (
                "a: *Note* this\nb: R&D\nc: & more\nd: '*x'\ne: [Update] Plan\nf: \"A\" plan",
                [
                    #"extra a = "*Note* this""#, #"extra b = "R&D""#, #"extra c = "& more""#, #"extra d = "*x""#,
                    #"extra e = "[Update] Plan""#, #"extra f = "\"A\" plan""#,
                ]
            ),
        ] as [Case])
    func unreadValues(text: String, lines: [String]) throws {
        #expect(try yaml(text) == lines)
    }

    @Test(
        arguments: [
            ("a: \"b\\\n  c\"", [#"extra a = "bc""#]), ("a: \"b\\\\\n  c\"", [#"extra a = "b\\ c""#]),
            ("a: \"b\n\n  c\n  d\"", [#"extra a = "b\nc d""#]), ("a: \"b\\n\n  c\"", [#"extra a = "b\n c""#]),
            ("a:\n- - b\n  - c\n- - - d\n- e", [#"extra a = [["b", "c"], [["d"]], "e"]"#]),
            ("a:\n- b: 1\n  c:\n  - d\n- e: 2", [#"extra a = [{b: 1, c: ["d"]}, {e: 2}]"#]),
            ("a:\n  [b, c]", [#"extra a = ["b", "c"]"#]), ("a:\n  \"b: c\"", [#"extra a = "b: c""#]),
            ("\"a: \\\" b\": c", [#"extra a: " b = "c""#]),
            ("a: #1 of two\nb: # c\nd: #e\n- f", [##"extra a = "#1 of two""##, "extra b = null", #"extra d = ["f"]"#]),
            (#"a: "C:\Docs\x4""#, [#"extra a = "C:\\Docs\\x4""#]),
        ] as [Case])
    func details(text: String, lines: [String]) throws {
        #expect(try yaml(text) == lines)
    }

    @Test(
        arguments: [
            ("a: 1\nb: {c: 1,\n  c: 2}\n a: 2", ["4:3", "5:2"]), ("x:\n- a: 1\n  b: 1\n  a: 2", ["5:3"]),
        ] as [Case])
    func repeatedNamesAreToldWhereTheyStand(text: String, places: [String]) throws {
        #expect(try yaml(text).filter { $0.contains("warning") } == places.map { $0 + ": warning repeated-name" })
    }

    @Test func boundsNestedDashes() throws {
        let lines = try yaml("a:\n" + String(repeating: "- ", count: 1_000) + "b")
        #expect(lines.first?.contains(String(repeating: "- ", count: 900) + "b") == true)
        #expect(lines.last?.hasSuffix("unread-front-matter") == true)
    }
}

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
        ] as [Case])
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
        ] as [Case])
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
        ] as [Case])
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
        ] as [Case])
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
        ] as [Case])
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
