// Tests of the encoding of JSON (RFC 8259) and CSV (RFC 4180).

import Documents
import Testing

@testable import API

@Suite struct EncodingTests {
    static let values: [(Value, String)] = [
        (Value.null, "null"), (.boolean(true), "true"), (.integer(.min), "-9223372036854775808"), (.number(0.5), "0.5"),
        (.number(1e300), "1e+300"), (.number(.infinity), "null"), (.number(.nan), "null"), (.number(-0.0), "-0.0"),
        (.text("a/b <é> \u{7F}\u{2028}"), "\"a/b <é> \u{7F}\u{2028}\""), (.text("\"\\"), #""\"\\""#),
        (.text("\u{8}\t\n\u{C}\r"), #""\b\t\n\f\r""#), (.text("\0\u{1F}"), #""\u0000\u001f""#),
        (.list([]), "[]"), (.object([]), "{}"),
        (.object([.init("b", .integer(1)), .init("a", .list([.null, .text("")]))]), #"{"b":1,"a":[null,""]}"#),
        (.object([.init("\"\n", .null)]), #"{"\"\n":null}"#),
    ]

    @Test(arguments: values)
    func json(value: Value, text: String) {
        var writer = JSONWriter()
        writer.write(value)
        #expect(writer.bytes == Array(text.utf8))
    }

    static let rows: [([Value], String)] = [
        ([Value.text("a"), .integer(1), .null, .boolean(false), .number(2.5)], "a,1,,false,2.5\r\n"),
        (
            [.text("a,b"), .text("say \"x\""), .text("two\nlines"), .text("cr\r")],
            "\"a,b\",\"say \"\"x\"\"\",\"two\nlines\",\"cr\r\"\r\n"
        ),
        (
            [.text("=x"), .text("+x"), .text("-x"), .text("@x"), .text("\tx"), .text("\rx")],
            "'=x,'+x,'-x,'@x,'\tx,\"'\rx\"\r\n"
        ),
        (
            [.text("＝x"), .text("＋x"), .text("－x"), .text("＠x"), .text("－5"), .text("＋\u{301}x"), .text("x＝")],
            "'＝x,'＋x,'－x,'＠x,－5,'＋\u{301}x,x＝\r\n"
        ),
        ([.text("=\u{338}1")], "'=\u{338}1\r\n"),
        (
            [.text("-5"), .text("+1.5"), .text("-"), .text("-1-2"), .text("+1."), .integer(-5)],
            "-5,+1.5,'-,'-1-2,'+1.,-5\r\n"
        ),
        ([.list([.text("a"), .integer(2)]), .list([]), .list([.list([])])], "a; 2,,[[]]\r\n"),
        ([.list([.text("=a"), .text("b")])], "'=a; b\r\n"),
        ([.object([.init("k", .text("v"))])], "\"{\"\"k\"\":\"\"v\"\"}\"\r\n"),
        ([.null], "\"\"\r\n"),
    ]

    @Test(arguments: rows)
    func csv(row: [Value], text: String) {
        var writer = CSVWriter()
        writer.write(row: row)
        #expect(String(decoding: writer.bytes, as: UTF8.self) == text)
    }

    @Test(arguments: [
        ("leaders.csv", "attachment; filename=\"leaders.csv\""),
        ("café.csv", "attachment; filename=\"caf__.csv\"; filename*=UTF-8''caf%C3%A9.csv"),
    ])
    func fileNames(name: String, field: String) {
        #expect(Disposition.attachment(name) == field)
    }
}
