// Field lines, RFC 9112 section 5 and RFC 9110 section 5. FramingTests.swift tests the meaning of the fields.

import HTTP
import Testing

@Suite struct FieldLineTests {
    @Test(arguments: [
        ("X: y", "X", "y"), ("X:y", "X", "y"), ("X:", "X", ""), ("X: ", "X", ""), ("X:\t", "X", ""),
        ("X: \t \t", "X", ""),
        ("X:\ty\t", "X", "y"), ("X:  y  ", "X", "y"), ("X: a b", "X", "a b"), ("X: a\tb", "X", "a\tb"),
        ("X: a:b", "X", "a:b"),
        ("X::", "X", ":"), ("X: \u{80}\u{FF}", "X", "\u{80}\u{FF}"), ("X: \u{A0}y\u{A0}", "X", "\u{A0}y\u{A0}"),
        ("X: \u{85}", "X", "\u{85}"), ("X: \u{C3}\u{A9}", "X", "\u{C3}\u{A9}"), ("X: \"a\\\"\"", "X", "\"a\\\"\""),
        ("!#$%&'*+-.^_`|~09azAZ: y", "!#$%&'*+-.^_`|~09azAZ", "y"), ("1: y", "1", "y"), ("X_Y: z", "X_Y", "z"),
        ("X: %0d%0aEvil: 1", "X", "%0d%0aEvil: 1"), ("X: <script>", "X", "<script>"), ("X: #", "X", "#"),
    ])
    func valuesAreStripped(line: String, name: String, value: String) throws {
        let headers = try request(fielded(line)).headers
        let field = try #require(headers.fields.last)
        #expect(field.name.text == name)
        #expect(field.value == value)
        #expect(headers.fields.count == 2)
    }

    @Test(arguments: [
        // Forbidden whitespace, RFC 9112 sections 2.2, 5.1 and 5.2.
        ("X : y", ParseFailure.blankInFieldName), ("X\t: y", .blankInFieldName), ("X y: z", .blankInFieldName),
        ("X y", .blankInFieldName),
        (" X: y", .foldedField), ("\tX: y", .foldedField), (" ", .foldedField), ("X: a\r\n b", .foldedField),
        ("X: a\r\n\tb", .foldedField), ("X: a\r\n ", .foldedField), ("X:\r\n y", .foldedField),
        ("X: a\r\n \r\n b", .foldedField),
        ("Content-Length : 1", .blankInFieldName), ("Transfer-Encoding : chunked", .blankInFieldName),
        ("Transfer-Encoding:\r\n chunked", .foldedField), ("X: y\r\n\u{B}z", .invalidFieldName),
        // Names, RFC 9110 section 5.1.
        (": y", .emptyFieldName), (":", .emptyFieldName), (":: y", .emptyFieldName), ("X", .missingColon),
        ("X-Y", .missingColon),
        ("X/Y: z", .invalidFieldName), ("X\0: y", .invalidFieldName), ("\0X: y", .invalidFieldName),
        ("X\u{80}: y", .invalidFieldName),
        ("X\u{E9}: y", .invalidFieldName), ("X(Y): z", .invalidFieldName), ("X\"Y: z", .invalidFieldName),
        ("X,Y: z", .invalidFieldName),
        ("X;Y: z", .invalidFieldName), ("X=Y: z", .invalidFieldName), ("X@Y: z", .invalidFieldName),
        ("[X]: z", .invalidFieldName),
        ("{X}: z", .invalidFieldName), ("X\\Y: z", .invalidFieldName), ("<X>: z", .invalidFieldName),
        ("X\u{7F}: y", .invalidFieldName),
        ("\u{B}X: y", .invalidFieldName), ("X\u{B}: y", .invalidFieldName), ("\u{FF}: y", .invalidFieldName),
        ("Content-Length\u{C2}\u{A0}: 1", .invalidFieldName), ("Transfer\u{2}Encoding: chunked", .invalidFieldName),
        ("?: y", .invalidFieldName), ("GET / HTTP/1.1", .blankInFieldName), ("X\r: y", .missingColon),
        ("X\n: y", .missingColon),
        // Values, RFC 9110 section 5.5.
        ("X: \0", .invalidFieldValue), ("X: a\0b", .invalidFieldValue), ("X: \u{1}", .invalidFieldValue),
        ("X: \u{B}", .invalidFieldValue),
        ("X: \u{C}", .invalidFieldValue), ("X: \u{1B}", .invalidFieldValue), ("X: \u{7F}", .invalidFieldValue),
        ("X:\u{8}y", .invalidFieldValue),
        ("X: a\nb", .bareLineFeed), ("X: a\n", .bareLineFeed), ("X:\n", .bareLineFeed), ("X: a\nY: b", .bareLineFeed),
        ("X: a\rb", .bareCarriageReturn), ("X: a\r", .bareCarriageReturn), ("X: a\rY: b", .bareCarriageReturn),
        ("X:\r\r", .bareCarriageReturn),
        ("X: a\r\0", .bareCarriageReturn), ("X: a\r\r", .bareCarriageReturn), ("X: a\r Y: b", .bareCarriageReturn),
        ("X: a\nTransfer-Encoding: chunked", .bareLineFeed), ("X: a\rTransfer-Encoding: chunked", .bareCarriageReturn),
    ])
    func malformedLinesAreRefused(line: String, failure: ParseFailure) {
        #expect(outcome(fielded(line)) == .failure(failure))
        #expect(outcome(fielded("A: b", line, "Y: z")) == .failure(failure))
    }

