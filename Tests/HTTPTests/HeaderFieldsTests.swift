// The ordered list of header fields.

import HTTP
import Testing

@Suite struct HeaderFieldsTests {
    @Test func namesAreComparedWithoutCase() {
        let fields: HeaderFields = ["Content-Type": "a", "X": "b"]
        #expect(fields[.contentType] == "a")
        #expect(fields["content-TYPE"] == "a")
        #expect(fields["Content_Type"] == nil)
        #expect(HeaderFields.Name("x-a") == HeaderFields.Name("X-A"))
    }

    @Test func linesOfOneNameAreJoined() {
        var fields: HeaderFields = ["X": "a", "Y": "b"]
        fields.append("x", "c")
        #expect(fields["X"] == "a, c")
        #expect(fields.values(of: "X") == ["a", "c"])
        #expect(fields.fields.map(\.name.text) == ["X", "Y", "x"])
        #expect(fields["Z"] == nil)
    }

    @Test func settingReplacesEveryLine() {
        var fields: HeaderFields = ["A": "0", "X": "a", "Y": "b", "x": "c"]
        fields["x"] = "d"
        #expect(fields == ["A": "0", "X": "d", "Y": "b"])
        fields["X"] = nil
        #expect(fields == ["A": "0", "Y": "b"])
        fields["Z"] = "e"
        fields.replace("a", with: "1")
        #expect(fields == ["A": "1", "Y": "b", "Z": "e"])
    }

    @Test(arguments: ["", " ", "a b", "a:", "é", "a\r\n", "\"a\"", "(a)", "\u{212A}", "a\0"])
    func onlyTokensAreNames(text: String) {
        #expect(HeaderFields.Name(text) == nil)
    }
}
