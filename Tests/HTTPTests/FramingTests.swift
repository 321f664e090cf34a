// The fields that concern host, content and connection, RFC 9112 sections 3.2, 6 and 9.

import HTTP
import Testing

@Suite struct FramingTests {
    @Test(arguments: [
        "h", "H", "a.example", "a.example.", "127.0.0.1", "127.0.0.1:8080", "localhost:80", "[::1]", "[::1]:8080", "h:",
        "h:0",
        "h:65535", "h:00080", "h:0000000000000000000080", "a-b_c~d!$&'()*+,;=", "%41", "%c3%a9", "1", "999.999.999.999",
        "",
        "[2001:db8::1]", "[::]", "[1:2:3:4:5:6:7:8]", "[::ffff:1.2.3.4]", "[1:2:3:4:5:6:1.2.3.4]", "[1::]", "[v1.x]",
        "[vF.a:b]:1",
        "[1:2:3:4:5:6:7::]", "[::2:3:4:5:6:7:8]", "[ABCD:ef01::]", "  h  ",
    ])
    func validHostsAreTaken(host: String) throws {
        let text = "GET / HTTP/1.1\r\nHost: \(host)\r\n\r\n"
        let trimmed = host.split(separator: " ").joined()
        let range = try #require(try head(text).host)
        #expect(String(decoding: text.bytes[range], as: UTF8.self) == trimmed)
        #expect(try request(text).headers[.host] == trimmed)
        #expect((Authority(trimmed) == nil) == trimmed.isEmpty)
    }

    @Test(arguments: [
        "a b", "a/b", "a?b", "a#b", "u@h", "a\\b", "a\"b", "<h>", "a|b", "a^b", "a`b", "{h}", "h:a", "h:-1", "h:+1",
        "h:65536",
        "h:99999999999999999999", "h:80:80", "h:8 0", ":", ":80", "http://h", "h, i", "%", "%4", "%zz", "a%", "\u{E9}",
        "h\u{80}",
        "[", "]", "[]", "[:]", "[::1", "::1", "[::1]x", "[::1]80", "[:::]", "[1:2:3:4:5:6:7]", "[1:2:3:4:5:6:7:8:9]",
        "[::1::2]",
        "[12345::]", "[g::]", "[1:2:3:4:5:6:7:8::]", "[::1.2.3]", "[::1.2.3.256]", "[::1.2.3.04]", "[::1.2.3.4.5]",
        "[1.2.3.4]",
        "[1:2:3:4:5:6:7:1.2.3.4]", "[fe80::1%25eth0]", "[fe80::1%eth0]", "[v.x]", "[v1.]", "[v1]", "[vg.x]", "[v1.a/b]",
        "[1:]",
        "[:1]", "[::1:]", "h\tx", "[::1.2.3.4:1]", "a]b", "a[b", "[h]", "h:\u{B2}", "h:80\u{A0}",
    ])
    func invalidHostsAreRefused(host: String) {
        for version in ["1.0", "1.1", "1.9"] {
            #expect(outcome("GET / HTTP/\(version)\r\nHost: \(host)\r\n\r\n") == .failure(.invalidHost))
        }
        #expect(Authority(host) == nil)
    }

    @Test(arguments: [
        ("HTTP/1.1\r\n\r\n", ParseFailure.missingHost), ("HTTP/1.2\r\n\r\n", .missingHost),
        ("HTTP/1.1\r\nX-Host: h\r\n\r\n", .missingHost),
        ("HTTP/1.1\r\nHost: h\r\nHost: h\r\n\r\n", .repeatedHost),
        ("HTTP/1.0\r\nHost: h\r\nHost: h\r\n\r\n", .repeatedHost),
        ("HTTP/1.1\r\nHost: h\r\nX: y\r\nHOST: i\r\n\r\n", .repeatedHost),
        ("HTTP/1.1\r\nHost:\r\nHost: h\r\n\r\n", .repeatedHost),
        ("HTTP/1.1\r\nHost: h\r\nhost:\r\n\r\n", .repeatedHost),
    ])
    func thereIsOneHost(rest: String, failure: ParseFailure) {
        #expect(outcome("GET / " + rest) == .failure(failure))
    }

    @Test func http10NeedsNoHost() throws {
        let head = try head("GET / HTTP/1.0\r\n\r\n")
        #expect(head.host == nil)
    }

