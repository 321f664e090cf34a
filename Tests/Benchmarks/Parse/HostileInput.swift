// Hostile input of any size: kinds of text that could be slow to parse.

/// One kind of hostile input.
struct HostileInput: Sendable {
    var name: String
    /// The extension of the file name.
    var fileExtension: String
    /// Returns about `size` bytes of the input.
    var bytes: @Sendable (_ size: Int) -> [UInt8]

    /// Makes input of `head`, `unit` repeated, and `tail`.
    init(_ name: String, _ fileExtension: String, head: String = "", _ unit: String, tail: String = "") {
        self.init(name, fileExtension) { size in
            let count = max(1, (size - head.utf8.count - tail.utf8.count) / unit.utf8.count)
            return head + String(repeating: unit, count: count) + tail
        }
    }

    init(_ name: String, _ fileExtension: String, text: @escaping @Sendable (_ size: Int) -> String) {
        self.name = "\(name) .\(fileExtension)"
        self.fileExtension = fileExtension
        bytes = { Array(text($0).utf8) }
    }

    static let all: [HostileInput] = ["md", "txt"].flatMap(bodies) + frontMatter + json

    private static func bodies(_ fileExtension: String) -> [HostileInput] {
        let units = [
            ("pipes", "|"), ("brackets", "["), ("closed brackets", "]"), ("images", "!["), ("link heads", "[a]("),
            ("reference heads", "[a]["), ("nested links", "[![a]("), ("backticks", "`"), ("quotes", ">"),
            ("quotes and blanks", "> "), ("bullets on one line", "- "), ("stars", "*a "),
            ("unmatched emphasis", "a**b*c__d_"),
            ("angles", "<"), ("attributes", "<a b=\""), ("comments", "<!-- "), ("comment lines", "<!--\n\n"),
            ("entities", "&amp;"), ("unfinished entities", "&#x1F60"), ("backslashes", "\\"), ("blanks", " "),
            ("tabs", "\t"), ("empty rows", "|\n"), ("broken rows", "| a |\nb |\n"), ("rows of one cell", "| a |\n"),
            ("definitions", "[a]: b\n"), ("grid rules", "+--+\n"), ("solid rules", "----------\na\n"),
            ("rules of groups", "--- ---\n"), ("headers of columns", " a  b\n--- ---\n"), ("lone dashes", "a\n-\n"),
            ("fences", "```\n"), ("terms", "- a\n- b\n"), ("labels", "- a: b\n"), ("combining marks", "\u{301}\u{323}"),
            ("points of Hebrew", "\u{5B0}\u{5BC}"), ("soft hyphens", "\u{AD}"), ("headings", "# a\n\n"),
            ("returns", "\r"), ("text after comments", "<!-- a -->b\n"), ("scripts", "<script>a</script>b\n"),
            ("scripts on one line", "<script></script>a"), ("definitions in quotes", "> > > [a]: b\n"),
            ("zero width", "\u{200B}"), ("zero-width bullets", "\u{FEFF}- a\n"), ("URLs", "http://a_b* "),
            ("one long URL", "www.a(*"), ("punctuation of URLs", "http://a*.)&b;"), ("tildes", "~a~~b "),
            ("doubled rows", "|a||b|\n"), ("delimiters", "|a|b|\n|-|-|\n"), ("grids in items", "- +-+\n  |a\n"),
            ("grids in quotes", "> > > +-+\n"), ("ruled rows", "-- --\na  b\n\n"),
            ("headers of ruled rows", "-- --\na\n-- --\nb  c\n\nd\n"),
            ("solid columns", "----------\na\n-- --\nb\n\n"), ("labels above", "- a:\n\n  b\n"),
            ("colons in code", "- `a: b` [c: d](e)\n"),
            ("colons in links", "[a: ](b)"),
        ]
        return units.map { HostileInput($0.0, fileExtension, $0.1) } + [
            HostileInput("wide table", fileExtension, head: "|a|b|\n|-|-|\n", "a|"),
            HostileInput("open scripts", fileExtension, head: "<div>", "<script>a "),
            HostileInput("scripts in a point", fileExtension, head: "- <!-- a -->", "<script>a "),
            HostileInput("unclosed columns", fileExtension, head: "-- --\na\n-- --\n", "a  b\n\n"),
            HostileInput("a long rule", fileExtension) { size in
                "-- --" + String(repeating: " ", count: size / 2) + "\na  b\n\n"
                    + String(repeating: "a\n\n", count: size / 6)
            },
            HostileInput("colons of a point", fileExtension, head: "- ", "`a: b` "),
            HostileInput("definitions before blanks", fileExtension) { size in
                String(repeating: "[a]: b\n", count: size / 14) + "c" + String(repeating: " ", count: size / 2)
            },
            HostileInput("title of marks", fileExtension, head: "Title: ", "\u{5B0}\u{5BC}"),
            HostileInput("code spans", fileExtension) { size in
                var text = ""
                var length = 1
                while text.utf8.count < size {
                    text += String(repeating: "`", count: length) + " "
                    length += 1
                }
                return text
            },
            // Deeper with every line; the whole is as long as asked.
            HostileInput("nested lists", fileExtension) { size in
                var text = ""
                var depth = 0
                while text.utf8.count < size {
                    text += String(repeating: " ", count: 2 * depth) + "- a\n"
                    depth += 1
                }
                return text
            },
        ]
    }

    private static let frontMatter = [
        HostileInput("never closed", "md", head: "---\n", "a: b\n"),
        HostileInput("many keys", "md", head: "---\n", "a: b\n", tail: "---\n"),
        HostileInput("open lists", "md", head: "---\n", "a: [\n", tail: "---\n"),
        HostileInput("one long list", "md", head: "---\na: [", "b,\n", tail: "]\n---\n"),
        HostileInput("nested lists of YAML", "md", head: "---\na: ", "[", tail: "\n---\n"),
        HostileInput("dashes", "md", head: "---\na:\n", "- ", tail: "\n---\n"),
        HostileInput("tags of YAML", "md", head: "---\na: ", "!!str ", tail: "b\n---\n"),
        HostileInput("open quotes", "md", head: "---\n", "a: \"\n", tail: "---\n"),
        HostileInput("long value", "md", head: "---\na: ", "b # ", tail: "\n---\n"),
        HostileInput("arrays of tables", "md", head: "+++\n", "[[a.b]]\n", tail: "+++\n"),
        HostileInput("many keys of TOML", "md", head: "+++\n", "a = 1\n", tail: "+++\n"),
        HostileInput("dotted keys", "md", head: "+++\n", "a.", tail: "a = 1\n+++\n"),
        HostileInput("inline tables", "md", head: "+++\na = ", "{a=", tail: "\n+++\n"),
        HostileInput("open strings", "md", head: "+++\n", "a = \"\"\"\n", tail: "+++\n"),
    ]

    private static let json = [
        HostileInput("nested arrays", "json", "["), HostileInput("nested objects", "json", "{\"a\":"),
        HostileInput("many members", "json", head: "{\"text\":\"a\"", ",\"b\":1", tail: "}"),
        HostileInput("escapes", "json", head: "{\"text\":\"", "\\u00e9\\ud83d\\ude00", tail: "\"}"),
        HostileInput("lines", "jsonl", "{\"text\":\"a\"}\n"), HostileInput("wrong lines", "jsonl", "{\n"),
    ]
}
