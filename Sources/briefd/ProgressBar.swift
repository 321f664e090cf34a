// The progress bar that `briefd check` shows on a terminal.
import API
import Dispatch
import Glibc
import Synchronization

/// A line on standard error that shows the progress of a load and is redrawn in place.
///
/// Nothing is shown if standard error is not a terminal, or if the load takes less than 0.3 seconds.
final class ProgressBar: Sendable {
    /// In nanoseconds.
    private static let delay: UInt64 = 300_000_000
    /// In nanoseconds.
    private static let interval: UInt64 = 100_000_000
    /// In characters.
    private static let width = 30

    private struct Line {
        /// The earliest time of the next update, in nanoseconds.
        var nextUpdate: UInt64
        var isVisible = false
    }

    private let isTerminal = isatty(STDERR_FILENO) == 1
    private let line = Mutex(Line(nextUpdate: DispatchTime.now().uptimeNanoseconds + delay))

    /// Shows the progress; may be called on any thread.
    func show(_ progress: State.Progress) {
        guard isTerminal else { return }
        line.withLock { line in
            let now = DispatchTime.now().uptimeNanoseconds
            // A visible bar always shows the last update, because indexing follows it and takes a while.
            guard now >= line.nextUpdate || line.isVisible && progress.read == progress.total else { return }
            line = Line(nextUpdate: now + Self.interval, isVisible: true)
            StandardError.write(Self.text(progress))
        }
    }

    /// Erases the line.
    func clear() {
        line.withLock { line in
            if line.isVisible { StandardError.write("\r\u{1B}[K") }
            line.isVisible = false
        }
    }

    /// Returns the bar with the escape sequences that replace the previous one.
    static func text(_ progress: State.Progress) -> String {
        let filled = min(width, width * progress.read / max(1, progress.total))
        let bar = String(repeating: "#", count: filled) + String(repeating: ".", count: width - filled)
        return "\r[\(bar)] \(progress)\u{1B}[K"
    }
}
