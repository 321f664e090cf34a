// Golden files: each document in Fixtures/, and the expected outline in `NAME.expected`.
// With UPDATE_FIXTURES=1 in the environment the expected files are written anew; read the difference before keeping it.

import Documents
import Glibc
import Testing

@Suite struct FixtureTests {
    static let inputs = names(inFolder: fixtures).filter { !$0.hasSuffix(".expected") }

    @Test(arguments: inputs)
    func readsAsExpected(name: String) {
        let (documents, diagnostics) = Document.read(bytes(ofFile: "\(fixtures)/\(name)"), path: name)
        let text = documents.map(\.outlineText).joined() + diagnostics.map { $0.line + "\n" }.joined()
        let path = "\(fixtures)/\(name).expected"
        if getenv("UPDATE_FIXTURES") != nil, let file = fopen(path, "wb") {
            fputs(text, file)
            fclose(file)
        }
        #expect(text == String(decoding: bytes(ofFile: path), as: UTF8.self))
    }

    /// What real documents do, by the number that the names of its fixtures begin with.
    ///
    /// 30, the size of lines, files and tables, is tested in HostileTests; names of files in WalkTests too.
    static let oddities = [
        (1, "a table right below a paragraph or bullet"), (2, "text right below the last row"),
        (3, "abutting tables"), (4, "rows without a delimiter row"), (5, "outer pipes missing on some lines"),
        (6, "white space around cells"), (7, "short and long rows"), (8, "a delimiter row of another width"),
        (9, "escaped pipes"), (10, "delimiter rows of all kinds"), (11, "key and value tables"),
        (12, "labels in cells"), (13, "equal and empty headers"), (14, "markup in cells"),
        (15, "tables in code, comments, items and quotes"), (16, "grid tables and ruled columns"),
        (17, "rules and lone bullets"), (18, "bullets"), (19, "labels"), (20, "nested lists"), (21, "titles"),
        (22, "repeated titles"), (23, "front matter"), (24, "a rule at the head"), (25, "dates"), (26, "encodings"),
        (27, "no-break spaces, soft hyphens, zero width"), (28, "wrongly decoded text"), (29, "empty documents"),
        (31, "names"), (32, "definitions, comments, shortcodes"), (33, "defects of extractors"), (34, "escapes"),
        (35, "delimited text"), (36, "tables and lists of HTML"),
    ]

    @Test(arguments: oddities)
    func everyOddityHasAFixture(number: Int, subject: String) {
        let prefix = (number < 10 ? "0" : "") + "\(number)-"
        #expect(Self.inputs.contains { $0.hasPrefix(prefix) }, "none for \(subject)")
    }
}
