import Testing

@testable import Server

@Suite struct PatienceTests {
    private static let limits: ServerLimits = {
        var limits = ServerLimits()
        limits.idleTime = 60_000
        limits.headTime = 10_000
        limits.writeTime = 5_000
        limits.writeRate = 100
        limits.lingerTime = 2_000
        return limits
    }()

    private func isOver(_ patience: inout Patience, at now: Int, _ limits: ServerLimits) -> Bool {
        patience.isOver(at: now, limits)
    }

    @Test(arguments: [
        (Patience.Phase.head, 10_000), (.lingering, 2_000), (.writing, 5_000),
    ])
    func aPhaseEndsWhenItsTimeIsOver(_ phase: Patience.Phase, _ time: Int) {
        var patience = Patience(at: 0)
        patience.wait(for: phase, at: 1_000)
        #expect(isOver(&patience, at: 1_000 + time - 1, Self.limits) == false)
        #expect(isOver(&patience, at: 1_000 + time, Self.limits) == true)
    }

    @Test func idlenessIsRenewedByEachRequest() {
        var patience = Patience(at: 0)
        patience.renewIdle(at: 50_000)
        #expect(isOver(&patience, at: 60_000, Self.limits) == false)
        #expect(isOver(&patience, at: 110_000, Self.limits) == true)
    }

    @Test func aHeadThatTricklesInGetsNoMoreTime() {
        var patience = Patience(at: 0)
        patience.wait(for: .head, at: 0)
        patience.wait(for: .head, at: 9_000)
        #expect(isOver(&patience, at: 10_000, Self.limits) == true)
    }

    @Test func aReaderThatKeepsTheRateIsWaitedFor() {
        var patience = Patience(at: 0)
        patience.wait(for: .writing, at: 0)
        patience.took(500)
        #expect(isOver(&patience, at: 5_000, Self.limits) == false)
        // The next window counts for itself.
        patience.took(499)
        #expect(isOver(&patience, at: 10_000, Self.limits) == true)
    }

    @Test func aReaderMustTakeSomethingEvenWithoutARate() {
        var limits = Self.limits
        limits.writeRate = 0
        var patience = Patience(at: 0)
        patience.wait(for: .writing, at: 0)
        #expect(isOver(&patience, at: 5_000, limits) == true)
    }

    @Test func enormousRatesDoNotOverflow() {
        var limits = Self.limits
        limits.writeRate = .max
        var patience = Patience(at: 0)
        patience.wait(for: .writing, at: 0)
        patience.took(1_000_000)
        #expect(isOver(&patience, at: 50_000, limits) == true)
    }
}
