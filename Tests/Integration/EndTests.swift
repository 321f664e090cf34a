// Shutdown: responses in progress are completed, and new connections are refused.

import Glibc
import Support
import Testing

@Suite struct EndTests {
    @Test(arguments: [SIGTERM, SIGINT])
    func anIdleProgramEndsWithZero(signal: Int32) throws {
        let program = try Program.serve()
        let idle = try Wire(port: program.port)
        #expect(try Curl(program).request("/leaders").status == 200)
        program.signal(signal)
        #expect(try program.wait().code == 0)
        #expect(try idle.receive().isEmpty, "an idle connection is closed")
    }

    @Test(arguments: [SIGTERM, SIGINT], ["/articles/large/source", "/points.ndjson?limit=1000"])
    func anAnswerUnderWayIsFinished(signal: Int32, target: String) throws {
        let folder = try Folder(["large.txt": largeText])
        let program = try Program.serve(["--documents", folder.path])
        let expected = try Curl(program).request(target)
        #expect(expected.status == 200)
        try #require(expected.body.count > 8 << 20, "more than the buffers of both sides hold")

        let wire = try Wire(port: program.port, receiveBuffer: 4096)
        try wire.send("GET \(target) HTTP/1.1\r\nHost: localhost\r\n\r\n")
        let beginning = try wire.receive(1024)
        program.signal(signal)
        try waitUntilRefused(program)

        let answers = try Wire.answers(in: beginning + wire.receiveToEnd())
        #expect(answers.map(\.body) == [expected.body])
        #expect(try program.wait().code == 0)
    }

    @Test func aQuestionThatTakesLongHoldsNoEndUp() throws {
        // Each filter's text is only at the end of a record, after many partial matches.
        let text = String(repeating: "a", count: 4000)
        let bullets = (1...1000).map { "- Point \($0): \($0) \(text)b\n" }.joined()
        let folder = try Folder(["long.txt": "Title: A long record\n\nPoints\n\n" + bullets])
        let program = try Program.serve([
            "--documents", folder.path, "--set", "limits.drainSeconds=1", "--set", "limits.answerSeconds=60",
            "--set", "workers=1",
        ])
        let wire = try Wire(port: program.port)
        let filters = (1...96).map { "text:contains=\(String(repeating: "a", count: $0))b" }.joined(separator: "&")
        try wire.send("GET /points?\(filters) HTTP/1.1\r\nHost: localhost\r\n\r\n")
        // The worker handles requests in order: after this response, the long request is being computed.
        #expect(try Curl(program).request("/healthz").status == 200)
        program.signal(SIGTERM)
        #expect(try program.wait().code == 0)
        #expect(try wire.receiveToEnd().isEmpty, "it is not answered in so short a time")
    }

    @Test func aSecondSignalEndsAtOnce() throws {
        let folder = try Folder(["large.txt": largeText])
        let program = try Program.serve(["--documents", folder.path])
        let wire = try Wire(port: program.port, receiveBuffer: 4096)
        try wire.send("GET /articles/large/source HTTP/1.1\r\nHost: localhost\r\n\r\n")
        let beginning = try wire.receive(1024)
        program.signal(SIGTERM)
        try waitUntilRefused(program)
        // A signal that follows at once repeats the first one.
        usleep(50_000)
        program.signal(SIGTERM)
        #expect(try program.wait().code == 128 + SIGTERM)
        let rest = (try? wire.receiveToEnd()) ?? []
        #expect(Wire.answers(in: beginning + rest).isEmpty, "the answer is cut short")
    }

    @Test(arguments: [1, 2]) func aLogThatNobodyReadsBlocksNothing(signals: Int) throws {
        let folder = try Folder(["a.md": "# First\n"])
        let program = try Program.serve(["--documents", folder.path, "--set", "log.access=true"])
        let wire = try Wire(port: program.port)
        // More than the pipe and the buffer of the log hold.
        let request = "GET /none?\(String(repeating: "x", count: 7000)) HTTP/1.1\r\nHost: localhost\r\n\r\n"
        for _ in 0..<400 {
            try wire.send(request)
            _ = try wire.receiveAnswer()
        }
        try folder.write("# Second\n", to: "a.md")
        let curl = try Curl(program)
        let deadline = ContinuousClock.now + .seconds(20)
        while try !curl.request("/articles").text.contains("Second"), ContinuousClock.now < deadline {}
        #expect(try curl.request("/articles").text.contains("Second"), "the change is published")
        let large = try Wire(port: program.port)
        if signals == 2 {
            // An incomplete head keeps the program from its end.
            try large.send("GET / HTTP/1.1\r\n")
            #expect(try curl.request("/healthz").status == 200)
        }
        program.signal(SIGTERM)
        if signals == 2 {
            try waitUntilRefused(program)
            usleep(50_000)
            program.signal(SIGTERM)
        }
        #expect(program.exitCodeWithoutReading() == (signals == 1 ? 0 : 128 + SIGTERM))
    }

    /// 12 MB in items of 16 kB, so that one page of points exceeds the buffers of a connection.
    private let largeText: String = {
        let words = String(repeating: "the ministers agreed to meet again ", count: 460)
        return "Title: A long record\n\nPoints\n\n" + (1...750).map { "- Point \($0): \(words)\n" }.joined()
    }()

    /// Connects until the connection is refused, which shows that the program handles the signal.
    private func waitUntilRefused(_ program: Program) throws {
        let deadline = ContinuousClock.now + .seconds(20)
        while ContinuousClock.now < deadline {
            do {
                _ = try Wire(port: program.port)
            } catch let error as WireError where error == .refused {
                return
            } catch is WireError {
                continue  // reset: the listener closed during the connect
            }
        }
        Issue.record("still listens")
    }
}
