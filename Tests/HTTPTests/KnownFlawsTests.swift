// Requests that revealed vulnerabilities of other servers. Other files test the rules themselves.

import HTTP
import Testing

@Suite struct KnownFlawsTests {
    @Test(arguments: [
        // Numbers parsed too liberally: CVE-2023-47627, CVE-2023-38697.
        ("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: +5\r\n\r\n", ParseFailure.invalidContentLength),
        ("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 0x5\r\n\r\n", .invalidContentLength),
        ("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5_0\r\n\r\n", .invalidContentLength),
        ("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 5abc\r\n\r\n", .invalidContentLength),
        // A negative length, which caused endless loops.
        ("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: -1\r\n\r\n", .invalidContentLength),
        // An empty Content-Length or field name: CVE-2023-40225, CVE-2023-25725.
        ("POST / HTTP/1.1\r\nHost: h\r\nContent-Length:\r\n\r\n", .invalidContentLength),
        ("POST / HTTP/1.1\r\nHost: h\r\nContent-Length:\r\nContent-Length: 5\r\n\r\n", .invalidContentLength),
        ("GET / HTTP/1.1\r\nHost: h\r\n: x\r\nContent-Length: 5\r\n\r\n", .emptyFieldName),
        // A space before the colon: CVE-2021-22959, CVE-2023-40518.
        ("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding : chunked\r\n\r\n", .blankInFieldName),
        ("POST / HTTP/1.1\r\nHost: h\r\nContent-Length\t: 5\r\n\r\n", .blankInFieldName),
        // CR or LF alone as the end of a line: CVE-2023-30589, CVE-2022-32214.
        ("GET / HTTP/1.1\r\nHost: h\r\nX: a\rTransfer-Encoding: chunked\r\n\r\n", .bareCarriageReturn),
        ("GET / HTTP/1.1\r\nHost: h\r\nX: a\nTransfer-Encoding: chunked\r\n\r\n", .bareLineFeed),
        ("GET / HTTP/1.1\r\nHost: h\r\nX: a\r\r\n\r\n", .bareCarriageReturn),
        ("GET / HTTP/1.1\nHost: h\n\n", .invalidVersion),
        // Folded framing fields: CVE-2022-32215.
        ("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding:\r\n chunked\r\n\r\n", .foldedField),
        ("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n , identity\r\n\r\n", .foldedField),
        // Unknown or repeated codings: CVE-2017-10868 and well-known request smuggling.
        ("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: xchunked\r\n\r\n", .chunkedNotLast),
        ("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked, identity\r\n\r\n", .chunkedNotLast),
        ("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: x\r\n\r\n", .chunkedNotLast),
        ("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: \u{B}chunked\r\n\r\n", .invalidFieldValue),
        (
            "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n",
            .transferEncodingWithContentLength
        ),
        ("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\n", .repeatedContentLength),
        ("POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 4, 4\r\n\r\n", .invalidContentLength),
        // Transfer-Encoding in HTTP/1.0: CVE-2026-42581.
        (
            "POST / HTTP/1.0\r\nHost: h\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n",
            .transferEncodingInHTTP10
        ),
        // Bytes skipped before the request line: CVE-2026-50020.
        ("\0GET / HTTP/1.1\r\nHost: h\r\n\r\n", .byteBeforeRequestLine),
        ("\r\n\r\n\r\nGET / HTTP/1.1\r\nHost: h\r\n\r\n", .byteBeforeRequestLine),
        // A fragment in the target: CVE-2023-45539.
        ("GET /a#.json HTTP/1.1\r\nHost: h\r\n\r\n", .invalidTarget),
        ("GET http://h/a#b HTTP/1.1\r\nHost: h\r\n\r\n", .invalidTarget),
        // Letters whose case folding is ASCII: U+212A KELVIN SIGN, U+017F LATIN SMALL LETTER LONG S.
        ("POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chun\u{E2}\u{84}\u{AA}ed\r\n\r\n", .invalidTransferEncoding),
        ("GET / HTTP/1.1\r\nHo\u{C5}\u{BF}t: h\r\n\r\n", .invalidFieldName),
    ])
    func framingHasOneReading(text: String, failure: ParseFailure) {
        #expect(outcome(text) == .failure(failure))
    }

    /// Lengths that overflow 32 or 64 bits announce content like any other: CVE-2021-40346.
    @Test(arguments: [32, 63, 64, 128].flatMap { bits in [0, 1, 5].map { (bits, $0) } })
    func lengthsDoNotWrap(bits: Int, excess: Int) throws {
        let text = fielded("Content-Length: \(decimalPower(ofTwo: bits, plus: excess))")
        #expect(try head(text).hasContent)
        #expect(try !head(text).isKeepAlive)
    }

    /// Text of a request cannot split a response: CVE-2022-3215, CVE-2026-28970.
    @Test func decodedTargetsDoNotSplitResponses() throws {
        let target = try request(lined("GET /a%0d%0aSet-Cookie:%20b HTTP/1.1")).target
        var bytes: [UInt8] = []
        let response = Response(.permanentRedirect, headers: [.location: "/" + (target.segments.first ?? "")])
        _ = ResponseEncoder.appendHead(of: response, date: HTTPDate.encode(0), to: &bytes)
        #expect(String(decoding: bytes, as: UTF8.self).contains("Location: /a  Set-Cookie: b\r\n"))
    }

    private func decimalPower(ofTwo bits: Int, plus excess: Int) -> String {
        var digits = [1]
        for bit in 0...bits {
            var carry = bit == bits ? excess : 0
            for index in digits.indices {
                let value = digits[index] * (bit == bits ? 1 : 2) + carry
                (digits[index], carry) = (value % 10, value / 10)
            }
            if carry > 0 { digits.append(carry) }
        }
        return digits.reversed().map(String.init).joined()
    }
}
