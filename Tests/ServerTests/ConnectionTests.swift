// Requests and responses on one connection.
import HTTP
import Support
import Testing

@testable import Server

@Suite(.timeLimit(.minutes(2))) struct ConnectionTests {
    @Test func answersPipelinedRequestsInOrder() throws {
        let wire = try LiveServer().connect()
        try wire.send((0..<500).map { LiveServer.get("/\($0)") }.joined() + LiveServer.get("/end", "Connection: close"))
        let answers = Wire.answers(in: try wire.receiveToEnd())
        #expect(answers.map(\.text) == (0..<500).map { "/\($0)" } + ["/end"])
    }

    @Test func servesNothingAfterClose() throws {
        let wire = try LiveServer().connect()
        try wire.send(LiveServer.get("/a", "Connection: close") + LiveServer.get("/b"))
        let answers = Wire.answers(in: try wire.receiveToEnd())
        #expect(answers.map(\.text) == ["/a"])
        #expect(answers[0]["connection"] == "close")
    }

    @Test func takesARequestByteByByte() throws {
        let wire = try LiveServer().connect()
        for byte in LiveServer.get("/slow", "Connection: close").utf8 { try wire.send([byte]) }
        #expect(Wire.answers(in: try wire.receiveToEnd()).map(\.text) == ["/slow"])
    }

    @Test func answersAClientThatHasEndedItsSide() throws {
        let wire = try LiveServer().connect()
        try wire.send(LiveServer.get("/a") + LiveServer.get("/large"))
        wire.endSending()
        let answers = Wire.answers(in: try wire.receiveToEnd())
        #expect(answers.count == 2)
        #expect(answers[1].body == KnownAnswers.large)
    }

    @Test(arguments: ["/large", "/stream"])
    func deliversLargeAnswersWhole(_ path: String) throws {
        let wire = try LiveServer().connect(receiveBuffer: 4096)
        try wire.send(LiveServer.get(path) + LiveServer.get("/next", "Connection: close"))
        let answers = Wire.answers(in: try wire.receiveToEnd())
        #expect(answers.first?.body == KnownAnswers.large)
        #expect(answers.last?.text == "/next")
    }

    @Test func endsAStreamToHTTP10ByClosing() throws {
        let wire = try LiveServer().connect()
        try wire.send("GET /stream HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
        let answers = Wire.answers(in: try wire.receiveToEnd())
        #expect(answers[0]["transfer-encoding"] == nil)
        #expect(answers[0]["connection"] == "close")
        #expect(answers[0].body == KnownAnswers.large)
    }

    @Test func cachesAResponseUntilTheGenerationChanges() throws {
        let live = try LiveServer()
        let wire = try live.connect()
        func ask(_ fields: String...) throws -> Answer {
            try wire.send("GET /count HTTP/1.1\r\nHost: a\r\n" + fields.map { $0 + "\r\n" }.joined() + "\r\n")
            return try wire.receiveAnswer()
        }
        #expect(try ask().text == "1")
        #expect(try ask("User-Agent: other").text == "1")
        #expect(try ask("Accept: text/csv").text == "2")
        #expect(try ask("Origin: https://a.example").text == "3")
        live.responder.renew()
        #expect(try ask().text == "4")
    }

    @Test func evaluatesPreconditionsOnCachedAndUncachedResponses() throws {
        let live = try LiveServer()
        let wire = try live.connect()
        for _ in 0..<2 {
            try wire.send(LiveServer.get("/count", "If-None-Match: W/\"tag\""))
            let answer = try wire.receiveAnswer()
            #expect(answer.status == 304)
            #expect(answer["etag"] == "\"tag\"")
        }
        try wire.send(LiveServer.get("/count", "If-Match: \"other\""))
        #expect(try wire.receiveAnswer().status == 412)
    }

    @Test func answersHeadWithoutContent() throws {
        let wire = try LiveServer().connect()
        for path in ["/count", "/count", "/large", "/stream"] {
            try wire.send("HEAD \(path) HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(
                String(decoding: try wire.receive(through: "\r\n\r\n"), as: UTF8.self).hasPrefix("HTTP/1.1 200 OK\r\n"))
        }
        try wire.send(LiveServer.get("/last", "Connection: close"))
        #expect(Wire.answers(in: try wire.receiveToEnd()).map(\.text) == ["/last"])
    }

    @Test func closesAfterAsManyRequestsAsAllowed() throws {
        let wire = try LiveServer { $0.requestsPerConnection = 3 }.connect()
        try wire.send((0..<5).map { LiveServer.get("/\($0)") }.joined())
        let answers = Wire.answers(in: try wire.receiveToEnd())
        #expect(answers.map { $0["connection"] } == [nil, nil, "close"])
    }

    @Test func refusesAnInvalidRequestAndCloses() throws {
        let wire = try LiveServer().connect()
        try wire.send(LiveServer.get("/a") + "GET / HTTP/1.1\r\nHost: a\r\nbad line\r\n\r\n" + LiveServer.get("/b"))
        let answers = Wire.answers(in: try wire.receiveToEnd())
        #expect(answers.map(\.status) == [200, 400])
        #expect(answers[1]["connection"] == "close")
        #expect(answers[1]["date"] != nil)
    }

    @Test(arguments: [
        "HEAD /healthz HTTP/1.1\r\n\r\n", "HEAD /a%zz HTTP/1.1\r\nHost: a\r\n\r\n", "HEAD / HTTP/3.0\r\n",
        "HEAD / HTTP/1.1\r\nHost: a\r\nbad line\r\n\r\n", "HEAD  / HTTP/1.1\r\n",
    ])
    func refusesHeadWithoutContent(_ request: String) throws {
        let wire = try LiveServer().connect()
        try wire.send(request)
        let bytes = try wire.receiveToEnd()
        #expect(bytes.suffix(4) == Array("\r\n\r\n".utf8)[...])
        #expect(String(decoding: bytes, as: UTF8.self).contains("\r\nContent-Length: 7\r\n"))
    }

    @Test func answersASlowHEADWithoutContent() throws {
        let wire = try LiveServer { $0.headTime = 300 }.connect()
        try wire.send("HEAD / HTTP/1.1\r\nHost")
        let answer = String(decoding: try wire.receiveToEnd(), as: UTF8.self)
        #expect(answer.hasPrefix("HTTP/1.1 408 ") && answer.hasSuffix("\r\n\r\n"))
    }

    @Test func anEmptyLineBetweenRequestsIsNoRequest() throws {
        let live = try LiveServer { limits in
            limits.headTime = 300
            limits.idleTime = 800
        }
        let wire = try live.connect()
        try wire.send(LiveServer.get("/a") + "\r\n")
        _ = try wire.receiveAnswer()
        #expect(try wire.receiveToEnd().isEmpty, "the connection is idle, so it is closed without a response")
    }

    @Test func drainsGracefully() throws {
        let live = try LiveServer { $0.drainTime = 60_000 }
        let (idle, busy) = (try live.connect(), try live.connect(receiveBuffer: 4096))
        try idle.send(LiveServer.get("/a"))
        _ = try idle.receiveAnswer()
        try busy.send(LiveServer.get("/large"))
        var received = try busy.receive(100)
        let hasEnded = Locked(false)
        live.server.drain { hasEnded.withLock { $0 = true } }
        #expect(try idle.receiveToEnd().isEmpty)
        received += try busy.receiveToEnd()
        #expect(Wire.answers(in: received).first?.body == KnownAnswers.large)
        try live.eventually { hasEnded.withLock { $0 } }
        #expect(throws: WireError.refused) { try live.connect() }
    }
}
