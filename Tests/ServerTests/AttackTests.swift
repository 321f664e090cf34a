// Hostile clients: the server closes their connections, and serves other clients meanwhile.
import Glibc
import HTTP
import Support
import Testing

@testable import Server

@Suite(.serialized, .timeLimit(.minutes(3))) struct AttackTests {
    private static func expectService(_ live: LiveServer) throws {
        let wire = try live.connect()
        try wire.send(LiveServer.get("/well", "Connection: close"))
        #expect(Wire.answers(in: try wire.receiveToEnd()).map(\.text) == ["/well"])
    }

    @Test func anIncompleteHeadIsAnswered408() throws {
        let live = try LiveServer { $0.headTime = 300 }
        let wire = try live.connect()
        try wire.send("GET / HTTP/1.1\r\nHost: a\r\nX-Slow: ")
        try Self.expectService(live)
        #expect(Wire.answers(in: try wire.receiveToEnd()).map(\.status) == [408])
    }

    @Test func anIdleConnectionIsClosed() throws {
        let live = try LiveServer { $0.idleTime = 300 }
        let wire = try live.connect()
        try wire.send(LiveServer.get("/a"))
        _ = try wire.receiveAnswer()
        #expect(try wire.receiveToEnd().isEmpty)
    }

    @Test func aReaderWithoutProgressIsDisconnected() throws {
        let live = try LiveServer { $0.writeTime = 300 }
        let wire = try live.connect(receiveBuffer: 4096)
        try wire.send(LiveServer.get("/large"))
        try Self.expectService(live)
        try live.expectConnections(0)
    }

    @Test(arguments: ["/large", "/endless"])
    func readersWithoutProgressAreDisconnectedWhenMemoryIsShort(_ path: String) throws {
        let live = try LiveServer { limits in
            limits.writeTime = 1_000_000
            limits.waitingSize = 500_000
        }
        let wire = try live.connect(receiveBuffer: 4096)
        try wire.send(LiveServer.get(path))
        let small = try live.connect(receiveBuffer: 4096)
        try small.send(LiveServer.get("/a"))
        #expect(try small.receiveAnswer().text == "/a")
        try live.expectConnections(1)
        try live.eventually { !live.responder.holdsContent }
        try small.send(LiveServer.get("/b"))
        #expect(try small.receiveAnswer().text == "/b")
        withExtendedLifetime(wire) {}
    }

    @Test func manyReadersOfStreamsDoNotDelayOthers() throws {
        let live = try LiveServer()
        let readers = try (0..<200).map { _ in
            let wire = try live.connect(receiveBuffer: 4096)
            try wire.send(LiveServer.get("/endless"))
            return wire
        }
        try Self.expectService(live)
        for wire in readers { #expect(try !wire.receive(1000).isEmpty) }
    }

    @Test func aSlowReaderAboveTheMinimumRateIsNotDisconnected() throws {
        let live = try LiveServer { limits in
            limits.writeTime = 500
            limits.writeRate = 20_000
        }
        let wire = try live.connect()
        try wire.send(LiveServer.get("/endless"))
        // It reads 40,000 bytes a second for several windows, while the socket buffers of both sides hold megabytes.
        let end = ContinuousClock.now + .seconds(4)
        var next = ContinuousClock.now
        while ContinuousClock.now < end {
            #expect(try !wire.receive(2_000).isEmpty)
            next += .milliseconds(50)
            while ContinuousClock.now < next { usleep(1_000) }
        }
        #expect(live.server.metrics.connections == 1)
    }

    @Test func aClientThatSendsOnAfterTheLastResponseIsDisconnected() throws {
        let live = try LiveServer { $0.lingerSize = 10_000 }
        let wire = try live.connect()
        try wire.send("nonsense\r\n\r\n")
        #expect(throws: WireError.self) {
            for _ in 0..<10_000 { try wire.send([UInt8](repeating: 0x61, count: 10_000)) }
        }
        try live.expectConnections(0)
    }

    @Test func theConnectionOfAReaderThatResetsIsClosed() throws {
        let live = try LiveServer()
        for path in ["/large", "/stream"] {
            let wire = try live.connect(receiveBuffer: 4096)
            try wire.send(LiveServer.get(path))
            _ = try wire.receive(1000)
            wire.reset()
        }
        try live.expectConnections(0)
        try Self.expectService(live)
    }

    @Test func aHundredThousandPipelinedRequestsAreAnsweredAsTheReaderReads() throws {
        let live = try LiveServer()
        let wire = try live.connect()
        let count = 100_000
        let requests = Array(String(repeating: LiveServer.get("/x"), count: count).utf8)
        let answer = Array("\r\n\r\n/x".utf8)
        // The server stops reading when its output is not read, so the client must alternate between both.
        var sent = 0
        var received: [UInt8] = []
        while sent < requests.count {
            sent += try wire.sendWhatFits(requests[sent...])
            received += try wire.receiveWhatIsThere()
        }
        wire.endSending()
        received += try wire.receiveToEnd()
        #expect(received.ranges(of: answer).count == count)
    }

    @Test func aClientThatResetsAmongPipelinedRequestsIsNotServedFurther() throws {
        let live = try LiveServer()
        let wire = try live.connect()
        // Safe, because a wire only contains a descriptor, which does not change.
        nonisolated(unsafe) let vanishing = wire
        live.responder.meanwhile.withLock { $0 = { vanishing.reset() } }
        // Several batches of responses, of which the first cannot be sent. If the server served `/events` after that,
        // it would send events to the next connection with the same descriptor.
        let requests = (1...2000).map { _ in "GET /x HTTP/1.1\r\nHost: a\r\n\r\n" }.joined()
        try? wire.send(LiveServer.get("/meanwhile") + requests + LiveServer.get("/events"))
        try live.expectConnections(0)
        try Self.expectService(live)
        let sum = live.server.metrics
        #expect(sum.answers < 2000)
        #expect(sum.requests.reduce(0) { $0 + $1.count } == sum.answers)
    }

    @Test func theServerDoesNotWaitForABody() throws {
        let live = try LiveServer { $0.lingerTime = 300 }
        let wire = try live.connect()
        try wire.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\na")
        #expect(try wire.receiveAnswer().status == 200, "the responder decides about requests with content")
        #expect(try wire.receiveToEnd().isEmpty)
        try live.expectConnections(0)
        try Self.expectService(live)
    }

    @Test func lingeringConnectionsAreEvicted() throws {
        let live = try LiveServer { limits in
            limits.connections = 2
            limits.lingerTime = 1_000_000
        }
        let lingering = try (0..<2).map { _ in
            let wire = try live.connect()
            try wire.send("nonsense\r\n\r\n")
            #expect(try Wire.answers(in: wire.receiveToEnd()).map(\.status) == [400])
            return wire
        }
        #expect(live.server.metrics.connections == 2)
        try Self.expectService(live)
        withExtendedLifetime(lingering) {}
    }

    @Test func manyIdleConnectionsAreEvictedForNewOnes() throws {
        let live = try LiveServer { $0.connections = 64 }
        var idle: [Wire] = []
        for _ in 0..<500 {
            // The server may refuse or evict this connection; the next one may be accepted.
            if let wire = try? live.connect() { idle.append(wire) }
        }
        try live.eventually { (try? Self.isServed(live)) == true }
        #expect(live.server.metrics.connections <= 64)
        withExtendedLifetime(idle) {}
    }

    @Test(arguments: [1, 2, 3, 16])
    func anIdleConnectionIsEvictedForANewOne(_ limit: Int) throws {
        let live = try LiveServer { $0.connections = limit }
        let idle = try (0..<limit).map { _ in
            let wire = try live.connect()
            try wire.send(LiveServer.get("/a"))
            #expect(try wire.receiveAnswer().status == 200)
            return wire
        }
        #expect(live.server.metrics.connections == limit, "the server evicts nobody before the limit is reached")
        try Self.expectService(live)
        withExtendedLifetime(idle) {}
    }

    @Test func onlyTheLongestIdleConnectionIsEvicted() throws {
        let live = try LiveServer { $0.connections = 16 }
        let wires = try (0..<16).map { _ in
            let wire = try live.connect()
            try wire.send(LiveServer.get("/a"))
            #expect(try wire.receiveAnswer().status == 200)
            return wire
        }
        let newcomer = try live.connect()
        try newcomer.send(LiveServer.get("/new"))
        #expect(try newcomer.receiveAnswer().text == "/new")
        var gone = 0
        for wire in wires {
            // An evicted client sees a reset or the end of the connection.
            if (try? wire.send(LiveServer.get("/b"))) == nil || (try? wire.receiveAnswer()) == nil { gone += 1 }
        }
        #expect(gone == 1)
    }

    @Test func aConnectionWithANewHeadIsNotEvicted() throws {
        let live = try LiveServer { limits in
            limits.connections = 2
            limits.headTime = 1_000_000
        }
        let busy = try live.connect()
        try busy.send("GET /busy HTTP/1.1\r\nHost: a\r\n")
        try live.expectConnections(1)
        let idle = try live.connect()
        try idle.send(LiveServer.get("/a"))
        _ = try idle.receiveAnswer()
        try Self.expectService(live)
        try busy.send("\r\n")
        #expect(try busy.receiveAnswer().text == "/busy")
    }

    private static func isServed(_ live: LiveServer) throws -> Bool {
        let wire = try live.connect()
        try wire.send(LiveServer.get("/well", "Connection: close"))
        return Wire.answers(in: try wire.receiveToEnd()).map(\.text) == ["/well"]
    }

    @Test func connectionsBeyondTheLimitOfAnAddressAreRejected() throws {
        let live = try LiveServer { $0.connectionsPerAddress = 2 }
        let held = try (0..<2).map { _ in
            let wire = try live.connect()
            try wire.send(LiveServer.get("/a"))
            _ = try wire.receiveAnswer()
            return wire
        }
        let third = try live.connect()
        #expect(Wire.answers(in: try third.receiveToEnd()).map(\.status) == [503])
        held[0].reset()
        try live.expectConnections(1)
        try Self.expectService(live)
        withExtendedLifetime(held) {}
    }

    @Test func connectionsThatAreResetAtOnceAreClosed() throws {
        let live = try LiveServer()
        for _ in 0..<2000 { try live.connect().reset() }
        try Self.expectService(live)
        try live.expectConnections(0)
    }
}