    @Test(arguments: [
        ("0", false), ("00", false), ("1", true), ("01", true), ("42", true), ("18446744073709551615", true),
        ("18446744073709551616", true), ("99999999999999999999999999999999999999", true),
        ("000000000000000000000000000000", false),
        (" 5 ", true), ("\t0\t", false), ("4294967296", true), ("9223372036854775808", true),
    ])
    func contentLengthAnnouncesContent(value: String, hasContent: Bool) throws {
        let head = try head(fielded("Content-Length: \(value)"))
        #expect(head.hasContent == hasContent)
        #expect(head.isKeepAlive == !hasContent)
        #expect(try request(fielded("Content-Length: \(value)")).hasContent == hasContent)
    }

    @Test(arguments: [
        "", " ", "+5", "-5", "-0", "+0", "0x5", "0X5", "5_0", "5 0", "5,5", "5, 5", "5, 6", "5,", ",5", "5;", "5.0",
        "5e1", "a", "5a", "a5",
        "\"5\"", "\u{B2}", "\u{D9}\u{A1}", "\u{EF}\u{BC}\u{95}", "5\u{A0}", "\u{A0}5", "1\t1", "0 0", "NaN", "0b1",
        "0o7", "١", "5\u{85}",
        "9223372036854775808a", "- 5", "--5", "0,0",
    ])
    func invalidContentLengthsAreRefused(value: String) {
        #expect(outcome(fielded("Content-Length: \(value)")) == .failure(.invalidContentLength))
        #expect(outcome("POST / HTTP/1.0\r\nContent-Length: \(value)\r\n\r\n") == .failure(.invalidContentLength))
    }

    @Test(arguments: [("5", "5"), ("0", "0"), ("5", "6"), ("5", "05"), ("0", "5")])
    func contentLengthIsNotRepeated(first: String, second: String) {
        let lines = ["Content-Length: \(first)", "content-length: \(second)"]
        #expect(outcome(fielded(lines[0], lines[1])) == .failure(.repeatedContentLength))
        #expect(outcome(fielded(lines[0], "X: y", lines[1])) == .failure(.repeatedContentLength))
    }

    @Test(arguments: [
        "chunked", "Chunked", "CHUNKED", " chunked ", "\tchunked", ",chunked", "chunked,", ", ,chunked, ,",
    ])
    func chunkedAnnouncesContent(value: String) throws {
        let head = try head(fielded("Transfer-Encoding: \(value)"))
        #expect(head.hasContent)
        #expect(!head.isKeepAlive)
    }

    @Test(arguments: [
        ("", ParseFailure.chunkedNotLast), (",", .chunkedNotLast), ("identity", .chunkedNotLast),
        ("gzip", .chunkedNotLast),
        ("x", .chunkedNotLast), ("xchunked", .chunkedNotLast), ("chunkedx", .chunkedNotLast),
        ("chunke", .chunkedNotLast),
        ("chunked, gzip", .chunkedNotLast), ("chunked, identity", .chunkedNotLast),
        ("gzip, chunked, gzip", .chunkedNotLast),
        ("chunked,chunked", .invalidTransferEncoding), ("chunked, chunked", .invalidTransferEncoding),
        ("chunked chunked", .invalidTransferEncoding),
        ("chunked;q=1", .invalidTransferEncoding), ("chunked;", .invalidTransferEncoding),
        ("chunked ; a=b", .invalidTransferEncoding),
        ("\"chunked\"", .invalidTransferEncoding), ("chunked\u{A0}", .invalidTransferEncoding),
        ("\u{A0}chunked", .invalidTransferEncoding),
        ("chun\u{E2}\u{84}\u{AA}ed", .invalidTransferEncoding), ("chunked/1", .invalidTransferEncoding),
        (";chunked", .invalidTransferEncoding),
        ("chunked: x", .invalidTransferEncoding), ("[chunked]", .invalidTransferEncoding),
        ("chunked=1", .invalidTransferEncoding),
        ("gzip, chunked", .unknownTransferCoding), ("identity, chunked", .unknownTransferCoding),
        ("x, chunked", .unknownTransferCoding),
        ("x;a=b, chunked", .unknownTransferCoding), ("deflate,gzip,chunked", .unknownTransferCoding),
        ("'chunked', chunked", .unknownTransferCoding),
    ])
    func otherTransferEncodingsAreRefused(value: String, failure: ParseFailure) {
        #expect(outcome(fielded("Transfer-Encoding: \(value)")) == .failure(failure))
        #expect(outcome("GET / HTTP/1.0\r\nTransfer-Encoding: \(value)\r\n\r\n") == .failure(.transferEncodingInHTTP10))
        let both = ["Transfer-Encoding: \(value)", "Content-Length: 0"]
        #expect(outcome(fielded(both[0], both[1])) == .failure(.transferEncodingWithContentLength))
        #expect(outcome(fielded(both[1], both[0])) == .failure(.transferEncodingWithContentLength))
    }

