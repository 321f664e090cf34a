// The runs of a document: their roles and parts, and the lines of their text.

import Testing

@testable import Documents

private func read(_ text: String, _ path: String = "a.md") throws -> Document {
    try #require(Document.read(Array(text.utf8), path: path).documents.first)
}

@Suite struct RunTests {
    @Test func runsHaveTheirParts() throws {
        let text = """
            ---
            author: Bo
            tags: [sea]
            ---
            # Title

            - Port: *open*
            - ![](a.png)
              - [x] Pier: two

            | a | b |
            |---|---|
            | 1 | _2_ | 3 |

            ```
            code
            ```
            > quoted
            """
        var runs: [String] = []
        try read(text).forEachRun { run in
            let part =
                switch run.part {
                case .point(let number): " p\(number)"
                case .table(let number): " t\(number)"
                case nil: ""
                }
            runs.append("\(run.line) \(run.role)\(part): \(run.string)")
        }
        #expect(
            runs == [
                "1 title: Title", "1 paragraph: Bo", "1 paragraph: sea", "7 label p0: Port", "7 item p0: open",
                "8 item p1: ", "9 label p2: Pier", "9 item p2: [x] two", "11 cell t0: ", "11 cell t0: a",
                "11 cell t0: b", "13 cell t0: 1", "13 cell t0: 2", "15 code: code", "18 quote: quoted",
            ])
    }

    /// Each upper-case word of the sources below is the number of its line.
    private static let numbers = ["ONE", "TWO", "THREE", "FOUR", "FIVE", "SIX", "SEVEN", "EIGHT"]

    @Test(arguments: [
        ("a.md", "ONE and\nTWO *or\nTHREE* and\\\nFOUR"),
        ("a.md", "ONE [a](b\n\"c\") TWO ![d\ne](f) THREE `g\nh` FOUR <!-- c\n--> FIVE &amp; <br\n> SIX"),
        ("a.md", "> - ONE\n>   TWO\n>   e\u{301}\n>   FOUR e\u{301} FOUR\nFIVE"),
        ("a.md", "ONE\nTWO\n===\n\n```sh\nSIX\n\n  EIGHT\n```\n"),
        ("a.md", "# ONE\n\n    THREE\n\n    FIVE\n"),
        ("a.md", "| ONE | \\| ONE |\n|---|---|\n| THREE | `a` |\n| b | FOUR |\n"),
        ("a.txt", "| ONE | a |\n|---|---|\n| THREE | b\nFOUR c |\n| d |\nSIX |\n"),
        ("a.txt", "ONE\r\n\r\nTHREE\r\nFOUR\r\n"),
    ])
    func knowsTheLineOfEachWord(path: String, text: String) throws {
        let document = try read(text, path)
        var found = 0
        document.forEachBlockRun { run in
            let words = run.text.split(whereSeparator: { !$0.isLetter })
            for word in words {
                guard let number = Self.numbers.firstIndex(where: { $0.utf8.elementsEqual(word) }) else { continue }
                #expect(run.lines.line(at: word.startIndex) == number + 1, "\(Self.numbers[number]) in \(run.string)")
                found += 1
            }
        }
        let written = text.utf8.split(whereSeparator: { !$0.isLetter })
        #expect(found == written.count { word in Self.numbers.contains { $0.utf8.elementsEqual(word) } })
    }

    @Test func normalizesInPlace() {
        let pieces = ["a", " ", "\n", "\u{A0}", "\u{2003}", "e\u{301}", "word word", "\u{1}", "ж", "—", "12345678 "]
        var state: UInt64 = 7
        for _ in 0..<2_000 {
            var text = ""
            for _ in 0..<12 {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                text += pieces[Int(state >> 33) % pieces.count]
            }
            let normalized = PlainText.normalized(text)
            #expect(Array(normalized.utf8) == Array(Self.normalized(text).utf8), "\(text.debugDescription)")
        }
    }

    /// Returns the same by another way.
    private static func normalized(_ text: String) -> String {
        var words: [String] = []
        var spaces = ""
        for scalar in text.unicodeScalars {
            if scalar.properties.isWhitespace {
                spaces.unicodeScalars.append(scalar)
                continue
            }
            if words.isEmpty || !spaces.isEmpty {
                if !words.isEmpty { words.append(spaces.unicodeScalars.allSatisfy { $0 == "\u{A0}" } ? "\u{A0}" : " ") }
                words.append("")
                spaces = ""
            }
            words[words.count - 1].unicodeScalars.append(scalar)
        }
        return words.joined().replacing("e\u{301}", with: "\u{E9}")
    }
}
