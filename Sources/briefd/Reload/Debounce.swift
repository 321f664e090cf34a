// When a burst of events has ended: a value that is told the time and never asks for it.

/// Waits for a quiet moment after events, but not for ever.
///
/// Times are milliseconds of one clock.
struct Debounce {
    /// Without further events for so long, a burst is over.
    static let quiet = 100
    /// After so long it counts as over in any case.
    static let longest = 1000

    private var first: Int?
    private var latest = 0

    /// Notes an event; true where it is the first of a burst, so that a timer must be set.
    mutating func event(at now: Int) -> Bool {
        latest = now
        guard first == nil else { return false }
        first = now
        return true
    }

    /// How long to wait still; nil where no burst is under way, 0 or less where it is over.
    func remaining(at now: Int) -> Int? {
        first.map { min(latest + Self.quiet, $0 + Self.longest) - now }
    }

    /// Begins anew.
    mutating func reset() { first = nil }
}
