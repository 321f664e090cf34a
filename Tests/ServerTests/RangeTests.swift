// Range requests over a connection: order, keep-alive, content of any size.
import HTTP
import Support
import Testing

@testable import Server

@Suite struct RangeTests {
    private static func range(_ path: String, _ range: String, _ fields: String...) -> String {
        "GET \(path) HTTP/1.1\r\nHost: localhost\r\nRange: \(range)\r\n" + fields.map { $0 + "\r\n" }.joined() + "\r\n"
    }

    @Test func `pipelined parts are answered in order`() throws {
        let wire = try LiveServer().connect()
        let requests = [
            Self.range("/ranges", "bytes=2-4"), LiveServer.get("/ranges"), Self.range("/ranges", "bytes=-3"),
            Self.range("/ranges", "bytes=10-"), Self.range("/ranges", "bytes=0-1,4-5"),
            Self.range("/ranges", "bytes=9-99"), Self.range("/large", "bytes=0-0", "Connection: close"),
        ]
        try wire.send(requests.joined())
        let answers = Wire.answers(in: try wire.receiveToEnd())
        #expect(answers.map(\.status) == [206, 200, 206, 416, 200, 206, 200])
        let texts = answers.map { $0.body.count > 10 ? "" : $0.text }
        #expect(texts == ["234", "0123456789", "789", "refused", "0123456789", "9", ""])
        let places = ["bytes 2-4/10", nil, "bytes 7-9/10", nil, nil, "bytes 9-9/10", nil]
        #expect(answers.map { $0["content-range"] } == places)
        #expect(answers[0]["etag"] == "\"v1\"" && answers[0]["accept-ranges"] == "bytes")
    }

    @Test func `preconditions come before the range`() throws {
        let wire = try LiveServer().connect()
        let statuses = [
            ("If-None-Match: \"v1\"", 304), ("If-Match: \"v2\"", 412), ("If-Range: \"v2\"", 200),
            ("If-Range: \"v1\"", 206), ("If-None-Match: \"v2\"", 206),
        ]
        for (field, status) in statuses {
            try wire.send(Self.range("/ranges", "bytes=0-0", field))
            #expect(try wire.receiveAnswer().status == status, "\(field)")
        }
    }

    @Test func `HEAD and streams have no parts`() throws {
        let wire = try LiveServer().connect()
        try wire.send("HEAD /ranges HTTP/1.1\r\nHost: a\r\nRange: bytes=0-0\r\n\r\n")
        let head = String(decoding: try wire.receive(through: "\r\n\r\n"), as: UTF8.self)
        #expect(head.hasPrefix("HTTP/1.1 200 OK\r\n") && head.contains("Content-Length: 10\r\n"))
        try wire.send(Self.range("/stream", "bytes=0-0"))
        let stream = try wire.receiveAnswer()
        #expect(stream.status == 200 && stream["accept-ranges"] == nil && stream.body == KnownAnswers.large)
    }

    @Test(arguments: [0..<1, 16_384..<32_768, 1..<16_386, 5_000_000..<8_000_000, 7_999_999..<8_000_000])
    func `a part of large content has exactly its bytes`(range: Range<Int>) throws {
        let wire = try LiveServer().connect()
        try wire.send(Self.range("/large-ranges", "bytes=\(range.lowerBound)-\(range.upperBound - 1)"))
        try wire.send(LiveServer.get("/next"))
        let part = try wire.receiveAnswer()
        #expect(part.status == 206)
        #expect(part.body.elementsEqual(KnownAnswers.large[range]))
        #expect(try wire.receiveAnswer().text == "/next")
    }
}
