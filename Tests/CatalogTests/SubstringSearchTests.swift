// Substrings: the text index may exclude a record only if its text does not contain the substring.

import Documents
import Support
import Testing

@testable import Catalog
@testable import Search

@Suite struct SubstringSearchTests {
    /// Words in which the form in the index differs from the text, or that are next to no white space.
    private static let words = [
        "Harbour", "harbour", "sea", "Macron's", "Macron’s", "Who's", "s", "S", "O'Neill", "’s", "'s", "it's,",
        "Élise", "naïve", "co\u{AD}operate", "ﬁsh", "x²", "東京", "東京tower", "İstanbul", "straße", "№5", "3.5%", "3,000",
        "(wind)", "open-sea", "a_b", "e.g.", "K\u{212A}K", "ΣΑΣ", "wind/sea", "—", "don't", "rock'n'roll", "n", "7",
        String(repeating: "long", count: 30), String(repeating: "é", count: 40) + "end",
        String(repeating: "x", count: 64), String(repeating: "y", count: 63) + "zz",
    ]

    private static func text(_ count: Int, _ generator: inout SeededGenerator) -> String {
        (0..<count).map { _ in words.randomElement(using: &generator) ?? "" }
            .joined(separator: [" ", " ", "  ", ", "].randomElement(using: &generator) ?? " ")
    }

    private static func documents(_ generator: inout SeededGenerator) -> [Document] {
        (0..<40).flatMap { number in
            var lines = ["# Title", ""]
            for _ in 0..<Int.random(in: 0...4, using: &generator) {
                lines.append("- \(text(2, &generator)): \(text(5, &generator))")
                lines.append("  - \(text(3, &generator))")
            }
            lines.append("")
            lines.append("| \(text(1, &generator)) | \(text(2, &generator)) |")
            lines.append("|---|---|")
            for _ in 0..<3 { lines.append("| \(text(2, &generator)) | \(text(3, &generator)) |") }
            return Document.read(Array(lines.joined(separator: "\n").utf8), path: "\(number).md").documents
        }
    }

    /// All texts of a field of a record.
    private static func texts(_ value: Value) -> [String] {
        switch value {
        case .text(let text): [text]
        case .list(let elements): elements.flatMap(texts)
        default: []
        }
    }

    @Test(arguments: 1...6) func everyRecordWithTheSubstringIsACandidate(_ seed: Int) throws {
        var generator = SeededGenerator(seed: seed)
        let snapshot = Snapshot.build(documents: Self.documents(&generator), mapping: Mapping([]), modified: 0)
        var excluded = 0
        for (name, fields) in [("points", ["label", "text"]), ("tables", ["columns", "rows"])] {
            let collection = try #require(snapshot[name])
            let search = try #require(collection.search)
            for field in fields {
                let path = try #require(collection.path(named: field))
                let values = (0..<collection.records.count).map { index in
                    Self.texts(collection.records.value(ofField: path.position, at: index)).map { Array($0.utf8) }
                }
                for _ in 0..<300 {
                    let text = values.randomElement(using: &generator)?.randomElement(using: &generator) ?? []
                    // A part may begin and end in the middle of a character.
                    let start = Int.random(in: 0...text.count, using: &generator)
                    let part = Array(text[start...].prefix(Int.random(in: 1...90, using: &generator)))
                    guard let found = search.candidates(forSubstring: part, in: field, isStopped: { false }) else {
                        continue
                    }
                    #expect(found == found.sorted() && Set(found).count == found.count)
                    let expected = values.indices.filter { index in
                        values[index].contains { Self.contains($0, part) }
                    }
                    let missing = Set(expected).subtracting(found)
                    #expect(missing.isEmpty, "\(field): \(String(decoding: part, as: UTF8.self))")
                    if found.count < values.count { excluded += 1 }
                }
            }
        }
        #expect(excluded > 100, "the index excludes records")
    }

    private static func contains(_ text: [UInt8], _ part: [UInt8]) -> Bool {
        part.count <= text.count
            && (0...text.count - part.count).contains { text[$0..<$0 + part.count].elementsEqual(part) }
    }

    @Test(arguments: [
        ("north sea", ["north|", "|sea"]), ("a north sea b", ["a|", "|north|", "|sea|", "|b"]),
        ("Macron's", ["macron"]), ("é", []), ("s", []), ("x-9", ["x", "9"]),
    ])
    func piecesAreWholeWordsOnlyBetweenWhiteSpace(_ text: String, _ expected: [String]) {
        let pieces = WordPiece.pieces(of: Array(text.utf8)).map { piece in
            (piece.isStart ? "|" : "") + String(decoding: piece.bytes, as: UTF8.self) + (piece.isEnd ? "|" : "")
        }
        #expect(pieces == expected)
    }
}
