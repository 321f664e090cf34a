// Golden files: each document in Fixtures/ beside what is to be read from it, in `NAME.expected`.
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

    @Test func fixturesAreFound() {
        #expect(Self.inputs.count > 50)
    }
}
