// How long a connection may keep the server waiting: a value that is told the time and never asks for it.

/// What a connection waits for, since when, and whether it has waited too long.
///
/// Times are milliseconds of one clock.
struct ConnectionTimeouts {
    enum Phase: Equatable {
        /// For the first byte of a request.
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
    /// While writing: when the reader must have taken more, and what its side had not yet confirmed when that was set.
    private var deadline = 0
    private var unconfirmed = 0
    /// Bytes given to the kernel since then.
    private var given = 0
    /// When the kernel took bytes last, which is when the reader had taken some before.
    private(set) var progressed = 0

    init(at now: Int) { since = now }

    /// Enters `next`, any phase but writing; staying in a phase does not renew its time.
    mutating func wait(for next: Phase, at now: Int) {
        guard next != phase else { return }
        phase = next
        since = now
    }

    /// Begins to wait for a reader, of whose bytes its side has not confirmed `unconfirmed`.
    mutating func waitForReader(at now: Int, unconfirmed: Int, _ limits: ServerLimits) {
        phase = .writing
        since = now
        progressed = now
        deadline = now + limits.writeTime
        self.unconfirmed = unconfirmed
        given = 0
    }

    /// Begins the time between requests anew.
    mutating func renewIdle(at now: Int) {
        phase = .idle
        since = now
    }

    /// Notes that the kernel took `count` bytes of the answer.
    mutating func gave(_ count: Int, at now: Int) {
        given += count
        progressed = now
    }

    /// True when the time of the phase is over; a reader that has confirmed bytes gets the time that those may take at
    /// the least rate.
    ///
    /// `unconfirmed` are the bytes that the kernel still holds for the reader; it is asked where that decides.
    mutating func isOver(at now: Int, _ limits: ServerLimits, unconfirmed: () -> Int) -> Bool {
        let waited = now - since
        switch phase {
        case .idle: return waited >= limits.idleTime
        case .answer: return false
        case .head: return waited >= limits.headTime
        case .lingering: return waited >= limits.lingerTime
        case .writing:
            guard now >= deadline else { return false }
            let rest = unconfirmed()
            let taken = self.unconfirmed + given - rest
            (self.unconfirmed, given) = (rest, 0)
            guard taken > 0 else { return true }
            guard limits.writeRate > 0 else {
                deadline = now + limits.writeTime
                return false
            }
            let maxEarned = limits.writeTime + Self.step * 1000 / limits.writeRate
            let earned = min(taken, Int.max / 1000) * 1000 / limits.writeRate
            deadline += min(earned, now - deadline + maxEarned)
            return deadline <= now
        }
    }

    /// A receiver's system confirms what was read in steps of about this size: on the loopback, of a whole segment.
    private static let step = 65_536

    /// How long the phase has lasted.
    func age(at now: Int) -> Int { now - since }
}