    @Test(arguments: [
        (["chunked", "chunked"], ParseFailure.invalidTransferEncoding), (["chunked", "gzip"], .chunkedNotLast),
        (["gzip", "chunked"], .unknownTransferCoding), (["identity", "chunked"], .unknownTransferCoding),
        (["chunked", "x"], .chunkedNotLast),
    ])
    func transferEncodingLinesAreOneList(values: [String], failure: ParseFailure) {
        let lines = values.map { "Transfer-Encoding: \($0)" }
        #expect(outcome(fielded(lines[0], lines[1])) == .failure(failure))
    }

    @Test func chunkedGoesBeforeNothing() {
        #expect(
            outcome(fielded("Transfer-Encoding: chunked", "Content-Length: 5"))
                == .failure(.transferEncodingWithContentLength))
        #expect(
            outcome(fielded("Content-Length: x", "Transfer-Encoding: chunked"))
                == .failure(.transferEncodingWithContentLength))
        #expect(outcome("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n") == .failure(.transferEncodingInHTTP10))
        let both = "POST / HTTP/1.0\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n"
        #expect(outcome(both) == .failure(.transferEncodingInHTTP10))
    }

    @Test(
        arguments: [
            ("1.1", [], true), ("1.1", ["close"], false), ("1.1", ["Close"], false), ("1.1", ["CLOSE"], false),
            ("1.1", ["keep-alive"], true),
            ("1.1", ["keep-alive, close"], false), ("1.1", ["close, keep-alive"], false), ("1.1", ["x,close"], false),
            ("1.1", [",,close,,"], false),
            ("1.1", ["x", "close"], false), ("1.1", ["close", "x"], false), ("1.1", ["closed"], true),
            ("1.1", ["not-close"], true),
            ("1.1", ["x close"], true), ("1.1", ["\"close\""], true), ("1.1", [""], true), ("1.1", ["upgrade"], true),
            ("1.1", ["\tclose\t,x"], false),
            ("1.9", [], true), ("1.0", [], false), ("1.0", ["keep-alive"], true), ("1.0", ["Keep-Alive"], true),
            ("1.0", ["KEEP-ALIVE, x"], true),
            ("1.0", ["keep-alive, close"], false), ("1.0", ["keep-alive", "close"], false), ("1.0", ["close"], false),
            ("1.0", ["keepalive"], false),
            ("1.0", ["x"], false), ("1.0", ["x", "keep-alive"], true),
        ] as [(String, [String], Bool)])
    func closeWins(version: String, values: [String], isKeepAlive: Bool) throws {
        let lines = values.map { "Connection: \($0)\r\n" }.joined()
        let head = try head("GET / HTTP/\(version)\r\nHost: h\r\n\(lines)\r\n")
        #expect(head.isKeepAlive == isKeepAlive)
        #expect(head.connectionOption == (isKeepAlive ? (version == "1.0" ? .keepAlive : .persistent) : .close))
    }

    @Test(arguments: ["100-continue", "100-Continue", "100-CONTINUE", "", ",", "100-continue,"])
    func theExpectation100ContinueIsAccepted(value: String) throws {
        #expect(try head(fielded("Expect: \(value)", "Content-Length: 5")).hasContent)
        #expect(try !head("GET / HTTP/1.0\r\nExpect: \(value)\r\n\r\n").hasContent)
    }

    @Test(arguments: [
        "x", "100-continued", "100", "101-continue", "100-continue;a=b", "100-continue, x", "\"100-continue\"",
        "100 continue",
    ])
    func unknownExpectationsAreRefused(value: String) throws {
        #expect(outcome(fielded("Expect: \(value)")) == .failure(.unknownExpectation))
        #expect(try !head("GET / HTTP/1.0\r\nExpect: \(value)\r\n\r\n").hasContent)
    }
}
