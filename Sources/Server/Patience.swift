// How long a connection may keep the server waiting: a value that is told the time and never asks for it.

/// What a connection waits for, since when, and whether it has waited too long.
///
/// Times are milliseconds of one clock.
struct Patience {
    enum Phase: Equatable {
        /// For the first octet of a request.
        case idle
        /// For the rest of a head.
        case head
        /// For the answer, which has a time of its own.
        case answer
        /// For the client to take its answer.
        case writing
        /// For the client to close, after the last answer.
        case lingering
    }

    private(set) var phase = Phase.idle
    private var since: Int
    private var taken = 0

    init(at now: Int) { since = now }

    /// Enters `next`; staying in a phase does not renew its time.
    mutating func wait(for next: Phase, at now: Int) {
        guard next != phase else { return }
        phase = next
        since = now
        taken = 0
    }

    /// Begins the time between requests anew.
    mutating func renewIdle(at now: Int) {
        phase = .idle
        since = now
    }

    /// Notes that the client took `count` octets of its answer.
    mutating func took(_ count: Int) { taken += count }

    /// True when the time of the phase is over; while writing, a window with enough progress opens the next one.
    mutating func isOver(at now: Int, _ limits: ServerLimits) -> Bool {
        let waited = now - since
        switch phase {
        case .idle: return waited >= limits.idleTime
        case .answer: return false
        case .head: return waited >= limits.headTime
        case .lingering: return waited >= limits.lingerTime
        case .writing:
            guard waited >= limits.writeTime else { return false }
            let needed = limits.writeRate.multipliedReportingOverflow(by: waited / 1000)
            if needed.overflow || taken < max(1, needed.partialValue) { return true }
            since = now
            taken = 0
            return false
        }
    }

    /// How long the phase has lasted.
    func age(at now: Int) -> Int { now - since }
}
