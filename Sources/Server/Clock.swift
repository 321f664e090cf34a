// The two clocks of a server: a monotonic one for deadlines, the calendar for `Date`.
import Glibc
import HTTP

enum Clock {
    /// Milliseconds of the monotonic clock; coarse, so that reading it costs no system call.
    static func milliseconds() -> Int {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC_COARSE, &time)
        return time.tv_sec * 1000 + time.tv_nsec / 1_000_000
    }

    /// Nanoseconds of the monotonic clock; fine, for durations of requests.
    static func nanoseconds() -> Int {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return time.tv_sec &* 1_000_000_000 &+ time.tv_nsec
    }

    /// Seconds since 1970.
    static func seconds() -> Int {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME_COARSE, &time)
        return time.tv_sec
    }
}

/// The value of the `Date` field, made once a second.
struct DateField {
    private var second = Int.min
    private(set) var bytes: [UInt8] = HTTPDate.encode(Int64(Clock.seconds()))

    /// Makes it the date of now.
    mutating func refresh() {
        let now = Clock.seconds()
        guard now != second else { return }
        second = now
        bytes = HTTPDate.encode(Int64(now))
    }
}
