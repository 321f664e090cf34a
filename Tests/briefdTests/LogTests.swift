// Log lines stay lines, whatever is logged.
import Testing

@testable import briefd

@Suite struct LogTests {
    @Test(arguments: [
        ("plain – text", "plain – text"), ("a\nb", #"a\u{a}b"#), ("\u{1B}[31mred", #"\u{1b}[31mred"#),
        ("a\u{2028}b\u{85}", #"a\u{2028}b\u{85}"#),
    ])
    func controlCharactersAreEscaped(_ text: String, _ line: String) {
        #expect(LogWriter.printable(text) == line)
    }
}
