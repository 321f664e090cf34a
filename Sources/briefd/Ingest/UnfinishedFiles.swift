// The files that programs are writing: a reload keeps their former versions.
import Glibc

/// The files that events name as open and, without events, those that changed a moment ago.
struct UnfinishedFiles: Sendable {
    /// A file has been written completely if it did not change for this time, in milliseconds.
    static let quietPeriod = 1000
    /// How far in milliseconds the clock of a file server may be ahead.
    private static let maxClockLead = 5000

    private let names: Set<FileName>
    /// The changes that are too recent, in nanoseconds since 1970; nil if events show which files are open.
    private let recentTimes: Range<Int>?

    /// `includesRecent` is for folders without events.
    init(names: Set<FileName> = [], includesRecent: Bool = false) {
        self.names = names
        recentTimes = includesRecent ? Self.recentTimes() : nil
    }

    private static func recentTimes() -> Range<Int> {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        let now = time.tv_sec * 1_000_000_000 + time.tv_nsec
        return now - quietPeriod * 1_000_000..<now + maxClockLead * 1_000_000
    }

    func contains(_ file: FoundFile) -> Bool {
        if let recentTimes, recentTimes.contains(file.stamp.changed) { return true }
        return !names.isEmpty && names.contains(FileName(file))
    }
}
