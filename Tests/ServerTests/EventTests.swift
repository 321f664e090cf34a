// Event streams.
import HTTP
import Support
import Testing

@testable import Server

@Suite struct EventTests {
    /// Requests events and waits for the first one.
    private static func subscribe(_ live: LiveServer) throws -> Wire {
        let wire = try live.connect()
        try wire.send(LiveServer.get("/events"))
        let head = try wire.receive(through: "first\n\r\n")
        #expect(String(decoding: head, as: UTF8.self).contains("Transfer-Encoding: chunked"))
        return wire
    }

    @Test func everySubscriberGetsEveryEvent() throws {
        let live = try LiveServer(workers: 2)
        let wires = try (0..<4).map { _ in try Self.subscribe(live) }
        for (number, text) in [(11, "one"), (12, "two")] {
            live.server.broadcast(Array(text.utf8), number: number)
            for wire in wires { #expect(try wire.receive(through: text + "\r\n") == Array("3\r\n\(text)\r\n".utf8)) }
        }
    }

    @Test func `a subscriber gets no event that its stream began with`() throws {
        let live = try LiveServer()
        let wire = try Self.subscribe(live)
        for (number, text) in [(9, "9"), (10, "10"), (11, "11"), (11, "again"), (12, "12")] {
            live.server.broadcast(Array(text.utf8), number: number)
        }
        #expect(try wire.receive(through: "12\r\n") == Array("2\r\n11\r\n2\r\n12\r\n".utf8))
    }

    @Test func anEventStreamHasNoDeadlineAndOthersAreServed() throws {
        let live = try LiveServer { limits in
            limits.idleTime = 1
            limits.writeTime = 1
            limits.headTime = 1
        }
        let wire = try Self.subscribe(live)
        // The next sweep closes idle connections, but not the event stream.
        let other = try live.connect()
        #expect(try other.receive().isEmpty)
        live.server.broadcast(Array("late".utf8), number: 11)
        _ = try wire.receive(through: "late\r\n")
    }

    @Test func subscribersBeyondTheLimitAreRefused() throws {
        let live = try LiveServer { $0.listeners = 2 }
        let wires = try [Self.subscribe(live), Self.subscribe(live)]
        let third = try live.connect()
        try third.send(LiveServer.get("/events"))
        #expect(try third.receiveAnswer().status == 503)
        wires[0].reset()
        try live.expectConnections(2)
        try third.send(LiveServer.get("/events"))
        _ = try third.receive(through: "first\n\r\n")
    }

    @Test func subscribersGetAtMostHalfOfTheConnections() throws {
        let live = try LiveServer { $0.connections = 4 }
        let wires = try [Self.subscribe(live), Self.subscribe(live)]
        let third = try live.connect()
        try third.send(LiveServer.get("/events"))
        #expect(try third.receiveAnswer().status == 503)
        withExtendedLifetime(wires) {}
    }

    @Test func aSubscriberThatClosesItsSendingSideIsDisconnected() throws {
        let live = try LiveServer()
        let wire = try Self.subscribe(live)
        wire.endSending()
        try live.expectConnections(0)
    }

    @Test func drainingSendsTheLastChunk() throws {
        let live = try LiveServer()
        let wire = try Self.subscribe(live)
        live.server.drain {}
        #expect(try wire.receiveToEnd() == Array("0\r\n\r\n".utf8))
    }

    @Test func headGetsNoEventsAndHTTP10GetsThemWithoutChunks() throws {
        let live = try LiveServer()
        let wire = try live.connect()
        try wire.send("HEAD /events HTTP/1.1\r\nHost: localhost\r\n\r\n" + LiveServer.get("/count"))
        let head = try wire.receive(through: "\r\n\r\n1")
        #expect(!String(decoding: head, as: UTF8.self).contains("first"))
        let old = try live.connect()
        try old.send("GET /events HTTP/1.0\r\n\r\n")
        _ = try old.receive(through: "\r\n\r\nfirst\n")
        live.server.broadcast(Array("next".utf8), number: 11)
        #expect(try old.receive(through: "next") == Array("next".utf8))
    }
}
