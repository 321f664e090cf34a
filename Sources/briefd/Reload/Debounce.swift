// Decides when a burst of events has ended. The caller passes the time, so the value needs no clock.

/// Delays a reload until events pause, for a limited time.
///
/// All times are milliseconds of one monotonic clock.
struct Debounce {
    /// A burst ends after this time without an event.
    static let quietPeriod = 20
    /// The time from a change to the end of the next reload if events never pause.
    ///
    /// It is longer if a reload takes more than half of it.
    static let maxDelay = 1000

    /// The duration of the latest reload: the reload after this burst will probably take as long.
    var reloadDuration = 0
    private var firstChange: Int?
    private var firstEvent = 0
    private var latestEvent = 0

    /// Records an event; returns true if it starts a burst, so that the caller must set a timer.
    ///
    /// `earliest` is the earliest time of the change. It is before `now` if a reload kept the caller from reading
    /// events.
    mutating func recordEvent(at now: Int, earliest: Int? = nil) -> Bool {
        latestEvent = now
        guard firstChange == nil else { return false }
        firstChange = earliest ?? now
        firstEvent = now
        return true
    }

    /// Returns the time until the burst ends: 0 or less if it has ended, nil if there is no burst.
    func remaining(at now: Int) -> Int? {
        guard let firstChange else { return nil }
        // After a long reload too, wait for one quiet period: events seldom come alone.
        let limit = max(firstChange + Self.maxDelay - reloadDuration, firstEvent + Self.quietPeriod)
        return min(latestEvent + Self.quietPeriod, limit) - now
    }

    /// Forgets the burst.
    mutating func reset() { firstChange = nil }
}
