// The server's clocks, and the current value of the Date field.
import Glibc
import HTTP

/// The system's clocks.
enum Clock {
    /// Returns the monotonic time in milliseconds, for deadlines.
    ///
    /// The coarse clock is accurate to a few milliseconds and cheap to read.
    static func milliseconds() -> Int {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC_COARSE, &time)
        return time.tv_sec * 1000 + time.tv_nsec / 1_000_000
    }

    /// Returns the monotonic time in nanoseconds, for durations of requests.
    static func nanoseconds() -> Int {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return time.tv_sec &* 1_000_000_000 &+ time.tv_nsec
    }

    /// Returns the seconds since 1970.
    static func seconds() -> Int {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME_COARSE, &time)
        return time.tv_sec
    }
}

/// The value of the Date field, encoded once a second.
struct DateField {
    private var second = Int.min
    private(set) var bytes: [UInt8] = HTTPDate.encode(Int64(Clock.seconds()))

    /// Encodes the current time, if the second has changed.
    mutating func refresh() {
        let now = Clock.seconds()
        guard now != second else { return }
        second = now
        bytes = HTTPDate.encode(Int64(now))
    }
}
