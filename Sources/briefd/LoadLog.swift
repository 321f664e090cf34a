// What the log says of a load that takes long; what clients see of it lives in Reload/Reloader.swift and Service.swift.
import API
import Dispatch
import Logging
import Server

/// Tells the log how far a load has come, after a second and every two from then on, where that is further than before;
/// of one that is over before, nothing.
final class LoadLog: Sendable {
    private let log: Logger
    private let level: Logger.Level
    private let state = Locked(LoadState())
    // One of its own gets a thread though reading keeps those of the pool busy.
    private let queue = DispatchQueue(label: "briefd.load-log", qos: .utility)

    private struct LoadState {
        var progress = State.Progress()
        var told: State.Progress?
        var isOver = false
    }

    init(_ log: Logger, level: Logger.Level) {
        self.log = log
        self.level = level
        tell(after: .seconds(1))
    }

    private func tell(after delay: DispatchTimeInterval) {
        queue.asyncAfter(deadline: .now() + delay) { [weak self] in
            if let self, tell() { tell(after: .seconds(2)) }
        }
    }

    /// Takes in how far the load has come; from any thread.
    func note(_ progress: State.Progress) {
        state.withLock { $0.progress = progress }
    }

    /// Logs how far the load has come, before anything that is logged after `end`; false once it is over.
    @discardableResult func tell() -> Bool {
        state.withLock { state in
            if !state.isOver, state.told != state.progress {
                log.log(level: level, "loading: \(state.progress)")
                state.told = state.progress
            }
            return !state.isOver
        }
    }

    /// Logs nothing from now on.
    func end() { state.withLock { $0.isOver = true } }
}
