// Labels of bullets: which colon ends a label, and the marks of tasks.

import Documents
import Testing

private func point(_ bullet: String, path: String = "a.md") throws -> Point {
    let document = try #require(Document.read(Array("- \(bullet)\n".utf8), path: path).documents.first)
    return document.point(at: 0)
}

@Suite struct LabelTests {
    @Test(
        arguments: [
            ("Harbour map (scale: 1 to 50)", nil, "Harbour map (scale: 1 to 50)"),
            ("Undo \"quay: paint it\" (Bo)", nil, "Undo \"quay: paint it\" (Bo)"),
            ("She asked “why: for whom”", nil, "She asked “why: for whom”"),
            ("Er fragte „warum: wozu“", nil, "Er fragte „warum: wozu“"),
            ("[draft: new] Buoys", nil, "[draft: new] Buoys"),
            ("'grey' (also: 'gray'): A colour", "'grey' (also: 'gray')", "A colour"),
            ("„Nora“ (boat): Blue", "„Nora“ (boat)", "Blue"), ("“Nora”: Blue", "“Nora”", "Blue"),
            ("\"Nora\": Blue", "\"Nora\"", "Blue"), ("a) Buoys: Six", "a) Buoys", "Six"),
        ] as [(String, String?, String)], ["a.md", "a.txt"])
    func `a colon in brackets or quotation marks ends no label`(
        _ example: (bullet: String, label: String?, text: String), path: String
    ) throws {
        let point = try point(example.bullet, path: path)
        #expect(point.label == example.label)
        #expect(point.text == example.text)
    }

    @Test(
        arguments: [
            ("[ ] Ann: Write", "Ann", "[ ] Write"), ("[x] **Ann:** Write", "Ann", "[x] Write"),
            ("[ ] Ann:", "Ann", "[ ]"), ("[ ] Ann:\n\n  Write", "Ann", "[ ] Write"),
            ("[x] Write", nil, "[x] Write"), ("[Ann] Bo: Write", "[Ann] Bo", "Write"),
        ] as [(String, String?, String)])
    func `the mark of a task is no part of the label`(bullet: String, label: String?, text: String) throws {
        let point = try point(bullet)
        #expect(point.label == label)
        #expect(point.text == text)
    }
}
