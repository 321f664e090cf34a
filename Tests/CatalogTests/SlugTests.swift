// Ids and keys: their spelling, and how equal spellings get different ids in any order of files.

import Testing

@testable import Catalog

@Suite struct SlugTests {
    @Test(
        "an article's id is its path without extension, byte by byte",
        arguments: [
            ("000_80af.txt", 1, "000-80af"),
            ("2024/05/A note.md", 1, "2024-05-A-note"),
            ("notes.v2.txt", 1, "notes-v2"),
            (".hidden/x.txt", 1, "hidden-x"),
            ("dir.d/README", 1, "dir-d-README"),
            ("_index.md", 1, "index"),
            ("café & thé.txt", 1, "café-thé"),
            ("___.txt", 1, "article"),
            ("feed.jsonl", 1, "feed"),
            ("feed.jsonl", 7, "feed-7"),
            ("invoice\u{202E}txt.md", 1, "invoice-txt"),
            ("\u{2067}a\u{61C}\u{200F}b\u{2069}.md", 1, "a-b"),
        ])
    func articleID(path: String, line: Int, id: String) {
        #expect(Slug.article(path: path, line: line) == id)
    }

    @Test func bothNormalFormsOfOneNameStayTwoIDs() {
        let ids = Identifiers(slugs: ["caf\u{E9}", "cafe\u{301}"]) { _, _ in "x" }
        #expect(ids.position(of: "caf\u{E9}") == 0)
        #expect(ids.position(of: "cafe\u{301}") == 1)
    }

    @Test(arguments: [
        ("joint naval exercises", "joint-naval-exercises"), ("o'neill", "oneill"), ("a & b / c", "a-b-c"),
        ("한국 2", "한국-2"), ("—", "record"), ("u.s.", "u-s"),
    ])
    func recordID(key: String, id: String) {
        #expect(Slug.record(foldedKey: key) == id)
    }

    @Test func aLongKeyIsCutAndKeepsAHash() {
        let one = Slug.record(foldedKey: String(repeating: "ä", count: 200) + "1")
        let other = Slug.record(foldedKey: String(repeating: "ä", count: 200) + "2")
        #expect(one.utf8.count <= Slug.maxRecordIDLength + 9)
        #expect(one != other)
    }

    @Test func everyCollidingIDGetsASuffixAndOthersNone() {
        let ids = Identifiers(slugs: ["a", "b", "a"]) { position, _ in "s\(position)" }
        #expect([ids[0], ids[1], ids[2]] == ["a-s0", "b", "a-s2"])
        #expect(ids.position(of: "a") == nil)
        #expect(ids.position(of: "a-s2") == 2)
    }

    @Test func whatCollidesEvenThenIsTriedAgainAndNumbered() {
        let ids = Identifiers(slugs: ["a", "a", "a", "b", "b"]) { position, attempt in
            position < 3 ? "same" : attempt == 0 ? "same" : "s\(position)"
        }
        #expect((0..<5).map { ids[$0] } == ["a-same", "a-same-2", "a-same-3", "b-s3", "b-s4"])
        #expect((0..<5).allSatisfy { ids.position(of: ids[$0]) == $0 })
    }
}
