// The end of a burst of events.
import Testing

@testable import briefd

@Suite struct DebounceTests {
    @Test func `a burst ends after the quiet period`() {
        var debounce = Debounce()
        #expect(debounce.remaining(at: 0) == nil)
        let first = debounce.recordEvent(at: 0)
        let other = debounce.recordEvent(at: 15)
        #expect(first && !other)
        #expect(debounce.remaining(at: 20) == 15)
        #expect(debounce.remaining(at: 35) == 0)
        debounce.reset()
        #expect(debounce.remaining(at: 35) == nil)
    }

    @Test func `endless events end a burst after the maximum delay`() {
        var debounce = Debounce()
        for time in stride(from: 0, through: 990, by: 10) { _ = debounce.recordEvent(at: time) }
        #expect(debounce.remaining(at: 990) == 10)
        debounce.reloadDuration = 300
        #expect(debounce.remaining(at: 690) == 10, "the reload takes the rest of the time")
    }

    @Test func `a change during a reload has waited already`() {
        var debounce = Debounce()
        debounce.reloadDuration = 400
        _ = debounce.recordEvent(at: 400, earliest: 0)
        for time in stride(from: 410, through: 590, by: 10) { _ = debounce.recordEvent(at: time) }
        #expect(debounce.remaining(at: 590) == 10)
        debounce.reset()
        debounce.reloadDuration = 5000
        _ = debounce.recordEvent(at: 5000, earliest: 0)
        #expect(debounce.remaining(at: 5000) == 20, "a burst is not cut after its first event")
    }
}
