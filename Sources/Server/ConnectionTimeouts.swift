// The deadlines of one connection. This is a pure value: callers pass the current time.

/// The phase of a connection and its deadline.
///
/// Times are in milliseconds of one monotonic clock.
///
/// A slow reader's deadline is extended as its side acknowledges bytes: each byte earns the time that it takes at the
/// minimum rate, `ServerLimits.writeRate`.
struct ConnectionTimeouts {
    /// The event that the server waits for.
    enum Phase: Equatable {
        /// The first byte of a request.
        case idle
        /// The rest of a head.
        case head
        /// A response from the work queue, or events; other limits apply to them.
        case response
        /// The client, to take more of the response.
        case writing
        /// The client, to close after the last response.
        case lingering
    }

    private(set) var phase = Phase.idle
    private var since: Int
    /// In phase `writing`, the time by which the client must have acknowledged more bytes.
    private var deadline = 0
    /// The number of unacknowledged bytes when the deadline was set.
    private var unacknowledged = 0
    /// The number of bytes given to the kernel since the deadline was set.
    private var sent = 0
    /// The last time at which the kernel accepted bytes; it does so when the client has made room for them.
    private(set) var lastProgress = 0

    /// Starts in phase `idle`.
    init(at now: Int) { since = now }

    /// Enters a phase other than `writing`; entering the current phase again does not restart it.
    mutating func enter(_ next: Phase, at now: Int) {
        guard next != phase else { return }
        phase = next
        since = now
    }

    /// Enters phase `writing`; `unacknowledged` is the number of bytes sent that the client has not acknowledged.
    mutating func startWriting(at now: Int, unacknowledged: Int, _ limits: ServerLimits) {
        phase = .writing
        since = now
        lastProgress = now
        deadline = now + limits.writeTime
        self.unacknowledged = unacknowledged
        sent = 0
    }

    /// Enters phase `idle`, and restarts it if it is the current one.
    mutating func restartIdle(at now: Int) {
        phase = .idle
        since = now
    }

    /// Records that the kernel accepted `count` bytes of a response.
    mutating func recordSent(_ count: Int, at now: Int) {
        sent += count
        lastProgress = now
    }

    /// Returns whether the phase has lasted too long; extends the deadline of a client that acknowledged bytes.
    ///
    /// `unacknowledged` asks the kernel for the number of unacknowledged bytes; it is only called when that matters.
    mutating func hasExpired(at now: Int, _ limits: ServerLimits, unacknowledged: () -> Int) -> Bool {
        let waited = now - since
        switch phase {
        case .idle: return waited >= limits.idleTime
        case .response: return false
        case .head: return waited >= limits.headTime
        case .lingering: return waited >= limits.lingerTime
        case .writing:
            guard now >= deadline else { return false }
            let rest = unacknowledged()
            let acknowledged = self.unacknowledged + sent - rest
            (self.unacknowledged, sent) = (rest, 0)
            guard acknowledged > 0 else { return true }
            guard limits.writeRate > 0 else {
                deadline = now + limits.writeTime
                return false
            }
            // A fast reader must not save up time, so an extension is limited.
            let maxExtension = limits.writeTime + Self.acknowledgementStep * 1000 / limits.writeRate
            let earned = min(acknowledged, Int.max / 1000) * 1000 / limits.writeRate
            deadline += min(earned, now - deadline + maxExtension)
            return deadline <= now
        }
    }

    /// The size of the steps in which receivers acknowledge bytes: on the loopback, a whole segment.
    private static let acknowledgementStep = 65_536

    /// Returns how long the phase has lasted.
    func age(at now: Int) -> Int { now - since }
}
