// Which requests the work queue computes, and in which order.
import Dispatch
import HTTP
import Testing

@testable import Server

/// A queue, and what its requests did.
private final class Work: Sendable {
    private struct Record {
        var begun: [String] = []
        var ended: [String] = []
        var refused: [String] = []
        /// The computing times in nanoseconds.
        var used: [String: Int] = [:]
        var isOpen = false
    }

    let queue: WorkQueue
    private let record = Locked(Record())

    init(slots: Int = 1, maxWaiting: Int = 256) throws { queue = try WorkQueue(slots: slots, maxWaiting: maxWaiting) }

    var begun: [String] { record.withLock { $0.begun } }
    var ended: [String] { record.withLock { $0.ended } }
    var refused: [String] { record.withLock { $0.refused } }
    var used: [String: Int] { record.withLock { $0.used } }

    /// Lets all long requests end.
    func open() { record.withLock { $0.isOpen = true } }

    private func isOpen() -> Bool { record.withLock { $0.isOpen } }

    /// Enqueues a request that computes for a time in milliseconds; nil for one that lasts until `open`.
    @discardableResult
    func add(
        _ name: String, of host: String = "127.0.0.1", time: Int? = 0, polls: Bool = true, shape: String? = nil
    ) throws -> InFlightRequest {
        let key = CacheKey(of: "GET /\(name) HTTP/1.1\r\nHost: a\r\n\r\n")
        let request = InFlightRequest(
            key, 1, ExpectedTimes.Shape(try Target("/" + (shape ?? name))), queue.usage(of: PeerAddress(host: host)),
            compute: { [weak self] _, cancellation in
                guard let self else { return }
                record.withLock { $0.begun.append(name) }
                var used = 0
                var last = Clock.nanoseconds()
                while time.map({ used < $0 * 1_000_000 }) ?? !isOpen() {
                    if polls, cancellation.isCancelled { return }
                    // The time of a pause does not count.
                    let now = Clock.nanoseconds()
                    used += min(now - last, 1_000_000)
                    last = now
                    record.withLock { $0.used[name] = used }
                }
                record.withLock { $0.ended.append(name) }
            },
            refuse: { [weak self] _ in self?.record.withLock { $0.refused.append(name) } })
        queue.enqueue(request)
        return request
    }

    /// Waits until a condition is true; records an issue after ten seconds.
    func wait(_ condition: (Work) -> Bool) {
        let end = Clock.nanoseconds() + 10_000_000_000
        while !condition(self) {
            guard Clock.nanoseconds() < end else {
                Issue.record("begun \(begun), ended \(ended), refused \(refused)")
                return
            }
            _ = DispatchSemaphore(value: 0).wait(timeout: .now() + .milliseconds(1))
        }
    }
}

