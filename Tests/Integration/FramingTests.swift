// Requests that libcurl would not send. Each row is one connection: its bytes, the statuses of its answers in order,
// and whether it stays open.

import Support
import Testing

@Suite struct FramingTests {
    /// What is sent, with `\n` for CRLF, and the statuses of what comes back before the connection closes.
    struct Row: CustomTestStringConvertible {
        var testDescription: String
        var bytes: String
        var statuses: [Int]

        init(_ description: String, _ bytes: String, _ statuses: Int...) {
            testDescription = description
            self.bytes = bytes.replacing("\n", with: "\r\n").replacing("␊", with: "\n").replacing("␍", with: "\r")
            self.statuses = statuses
        }
    }

    /// Every row ends with a request that must not be served: the error before it closes the connection.
    @Test(
        arguments: [
            Row("bare LF after the request line", "GET /leaders HTTP/1.1␊Host: localhost\n\n", 400),
            Row("bare LF after a field", "GET /leaders HTTP/1.1\nHost: localhost␊\n", 400),
            Row("bare CR in a field", "GET /leaders HTTP/1.1\nHost: localhost\nA: b␍c\n\n", 400),
            Row("NUL in a field", "GET /leaders HTTP/1.1\nHost: localhost\nA: b\0c\n\n", 400),
            Row("no Host", "GET /leaders HTTP/1.1\n\n", 400),
            Row("two Hosts", "GET /leaders HTTP/1.1\nHost: localhost\nHost: localhost\n\n", 400),
            Row("invalid Host", "GET /leaders HTTP/1.1\nHost: local host\n\n", 400),
            Row("version 2.0", "GET /leaders HTTP/2.0\nHost: localhost\n\n", 505),
            Row("version 1.10", "GET /leaders HTTP/1.10\nHost: localhost\n\n", 400),
            Row("version in lower case", "GET /leaders http/1.1\nHost: localhost\n\n", 400),
            Row("no version", "GET /leaders\nHost: localhost\n\n", 400),
            Row("two blanks", "GET  /leaders HTTP/1.1\nHost: localhost\n\n", 400),
            Row("blank before the method", " GET /leaders HTTP/1.1\nHost: localhost\n\n", 400),
            Row("byte in the target", "GET /léaders HTTP/1.1\nHost: localhost\n\n", 400),
            Row("half an escape", "GET /leaders%2 HTTP/1.1\nHost: localhost\n\n", 400),
            Row("target without slash", "GET leaders HTTP/1.1\nHost: localhost\n\n", 400),
            Row("fragment", "GET /leaders#a HTTP/1.1\nHost: localhost\n\n", 400),
            Row("blank before the colon", "GET /leaders HTTP/1.1\nHost: localhost\nA : b\n\n", 400),
            Row("folded field", "GET /leaders HTTP/1.1\nHost: localhost\nA: b\n c\n\n", 400),
            Row("blank line of blanks", "GET /leaders HTTP/1.1\n \nHost: localhost\n\n", 400),
            Row("no field name", "GET /leaders HTTP/1.1\nHost: localhost\n: b\n\n", 400),
            Row("no colon", "GET /leaders HTTP/1.1\nHost: localhost\nA\n\n", 400),
            Row("signed length", "GET /leaders HTTP/1.1\nHost: localhost\nContent-Length: +5\n\nhello", 400),
            Row("unlike lengths", "GET /leaders HTTP/1.1\nHost: localhost\nContent-Length: 5, 6\n\nhello", 400),
            Row(
                "length that wraps",
                "GET /leaders HTTP/1.1\nHost: localhost\nContent-Length: 18446744073709551616\n\n", 413),
            Row(
                "length and coding",
                "GET /leaders HTTP/1.1\nHost: localhost\nContent-Length: 5\nTransfer-Encoding: chunked\n\n0\n\n", 400),
            Row(
                "chunked is not last",
                "GET /leaders HTTP/1.1\nHost: localhost\nTransfer-Encoding: chunked, gzip\n\n0\n\n", 400),
            Row("coding in 1.0", "GET /leaders HTTP/1.0\nHost: localhost\nTransfer-Encoding: chunked\n\n0\n\n", 400),
            Row("content", "GET /leaders HTTP/1.1\nHost: localhost\nContent-Length: 5\n\nhello", 413),
            Row(
                "chunked content",
                "GET /leaders HTTP/1.1\nHost: localhost\nTransfer-Encoding: chunked\n\n5\nhello\n0\n\n", 413),
            Row("close", "GET /leaders HTTP/1.1\nHost: localhost\nConnection: close\n\n", 200),
            Row("close after a kept one", "GET / HTTP/1.1\nHost: a\n\nGET / HTTP/1.1\nHost: [::1]\n\n␊", 421, 200, 400),
            Row("version 1.0 closes", "GET /leaders HTTP/1.0\n\n", 200),
        ])
    func theConnectionClosesAfterTheAnswer(row: Row) throws {
        let program = try Program.serve()
        defer { withExtendedLifetime(program) {} }
        let wire = try Wire(port: program.port)
        try wire.send(row.bytes + "GET /served-by-mistake HTTP/1.1\r\nHost: localhost\r\n\r\n")
        let answers = try Wire.answers(in: wire.receiveToEnd())
        #expect(answers.map(\.status) == row.statuses)
        for answer in answers { #expect(answer["date"] != nil) }
        #expect(answers.last?["connection"]?.lowercased() == "close")
    }

    /// Every row is followed by a request that closes the connection: it must be served as well.
    @Test(
        arguments: [
            Row("an empty line first", "\nGET /leaders HTTP/1.1\nHost: localhost\n\n", 200),
            Row("version 1.2", "GET /leaders HTTP/1.2\nHost: localhost\n\n", 200),
            Row("absolute form", "GET http://localhost/leaders HTTP/1.1\nHost: elsewhere\n\n", 200),
            Row("tabs around a value", "GET /leaders HTTP/1.1\nHost:\tlocalhost\t\nA:\n\n", 200),
            Row("bytes in a value", "GET /leaders HTTP/1.1\nHost: localhost\nA: é\n\n", 200),
            Row("kept alive in 1.0", "GET /leaders HTTP/1.0\nConnection: keep-alive\n\n", 200),
            Row("another name", "GET /leaders HTTP/1.1\nHost: example.com\n\n", 421),
            Row("method in lower case", "get /leaders HTTP/1.1\nHost: localhost\n\n", 501),
            Row("method not allowed", "DELETE /leaders HTTP/1.1\nHost: localhost\n\n", 405),
            Row("server as a whole", "OPTIONS * HTTP/1.1\nHost: localhost\n\n", 204),
            Row(
                "way out of the folder", "GET /articles/..%2F..%2Fetc%2Fpasswd/source HTTP/1.1\nHost: localhost\n\n",
                404),
        ])
    func theConnectionStaysOpenAfterTheAnswer(row: Row) throws {
        let program = try Program.serve()
        defer { withExtendedLifetime(program) {} }
        let wire = try Wire(port: program.port)
        try wire.send(row.bytes + "GET /leaders HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        let answers = try Wire.answers(in: wire.receiveToEnd())
        #expect(answers.map(\.status) == row.statuses + [200])
    }
}
