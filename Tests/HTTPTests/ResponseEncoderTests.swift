// Encoding of responses, RFC 9112 sections 4, 6 and 7.1.

import HTTP
import Testing

@Suite struct ResponseEncoderTests {
    private static let date = HTTPDate.encode(784_111_777)
    private static let dateLine = "Date: Sun, 06 Nov 1994 08:49:37 GMT\r\n"

    private func encode(
        _ response: Response, isHead: Bool = false, isHTTP10: Bool = false, connection: ConnectionOption = .persistent
    ) -> (text: String, head: EncodedHead) {
        var bytes: [UInt8] = []
        let head = ResponseEncoder.appendHead(
            of: response, isHead: isHead, isHTTP10: isHTTP10, connection: connection, date: Self.date, to: &bytes)
        #expect(head.length == bytes.count)
        #expect(Array(bytes[head.date]) == Self.date)
        return (String(decoding: bytes, as: UTF8.self), head)
    }

    private static let stream = Response.Body.stream { { nil } }

    @Test(arguments: [
        (
            Response(.ok, body: .bytes([1, 2, 3])), "HTTP/1.1 200 OK\r\n", "Content-Length: 3\r\n",
            ContentFraming.length(3)
        ),
        (Response(.ok), "HTTP/1.1 200 OK\r\n", "Content-Length: 0\r\n", .length(0)),
        (Response(.notFound, body: .bytes([1])), "HTTP/1.1 404 Not Found\r\n", "Content-Length: 1\r\n", .length(1)),
        (Response(.noContent), "HTTP/1.1 204 No Content\r\n", "", .none),
        (Response(.noContent, body: .bytes([1])), "HTTP/1.1 204 No Content\r\n", "", .none),
        (Response(.noContent, body: stream), "HTTP/1.1 204 No Content\r\n", "", .none),
        (Response(.notModified, body: .bytes([1])), "HTTP/1.1 304 Not Modified\r\n", "", .none),
        (Response(.ok, body: stream), "HTTP/1.1 200 OK\r\n", "Transfer-Encoding: chunked\r\n", .chunked),
    ])
    func framingFollowsStatusAndBody(response: Response, line: String, field: String, framing: ContentFraming) {
        let get = encode(response)
        #expect(get.text == line + Self.dateLine + field + "\r\n")
        #expect(get.head.framing == framing)
        let head = encode(response, isHead: true)
        #expect(head.text == get.text)
        #expect(head.head.framing == .none)
    }

    @Test func streamToHTTP10EndsWithTheConnection() {
        for connection in [ConnectionOption.persistent, .keepAlive, .close] {
            let (text, head) = encode(Response(.ok, body: Self.stream), isHTTP10: true, connection: connection)
            #expect(text == "HTTP/1.1 200 OK\r\n" + Self.dateLine + "Connection: close\r\n\r\n")
            #expect(head.framing == .untilClose)
        }
    }

    @Test(arguments: [
        (ConnectionOption.persistent, ""), (.keepAlive, "Connection: keep-alive\r\n"),
        (.close, "Connection: close\r\n"),
    ])
    func connectionOptionIsTheLastField(option: ConnectionOption, line: String) {
        let (text, head) = encode(Response(.ok), connection: option)
        #expect(text == "HTTP/1.1 200 OK\r\n" + Self.dateLine + "Content-Length: 0\r\n" + line + "\r\n")
        #expect(head.connection == text.utf8.count - 2 - line.utf8.count)
    }

    @Test func framingFieldsOfTheResponseAreReplaced() {
        let headers: HeaderFields = [
            "content-length": "99", "Transfer-Encoding": "x", "connection": "upgrade", "DATE": "x", "X-A": "1",
            "x-a": "2",
        ]
        let (text, _) = encode(Response(.ok, headers: headers))
        #expect(text == "HTTP/1.1 200 OK\r\n" + Self.dateLine + "X-A: 1\r\nx-a: 2\r\nContent-Length: 0\r\n\r\n")
    }

    @Test(arguments: [
        ("a\r\nSet-Cookie: b", "a  Set-Cookie: b"), ("a\rb", "a b"), ("a\nb", "a b"), ("a\0b", "a b"),
        ("a\u{7F}b", "a b"),
        ("a\tb", "a\tb"), ("a\u{1B}b", "a b"), ("€", "?"), ("\u{10D}\u{10A}", "??"), ("", ""),
    ])
    func noValueCanBeginALine(value: String, written: String) {
        let (text, _) = encode(Response(.ok, headers: ["X": value]))
        #expect(text == "HTTP/1.1 200 OK\r\n" + Self.dateLine + "X: \(written)\r\nContent-Length: 0\r\n\r\n")
    }

    @Test func opaqueBytesSurvive() throws {
        let request = try request(fielded("X: \u{80}\u{C3}\u{A9}\u{FF}"))
        var bytes: [UInt8] = []
        _ = ResponseEncoder.appendHead(
            of: Response(.ok, headers: ["X": try #require(request.headers["x"])]), date: Self.date, to: &bytes)
        #expect(bytes.split(separator: 10).contains("X: \u{80}\u{C3}\u{A9}\u{FF}\r".bytes[...]))
    }

    @Test(arguments: [(0, ""), (1, "1\r\n"), (15, "f\r\n"), (16, "10\r\n"), (65536, "10000\r\n")])
    func chunksStartWithTheirSize(count: Int, start: String) {
        let piece = Array(repeating: UInt8(ascii: "x"), count: count)
        var bytes: [UInt8] = []
        ResponseEncoder.appendChunk(piece, to: &bytes)
        #expect(bytes == (count == 0 ? [] : Array(start.utf8) + piece + [13, 10]))
    }

    @Test func lastChunkEndsTheContent() {
        var bytes: [UInt8] = []
        ResponseEncoder.appendLastChunk(to: &bytes)
        #expect(bytes == Array("0\r\n\r\n".utf8))
    }

    @Test(arguments: [
        Response(.ok, headers: [.etag: "\"a\""], body: .bytes([1, 2, 3])), Response(.notModified, body: .bytes([1])),
        Response(.noContent), Response(.notFound, body: .bytes([])),
    ])
    func encodedResponsesEqualFreshOnes(response: Response) throws {
        let kept = try #require(EncodedResponse(response))
        for isHead in [false, true] {
            for option in [ConnectionOption.persistent, .keepAlive, .close] {
                var fresh: [UInt8] = [42]
                let head = ResponseEncoder.appendHead(
                    of: response, isHead: isHead, connection: option, date: Self.date, to: &fresh)
                if case .bytes(let bytes) = response.body, head.framing != .none { fresh += bytes }
                var appended: [UInt8] = [42]
                kept.append(to: &appended, date: Self.date, connection: option, isHead: isHead)
                #expect(appended == fresh)
            }
        }
    }

    @Test func streamsAreNotEncoded() {
        #expect(EncodedResponse(Response(.ok, body: Self.stream)) == nil)
    }
}
