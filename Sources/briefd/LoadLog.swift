// What the log says of a load that takes long; what clients see of it lives in Reload/Reloader.swift and Service.swift.
import API
import Dispatch
import Logging
import Server

/// Tells the log how far a load has come: after a second, and every two from then on; of one that is over before, nothing.
final class LoadLog: Sendable {
    private let log: Logger
    private let level: Logger.Level
    /// Nil once the load is over.
    private let progress = Locked<State.Progress?>(State.Progress())
    // One of its own gets a thread though reading keeps those of the pool busy.
    private let queue = DispatchQueue(label: "briefd.load-log", qos: .utility)

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
        self.progress.withLock { if $0 != nil { $0 = progress } }
    }

    /// Logs how far the load has come, before anything that is logged after `end`; false once it is over.
    @discardableResult func tell() -> Bool {
        progress.withLock { progress in
            guard let progress else { return false }
            log.log(level: level, "loading: \(progress)")
            return true
        }
    }

    /// Logs nothing from now on.
    func end() { progress.withLock { $0 = nil } }
}
