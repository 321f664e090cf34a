// The limits of a head, RFC 9112 section 3 and RFC 6585 section 5: the largest accepted size and the next one.

import HTTP
import Testing

@Suite struct RequestLimitsTests {
    private func text(_ count: Int) -> String { String(repeating: "a", count: count) }

    @Test func requestLineTakes8192Bytes() {
        let longest = "GET /\(text(8192 - 14)) HTTP/1.1"
        #expect(longest.utf8.count == 8192)
        #expect(parse(lined(longest).bytes).outcome == .head(length: lined(longest).utf8.count))
        #expect(parse(lined("GET /\(text(8192 - 13)) HTTP/1.1").bytes).outcome == .failure(.requestLineTooLong))
        #expect(parse("GET /\(text(9000))".bytes).outcome == .failure(.requestLineTooLong))
        #expect(ParseFailure.requestLineTooLong.status == .uriTooLong)
    }

    @Test func fieldLineTakes8192Bytes() {
        let longest = fielded("X: \(text(8189))")
        #expect(parse(longest.bytes).outcome == .head(length: longest.utf8.count))
        for line in ["X: \(text(8190))", text(9000), "X:\(text(100_000))", "X: " + String(repeating: " ", count: 9000)]
        {
            #expect(parse(fielded(line).bytes).outcome == .failure(.fieldLineTooLong))
        }
        #expect(parse(("GET / HTTP/1.1\r\nX:" + text(8193)).bytes).outcome == .failure(.fieldLineTooLong))
    }

    private static let small = RequestLimits(requestLine: 20, fieldLine: 12, head: 60, fields: 3)

    @Test(
        arguments: [
            ("GET /234567 HTTP/1.1\r\nHost: h\r\n\r\n", nil),
            ("GET /2345678 HTTP/1.1\r\nHost: h\r\n\r\n", .requestLineTooLong),
            ("\r\nGET /234567 HTTP/1.1\r\nHost: h\r\n\r\n", nil),
            ("\r\nGET /2345678 HTTP/1.1\r\nHost: h\r\n\r\n", .requestLineTooLong),
            ("GET /" + String(repeating: "a", count: 100), .requestLineTooLong),
            ("GET /23456789012345%zz", .invalidEscape),
            ("GET /23456789012345678%zz", .requestLineTooLong),
            ("MMMMMMMMMMMMMMMMMMMMMMMMMMMMMMM", .requestLineTooLong),
            ("GET / HTTP/1.1\r\nHost: 789012\r\n\r\n", nil),
            ("GET / HTTP/1.1\r\nHost: 7890123\r\n\r\n", .fieldLineTooLong),
            ("GET / HTTP/1.1\r\nX23456789012: y\r\n\r\n", .fieldLineTooLong),
            ("GET / HTTP/1.1\r\nHost: 7890\0\r\n\r\n", .invalidFieldValue),
            ("GET / HTTP/1.1\r\nHost: 789012345\0\r\n\r\n", .fieldLineTooLong),
            ("GET / HTTP/1.1\r\nHost: h\r\nA: b\r\nC: d\r\n\r\n", nil),
            ("GET / HTTP/1.1\r\nHost: h\r\nA: b\r\nC: d\r\nE: f\r\n\r\n", .tooManyFields),
            ("GET / HTTP/1.1\r\nHost: h\r\nA: b\r\nC: d\r\n\r\nE", nil),
            ("GET / HTTP/1.1\r\nHost: h\r\nA: b\r\nC: d\r\n(", .tooManyFields),
            // 16 + 14 + 14 + 14 + 2 bytes are 60, the limit of a head.
            ("GET / HTTP/1.1\r\nHost: 789012\r\nA: 456789012\r\nB: 456789012\r\n\r\n", nil),
            ("GET /6 HTTP/1.1\r\nHost: 789012\r\nA: 456789012\r\nB: 456789012\r\n\r\n", .headTooLong),
            ("\r\nGET / HTTP/1.1\r\nHost: 789012\r\nA: 456789012\r\nB: 456789012\r\n\r\n", nil),
            ("GET /67 HTTP/1.1\r\nHost: 789012\r\nA: 456789012\r\nB: 456789012\r\n\r\n", .headTooLong),
            ("GET /6789 HTTP/1.1\r\nHost: 789012\r\nA: 456789012\r\nB: 456789012", .headTooLong),
        ] as [(String, ParseFailure?)])
    func smallLimitsAreExact(text: String, failure: ParseFailure?) {
        switch outcome(text, limits: Self.small) {
        case .failure(let found): #expect(found == failure)
        case .head: #expect(failure == nil)
        case .needMore: Issue.record("needs more")
        }
    }

    @Test func manyFieldsAreRefused() {
        let hundred = "GET / HTTP/1.1\r\nHost: h\r\n" + String(repeating: "a: b\r\n", count: 99)
        #expect(outcome(hundred + "\r\n") == .head(length: hundred.utf8.count + 2))
        #expect(outcome(hundred + "a: b\r\n\r\n") == .failure(.tooManyFields))
    }

    @Test func headTakes32768Bytes() {
        let line = "X: \(text(1017))\r\n"
        let start = "GET / HTTP/1.1\r\nHost: h\r\n" + String(repeating: line, count: 31)
        let longest = start + "Y: \(text(32768 - start.utf8.count - 7))\r\n\r\n"
        #expect(parse(longest.bytes).outcome == .head(length: 32768))
        let longer = start + "Y: \(text(32768 - start.utf8.count - 6))\r\n\r\n"
        #expect(parse(longer.bytes).outcome == .failure(.headTooLong))
    }

    @Test(arguments: [0, -1, Int.min, Int.max])
    func noLimitTraps(limit: Int) {
        let limits = RequestLimits(requestLine: limit, fieldLine: limit, head: limit, fields: limit)
        let text = fielded("X: y")
        #expect((outcome(text, limits: limits) == .head(length: text.utf8.count)) == (limit == .max))
    }

    @Test(arguments: ParseFailure.allCases)
    func everyFailureExplainsItself(failure: ParseFailure) {
        #expect((400...599).contains(failure.status.code))
        #expect(failure.detail.hasSuffix("."))
        #expect(failure.section.hasPrefix("RFC "))
        #expect(failure.code.utf8.allSatisfy { isToken($0) })
    }
}