    @Test(arguments: [
        (" Host: h\r\n\r\n", ParseFailure.blankBeforeFirstField), ("\tHost: h\r\n\r\n", .blankBeforeFirstField),
        (" \r\nHost: h\r\n\r\n", .blankBeforeFirstField), (" \r\n\r\n", .blankBeforeFirstField),
        ("\nHost: h\r\n\r\n", .bareLineFeed),
        ("\rHost: h\r\n\r\n", .bareCarriageReturn), ("Host: h\r\n\n", .bareLineFeed),
        ("Host: h\r\n\r\r\n", .bareCarriageReturn),
        ("Host: h\r\n\rX: y\r\n\r\n", .bareCarriageReturn), ("Host: h\n\n", .bareLineFeed),
        ("\0\r\n", .invalidFieldName),
        ("Host: h\r\n\0\r\n", .invalidFieldName), (":\r\n", .emptyFieldName), ("Host: h\r\n\r\0", .bareCarriageReturn),
    ])
    func theHeadsOwnLinesAreStrict(fields: String, failure: ParseFailure) {
        #expect(outcome("GET / HTTP/1.1\r\n" + fields) == .failure(failure))
    }

    @Test(arguments: UInt8.min...UInt8.max)
    func aNameContainsOnlyTokenBytes(byte: UInt8) {
        let text = fielded("X\(Character(Unicode.Scalar(byte)))Y: z")
        switch byte {
        case UInt8(ascii: ":"),
            _ where isToken(byte):
            #expect(outcome(text) == .head(length: text.bytes.count))
        case 0x09, 0x20: #expect(outcome(text) == .failure(.blankInFieldName))
        case 0x0A, 0x0D: #expect(outcome(text) == .failure(.missingColon))
        default: #expect(outcome(text) == .failure(.invalidFieldName))
        }
    }

    @Test(arguments: UInt8.min...UInt8.max)
    func valueMayHoldNoControls(byte: UInt8) {
        // At several offsets, because the parser reads eight bytes at a time.
        for count in [0, 3, 7, 8, 20] {
            let filling = String(repeating: "y", count: count)
            let text = fielded("X: \(filling)y\(Unicode.Scalar(byte))z\(filling)")
            switch byte {
            case 0x0A: #expect(outcome(text) == .failure(.bareLineFeed))
            case 0x0D: #expect(outcome(text) == .failure(.bareCarriageReturn))
            case 0x00...0x08, 0x0B...0x1F, 0x7F: #expect(outcome(text) == .failure(.invalidFieldValue))
            default: #expect(outcome(text) == .head(length: text.bytes.count))
            }
        }
    }

    @Test(arguments: [
        ("(", ParseFailure.invalidFieldName), ("X ", .blankInFieldName), ("X\r", .missingColon),
        ("X: \0", .invalidFieldValue),
        ("X: a\n", .bareLineFeed), ("X: a\r ", .bareCarriageReturn), ("X: a\r\n ", .foldedField),
        (":", .emptyFieldName),
        ("\n", .bareLineFeed), ("\rX", .bareCarriageReturn), (" ", .foldedField),
    ])
    func errorsAreFoundAtTheirLastByte(fields: String, failure: ParseFailure) {
        let bytes = ("GET / HTTP/1.1\r\nHost: h\r\n" + fields).bytes
        #expect(parse(bytes).outcome == .failure(failure))
        #expect(parse(Array(bytes.dropLast())).outcome == .needMore)
    }

    @Test(arguments: KnownField.allCases)
    func knownFieldsAreMarkedInAnyCase(field: KnownField) throws {
        let value =
            switch field {
            case .contentLength: "0"
            case .transferEncoding: "chunked"
            case .expect: "100-continue"
            default: "x"
            }
        for name in [field.name.text, field.name.text.uppercased(), field.name.text.lowercased()] {
            let lines = ["\(name): \(value)", "\(name)x: y", "x\(name): z"].map { $0 + "\r\n" }.joined()
            let text = "GET / HTTP/1.1\r\n" + (field == .host ? "" : "Host: h\r\n") + lines + "\r\n"
            let head = try head(text)
            #expect(head.contains(field))
            #expect(head.fields.compactMap(\.known) == (field == .host ? [field] : [.host, field]))
            #expect(try request(text).headers[field.name] == value)
        }
        #expect(try !head("GET / HTTP/1.0\r\n\r\n").contains(field))
    }

    @Test(arguments: [
        "Ho\u{FF}t", "H0st", "Hos", "Hostt", "X-Host", "Content_Length", "Content-Lengtn", "Transfer_Encoding",
    ])
    func likeNamesAreNotKnown(name: String) throws {
        let text = fielded("\(name): x")
        guard case .head = outcome(text) else { return }
        #expect(try head(text).fields.last?.known == nil)
    }
}
