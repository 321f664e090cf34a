// YAML front matter: the subset that is read, and the text that everything else becomes.

import Documents
import Testing

@Suite struct YAMLTests {
    @Test(
        "a block begins with a header; all else that begins with its mark is text",
        arguments: [
            ("title: >5% growth", ["title = >5% growth"]), ("summary: | a | b |", ["summary = | a | b |"]),
            ("a: >-text", [#"extra a = ">-text""#]), ("a: >> next", [#"extra a = ">> next""#]),
            ("a: |x|", [#"extra a = "|x|""#]), ("a: >5", [#"extra a = ">5""#]), ("a: >++", [#"extra a = ">++""#]),
            ("a:\n- > quoted item\n- |pipe\n- >a: b", [#"extra a = ["> quoted item", "|pipe", ">a: b"]"#]),
            ("summary: > 5 people\n  and more", ["summary = > 5 people and more"]),
            ("a: |- # c\n  b\n  c", [#"extra a = "b\nc""#]), ("a: >2+\n   b\n  c", [#"extra a = " b\nc\n""#]),
            ("a: >+1\n b", [#"extra a = "b\n""#]), ("a:\n  >\n  b\n  c", [#"extra a = "b c\n""#]),
            ("a: |\nb: 1", [#"extra a = """#, "extra b = 1"]),
        ] as [MetadataCase])
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
            ("a: |2\n    b\n  c", [#"extra a = "  b\nc\n""#]),
            ("a: |\n  b\n\n    c\n  d\n", [#"extra a = "b\n\n  c\nd\n""#]),
            ("a: >\n  b\n  c\n\n  d\n\n\n  e", [#"extra a = "b c\nd\n\ne\n""#]),
            ("a: >\n  b\n    c\n    d\n  e\n  f", [#"extra a = "b\n  c\n  d\ne f\n""#]),
            ("a: >\n  b\n\n    c\n  e", [#"extra a = "b\n\n  c\ne\n""#]), ("a: |\n\n  b", [#"extra a = "\nb\n""#]),
        ] as [MetadataCase])
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
        ] as [MetadataCase])
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
        ] as [MetadataCase])
    func nestedMembers(text: String, lines: [String]) throws {
        #expect(try yaml(text) == lines)
    }

    @Test(
        "an empty value of a known name is none; others are told",
        arguments: [
            ("date:\ntitle: \"\"\nauthor: ~\ntags: []\nsummary: ''\nurl: null\nlang: {}", []),
            ("date:\nweight:\nnote: ''", ["extra weight = null", #"extra note = """#]),
            ("tags: [a, null, '']", ["tags = a"]),
        ] as [MetadataCase])
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
        ] as [MetadataCase])
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
            (
                "a: *Note* this\nb: R&D\nc: & more\nd: '*x'\ne: [Update] Plan\nf: \"A\" plan",
                [
                    #"extra a = "*Note* this""#, #"extra b = "R&D""#, #"extra c = "& more""#, #"extra d = "*x""#,
                    #"extra e = "[Update] Plan""#, #"extra f = "\"A\" plan""#,
                ]
            ),
        ] as [MetadataCase])
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
        ] as [MetadataCase])
    func details(text: String, lines: [String]) throws {
        #expect(try yaml(text) == lines)
    }

    @Test(
        arguments: [
            ("a: 1\nb: {c: 1,\n  c: 2}\n a: 2", ["4:3", "5:2"]), ("x:\n- a: 1\n  b: 1\n  a: 2", ["5:3"]),
            ("Owner: 1\nowner: 2\nx:\n  Äb: 1\n  äb: 2", ["3:1", "6:3"]),
        ] as [MetadataCase])
    func repeatedNamesAreToldWhereTheyStand(text: String, places: [String]) throws {
        #expect(try yaml(text).filter { $0.contains("warning") } == places.map { $0 + ": warning repeated-name" })
    }

    @Test func namesThatDifferInCaseGetANumber() throws {
        let text = "---\nOwner: 1\nowner: 2\nOWNER: 3\nowner2: 4\n---\n"
        let document = try #require(Document.read(Array(text.utf8), path: "a.md").documents.first)
        #expect(document.metadata.extra.map(\.name) == ["Owner", "owner3", "OWNER4", "owner2"])
        let messages = document.diagnostics.filter { $0.code == .repeatedName }.map(\.message)
        #expect(messages.first == "The metadata have \"owner\" already, on line 2; this one is \"owner3\".")
    }

    @Test(arguments: [
        ("--- # c\na: 1\n---\n", true), ("---\t#c\na: 1\n---\n", true), ("---# c\na: 1\n---\n", false),
        ("--- c\na: 1\n---\n", false), ("--- # c\n\nText\n\n---\n", false),
    ])
    func theOpeningLineMayHaveAComment(text: String, isRead: Bool) throws {
        let document = try #require(Document.read(Array(text.utf8), path: "a.md").documents.first)
        #expect(document.metadata.extra.isEmpty == !isRead)
    }

    @Test func boundsNestedDashes() throws {
        let lines = try yaml("a:\n" + String(repeating: "- ", count: 1_000) + "b")
        #expect(lines.first?.contains(String(repeating: "- ", count: 900) + "b") == true)
        #expect(lines.last?.hasSuffix("unread-front-matter") == true)
    }
}
