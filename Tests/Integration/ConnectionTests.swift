// Persistent connections, HEAD, conditional requests, pipelining and concurrent transfers.

import Support
import Testing

@Suite struct ConnectionTests {
    @Test func aConnectionIsKeptBetweenRequests() throws {
        let program = try Program.serve()
        let curl = try Curl(program)
        let opened = try ["/leaders", "/leaders?limit=1", "/nowhere", "/articles", "/leaders"].map {
            try curl.request($0).newConnections
        }
        #expect(opened == [1, 0, 0, 0, 0])
    }

    @Test func connectionCloseIsHonoured() throws {
        let program = try Program.serve()
        let curl = try Curl(program)
        let answer = try curl.request("/leaders", headers: ["Connection: close"])
        #expect(answer.status == 200)
        #expect(answer["connection"]?.lowercased() == "close")
        #expect(try curl.request("/leaders").newConnections == 1)
    }

    @Test(arguments: ["/leaders", "/", "/articles", "/leaders/macron", "/leaders.csv", "/nowhere", "/healthz"])
    func headAnswersLikeGetWithoutContent(target: String) throws {
        let program = try Program.serve()
        let curl = try Curl(program)
        let get = try curl.request(target)
        let head = try curl.request(target, method: "HEAD")
        #expect(head.status == get.status)
        #expect(head.body.isEmpty)
        #expect(!get.body.isEmpty)
        for name in ["content-length", "content-type", "etag", "last-modified", "vary", "cache-control"] {
            #expect(head[name] == get[name], "\(name)")
        }
        #expect(try curl.request(target).newConnections == 0, "the answer to HEAD left the connection usable")
    }

    @Test func aConditionalGetIsAnswered304() throws {
        let program = try Program.serve()
        let curl = try Curl(program)
        let first = try curl.request("/leaders")
        let etag = try #require(first["etag"])
        #expect(etag.hasPrefix("\""))
        for value in [etag, "W/\(etag)", "\"other\", \(etag)", "*"] {
            let answer = try curl.request("/leaders", headers: ["If-None-Match: \(value)"])
            #expect(answer.status == 304, "\(value)")
            #expect(answer.body.isEmpty)
            #expect(answer["etag"] == etag)
        }
        let other = try curl.request("/leaders", headers: ["If-None-Match: \"other\""])
        #expect(other.status == 200)
        #expect(other.body == first.body)
        let date = try #require(first["last-modified"])
        #expect(try curl.request("/leaders", headers: ["If-Modified-Since: \(date)"]).status == 304)
    }

    @Test func aRestartKeepsTags() throws {
        let tags = try (0..<2).map { _ in
            let program = try Program.serve()
            return try Curl(program).request("/leaders")["etag"]
        }
        #expect(tags[0] != nil)
        #expect(tags[0] == tags[1])
    }

    @Test func pipelinedRequestsAreAnsweredInOrder() throws {
        let program = try Program.serve()
        let targets = (0..<100).map { $0 % 3 == 0 ? "/leaders?limit=\($0 + 1)" : "/nowhere/\($0)" }
        defer { withExtendedLifetime(program) {} }
        let wire = try Wire(port: program.port)
        let requests = targets.enumerated().map { index, target in
            "GET \(target) HTTP/1.1\r\nHost: localhost\r\n" + (index == 99 ? "Connection: close\r\n\r\n" : "\r\n")
        }
        try wire.send(requests.joined())
        let answers = try Wire.answers(in: wire.receiveToEnd())
        try #require(answers.count == targets.count)
        for (target, answer) in zip(targets, answers) {
            #expect(answer.status == (target.hasPrefix("/nowhere") ? 404 : 200))
            // A list names itself in its links, an error the target that it is about.
            #expect(answer.text.contains("\"\(target)\""), "\(target)")
        }
    }

    @Test func manyTransfersShareFewConnections() throws {
        let program = try Program.serve()
        let targets = (0..<200).map { "/leaders?limit=\($0 % 50 + 1)" }
        let answers = try Curl.concurrently(targets, of: program, connections: 20)
        for (target, answer) in zip(targets, answers) {
            #expect(answer.status == 200)
            #expect(answer.text.contains("\"\(target)\""), "\(target)")
        }
        #expect(answers.map(\.newConnections).reduce(0, +) <= 20)
    }
}
