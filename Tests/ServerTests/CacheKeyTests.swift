// The parts of a request that the cache key contains.
import HTTP
import Testing

@testable import Server

extension CacheKey {
    /// Creates the key of a request, which must be valid.
    init(of text: String) {
        let bytes = Array(text.utf8)
        var parser = RequestParser()
        if case .head = parser.parse(bytes.span) {} else { Issue.record("an invalid head: \(text)") }
        self.init()
        replace(with: parser.head, bytes.span)
    }
}

@Suite struct CacheKeyTests {
    private static func request(_ field: KnownField, _ value: String) -> String {
        let host = field == .host ? "" : "Host: a\r\n"
        return "GET / HTTP/1.1\r\n\(host)\(field.name.text): \(value)\r\n\r\n"
    }

    /// Two valid values of a field.
    private static func values(of field: KnownField) -> (String, String) {
        switch field {
        case .contentLength: ("0", "00")
        case .expect: ("100-continue", "100-Continue")
        case .transferEncoding: ("chunked", "Chunked")
        default: ("a", "b")
        }
    }

    @Test(arguments: KnownField.allCases)
    func dependsOnExactlyTheListedFields(field: KnownField) {
        let (one, other) = Self.values(of: field)
        let keys = (CacheKey(of: Self.request(field, one)), CacheKey(of: Self.request(field, other)))
        #expect((keys.0 != keys.1) == field.isInCacheKey)
        if field != .host {
            #expect((keys.0 != CacheKey(of: "GET / HTTP/1.1\r\nHost: a\r\n\r\n")) == field.isInCacheKey)
        }
    }

    @Test func listsTheFieldsThatTheResponderReads() {
        #expect(
            Set(KnownField.allCases.filter(\.isInCacheKey).map(\.name)) == [
                .accept, .accessControlRequestHeaders, .accessControlRequestMethod, .authorization, .host, .lastEventID,
                .origin,
            ])
    }

    @Test func doesNotDependOnTheMethodOrOtherFields() {
        let key = CacheKey(of: "GET /a HTTP/1.1\r\nHost: a\r\n\r\n")
        #expect(CacheKey(of: "HEAD /a HTTP/1.1\r\nUser-Agent: b\r\nhost: a\r\n\r\n") == key)
        #expect(CacheKey(of: "GET http://a/a HTTP/1.0\r\n\r\n") == key)
    }

    @Test(arguments: [
        "GET /b HTTP/1.1\r\nHost: a\r\n\r\n", "GET /a?b HTTP/1.1\r\nHost: a\r\n\r\n", "GET /a HTTP/1.0\r\n\r\n",
        "GET /a HTTP/1.1\r\nHost: a\r\nAccept:\r\n\r\n", "GET /a HTTP/1.1\r\nHost: a\r\nOrigin: x\r\n\r\n",
        "GET /a HTTP/1.1\r\nHost: a\r\nAccept: x\r\n\r\n",
        "GET /a HTTP/1.1\r\nHost: a\r\nAccept: x\r\nAccept: x\r\n\r\n",
    ])
    func differsForADifferentRequest(text: String) {
        #expect(CacheKey(of: text) != CacheKey(of: "GET /a HTTP/1.1\r\nHost: a\r\n\r\n"))
    }

    @Test func aReusedKeyContainsNothingOfTheFormerRequest() {
        let (long, short) = ("GET /long HTTP/1.1\r\nHost: a\r\nAccept: x\r\n\r\n", "GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        var key = CacheKey(of: long)
        var parser = RequestParser()
        let bytes = Array(short.utf8)
        _ = parser.parse(bytes.span)
        key.replace(with: parser.head, bytes.span)
        #expect(key == CacheKey(of: short))
    }
}
