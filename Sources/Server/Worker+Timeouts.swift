// Closing of connections that waited too long, or that must make room for others.
import CSystem
import Dispatch
import Glibc

extension Worker {
    /// Closes up to `count` connections, those idle for the longest time first, to make room for new ones.
    ///
    /// It closes idle and lingering connections, and those with an incomplete head after a tenth of `headTime`. It
    /// spares connections with unread bytes.
    func evict(_ count: Int) {
        let idle = connections.compactMap { $0 }.filter { connection in
            switch connection.timeouts.phase {
            case .idle, .lingering: true
            case .head: connection.timeouts.age(at: now) >= limits.headTime / 10
            case .response, .writing: false
            }
        }
        var left = count
        for connection in idle.sorted(by: { $0.timeouts.age(at: now) > $1.timeouts.age(at: now) }) where left > 0 {
            var byte: UInt8 = 0
            guard recv(connection.descriptor, &byte, 1, Int32(MSG_PEEK)) <= 0 else { continue }
            end(connection)
            left -= 1
        }
    }

    /// Schedules the next sweep, unless one is scheduled.
    func scheduleSweep() {
        guard !isSweepScheduled else { return }
        isSweepScheduled = true
        queue.asyncAfter(deadline: .now() + .milliseconds(isDraining ? 50 : 250)) { [weak self] in
            guard let self else { return }
            isSweepScheduled = false
            now = Clock.milliseconds()
            sweep()
        }
    }

    /// Checks the deadlines of all connections.
    func sweep() {
        nextSweep = now + 250
        sendHeartbeat()
        for case let connection? in connections {
            let isQuiet =
                connection.timeouts.phase == .idle && connection.timeouts.age(at: now) >= Self.drainIdleTime
            checkPendingResponse(connection)
            checkUpdate(connection)
            if isDraining, isQuiet {
                end(connection)
            } else if connection.timeouts.hasExpired(
                at: now, limits, unacknowledged: { Int(unacknowledgedSize(connection.descriptor)) })
            {
                if connection.timeouts.phase == .head { refuseSlowHead(connection) } else { end(connection) }
            }
        }
        if memory.size > maxMemory { closeStalledReaders() }
        if isDraining, open == 0 { finishDraining() }
        if open > 0 { scheduleSweep() }
    }

    /// Closes the connections without progress for the longest time, until unsent responses fit into `maxMemory`.
    private func closeStalledReaders() {
        let stalled = connections.compactMap { $0 }.filter { connection in
            !connection.output.isEmpty && now - connection.timeouts.lastProgress >= Self.minStallTime
        }
        for connection in stalled.sorted(by: { $0.timeouts.lastProgress < $1.timeouts.lastProgress }) {
            guard memory.size > maxMemory else { return }
            end(connection)
        }
    }

    /// The time in milliseconds for which a client may read nothing even if memory is short.
    private static let minStallTime = 1000

    /// The time in milliseconds after which an idle connection is closed while the server drains.
    private static let drainIdleTime = 250

    /// Reports that the worker has no connections left.
    func finishDraining() {
        drained?()
        drained = nil
    }
}
