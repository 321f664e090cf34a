// JSON, dates, plain text and the choice of a format.

@testable import Documents
import Testing

@Suite struct JSONTests {
    @Test(arguments: [
        ("null", Value.null), (" true ", .boolean(true)), ("0", .integer(0)), ("-0", .integer(0)),
        ("-12", .integer(-12)),
        ("9223372036854775807", .integer(.max)), ("9223372036854775808", .text("9223372036854775808")),
        ("1e400", .text("1e400")), ("-1E400", .text("-1E400")), (#""a\u0000b""#, .text("a\u{FFFD}b")),
        ("1.5e2", .number(150)), ("1E-1", .number(0.1)), (#""a\n\u00e9\ud83d\ude00\/""#, .text("a\né😀/")),
        (#""\ud800x\udc00\ud800\u0041""#, .text("\u{FFFD}x\u{FFFD}\u{FFFD}A")), ("[]", .list([])), ("{}", .object([])),
        ("[1, [2]]", .list([.integer(1), .list([.integer(2)])])),
        (
            #"{"b":1,"a":{},"b":2}"#,
            .object([.init("b", .integer(1)), .init("a", .object([])), .init("b", .integer(2))])
        ),
        ("\u{FEFF}1", .integer(1)),
    ])
    func reads(text: String, value: Value) throws {
        #expect(try Value(json: Array(text.utf8)) == value)
    }

    @Test(arguments: [
        ("", JSONError.Reason.end, 1, 1), ("[1,]", .unexpected, 1, 4), ("[1\n 2]", .separator, 2, 2),
        ("{a:1}", .name, 1, 2), ("{\"a\" 1}", .colon, 1, 6), ("01", .number, 1, 3), ("1.", .number, 1, 3),
        ("-a", .number, 1, 2),
        ("\"\\x\"", .escape, 1, 3), ("\"a\nb\"", .control, 1, 3), ("\"a", .end, 1, 3), ("1 2", .trailing, 1, 3),
        ("tru", .unexpected, 1, 1), ("{\"a\":1,}", .name, 1, 8), ("\"\\u12\"", .escape, 1, 6),
        ("+1", .unexpected, 1, 1),
        ("[", .end, 1, 2), ("nul", .unexpected, 1, 1),
    ])
    func refuses(text: String, reason: JSONError.Reason, line: Int, column: Int) {
        #expect(throws: JSONError(reason: reason, line: line, column: column)) { try Value(json: Array(text.utf8)) }
    }

    @Test func refusesBrokenUTF8() {
        #expect(throws: JSONError.self) { try Value(json: [0x22, 0xC3, 0x22]) }
    }

    @Test func boundsDepth() throws {
        let deepest = String(repeating: "[", count: 512) + String(repeating: "]", count: 512)
        _ = try Value(json: Array(deepest.utf8))
        #expect(throws: JSONError(reason: .depth, line: 1, column: 513)) { try Value(json: Array("[\(deepest)]".utf8)) }
    }

    @Test func knowsLines() throws {
        let node = try JSONNode(Array("{\n  \"a\": {\"b\": [1,\n    2]},\n \"c\": 3}".utf8))
        let numbers = try #require(node.children.first?.children.first?.children)
        #expect(numbers.map(\.line) == [2, 3])
        #expect(numbers.last?.column == 5)
        #expect(node.children.last?.line == 4)
        #expect(node.children.last?.column == 7)
    }
}

@Suite struct DateTests {
    @Test(arguments: [
        ("2026-01-20", "2026-01-20"), ("2026-1-5", "2026-01-05"), ("2026/01/20", "2026-01-20"),
        ("2026-01-20T10:00:00Z", "2026-01-20T10:00:00Z"), ("2014-01-28 5:37:44 -0400", "2014-01-28T05:37:44-04:00"),
        ("2026-01-20 10:00", "2026-01-20T10:00:00"), ("2026-01-20T10:00:00.123+00:00", "2026-01-20T10:00:00Z"),
        ("12/31/2025", "2025-12-31"), ("31/12/2025", "2025-12-31"), ("05/05/2025", "2025-05-05"),
        ("03/04/2025", "03/04/2025"), ("2026-02-30", "2026-02-30"), ("13/13/2025", "13/13/2025"),
        ("January 20, 2026", "2026-01-20"), ("20 January 2026", "2026-01-20"), ("Jan. 2, 2026", "2026-01-02"),
        ("Tue, 20 Jan 2026 10:00:00 GMT", "2026-01-20T10:00:00Z"), ("20 Ja 2026", "20 Ja 2026"),
        ("20.01.2026", "2026-01-20"), ("1.2.2026", "2026-02-01"), ("1.2.2026 10:00", "2026-02-01T10:00:00"),
        ("20.1.26", "20.1.26"), ("31.02.2026", "31.02.2026"), ("01.20.2026", "01.20.2026"), ("1.2-2026", "1.2-2026"),
        ("12-31-2025", "2025-12-31"), ("31-12-2025", "2025-12-31"), ("03-04-2025", "03-04-2025"),
        ("January 20th, 2026", "2026-01-20"), ("1st Jan 2026", "2026-01-01"), ("Feb 2nd 2026", "2026-02-02"),
        ("Fri, 3rd April 2026", "2026-04-03"), ("20xx January 2026", "20xx January 2026"),
        ("last week", "last week"), ("2026-01-20T25:00", "2026-01-20T25:00"), ("2028-02-29", "2028-02-29"),
    ])
    func readsDates(written: String, date: String) throws {
        let text = "---\ndate: \(written)\n---\n"
        let document = try #require(Document.read(Array(text.utf8), path: "a.md").documents.first)
        #expect(document.metadata.date == date)
    }

    @Test(arguments: [
        ("news/2024/05/07/a.md", "2024-05-07"), ("2020-05-12-name.md", "2020-05-12"),
        ("x/2020-05-12_n.md", "2020-05-12"),
        ("2024-05-07/x.md", "2024-05-07"), ("a/2024-05-07-talks/b/x.md", "2024-05-07"),
        ("2024-05-07/2024-05-09-x.md", "2024-05-09"), ("2024/05/07-x.md", "2024-05-07"),
        ("2024/05/07.md", "2024-05-07"), ("a/2024/05/07 talks/x.md", "2024-05-07"), ("2024/05/071.md", nil),
        ("2024/05/07x.md", nil), ("2024/5/07-x.md", nil), ("2024-05-071/x.md", nil), ("20-05-2024-x.md", nil),
        ("2024/05/32-x.md", nil), ("12-31-2025-.md", nil), ("2020-13-12-name.md", nil), ("2024/05/a.md", nil),
        ("2020-05-123.md", nil), ("a.md", nil), ("inside/2023/06/01/a.md", "2023-06-01"),
        ("talks-2020-05-12.md", "2020-05-12"), ("a/talks_2020-05-12_b.md", "2020-05-12"), ("x2020-05-12.md", nil),
        ("from-2020-05-12-to-2020-05-14.md", nil), ("2020-05-12-to-2020-05-14.md", "2020-05-12"),
    ])
    func readsDatesOfPaths(path: String, date: String?) throws {
        let document = try #require(Document.read(Array("Text.".utf8), path: path).documents.first)
        #expect(document.metadata.date == date)
        #expect(document.diagnostics.contains { $0.code == .dateFromPath } == (date != nil))
    }
}

@Suite struct PathTitleTests {
    @Test(arguments: [
        ("ports/_index.md", "ports"), ("a/Sea lanes/README.md", "Sea lanes"), ("x/Index.txt", "x"),
        ("ports/./index.md", "ports"), ("index.md", "index"), ("./README.md", "README"), ("../index.md", "index"),
        ("ports/plan.md", "plan"), ("ports/.md", ".md"), ("sea_lanes-north.md", "sea lanes north"),
        ("a_b/README.md", "a b"), ("2026-03-20-sea-lanes.md", "2026-03-20 sea lanes"), ("__.md", "__"),
        ("12026-03-20.md", "12026 03 20"),
    ])
    func namesFolders(path: String, title: String) throws {
        let document = try #require(Document.read(Array("- point".utf8), path: path).documents.first)
        #expect(document.title == Title(text: title, origin: .fileName))
    }
}

@Suite struct FoldingTests {
    @Test(
        "keys are equal but for case, accents, white space and kinds of apostrophe",
        arguments: [
            ("Macron", "macron"), ("  Élise \u{A0} DUPONT ", "elise dupont"), ("O’Neill", "o'neill"),
            ("Zu\u{308}rich", "zurich"), ("co\u{AD}operate", "cooperate"), ("Ärzte", "arzte"), ("", ""),
            ("한국", "한국"), ("हिन्दी", "हिन्दी"), ("Ω", "ω"),
            ("ΟΔΟΣ", "οδοσ"), ("\u{A0}Łódź ", "łodz"), ("A B", "a b"), ("\u{301}", ""), ("“Plan”", "“plan”"),
        ])
    func foldedKey(text: String, key: String) {
        #expect(Folding.key(text).utf8.elementsEqual(key.utf8))
        #expect(Folding.key(key).utf8.elementsEqual(key.utf8))
    }

    @Test(arguments: [
        ("Steady tone:", "Steady tone"), ("Steady tone : ", "Steady tone"), ("a:b", "a:b"), (":", ""), ("x::", "x:"),
    ])
    func trailingColonIsDropped(cell: String, key: String) {
        #expect(Folding.withoutTrailingColon(cell) == key)
    }
}

@Suite struct TextTests {
    @Test(arguments: [
        ("", ""), ("a", "a"), (" a  b\n", "a b"), ("\u{A0}a\u{A0}b\u{3000}c", "a\u{A0}b c"), ("e\u{301}a", "éa"),
        ("한", "한"), ("\u{212B}", "Å"), ("a\u{2028}b\u{85}c", "a b c"), ("“a” – b", "“a” – b"),
    ])
    func normalizes(text: String, expected: String) {
        #expect(Array(PlainText.normalized(text).utf8) == Array(expected.utf8))
    }

    @Test(arguments: [
        ("a.txt", Format.text), ("A.TXT", .text), ("x/b.md", .markdown), ("b.markdown", .markdown), ("c.json", .json),
        ("d.ndjson", .jsonLines), ("e.csv", .delimited), ("e.TSV", .delimited), ("f.mdx", .markdown),
        ("f.qmd", .markdown),
        ("f.Rmd", .markdown), ("f.mkd", .markdown), ("e.pdf", nil), ("md", nil), ("x.md/y", nil), ("", nil),
    ])
    func knowsFormats(path: String, format: Format?) {
        #expect(Format.ofFile(path) == format)
    }

    @Test func skipsOtherFormats() {
        let (documents, diagnostics) = Document.read([1, 2, 3], path: "a.pdf")
        #expect(documents.isEmpty)
        #expect(diagnostics.map(\.code) == [.unsupportedFormat])
        #expect(diagnostics.map(\.severity) == [.warning])
    }
}

@Suite struct ByteScanTests {
    /// Compares the scan with the standard library, at every position among bytes that are skipped quickly.
    @Test(arguments: [
        [0xC3, 0xA9], [0xC3], [0xC1, 0x81], [0xE2, 0x82, 0xAC], [0xE2, 0x82], [0xE0, 0x9F, 0xBF], [0xED, 0xA0, 0x80],
        [0xED, 0x9F, 0xBF], [0xF0, 0x9F, 0x98, 0x80], [0xF0, 0x8F, 0xBF, 0xBF], [0xF4, 0x8F, 0xBF, 0xBF],
        [0xF4, 0x90, 0x80, 0x80], [0xF5, 0x80, 0x80, 0x80], [0x80], [0xFF], [0xE2, 0x28, 0xA1],
        [0xF0, 0x9F, 0x28, 0x80],
    ])
    func findsIllFormedBytes(sequence: [UInt8]) {
        let isWellFormed = String(validating: sequence, as: UTF8.self) != nil
        for before in 0..<140 {
            for after in [0, 1, 2, 3, 7, 8, 9, 50, 63, 64, 65] {
                let bytes = Array(repeating: 0x61, count: before) + sequence + Array(repeating: 0x62, count: after)
                #expect(bytes.firstIllFormed == (isWellFormed ? nil : before))
                #expect(bytes.survey.isPlain == isWellFormed)
            }
        }
    }

    @Test(arguments: [0, 0x0D] as [UInt8])
    func findsWhatIsNotPlain(byte: UInt8) {
        for count in [1, 15, 16, 63, 64, 65, 130] {
            for place in 0..<count {
                var bytes = [UInt8](repeating: 0x61, count: count)
                #expect(bytes.survey.isPlain && !bytes.survey.holdsNoBreakSpaces)
                bytes[place] = byte
                #expect(!bytes.survey.isPlain)
            }
        }
    }

    @Test func findsNoBreakSpaces() {
        for count in [2, 3, 17, 64, 65, 66, 130] {
            for place in 0..<count - 1 {
                var bytes = [UInt8](repeating: 0x61, count: count)
                bytes.replaceSubrange(place...place + 1, with: "\u{A0}".utf8)
                #expect(bytes.survey == (true, true))
            }
        }
        #expect(Array(String(repeating: "à", count: 100).utf8).survey == (true, false))
    }

    @Test func countsWordsAndCharacters() {
        let pieces = ["a", " ", "\n", "bc ", " é", "\u{A0}", "€x\t", "  ", "😀"]
        for length in 0..<80 {
            let text = (0..<length).map { pieces[($0 * 7 + length) % pieces.count] }.joined()
            let bytes = Array(text.utf8)
            for start in 0..<min(20, bytes.count + 1) where start == bytes.count || bytes[start] & 0xC0 != 0x80 {
                let part = bytes[start...]
                let words = String(decoding: part, as: UTF8.self).unicodeScalars.split {
                    $0.value <= 0x20 || $0 == "\u{A0}"
                }
                #expect(bytes.wordCount(in: start..<bytes.count) == words.count)
                #expect(
                    bytes.scalarCount(in: start..<bytes.count)
                        == String(decoding: part, as: UTF8.self).unicodeScalars.count)
            }
        }
        let many = Array(String(repeating: "a ", count: 10_000).utf8)
        #expect(many.wordCount(in: 0..<many.count) == 10_000)
    }
}
