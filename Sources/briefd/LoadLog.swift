// Logs the progress of a long load. Service.swift publishes the same progress to clients.
import API
import Dispatch
import Logging
import Server

/// Logs the progress of a load after one second, then every two seconds if it has changed.
///
/// A load that takes less than a second is not logged.
final class LoadLog: Sendable {
    private let log: Logger
    private let level: Logger.Level
    private let state = Locked(LoadState())
    // A queue of its own gets a thread even while the load uses all threads of the pool.
    private let queue = DispatchQueue(label: "briefd.load-log", qos: .utility)

    private struct LoadState {
        var progress = State.Progress()
        var logged: State.Progress?
        var isComplete = false
    }

    init(_ log: Logger, level: Logger.Level) {
        self.log = log
        self.level = level
    }

    /// Starts the timer.
    func start() { logProgress(after: .seconds(1)) }

    private func logProgress(after delay: DispatchTimeInterval) {
        queue.asyncAfter(deadline: .now() + delay) { [weak self] in
            if let self, logProgress() { logProgress(after: .seconds(2)) }
        }
    }

    /// Records the progress; may be called on any thread.
    func update(_ progress: State.Progress) {
        state.withLock { $0.progress = progress }
    }

    /// Logs the progress if it has changed; returns false, and logs nothing, after `end`.
    @discardableResult func logProgress() -> Bool {
        // The lock is held while logging, so that nothing is logged after `end` returns.
        state.withLock { state in
            if !state.isComplete, state.logged != state.progress {
                log.log(level: level, "loading: \(state.progress)")
                state.logged = state.progress
            }
            return !state.isComplete
        }
    }

    /// Stops logging.
    func end() { state.withLock { $0.isComplete = true } }
}
