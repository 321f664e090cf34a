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

    /// A reader whose side has confirmed everything but `unconfirmed`.
    private func isOver(
        _ timeouts: inout ConnectionTimeouts, at now: Int, _ limits: ServerLimits, unconfirmed: Int = 0
    ) -> Bool {
        timeouts.isOver(at: now, limits) { unconfirmed }
    }

    private static func writing(
        at now: Int, unconfirmed: Int = 0, _ limits: ServerLimits = limits
    ) -> ConnectionTimeouts {
        var timeouts = ConnectionTimeouts(at: 0)
        timeouts.waitForReader(at: now, unconfirmed: unconfirmed, limits)
        return timeouts
    }

    @Test(arguments: [
        (ConnectionTimeouts.Phase.head, 10_000), (.lingering, 2_000),
    ])
    func aPhaseEndsWhenItsTimeIsOver(_ phase: ConnectionTimeouts.Phase, _ time: Int) {
        var timeouts = ConnectionTimeouts(at: 0)
        timeouts.wait(for: phase, at: 1_000)
        #expect(isOver(&timeouts, at: 1_000 + time - 1, Self.limits) == false)
        #expect(isOver(&timeouts, at: 1_000 + time, Self.limits) == true)
    }

    @Test func idlenessIsRenewedByEachRequest() {
        var timeouts = ConnectionTimeouts(at: 0)
        timeouts.renewIdle(at: 50_000)
        #expect(isOver(&timeouts, at: 60_000, Self.limits) == false)
        #expect(isOver(&timeouts, at: 110_000, Self.limits) == true)
    }

    @Test func aHeadThatTricklesInGetsNoMoreTime() {
        var timeouts = ConnectionTimeouts(at: 0)
        timeouts.wait(for: .head, at: 0)
        timeouts.wait(for: .head, at: 9_000)
        #expect(isOver(&timeouts, at: 10_000, Self.limits) == true)
    }

    @Test func aReaderThatTakesNothingHasItsTime() {
        var timeouts = Self.writing(at: 1_000, unconfirmed: 100_000)
        timeouts.gave(50_000, at: 1_000)
        #expect(isOver(&timeouts, at: 5_999, Self.limits, unconfirmed: 150_000) == false)
        #expect(isOver(&timeouts, at: 6_000, Self.limits, unconfirmed: 150_000) == true)
    }

    @Test func aReaderThatKeepsTheRateIsWaitedFor() {
        var timeouts = Self.writing(at: 0, unconfirmed: 10_000)
        // 500 bytes at 100 a second: five seconds more.
        #expect(isOver(&timeouts, at: 5_000, Self.limits, unconfirmed: 9_500) == false)
        #expect(isOver(&timeouts, at: 9_999, Self.limits, unconfirmed: 9_500) == false)
        #expect(isOver(&timeouts, at: 10_000, Self.limits, unconfirmed: 9_499) == false)
        #expect(isOver(&timeouts, at: 10_010, Self.limits, unconfirmed: 9_499) == true, "ten milliseconds for one")
    }

    @Test func aReaderWhoseSystemConfirmsInLargeStepsIsWaitedFor() {
        var limits = Self.limits
        limits.writeRate = 1024
        var timeouts = Self.writing(at: 0, unconfirmed: 0, limits)
        // It reads 2,000 bytes a second, but its side says so every 65,536.
        timeouts.gave(1_000_000, at: 0)
        for now in stride(from: 0, through: 400_000, by: 250) {
            let confirmed = 65_536 * (1 + now * 2 / 65_536)
            #expect(isOver(&timeouts, at: now, limits, unconfirmed: 1_000_000 - confirmed) == false, "\(now)")
        }
    }

    @Test func whatWasTakenFastIsNotSavedUp() {
        var timeouts = Self.writing(at: 0)
        timeouts.gave(1 << 50, at: 0)
        #expect(isOver(&timeouts, at: 5_000, Self.limits) == false)
        let most = 5_000 + 5_000 + 65_536 * 1000 / 100
        #expect(isOver(&timeouts, at: most - 1, Self.limits) == false)
        #expect(isOver(&timeouts, at: most, Self.limits) == true)
    }

    @Test func aReaderMustTakeSomethingEvenWithoutARate() {
        var limits = Self.limits
        limits.writeRate = 0
        var timeouts = Self.writing(at: 0, unconfirmed: 100, limits)
        #expect(isOver(&timeouts, at: 5_000, limits, unconfirmed: 99) == false)
        #expect(isOver(&timeouts, at: 10_000, limits, unconfirmed: 99) == true)
    }

    @Test func enormousRatesDoNotOverflow() {
        var limits = Self.limits
        limits.writeRate = .max
        var timeouts = Self.writing(at: 0, limits)
        timeouts.gave(.max, at: 0)
        #expect(isOver(&timeouts, at: 50_000, limits) == true)
    }
}
