// YAML 1.2 in front matter that is unclear line by line, and JSON between fences.

import Documents
import Testing

@Suite struct StrictYAMLTests {
    @Test(
        "anchors, aliases, tags and merged mappings",
        arguments: [
            ("a: &x 1\nb: *x", ["extra a = 1", "extra b = 1"]),
            ("&x a: b\n*x : c", [#"extra a = "b""#, #"extra a2 = "c""#, "3:1: warning repeated-name"]),
            ("a: &m\n  k: 1\nb:\n  <<: *m\n  l: 2", ["extra a = {k: 1}", "extra b = {k: 1, l: 2}"]),
            ("a: !!int \"12\"\nb: !!seq\n- !!str 1", ["extra a = 12", #"extra b = ["1"]"#]),
            ("a: !pier\n  k: 1", ["extra a = {k: 1}", "2:4: warning unread-front-matter"]),
            ("a: &A team of ten", [#"extra a = "&A team of ten""#, "2:4: warning unread-front-matter"]),
            ("a: &A", [#"extra a = "&A""#, "2:4: warning unread-front-matter"]),
            ("a: &b two words\nc: *b", [#"extra a = "two words""#, #"extra c = "two words""#]),
            ("a: b\n  - c", [#"extra a = "b""#, #"extra  = "- c""#, "3:3: warning unread-front-matter"]),
            (
                "a: *x\nb: &x 1",
                [
                    #"extra a = "*x""#, #"extra b = "&x 1""#, "2:4: warning unread-front-matter",
                    "3:4: warning unread-front-matter",
                ]
            ),
        ] as [MetadataCase])
    func properties(text: String, lines: [String]) throws {
        #expect(try yaml(text) == lines)
    }

    @Test(
        "keys and values over several lines",
        arguments: [
            ("? a\n: 1\n? b", ["extra a = 1", "extra b = null"]),
            ("a:\n- ? b\n  : c", [#"extra a = [{b: "c"}]"#]),
            ("a: b\n  c\n\n  d\ne: 1", [#"extra a = "b c\nd""#, "extra e = 1"]),
            ("a: [b: 1, {? c : 2}]", ["extra a = [{b: 1}, {c: 2}]"]),
            ("a: |\n    b\n  # c\nd: 1", [#"extra a = "b\n""#, "extra d = 1"]),
            ("a: |+\n  b\n\nc: 1", [#"extra a = "b\n\n""#, "extra c = 1"]),
            ("a: 0x1F\nb: 0o17\nc: 0b11", ["extra a = 31", "extra b = 15", #"extra c = "0b11""#]),
        ] as [MetadataCase])
    func structure(text: String, lines: [String]) throws {
        #expect(try yaml(text) == lines)
    }

    @Test(
        "braces at the root",
        arguments: [
            (#"{"title": "Pier", "a": [1, {"b": "\ud83d\ude00"}]}"#, ["title = Pier", #"extra a = [1, {b: "😀"}]"#]),
            ("{\n\t\"a\":1\n}", ["extra a = 1"]),
            ("{a: 1,\n b: [2]}", ["extra a = 1", "extra b = [2]"]),
            (
                "{\n\"a\": 1\n\"b\": 2\n}",
                [#"extra  = "{\n\"a\": 1\n\"b\": 2\n}""#, "2:1: warning unread-front-matter"]
            ),
        ] as [MetadataCase])
    func braces(text: String, lines: [String]) throws {
        #expect(try yaml(text) == lines)
    }

    @Test(
        "fences",
        arguments: [
            ("-----\na: 1\n-----\nText.\n", ["extra a = 1"]),
            ("-----\na: 1\nb: 2\n---\nText.\n", ["extra a = 1", "extra b = 2"]),
            ("---\na: 1\n-----\nText.\n", ["1:1: warning unclosed-front-matter"]),
            ("---\n{{ page }}\n---\n", []), ("---\n? open\n\nText.\n", []),
        ] as [MetadataCase])
    func fences(text: String, lines: [String]) throws {
        #expect(try reading(text, path: "a.md").filter { !$0.contains("note") } == lines)
    }

    @Test func boundsCopiesOfAliases() throws {
        let lists = (1...30).map { "a\($0): &a\($0) [*a\($0 - 1), *a\($0 - 1), *a\($0 - 1)]" }
        let lines = try yaml("a0: &a0 x\n" + lists.joined(separator: "\n"))
        #expect(lines.contains { $0.hasSuffix("unread-front-matter") })
        #expect(lines.allSatisfy { $0.utf8.count < 1_000 })
    }

    @Test func boundsNesting() throws {
        for mark in ["[", "{a: ", "- ", "? ", "&a ", "!!seq [", "? - "] {
            let lines = try yaml("? b\n: " + String(repeating: mark, count: 5_000) + "\n")
            #expect(lines.allSatisfy { !$0.isEmpty })
        }
    }
}
