// The deadlines of a connection.
import Testing

@testable import Server

@Suite struct ConnectionTimeoutsTests {
    private static let limits: ServerLimits = {
        var limits = ServerLimits()
        limits.idleTime = 60_000
        limits.headTime = 10_000
        limits.writeTime = 5_000
        limits.writeRate = 100
        limits.lingerTime = 2_000
        return limits
    }()

    /// Checks the deadline of a client that has not acknowledged `unacknowledged` bytes.
    private func hasExpired(
        _ timeouts: inout ConnectionTimeouts, at now: Int, _ limits: ServerLimits, unacknowledged: Int = 0
    ) -> Bool {
        timeouts.hasExpired(at: now, limits) { unacknowledged }
    }

    private static func writing(
        at now: Int, unacknowledged: Int = 0, _ limits: ServerLimits = limits
    ) -> ConnectionTimeouts {
        var timeouts = ConnectionTimeouts(at: 0)
        timeouts.startWriting(at: now, unacknowledged: unacknowledged, limits)
        return timeouts
    }

    @Test(arguments: [
        (ConnectionTimeouts.Phase.head, 10_000), (.lingering, 2_000),
    ])
    func aPhaseExpiresAfterItsTime(_ phase: ConnectionTimeouts.Phase, _ time: Int) {
        var timeouts = ConnectionTimeouts(at: 0)
        timeouts.enter(phase, at: 1_000)
        #expect(hasExpired(&timeouts, at: 1_000 + time - 1, Self.limits) == false)
        #expect(hasExpired(&timeouts, at: 1_000 + time, Self.limits) == true)
    }

    @Test func everyRequestRestartsTheIdleTime() {
        var timeouts = ConnectionTimeouts(at: 0)
        timeouts.restartIdle(at: 50_000)
        #expect(hasExpired(&timeouts, at: 60_000, Self.limits) == false)
        #expect(hasExpired(&timeouts, at: 110_000, Self.limits) == true)
    }

    @Test func aSlowHeadGetsNoMoreTime() {
        var timeouts = ConnectionTimeouts(at: 0)
        timeouts.enter(.head, at: 0)
        timeouts.enter(.head, at: 9_000)
        #expect(hasExpired(&timeouts, at: 10_000, Self.limits) == true)
    }

    @Test func aReaderWithoutProgressExpiresAfterTheWriteTime() {
        var timeouts = Self.writing(at: 1_000, unacknowledged: 100_000)
        timeouts.recordSent(50_000, at: 1_000)
        #expect(hasExpired(&timeouts, at: 5_999, Self.limits, unacknowledged: 150_000) == false)
        #expect(hasExpired(&timeouts, at: 6_000, Self.limits, unacknowledged: 150_000) == true)
    }

    @Test func aReaderAtTheMinimumRateIsNotDisconnected() {
        var timeouts = Self.writing(at: 0, unacknowledged: 10_000)
        // 500 bytes at 100 bytes a second extend the deadline by five seconds.
        #expect(hasExpired(&timeouts, at: 5_000, Self.limits, unacknowledged: 9_500) == false)
        #expect(hasExpired(&timeouts, at: 9_999, Self.limits, unacknowledged: 9_500) == false)
        #expect(hasExpired(&timeouts, at: 10_000, Self.limits, unacknowledged: 9_499) == false)
        #expect(hasExpired(&timeouts, at: 10_010, Self.limits, unacknowledged: 9_499) == true, "one byte earns 10 ms")
    }

    @Test func aReaderThatAcknowledgesInLargeStepsIsNotDisconnected() {
        var limits = Self.limits
        limits.writeRate = 1024
        var timeouts = Self.writing(at: 0, unacknowledged: 0, limits)
        // It reads 2,000 bytes a second, but its system acknowledges them in steps of 65,536 bytes.
        timeouts.recordSent(1_000_000, at: 0)
        for now in stride(from: 0, through: 400_000, by: 250) {
            let confirmed = 65_536 * (1 + now * 2 / 65_536)
            #expect(hasExpired(&timeouts, at: now, limits, unacknowledged: 1_000_000 - confirmed) == false, "\(now)")
        }
    }

    @Test func aFastReaderDoesNotSaveUpTime() {
        var timeouts = Self.writing(at: 0)
        timeouts.recordSent(1 << 50, at: 0)
        #expect(hasExpired(&timeouts, at: 5_000, Self.limits) == false)
        let maxTime = 5_000 + 5_000 + 65_536 * 1000 / 100
        #expect(hasExpired(&timeouts, at: maxTime - 1, Self.limits) == false)
        #expect(hasExpired(&timeouts, at: maxTime, Self.limits) == true)
    }

    @Test func aReaderMustMakeProgressEvenWithoutAMinimumRate() {
        var limits = Self.limits
        limits.writeRate = 0
        var timeouts = Self.writing(at: 0, unacknowledged: 100, limits)
        #expect(hasExpired(&timeouts, at: 5_000, limits, unacknowledged: 99) == false)
        #expect(hasExpired(&timeouts, at: 10_000, limits, unacknowledged: 99) == true)
    }

    @Test func enormousRatesDoNotOverflow() {
        var limits = Self.limits
        limits.writeRate = .max
        var timeouts = Self.writing(at: 0, limits)
        timeouts.recordSent(.max, at: 0)
        #expect(hasExpired(&timeouts, at: 50_000, limits) == true)
    }
}
