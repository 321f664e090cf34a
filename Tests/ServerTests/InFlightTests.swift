// Responses that are computed on the work queue, and the connections that wait for them.
import HTTP
import Support
import Testing

@testable import Server

@Suite(.timeLimit(.minutes(2))) struct InFlightTests {
    /// Connects a client and waits for a response, so that the server has accepted it.
    private static func client(_ live: LiveServer) throws -> Wire {
        let wire = try live.connect()
        try ping(wire)
        return wire
    }

    /// Sends a request and waits for its response; the worker has then read all earlier requests.
    private static func ping(_ wire: Wire) throws {
        try wire.send(LiveServer.get("/ping"))
        #expect(try wire.receiveAnswer().text == "/ping")
    }

    private static func expectBegun(_ count: Int, _ live: LiveServer) throws {
        try live.eventually { live.responder.begun == count }
    }

    private static func expectStopped(_ count: Int, _ live: LiveServer) throws {
        try live.eventually { live.responder.stopped == count }
    }

    @Test func otherConnectionsAreServedMeanwhile() throws {
        let live = try LiveServer()
        let (one, other) = (try Self.client(live), try Self.client(live))
        try one.send(LiveServer.get("/held/a"))
        try Self.expectBegun(1, live)
        for _ in 0..<100 { try Self.ping(other) }
        live.responder.release()
        #expect(try one.receiveAnswer().text == "/held/a")
        try Self.ping(one)
    }

    @Test func pipelinedRequestsAreAnsweredInOrder() throws {
        let live = try LiveServer()
        let wire = try Self.client(live)
        let paths = ["/1", "/held/2", "/3", "/held/4", "/held/5", "/6"]
        try wire.send(paths.map { LiveServer.get($0) }.joined() + LiveServer.get("/end", "Connection: close"))
        for _ in 0..<3 { live.responder.release() }
        #expect(Wire.answers(in: try wire.receiveToEnd()).map(\.text) == paths + ["/end"])
    }

    @Test func identicalRequestsShareOneComputation() throws {
        let live = try LiveServer()
        let wires = try (0..<10).map { _ in try Self.client(live) }
        for wire in wires { try wire.send(LiveServer.get("/held/same")) }
        try Self.ping(try Self.client(live))
        live.responder.release()
        for wire in wires { #expect(try wire.receiveAnswer().text == "/held/same") }
        #expect(live.responder.begun == 1)
    }

    @Test func aComputedResponseIsCached() throws {
        let live = try LiveServer()
        let wire = try Self.client(live)
        live.responder.release()
        for _ in 0..<3 {
            try wire.send(LiveServer.get("/held/kept"))
            #expect(try wire.receiveAnswer().text == "/held/kept")
        }
        #expect(live.responder.begun == 1)
    }

    @Test func preconditionsAreEvaluatedForEachWaitingConnection() throws {
        let live = try LiveServer()
        let (one, other) = (try Self.client(live), try Self.client(live))
        try one.send(LiveServer.get("/held/a", "If-None-Match: \"held\""))
        try other.send(LiveServer.get("/held/a"))
        try Self.ping(try Self.client(live))
        live.responder.release()
        #expect(try one.receiveAnswer().status == 304)
        #expect(try other.receiveAnswer().text == "/held/a")
    }

    @Test func headIsAnsweredWithoutContent() throws {
        let live = try LiveServer()
        let wire = try Self.client(live)
        try wire.send("HEAD /held/a HTTP/1.1\r\nHost: a\r\n\r\n")
        live.responder.release()
        let head = String(decoding: try wire.receive(through: "\r\n\r\n"), as: UTF8.self)
        #expect(head.contains("\r\nContent-Length: 7\r\n"))
        try Self.ping(wire)
    }

    @Test(arguments: [("", "close"), ("Connection: keep-alive\r\n", "keep-alive")])
    func http10GetsTheConnectionOptionThatItRequests(_ field: String, _ connection: String) throws {
        let live = try LiveServer()
        let wire = try Self.client(live)
        try wire.send("GET /held/a HTTP/1.0\r\n\(field)\r\n")
        live.responder.release()
        #expect(try wire.receiveAnswer()["connection"] == connection)
        if connection == "close" { #expect(try wire.receive().isEmpty) } else { try Self.ping(wire) }
    }

    @Test func aClientBeyondTheWorkQueueGets503AndIsServedFurther() throws {
        let live = try LiveServer { limits in
            limits.answersAtOnce = 1
            limits.answersWaiting = 1
        }
        let wires = try (0..<3).map { _ in try Self.client(live) }
        try wires[0].send(LiveServer.get("/stubborn"))
        try Self.expectBegun(1, live)
        try wires[1].send(LiveServer.get("/held/1"))
        try Self.ping(try Self.client(live))
        try wires[2].send(LiveServer.get("/held/2"))
        #expect(try wires[2].receiveAnswer().status == 503)
        try Self.ping(wires[2])
        for _ in 0..<2 { live.responder.release() }
        #expect(try wires[0].receiveAnswer().text == "/stubborn")
        #expect(try wires[1].receiveAnswer().text == "/held/1")
    }

    @Test func theComputationForADisconnectedClientIsCancelled() throws {
        let live = try LiveServer { $0.answersAtOnce = 1 }
        let (one, other) = (try Self.client(live), try Self.client(live))
        try one.send(LiveServer.get("/held/a"))
        try Self.expectBegun(1, live)
        one.reset()
        try Self.expectStopped(1, live)
        let stubborn = try Self.client(live)
        try stubborn.send(LiveServer.get("/stubborn"))
        try Self.expectBegun(2, live)
        try other.send(LiveServer.get("/held/b"))
        other.reset()
        try live.expectConnections(1)
        for _ in 0..<2 { live.responder.release() }
        #expect(try stubborn.receiveAnswer().text == "/stubborn")
        let third = try Self.client(live)
        try third.send(LiveServer.get("/held/c"))
        #expect(try third.receiveAnswer().text == "/held/c")
        #expect(live.responder.begun == 3, "the computation that waited never started")
    }

    @Test func aSharedComputationContinuesForRemainingClients() throws {
        let live = try LiveServer()
        let (one, other) = (try Self.client(live), try Self.client(live))
        try one.send(LiveServer.get("/held/a"))
        try other.send(LiveServer.get("/held/a"))
        try Self.ping(try Self.client(live))
        one.reset()
        try live.expectConnections(1)
        live.responder.release()
        #expect(try other.receiveAnswer().text == "/held/a")
        #expect(live.responder.stopped == 0)
    }

    @Test func aComputationThatTakesTooLongIsCancelledAndAnswered503() throws {
        let live = try LiveServer { $0.answerTime = 300 }
        let wire = try Self.client(live)
        try wire.send(LiveServer.get("/held/a"))
        let answer = try wire.receiveAnswer()
        #expect(answer.status == 503)
        #expect(answer.text == "costly!")
        try Self.expectStopped(1, live)
        try Self.ping(wire)
    }

    @Test func aRequestThatWaitsTooLongForAThreadIsAnswered503() throws {
        let live = try LiveServer { limits in
            limits.answersAtOnce = 1
            limits.answerTime = 300
        }
        let (one, other) = (try Self.client(live), try Self.client(live))
        try one.send(LiveServer.get("/stubborn"))
        try Self.expectBegun(1, live)
        try other.send(LiveServer.get("/held/b"))
        #expect(try one.receiveAnswer().text == "costly!")
        #expect(try other.receiveAnswer().text == "refused")
        live.responder.release()
        try Self.ping(one)
        #expect(live.responder.begun == 1)
    }

    @Test func aClientThatClosedItsSendingSideGetsItsResponse() throws {
        let live = try LiveServer()
        let wire = try Self.client(live)
        try wire.send(LiveServer.get("/held/a") + LiveServer.get("/b"))
        wire.endSending()
        try Self.expectBegun(1, live)
        live.responder.release()
        #expect(Wire.answers(in: try wire.receiveToEnd()).map(\.text) == ["/held/a", "/b"])
    }

    @Test func theComputationForAClientThatClosedItsSendingSideIsCancelled() throws {
        let live = try LiveServer { $0.lingerTime = 300 }
        let wire = try Self.client(live)
        try wire.send(LiveServer.get("/held/a"))
        wire.endSending()
        try Self.expectStopped(1, live)
        #expect(try wire.receive().isEmpty)
    }

    @Test func aDrainingServerSendsThePendingResponse() throws {
        let live = try LiveServer()
        let (wire, idle) = (try Self.client(live), try Self.client(live))
        try wire.send(LiveServer.get("/held/a") + LiveServer.get("/b"))
        try Self.expectBegun(1, live)
        let hasEnded = Locked(false)
        live.server.drain { hasEnded.withLock { $0 = true } }
        #expect(try idle.receive().isEmpty, "the server drains")
        live.responder.release()
        let answers = Wire.answers(in: try wire.receiveToEnd())
        #expect(answers.map(\.text) == ["/held/a"])
        #expect(answers.first?["connection"] == "close")
        try live.eventually { hasEnded.withLock { $0 } }
    }

    @Test func aDrainingServerWaitsNoLongerThanTheDrainTime() throws {
        let live = try LiveServer { limits in
            limits.drainTime = 300
            limits.answersAtOnce = 2
        }
        let (one, other) = (try Self.client(live), try Self.client(live))
        try one.send(LiveServer.get("/held/a"))
        try other.send(LiveServer.get("/stubborn"))
        try Self.expectBegun(2, live)
        let hasEnded = Locked(false)
        live.server.drain { hasEnded.withLock { $0 = true } }
        try live.eventually { hasEnded.withLock { $0 } }
        #expect(live.server.metrics.connections == 0)
        try Self.expectStopped(1, live)
        live.responder.release()
    }
}
