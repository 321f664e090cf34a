// The request line, RFC 9112 sections 2.2, 2.3 and 3. TargetTests.swift tests targets.

import HTTP
import Testing

@Suite struct RequestLineTests {
    @Test(arguments: [
        ("GET / HTTP/1.1", Request.Method.get), ("HEAD / HTTP/1.1", .head), ("OPTIONS / HTTP/1.1", .options),
        ("POST / HTTP/1.1", .post), ("PUT / HTTP/1.1", .put), ("DELETE / HTTP/1.1", .delete),
        ("PATCH / HTTP/1.1", .patch), ("TRACE / HTTP/1.1", .trace), ("CONNECT h:1 HTTP/1.1", .connect),
        ("get / HTTP/1.1", .other("get")), ("Get / HTTP/1.1", .other("Get")), ("GETT / HTTP/1.1", .other("GETT")),
        ("GE / HTTP/1.1", .other("GE")), ("M-SEARCH / HTTP/1.1", .other("M-SEARCH")),
        ("!#$%&'*+-.^_`|~09azAZ / HTTP/1.1", .other("!#$%&'*+-.^_`|~09azAZ")),
        ("\(String(repeating: "M", count: 64)) / HTTP/1.1", .other(String(repeating: "M", count: 64))),
    ])
    func methodsAreCaseSensitiveTokens(line: String, method: Request.Method) throws {
        let head = try head(lined(line))
        #expect(head.method == method)
        #expect(head.method.name == line.prefix { $0 != " " })
        if case .other = method { #expect(!head.method.isKnown) } else { #expect(head.method.isKnown) }
    }

    @Test(arguments: UInt8.min...UInt8.max)
    func aMethodContainsOnlyTokenBytes(byte: UInt8) {
        let text = "G\(Character(Unicode.Scalar(byte)))T / HTTP/1.1\r\nHost: h\r\n\r\n"
        switch byte {
        case UInt8(ascii: " "): #expect(outcome(text) == .failure(.invalidTarget))
        case _ where isToken(byte): #expect(outcome(text) == .head(length: text.bytes.count))
        default: #expect(outcome(text) == .failure(.invalidMethod))
        }
    }

    @Test(arguments: UInt8.min...UInt8.max)
    func firstByteMustBeOfAToken(byte: UInt8) {
        let text = String(Character(Unicode.Scalar(byte))) + "ET / HTTP/1.1\r\nHost: h\r\n\r\n"
        let expected: RequestParser.Outcome =
            isToken(byte) ? .head(length: text.bytes.count) : .failure(.byteBeforeRequestLine)
        #expect(outcome(text) == expected)
    }

    @Test(arguments: [
        // Only one empty line may come before the request line.
        ("\n", ParseFailure.byteBeforeRequestLine), ("\n\n", .byteBeforeRequestLine),
        ("\r\n\r\n", .byteBeforeRequestLine),
        ("\r\r\n", .byteBeforeRequestLine), ("\r\n\n", .byteBeforeRequestLine), ("\r\n ", .byteBeforeRequestLine),
        (" ", .byteBeforeRequestLine), ("\t", .byteBeforeRequestLine), ("\0", .byteBeforeRequestLine),
        ("\u{B}", .byteBeforeRequestLine), ("\u{7F}", .byteBeforeRequestLine),
        ("\u{EF}\u{BB}\u{BF}", .byteBeforeRequestLine),
        ("\u{16}\u{3}\u{1}\u{2}\0\u{1}\0", .byteBeforeRequestLine), ("\r", .byteBeforeRequestLine),
        ("\u{80}\u{9E}\u{1}\u{3}\u{1}", .byteBeforeRequestLine), ("\r\n\0", .byteBeforeRequestLine),
        (":", .byteBeforeRequestLine), ("\"", .byteBeforeRequestLine), ("(", .byteBeforeRequestLine),
    ])
    func nothingElseMayComeFirst(prefix: String, failure: ParseFailure) {
        #expect(outcome(prefix + lined("GET / HTTP/1.1")) == .failure(failure))
    }

    @Test func oneEmptyLineMayComeFirst() throws {
        let text = "\r\n" + lined("GET /a HTTP/1.1")
        #expect(try head(text).length == text.utf8.count)
        #expect(try request(text).target.text == "/a")
    }

    @Test(arguments: [
        ("GET", ParseFailure.invalidMethod), ("GET\t/ HTTP/1.1", .invalidMethod),
        ("GET\u{B}/ HTTP/1.1", .invalidMethod), ("GET\0/ HTTP/1.1", .invalidMethod), ("GET/ HTTP/1.1", .invalidMethod),
        ("GET: / HTTP/1.1", .invalidMethod), ("(GET) / HTTP/1.1", .byteBeforeRequestLine),
        ("G\u{E9}T / HTTP/1.1", .invalidMethod),
        ("GET\r/ HTTP/1.1", .invalidMethod), ("GET\n/ HTTP/1.1", .invalidMethod), ("GE\"T / HTTP/1.1", .invalidMethod),
        ("GET  / HTTP/1.1", .invalidTarget), ("GET \t/ HTTP/1.1", .invalidTarget), ("GET ", .invalidTarget),
        // HTTP/0.9 and similar requests.
        ("GET /", .invalidTarget), ("GET / ", .invalidVersion), ("GET /\tHTTP/1.1", .invalidTarget),
        ("GET /\u{B}HTTP/1.1", .invalidTarget), ("GET /HTTP/1.1", .invalidTarget),
        ("/ HTTP/1.1", .byteBeforeRequestLine),
        ("HTTP/1.1 200 OK", .invalidMethod), ("GET HTTP/1.1", .invalidTarget), ("GET / /b HTTP/1.1", .invalidVersion),
        ("GET /  HTTP/1.1", .invalidVersion), ("GET / \tHTTP/1.1", .invalidVersion),
        ("GET / a HTTP/1.1", .invalidVersion),
        ("GET / HTTP/1.1 ", .invalidVersion), ("GET / HTTP/1.1\t", .invalidVersion),
        ("GET / HTTP/1.1 x", .invalidVersion),
        ("GET / HTTP/1.1\0", .invalidVersion), ("GET / HTTP/1.1\r", .invalidVersion),
        ("GET / HTTP/1.1, HTTP/1.1", .invalidVersion),
        // Versions, RFC 9112 section 2.3.
        ("GET / http/1.1", .invalidVersion), ("GET / Http/1.1", .invalidVersion), ("GET / hTTP/1.1", .invalidVersion),
        ("GET / HTTP/1", .invalidVersion), ("GET / HTTP/1.", .invalidVersion), ("GET / HTTP/.1", .invalidVersion),
        ("GET / HTTP/11", .invalidVersion), ("GET / HTTP/1,1", .invalidVersion), ("GET / HTTP/1.10", .invalidVersion),
        ("GET / HTTP/1.01", .invalidVersion), ("GET / HTTP/01.1", .invalidVersion),
        ("GET / HTTP/11.1", .invalidVersion),
        ("GET / HTTP/+1.1", .invalidVersion), ("GET / HTTP/1.-1", .invalidVersion),
        ("GET / HTTP/1.1a", .invalidVersion),
        ("GET / HTTP/A.B", .invalidVersion), ("GET / HTTP/1.x", .invalidVersion), ("GET / HTTP 1.1", .invalidVersion),
        ("GET / HTTP//1.1", .invalidVersion), ("GET / HTTP\\1.1", .invalidVersion),
        ("GET / HTTPS/1.1", .invalidVersion),
        ("GET / HTP/1.1", .invalidVersion), ("GET / SHTTP/1.1", .invalidVersion), ("GET / RTSP/1.0", .invalidVersion),
        ("GET / ICY/1.0", .invalidVersion), ("GET / /1.1", .invalidVersion), ("GET / 1.1", .invalidVersion),
        ("GET / HTTP/2.10", .invalidVersion), ("GET / HTTP/\u{B2}.1", .invalidVersion),
        ("GET / HTTP/0.9", .unsupportedVersion), ("GET / HTTP/0.0", .unsupportedVersion),
        ("GET / HTTP/2.0", .unsupportedVersion),
        ("GET / HTTP/3.0", .unsupportedVersion), ("GET / HTTP/9.9", .unsupportedVersion),
        ("PRI * HTTP/2.0", .unsupportedVersion),
        ("\(String(repeating: "M", count: 65)) / HTTP/1.1", .methodTooLong),
        (String(repeating: "A", count: 10000), .methodTooLong),
    ])
    func malformedLinesAreRefused(line: String, failure: ParseFailure) {
        #expect(outcome(lined(line)) == .failure(failure))
    }

    @Test(arguments: [
        ("GET / HTTP/1.1\nHost: h\n\n", ParseFailure.invalidVersion), ("GET / HTTP/1.1\n\r\n", .invalidVersion),
        ("GET /\n", .invalidTarget), ("GET /\r\n", .invalidTarget), ("GET\r\n", .invalidMethod),
        ("GET \r\n", .invalidTarget),
        ("GET / HTTP/1.1\r\r\n", .invalidVersion), ("GET / HTTP/1.1\rHost: h\r\n\r\n", .invalidVersion),
        ("GET / HTTP/1.1\n\nGET /x HTTP/1.1\r\nHost: h\r\n\r\n", .invalidVersion),
        ("GET / \r\nHTTP/1.1\r\n\r\n", .invalidVersion), ("GET\r\n/ HTTP/1.1\r\n\r\n", .invalidMethod),
    ])
    func linesEndWithCRLF(text: String, failure: ParseFailure) {
        #expect(outcome(text) == .failure(failure))
    }

    @Test(arguments: UInt8.min...UInt8.max)
    func versionsAreMadeOfDigits(byte: UInt8) {
        let digit = Character(Unicode.Scalar(byte))
        let (minor, major) = (outcome(lined("GET / HTTP/1.\(digit)")), outcome(lined("GET / HTTP/\(digit).1")))
        switch byte {
        case UInt8(ascii: "1"): #expect(major == minor)
        case UInt8(ascii: "0")...UInt8(ascii: "9"): #expect(major == .failure(.unsupportedVersion))
        default: #expect(major == .failure(.invalidVersion) && minor == .failure(.invalidVersion))
        }
    }

    @Test(arguments: zip(0...9, [true] + Array(repeating: false, count: 9)))
    func laterMinorVersionsAreHandledAsHTTP11(minor: Int, isHTTP10: Bool) throws {
        #expect(try head(lined("GET / HTTP/1.\(minor)")).isHTTP10 == isHTTP10)
    }

    @Test(arguments: [
        ("\0", ParseFailure.byteBeforeRequestLine), ("\rX", .byteBeforeRequestLine),
        ("\r\n\r", .byteBeforeRequestLine),
        ("GE(", .invalidMethod), ("GET  ", .invalidTarget), ("GET a/b#", .invalidTarget),
        ("GET /\u{80}", .invalidTarget),
        ("GET /%x", .invalidEscape), ("GET /%0x", .invalidEscape), ("GET /a\r", .invalidTarget),
        ("GET /[", .invalidTarget),
        ("GET /%FF ", .escapesNotUTF8), ("GET x ", .invalidTarget), ("GET / h", .invalidVersion),
        ("GET / HTTP/1x", .invalidVersion),
        ("GET / HTTP/1.1\n", .invalidVersion), ("GET / HTTP/2.0\r\n", .unsupportedVersion),
        ("GET * HTTP/1.1\r\n", .asteriskWithoutOptions),
        ("CONNECT h ", .invalidAuthority), ("GET http://u@h/ ", .userInformation),
    ])
    func errorsAreFoundAtTheirLastByte(text: String, failure: ParseFailure) {
        #expect(parse(text.bytes).outcome == .failure(failure))
        #expect(parse(Array(text.bytes.dropLast())).outcome == .needMore)
    }

    @Test(arguments: [
        "", "\r", "\r\n", "G", "GET", "GET ", "GET /", "GET /%", "GET /%4", "GET /%41", "GET / ", "GET / HTTP/1.1",
        "GET / HTTP/1.1\r", "GET / HTTP/1.1\r\n", "GET / HTTP/1.1\r\nHost", "GET / HTTP/1.1\r\nHost:",
        "GET / HTTP/1.1\r\nHost: h\r", "GET / HTTP/1.1\r\nHost: h\r\n", "GET / HTTP/1.1\r\nHost: h\r\n\r",
    ])
    func incompleteHeadsNeedMore(text: String) {
        #expect(outcome(text) == .needMore)
    }
}

/// `tchar` of RFC 9110 section 5.6.2, independent of the parser's own set.
func isToken(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
    default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
    }
}
