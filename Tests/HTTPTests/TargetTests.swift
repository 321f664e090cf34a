// The four forms of request targets, RFC 9112 section 3.2, and their decoding.

import HTTP
import Testing

@Suite struct TargetTests {
    @Test(
        arguments: [
            ("/", []), ("/a", ["a"]), ("/a/", ["a", ""]), ("/a/b", ["a", "b"]), ("//", ["", ""]), ("//a", ["", "a"]),
            ("/a//b", ["a", "", "b"]), ("/.", ["."]), ("/..", [".."]), ("/../etc", ["..", "etc"]), ("/%2e%2E", [".."]),
            ("/a%2Fb", ["a/b"]), ("/a%2fb/c", ["a/b", "c"]), ("/%25", ["%"]), ("/%2541", ["%41"]), ("/%00", ["\0"]),
            ("/%0d%0a", ["\r\n"]), ("/+", ["+"]), ("/a+b", ["a+b"]), ("/a%20b", ["a b"]), ("/%C3%A9", ["é"]),
            ("/%F0%9F%98%80", ["😀"]), ("/a;b=c", ["a;b=c"]), ("/:@!$&'()*,=-._~", [":@!$&'()*,=-._~"]), ("/*", ["*"]),
            ("/http://x/", ["http:", "", "x", ""]), ("/%3F", ["?"]), ("/%23", ["#"]), ("/a?", ["a"]), ("/a?/b", ["a"]),
            ("/%5C..%5C", ["\\..\\"]), ("/%E2%80%8B", ["\u{200B}"]), ("/a=b&c", ["a=b&c"]),
        ] as [(String, [String])])
    func pathsAreDecodedOnce(text: String, segments: [String]) throws {
        let target = try Target(text)
        #expect(target.text == text)
        #expect(target.segments == segments)
        #expect(try request(lined("GET \(text) HTTP/1.1")).target == target)
    }

    @Test(
        arguments: [
            ("/", []), ("/?", []), ("/?a", ["a", ""]), ("/?a=", ["a", ""]), ("/?=a", ["", "a"]), ("/?=", ["", ""]),
            ("/?a=b", ["a", "b"]), ("/?a=b=c", ["a", "b=c"]), ("/?a=b&a=c", ["a", "b", "a", "c"]),
            ("/?b=1&a=2&b=3", ["b", "1", "a", "2", "b", "3"]), ("/?a&&b", ["a", "", "b", ""]), ("/?&", []),
            ("/?a&", ["a", ""]),
            ("/?a+b=c+d", ["a b", "c d"]), ("/?a=%2B", ["a", "+"]), ("/?a%3Db=c%26d", ["a=b", "c&d"]),
            ("/?a=%2525", ["a", "%25"]),
            ("/?a=/?b", ["a", "/?b"]), ("/??", ["?", ""]), ("/?q=%C4%9F", ["q", "ğ"]), ("/?a;b", ["a;b", ""]),
            ("/?a=%00", ["a", "\0"]),
            ("/?field:in=a,b", ["field:in", "a,b"]), ("/?%20=%20", [" ", " "]),
        ] as [(String, [String])])
    func queriesKeepOrderAndRepetition(text: String, flat: [String]) throws {
        let query = try Target(text).query
        #expect(query.flatMap { [$0.name, $0.value] } == flat)
        #expect(try request(lined("GET \(text) HTTP/1.1")).target.query == query)
    }

