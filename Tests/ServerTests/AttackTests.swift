import Glibc
import HTTP
import Support
import Testing

@testable import Server

/// What hostile clients do, and that others are served meanwhile.
@Suite(.serialized, .timeLimit(.minutes(3))) struct AttackTests {
    private static func expectService(_ live: LiveServer) throws {
        let wire = try live.connect()
        try wire.send(LiveServer.get("/well", "Connection: close"))
        #expect(Wire.answers(in: try wire.receiveToEnd()).map(\.text) == ["/well"])
    }

    @Test func aHeadThatNeverEndsIsAnswered408() throws {
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

    @Test func aReaderThatTakesNothingIsCutOff() throws {
        let live = try LiveServer { $0.writeTime = 300 }
        let wire = try live.connect(receiveBuffer: 4096)
        try wire.send(LiveServer.get("/large"))
        try Self.expectService(live)
        try live.expectConnections(0)
    }

    @Test(arguments: ["/large", "/endless"])
    func readersThatTakeNothingAreCutOffWhenTheirAnswersHoldTooMuch(_ path: String) throws {
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

    @Test func manyReadersOfStreamsHoldNobodyUp() throws {
        let live = try LiveServer()
        let readers = try (0..<200).map { _ in
            let wire = try live.connect(receiveBuffer: 4096)
            try wire.send(LiveServer.get("/endless"))
            return wire
        }
        try Self.expectService(live)
        for wire in readers { #expect(try !wire.receive(1000).isEmpty) }
    }

    @Test func aSlowReaderAboveTheLeastRateIsNotCutOff() throws {
        let live = try LiveServer { limits in
            limits.writeTime = 500
            limits.writeRate = 20_000
        }
        let wire = try live.connect()
        try wire.send(LiveServer.get("/endless"))
        // For several windows 40,000 bytes a second, while the sockets of both sides hold megabytes.
        let end = ContinuousClock.now + .seconds(4)
        var next = ContinuousClock.now
        while ContinuousClock.now < end {
            #expect(try !wire.receive(2_000).isEmpty)
            next += .milliseconds(50)
            while ContinuousClock.now < next { usleep(1_000) }
        }
        #expect(live.server.metrics.connections == 1)
    }

    @Test func aClientThatSendsOnAfterItsLastAnswerIsCutOff() throws {
        let live = try LiveServer { $0.lingerSize = 10_000 }
        let wire = try live.connect()
        try wire.send("nonsense\r\n\r\n")
        #expect(throws: WireError.self) {
            for _ in 0..<10_000 { try wire.send([UInt8](repeating: 0x61, count: 10_000)) }
        }
        try live.expectConnections(0)
    }

    @Test func aReaderThatVanishesIsForgotten() throws {
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
        // The writer stops when the server does, so both sides must move: what fits is sent, then read.
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

    @Test func aReaderThatVanishesAmongItsRequestsIsAnsweredNoMore() throws {
        let live = try LiveServer()
        let wire = try live.connect()
        // It only holds a descriptor, which does not change.
        nonisolated(unsafe) let vanishing = wire
        live.responder.meanwhile.withLock { $0 = { vanishing.reset() } }
        // Several batches of answers, of which the first finds nobody; events would be sent to whoever comes next.
        let requests = (1...2000).map { _ in "GET /x HTTP/1.1\r\nHost: a\r\n\r\n" }.joined()
        try? wire.send(LiveServer.get("/meanwhile") + requests + LiveServer.get("/events"))
        try live.expectConnections(0)
        try Self.expectService(live)
        let sum = live.server.metrics
        #expect(sum.answers < 2000)
        #expect(sum.requests.reduce(0) { $0 + $1.count } == sum.answers)
    }

    @Test func aBodyThatNeverEndsIsNotWaitedFor() throws {
        let live = try LiveServer { $0.lingerTime = 300 }
        let wire = try live.connect()
        try wire.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\na")
        #expect(try wire.receiveAnswer().status == 200, "the responder's affair, which sees that there is content")
        #expect(try wire.receiveToEnd().isEmpty)
        try live.expectConnections(0)
        try Self.expectService(live)
    }

    @Test func clientsThatHaveHadTheirLastAnswerGiveWay() throws {
        let live = try LiveServer { limits in
            limits.connections = 2
            limits.lingerTime = 1_000_000
        }
        let told = try (0..<2).map { _ in
            let wire = try live.connect()
            try wire.send("nonsense\r\n\r\n")
            #expect(try Wire.answers(in: wire.receiveToEnd()).map(\.status) == [400])
            return wire
        }
        #expect(live.server.metrics.connections == 2)
        try Self.expectService(live)
        withExtendedLifetime(told) {}
    }

    @Test func manyIdleConnectionsGiveWayToNewOnes() throws {
        let live = try LiveServer { $0.connections = 64 }
        var idle: [Wire] = []
        for _ in 0..<500 {
            // A refused or evicted connection is what the flood gets; the next may come in.
            if let wire = try? live.connect() { idle.append(wire) }
        }
        try live.eventually { (try? Self.isServed(live)) == true }
        #expect(live.server.metrics.connections <= 64)
        withExtendedLifetime(idle) {}
    }

    @Test(arguments: [1, 2, 3, 16])
    func anIdleConnectionGivesWay(_ limit: Int) throws {
        let live = try LiveServer { $0.connections = limit }
        let idle = try (0..<limit).map { _ in
            let wire = try live.connect()
            try wire.send(LiveServer.get("/a"))
            #expect(try wire.receiveAnswer().status == 200)
            return wire
        }
        #expect(live.server.metrics.connections == limit, "every place is taken before one is taken away")
        try Self.expectService(live)
        withExtendedLifetime(idle) {}
    }

    @Test func theLongestIdleGivesWayAndNobodyElse() throws {
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
            // Who is gone is told by a reset or an end.
            if (try? wire.send(LiveServer.get("/b"))) == nil || (try? wire.receiveAnswer()) == nil { gone += 1 }
        }
        #expect(gone == 1)
    }

    @Test func aHeadUnderWayDoesNotGiveWayAtOnce() throws {
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

    @Test func oneAddressGetsNoMoreThanItsShare() throws {
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

    @Test func connectionsResetAtOnceLeaveNothingBehind() throws {
        let live = try LiveServer()
        for _ in 0..<2000 { try live.connect().reset() }
        try Self.expectService(live)
        try live.expectConnections(0)
    }
}
