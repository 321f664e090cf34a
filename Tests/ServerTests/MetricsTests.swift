// Counting and logging of responses.
import Glibc
import HTTP
import Support
import Testing

@testable import Server

@Suite struct CountersTests {
    @Test func durationsFallIntoBuckets() {
        let counters = Counters()
        for nanoseconds in [0, 100_999, 101_000, 5_000_000_000, 5_000_001_000, Int.max] {
            counters.add(slot: 3, nanoseconds: nanoseconds)
        }
        #expect(counters[slot: 3] == 6)
        #expect(counters[bucket: 0] == 2)
        #expect(counters[bucket: 1] == 1)
        #expect(counters[bucket: Counters.bounds.count - 1] == 1)
        #expect(counters[bucket: Counters.bounds.count] == 2)
    }

    @Test func aPairKeepsItsNumber() {
        let routes = Routes()
        #expect(routes.slot("/a", 200) == 0)
        #expect(routes.slot("/a", 404) == 1)
        #expect(routes.slot("/a", 200) == 0)
        #expect(routes.pairs.map(\.status) == [200, 404])
    }

    @Test func pairsBeyondTheMaximumShareTheLastNumber() {
        let routes = Routes()
        let slots = (0..<2 * Routes.maxSlots).map { routes.slot("/", $0) }
        #expect(slots.allSatisfy { (0..<Routes.maxSlots).contains($0) })
    }

    @Test func theSnapshotIsTheSumOfAllWorkers() {
        let routes = Routes()
        let parts = [Counters(), Counters()]
        let slot = routes.slot("/a", 200)
        for counters in parts {
            counters.add(slot: slot, nanoseconds: 1_000_000)
            counters.add(.sent, 10)
        }
        let sum = MetricsSnapshot(parts, routes, connections: 7)
        #expect(sum.requests.map(\.count) == [2])
        #expect(sum.answers == 2 && sum.sent == 20 && sum.connections == 7)
        #expect(abs(sum.seconds - 0.002) < 1e-9)
        #expect(sum.durations.map(\.count) == [0, 0, 0, 2, 2, 2, 2, 2, 2, 2, 2, 2])
    }
}

@Suite struct TraceContextTests {
    @Test(arguments: [
        ("abc-1", true), (String(repeating: "a", count: 128), true), (String(repeating: "a", count: 129), false),
        ("", false), ("a b", false), ("a\u{7}", false), ("é", false),
    ])
    func onlyAValidIDIsUsed(_ given: String, _ isTaken: Bool) {
        let context = TraceContext(method: "GET", target: "/", id: given, traceparent: nil)
        #expect((context.id == given) == isTaken)
        #expect(TraceContext.isID(context.id))
        #expect(context.lines == Array("X-Request-Id: \(context.id)\r\n".utf8))
    }

    private static let trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"

    @Test(arguments: [
        (trace, true), (trace.uppercased(), false), ("ff" + trace.dropFirst(2), false), (trace + "-00", false),
        ("00-" + String(repeating: "0", count: 32) + "-00f067aa0ba902b7-01", false), ("", false), ("a\r\nb", false),
    ])
    func onlyAValidTraceparentIsUsed(_ given: String, _ isTaken: Bool) {
        let context = TraceContext(method: "GET", target: "/", id: "1", traceparent: given)
        #expect((context.traceparent == given) == isTaken)
        #expect(String(decoding: context.lines, as: UTF8.self).contains("traceparent") == isTaken)
    }
}

@Suite struct MetricsTests {
    @Test func everyResponseIsCounted() throws {
        let live = try LiveServer()
        let wire = try live.connect()
        for path in ["/count", "/count", "/a"] {
            try wire.send(LiveServer.get(path))
            #expect(try wire.receiveAnswer().status == 200)
        }
        try wire.send("nonsense\r\n\r\n")
        #expect(try wire.receiveAnswer().status == 400)
        let sum = live.server.metrics
        #expect(sum.requests.map(\.status).sorted() == [200, 400])
        #expect(sum.requests.map(\.count).sorted() == [1, 3])
        #expect(sum.answers == 4 && sum.accepted == 1)
        #expect(sum.hits == 1 && sum.misses == 2)
        #expect(sum.received > 100 && sum.sent > 100)
    }

    @Test func theRequestIDIsReturnedWithCachedAndUncachedResponses() throws {
        let live = try LiveServer()
        let wire = try live.connect()
        for id in ["one", "two"] {
            try wire.send(LiveServer.get("/count", "X-Request-Id: \(id)"))
            #expect(try wire.receiveAnswer()["x-request-id"] == id)
        }
        try wire.send(LiveServer.get("/count"))
        #expect(try wire.receiveAnswer()["x-request-id"] == nil)
    }

    @Test func aRejectedClientIsCountedAndLogged() throws {
        let records = Locked<[AccessLogEntry]>([])
        var limits = ServerLimits()
        limits.connectionsPerAddress = 1
        let server = try Server(
            addresses: [.ip(host: "127.0.0.1", port: 0)], workers: 1, limits: limits, responder: KnownAnswers(),
            log: { record in records.withLock { $0.append(record) } })
        server.start()
        guard case .ip(_, let port)? = server.addresses.first else { return }
        let first = try Wire(port: port)
        try first.send(LiveServer.get("/a"))
        #expect(try first.receiveAnswer().status == 200)
        let second = try Wire(port: port)
        let answer = try second.receiveAnswer()
        #expect(answer.status == 503 && answer["x-request-id"]?.utf8.count == 16)
        // The server logs a response after sending it.
        while records.withLock({ $0.count < 2 }) { sched_yield() }
        let record = records.withLock { $0[1] }
        #expect(record.status == 503 && record.peer == "127.0.0.1" && record.target.isEmpty && record.size == 7)
        #expect(record.id == answer["x-request-id"])
        let sum = server.metrics
        #expect(sum.requests.map(\.status).sorted() == [200, 503] && sum.answers == 2 && sum.accepted == 2)
        server.drain {}
    }

    @Test func everyResponseIsLogged() throws {
        let records = Locked<[AccessLogEntry]>([])
        let server = try Server(
            addresses: [.ip(host: "127.0.0.1", port: 0)], workers: 1, limits: ServerLimits(), responder: KnownAnswers(),
            log: { record in records.withLock { $0.append(record) } })
        server.start()
        guard case .ip(_, let port)? = server.addresses.first else { return }
        let wire = try Wire(port: port)
        for path in ["/count", "/count?a=b%0A"] {
            try wire.send(LiveServer.get(path, "X-Request-Id: id-\(path.utf8.count)"))
            #expect(try wire.receiveAnswer()["x-request-id"] == "id-\(path.utf8.count)")
        }
        try wire.send("nonsense\r\n\r\n")
        #expect(try wire.receiveAnswer()["x-request-id"]?.utf8.count == 16)
        let log = records.withLock { $0 }
        #expect(log.map(\.target) == ["/count", "/count?a=b%0A", ""])
        #expect(log.map(\.status) == [200, 200, 400])
        #expect(log.map(\.size) == [1, 13, 7])
        #expect(log.allSatisfy { $0.peer == "127.0.0.1" && $0.nanoseconds >= 0 })
        server.drain {}
    }
}
