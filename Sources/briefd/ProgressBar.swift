// How far a load has come, for people at a terminal.
import API
import Dispatch
import Glibc
import Synchronization

/// A line on standard error that is written over and over; nothing where that is no terminal, or within a moment.
final class ProgressBar: Sendable {
    /// In nanoseconds.
    private static let delay: UInt64 = 300_000_000
    private static let interval: UInt64 = 100_000_000
    private static let width = 30

    private struct Shown {
        var next: UInt64
        var isThere = false
    }

    private let isTerminal = isatty(STDERR_FILENO) == 1
    private let shown = Mutex(Shown(next: DispatchTime.now().uptimeNanoseconds + delay))

    /// Shows how far the load has come; from any thread.
    func show(_ progress: State.Progress) {
        guard isTerminal else { return }
        shown.withLock { shown in
            let now = DispatchTime.now().uptimeNanoseconds
            // Nothing comes after the last one for a while.
            guard now >= shown.next || shown.isThere && progress.read == progress.total else { return }
            shown = Shown(next: now + Self.interval, isThere: true)
            StandardError.write(Self.line(progress))
        }
    }

    /// Wipes the line.
    func clear() {
        shown.withLock { shown in
            if shown.isThere { StandardError.write("\r\u{1B}[K") }
            shown.isThere = false
        }
    }

    static func line(_ progress: State.Progress) -> String {
        let filled = min(width, width * progress.read / max(1, progress.total))
        let bar = String(repeating: "#", count: filled) + String(repeating: ".", count: width - filled)
        return "\r[\(bar)] \(progress)\u{1B}[K"
    }
}

/// Text for people, beside what a command prints.
enum StandardError {
    static func write(_ text: String) {
        var text = text
        text.withUTF8 { _ = Glibc.write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }
}
