// The end of a burst of events.
import Testing

@testable import briefd

@Suite struct DebounceTests {
    @Test func `a burst ends after the quiet period`() {
        var debounce = Debounce()
        #expect(debounce.remaining(at: 0) == nil)
        let first = debounce.recordEvent(at: 0)
        let other = debounce.recordEvent(at: 60)
        #expect(first && !other)
        #expect(debounce.remaining(at: 100) == 60)
        #expect(debounce.remaining(at: 160) == 0)
        debounce.reset()
        #expect(debounce.remaining(at: 160) == nil)
    }

    @Test func `endless events end a burst after the maximum delay`() {
        var debounce = Debounce()
        for time in stride(from: 0, to: 2000, by: 10) { _ = debounce.recordEvent(at: time) }
        #expect(debounce.remaining(at: 2000).map { $0 <= 0 } == true)
    }
}
