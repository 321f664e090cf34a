// Decides when a burst of events has ended. The caller passes the time, so the value needs no clock.

/// Delays a reload until events pause, for a limited time.
///
/// All times are milliseconds of one monotonic clock.
struct Debounce {
    /// A burst ends after this time without an event.
    static let quietPeriod = 100
    /// A burst ends after this time in any case.
    static let maxDelay = 1000

    private var firstEvent: Int?
    private var latestEvent = 0

    /// Records an event; returns true if it starts a burst, so that the caller must set a timer.
    mutating func recordEvent(at now: Int) -> Bool {
        latestEvent = now
        guard firstEvent == nil else { return false }
        firstEvent = now
        return true
    }

    /// Returns the time until the burst ends: 0 or less if it has ended, nil if there is no burst.
    func remaining(at now: Int) -> Int? {
        firstEvent.map { min(latestEvent + Self.quietPeriod, $0 + Self.maxDelay) - now }
    }

    /// Forgets the burst.
    mutating func reset() { firstEvent = nil }
}