    @Test(arguments: [
        ("/#", ParseFailure.invalidTarget), ("/a#b", .invalidTarget), ("/?a#b", .invalidTarget), ("#", .invalidTarget),
        ("/\"", .invalidTarget), ("/<", .invalidTarget), ("/>", .invalidTarget), ("/\\", .invalidTarget),
        ("/^", .invalidTarget),
        ("/`", .invalidTarget), ("/{", .invalidTarget), ("/|", .invalidTarget), ("/}", .invalidTarget),
        ("/[", .invalidTarget),
        ("/]", .invalidTarget), ("/?[", .invalidTarget), ("/\u{7F}", .invalidTarget), ("/\u{80}", .invalidTarget),
        ("/\u{FF}", .invalidTarget), ("/\0", .invalidTarget), ("/\u{1}", .invalidTarget), ("/\t", .invalidTarget),
        ("/%", .invalidEscape), ("/%4", .invalidEscape), ("/%4g", .invalidEscape), ("/%g4", .invalidEscape),
        ("/%%41", .invalidEscape), ("/%u0041", .invalidEscape), ("/%-1", .invalidEscape), ("/%+1", .invalidEscape),
        ("/%0x41", .invalidEscape), ("/?%", .invalidEscape), ("/?a=%zz", .invalidEscape),
        ("/%80", .escapesNotUTF8), ("/%FF", .escapesNotUTF8), ("/%C3", .escapesNotUTF8), ("/%C3/%A9", .escapesNotUTF8),
        ("/%C0%AF", .escapesNotUTF8), ("/%E0%80%AF", .escapesNotUTF8), ("/%ED%A0%80", .escapesNotUTF8),
        ("/%F4%90%80%80", .escapesNotUTF8), ("/%F5%80%80%80", .escapesNotUTF8), ("/%E9", .escapesNotUTF8),
        ("/%C3a%A9", .escapesNotUTF8), ("/?a=%C3&b=%A9", .escapesNotUTF8), ("/?%C3=%A9", .escapesNotUTF8),
        ("/%F0%8F%BF%BF", .escapesNotUTF8), ("/%C1%81", .escapesNotUTF8), ("/%E2%82", .escapesNotUTF8),
        ("", .invalidTarget), ("a", .invalidTarget), ("?a", .invalidTarget), ("**", .invalidTarget),
        ("*/", .invalidTarget),
        ("*?a", .invalidTarget), ("%2F", .invalidTarget), ("h:80", .invalidTarget), ("../a", .invalidTarget),
        ("\\a", .invalidTarget), (":80", .invalidTarget), ("[::1]:80", .invalidTarget),
    ])
    func invalidTargetsAreRefused(text: String, failure: ParseFailure) {
        #expect(throws: failure) { try Target(text) }
        #expect(outcome(lined("GET \(text) HTTP/1.1")) == .failure(failure))
    }

    @Test(arguments: UInt8.min...UInt8.max)
    func aPathContainsOnlyURIBytes(byte: UInt8) {
        let text = "GET /\(Character(Unicode.Scalar(byte)))41 HTTP/1.1\r\nHost: h\r\n\r\n"
        switch byte {
        case UInt8(ascii: " "): #expect(outcome(text) == .failure(.invalidVersion))
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A,
            _ where "%-._~!$&'()*+,;=:@/?".utf8.contains(byte):
            #expect(outcome(text) == .head(length: text.bytes.count))
        default: #expect(outcome(text) == .failure(.invalidTarget))
        }
    }

    @Test(arguments: [
        ("http://a.example/b?c", "/b?c", "a.example"), ("http://a.example", "/", "a.example"), ("HTTP://A/", "/", "A"),
        ("hTTp://a:8080/x", "/x", "a:8080"), ("http://a?b=c", "/?b=c", "a"), ("http://[::1]:80/x", "/x", "[::1]:80"),
        ("http://a:/", "/", "a:"), ("http://127.0.0.1/", "/", "127.0.0.1"), ("http://a//b", "//b", "a"),
        ("http://a/http://b/", "/http://b/", "a"), ("http://a%41/", "/", "a%41"), ("http://[v1.a:b]/", "/", "[v1.a:b]"),
    ])
    func absoluteFormReplacesHost(text: String, target: String, host: String) throws {
        for other in ["other", "", "a.example"] {
            let request = try request("GET \(text) HTTP/1.1\r\nX: y\r\nHost: \(other)\r\n\r\n")
            #expect(request.target.text == target)
            #expect(request.headers.values(of: .host) == [host])
        }
        #expect(try request("GET \(text) HTTP/1.0\r\n\r\n").headers[.host] == host)
        #expect(outcome("GET \(text) HTTP/1.1\r\n\r\n") == .failure(.missingHost))
        #expect(outcome("GET \(text) HTTP/1.1\r\nHost: a b\r\n\r\n") == .failure(.invalidHost))
        #expect(outcome("GET \(text) HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n") == .failure(.repeatedHost))
    }

