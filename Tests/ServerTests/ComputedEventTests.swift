// Event streams whose events the responder computes for a request.
import HTTP
import Support
import Synchronization
import Testing

@testable import Server

@Suite(.timeLimit(.minutes(2))) struct ComputedEventTests {
    /// Requests events and waits for the first one.
    private static func subscribe(_ live: LiveServer, _ path: String = "/queried/a") throws -> Wire {
        let wire = try live.connect()
        try wire.send(LiveServer.get(path))
        _ = try wire.receive(through: "first\n\r\n")
        return wire
    }

    /// Publishes an event with a number.
    private static func broadcast(_ live: LiveServer, _ number: Int) {
        live.responder.lastEventNumber.store(number, ordering: .relaxed)
        live.server.broadcast(Array("broadcast".utf8), number: number)
    }

    private static func expect(_ text: String, _ wire: Wire) throws {
        let chunk = String(text.utf8.count, radix: 16) + "\r\n" + text + "\r\n"
        #expect(try String(decoding: wire.receive(through: text + "\r\n"), as: UTF8.self) == chunk)
    }

    @Test func `a subscriber with a request gets computed events instead of those that are broadcast`() throws {
        let live = try LiveServer()
        let (wire, other) = (try Self.subscribe(live), try Self.subscribe(live, "/events"))
        Self.broadcast(live, 11)
        try Self.expect("10...11\n", wire)
        try Self.expect("broadcast", other)
        Self.broadcast(live, 12)
        try Self.expect("11...12\n", wire)
    }

    @Test func `a stream that begins after an event gets it at once`() throws {
        let live = try LiveServer()
        Self.broadcast(live, 14)
        let wire = try live.connect()
        try wire.send(LiveServer.get("/queried/a"))
        _ = try wire.receive(through: "10...14\n\r\n")
    }

    @Test func `subscribers with the same request share one computation, and others do not wait for it`() throws {
        let live = try LiveServer()
        let wires = try (0..<3).map { _ in try Self.subscribe(live, "/queried/held") }
        let other = try Self.subscribe(live)
        Self.broadcast(live, 11)
        try Self.expect("10...11\n", other)
        try live.eventually { live.responder.begun == 1 }
        live.responder.release()
        for wire in wires { try Self.expect("10...11\n", wire) }
        #expect(live.responder.begun == 1)
    }

    @Test func `events during a computation are computed after it`() throws {
        let live = try LiveServer()
        let wire = try Self.subscribe(live, "/queried/held")
        Self.broadcast(live, 11)
        try live.eventually { live.responder.begun == 1 }
        Self.broadcast(live, 12)
        Self.broadcast(live, 13)
        live.responder.release()
        try Self.expect("10...11\n", wire)
        live.responder.release()
        try Self.expect("11...13\n", wire)
    }

    @Test func `a computation that takes too long ends with an event that says so`() throws {
        let live = try LiveServer { $0.answerTime = 1 }
        let wire = try Self.subscribe(live, "/queried/held")
        Self.broadcast(live, 11)
        try Self.expect("too costly\n", wire)
        try live.eventually { live.responder.stopped == 1 }
    }

    @Test func `a subscriber that goes cancels its computation`() throws {
        let live = try LiveServer()
        let wire = try Self.subscribe(live, "/queried/held")
        Self.broadcast(live, 11)
        try live.eventually { live.responder.begun == 1 }
        wire.reset()
        try live.eventually { live.responder.stopped == 1 }
    }

    @Test func `the end of the server ends a stream that waits`() throws {
        let live = try LiveServer()
        let wire = try Self.subscribe(live, "/queried/held")
        Self.broadcast(live, 11)
        try live.eventually { live.responder.begun == 1 }
        live.server.drain {}
        #expect(try wire.receiveToEnd() == Array("0\r\n\r\n".utf8))
        try live.eventually { live.responder.stopped == 1 }
    }
}