@Suite(.timeLimit(.minutes(2))) struct WorkQueueTests {
    @Test func aShortRequestEndsWhileALongOneHasTheOnlySlot() throws {
        let work = try Work()
        defer { work.open() }
        try work.add("long", time: nil)
        work.wait { $0.begun == ["long"] }
        for number in 0..<10 {
            try work.add("short\(number)")
            work.wait { $0.ended.last == "short\(number)" }
        }
        #expect(!work.ended.contains("long"))
        work.open()
        work.wait { $0.ended.last == "long" }
    }

    @Test func manyLongRequestsAllEndAndAShortOneEndsBefore() throws {
        let work = try Work()
        defer { work.open() }
        // More than may be paused: some of them start again.
        for number in 0..<60 { try work.add("long\(number)", of: "127.0.1.\(number)", time: nil) }
        work.wait { Set($0.begun).count >= 17 }
        try work.add("short")
        work.wait { $0.ended == ["short"] }
        work.open()
        work.wait { $0.ended.count == 61 }
        #expect(Set(work.ended).count == 61, "each ends once")
        #expect(work.refused.isEmpty)
    }

    @Test func aClientThatUsedMostOfTheTimeWaitsForOthers() throws {
        let work = try Work()
        defer { work.open() }
        try work.add("before", of: "127.0.0.1", time: 20)
        work.wait { $0.ended == ["before"] }
        // It does not poll, so it keeps the only slot.
        try work.add("stubborn", of: "127.0.0.1", time: nil, polls: false)
        work.wait { $0.begun.last == "stubborn" }
        for number in 0..<3 { try work.add("greedy\(number)", of: "127.0.0.1") }
        try work.add("modest", of: "127.0.0.2")
        work.open()
        work.wait { $0.ended.count == 6 }
        #expect(work.begun.dropFirst(2) == ["modest", "greedy0", "greedy1", "greedy2"])
    }

    @Test func aRequestLikeOneThatTookLongWaitsForOthers() throws {
        let work = try Work()
        defer { work.open() }
        try work.add("before", time: 20, shape: "costly")
        work.wait { $0.ended == ["before"] }
        try work.add("stubborn", time: nil, polls: false)
        work.wait { $0.begun.last == "stubborn" }
        try work.add("costly", shape: "costly")
        try work.add("cheap")
        work.open()
        work.wait { $0.ended.count == 4 }
        #expect(work.begun.suffix(2) == ["cheap", "costly"])
    }

    @Test(arguments: [("/a?x=1&y=2", true), ("/a?y=2&x=3", true), ("/a?x=1", false), ("/b?x=1&y=2", false)])
    func theShapeOfARequestIsItsPathAndTheNamesOfItsParameters(_ target: String, _ isSame: Bool) throws {
        let shapes = try ["/a?x=1&y=2", target].map { ExpectedTimes.Shape(try Target($0)) }
        #expect((shapes[0] == shapes[1]) == isSame)
    }

    @Test func aFullQueueRefusesTheRequestThatUsedTheMostTime() throws {
        let work = try Work(maxWaiting: 2)
        defer { work.open() }
        try work.add("long", time: nil)
        work.wait { $0.begun == ["long"] }
        try work.add("second", time: nil)
        try work.add("third", time: nil)
        // Requests that have used more than 4 ms have a lower priority than new ones.
        work.wait { $0.used.count == 3 && $0.used.values.allSatisfy { $0 > 10_000_000 } }
        for request in 0..<3 {
            try work.add("short\(request)", time: 0)
            work.wait { $0.ended.contains("short\(request)") }
        }
        #expect(work.refused.allSatisfy { ["long", "second", "third"].contains($0) })
        #expect(!work.refused.isEmpty)
    }

    @Test func aFullQueueRefusesTheNewestOfEqualRequests() throws {
        let work = try Work(maxWaiting: 1)
        defer { work.open() }
        try work.add("stubborn", time: nil, polls: false)
        work.wait { $0.begun == ["stubborn"] }
        try work.add("first")
        try work.add("second")
        #expect(work.refused == ["second"])
        work.open()
        work.wait { $0.ended == ["stubborn", "first"] }
    }

    @Test func aPausedRequestThatIsCancelledStops() throws {
        let work = try Work()
        defer { work.open() }
        let paused = try work.add("paused", time: nil)
        work.wait { $0.begun == ["paused"] }
        try work.add("stubborn", of: "127.0.0.2", time: nil, polls: false)
        work.wait { $0.begun == ["paused", "stubborn"] }
        work.queue.cancel(paused)
        work.open()
        work.wait { $0.ended == ["stubborn"] }
        try work.add("next")
        work.wait { $0.ended == ["stubborn", "next"] }
    }

    @Test func addressesOfOneIPv6NetworkAreOneClient() throws {
        let queue = try WorkQueue(slots: 1, maxWaiting: 1)
        let usage = queue.usage(of: PeerAddress(host: "2001:db8::1"))
        #expect(usage === queue.usage(of: PeerAddress(host: "2001:db8::ffff:2")))
        #expect(usage !== queue.usage(of: PeerAddress(host: "2001:db8:0:1::1")))
        #expect(queue.usage(of: PeerAddress(host: "127.0.0.1")) !== queue.usage(of: PeerAddress(host: "127.0.0.2")))
    }
}