    @Test(arguments: [
        ("http://", ParseFailure.invalidAuthority), ("http:///", .invalidAuthority), ("http:///a", .invalidAuthority),
        ("http://?a", .invalidAuthority), ("http://:80/", .invalidAuthority), ("http://a:99999/", .invalidAuthority),
        ("http://a:8x/", .invalidAuthority), ("http://[::1/", .invalidAuthority), ("http://[::g]/", .invalidAuthority),
        ("http://a[b]/", .invalidAuthority), ("http://::1/", .invalidAuthority), ("http://a:80:80/", .invalidAuthority),
        ("http://u@a/", .userInformation), ("http://u:p@a/", .userInformation), ("http://@a/", .userInformation),
        ("http://a/[", .invalidTarget), ("http://a/?[]", .invalidTarget), ("http://[::1]/]", .invalidTarget),
        ("http:/a", .invalidTarget), ("http:a", .invalidTarget), ("http//a/", .invalidTarget),
        ("http:", .invalidTarget),
        ("http://a/#b", .invalidTarget), ("http://a\\b/", .invalidTarget), ("http://a/%zz", .invalidEscape),
        ("http://a/%FF", .escapesNotUTF8), ("http://a%/", .invalidEscape), ("1http://a/", .invalidTarget),
        ("https://a/", .foreignScheme), ("ftp://a/", .foreignScheme), ("ws://a/", .foreignScheme),
        ("file:///etc", .foreignScheme),
        ("httpx://a/", .foreignScheme), ("urn:a:b", .invalidTarget), ("javascript:alert(1)", .invalidTarget),
        ("http://\u{E9}/", .invalidTarget), ("ht%74p://a/", .invalidTarget),
    ])
    func invalidAbsoluteFormsAreRefused(text: String, failure: ParseFailure) {
        #expect(outcome(lined("GET \(text) HTTP/1.1")) == .failure(failure))
    }

    @Test(arguments: ["h:443", "127.0.0.1:80", "[::1]:8080", "a.example:65535", "h:1"])
    func connectTakesHostAndPort(text: String) throws {
        let request = try request(lined("CONNECT \(text) HTTP/1.1"))
        #expect(request.target.text == text)
        #expect(request.target.segments.isEmpty)
        #expect(request.headers[.host] == text)
    }

    @Test(arguments: [
        "h", "h:", "h:0", "h:65536", "h:99999999999999999999999", "h:8a", "h:+1", "h:-1", "h: 1", ":80", "/", "*",
        "http://h:80/",
        "h:80/", "h:80?a", "u@h:80", "[::1]", "[::1:80", "::1:80", "h:80:80", "h:\u{B2}",
    ])
    func connectTakesNothingElse(text: String) {
        switch outcome(lined("CONNECT \(text) HTTP/1.1")) {
        case .failure(let failure): #expect(failure.status == .badRequest)
        case let other: Issue.record("\(other)")
        }
    }

    @Test(arguments: ["*", "http://h"])
    func asteriskIsForOptions(text: String) throws {
        let target = try request(lined("OPTIONS \(text) HTTP/1.1")).target
        #expect(target.text == "*")
        #expect(target.segments.isEmpty)
        #expect(try Target("*") == target)
    }

    @Test(arguments: ["GET", "HEAD", "POST", "TRACE", "options", "X"])
    func asteriskIsForNoOtherMethod(method: String) {
        #expect(outcome(lined("\(method) * HTTP/1.1")) == .failure(.asteriskWithoutOptions))
    }
}
