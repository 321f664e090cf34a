// What ends because of time or want of room: those who waited too long, and those who wait at the others' expense.
import CSystem
import Dispatch
import Glibc

extension Worker {
    /// Ends the `count` connections that have waited longest for a request, for the rest of one, or for the client to
    /// close: a head counts once a tenth of its time is over, and nobody whose bytes only wait to be read.
    func evict(_ count: Int) {
        let idle = connections.compactMap { $0 }.filter { connection in
            switch connection.timeouts.phase {
            case .idle, .lingering: true
            case .head: connection.timeouts.age(at: now) >= limits.headTime / 10
            case .answer, .writing: false
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

    /// Sees to it that deadlines are looked at while there are connections.
    func tick() {
        guard !isTicking else { return }
        isTicking = true
        queue.asyncAfter(deadline: .now() + .milliseconds(isDraining ? 50 : 250)) { [weak self] in
            guard let self else { return }
            isTicking = false
            now = Clock.milliseconds()
            sweep()
        }
    }

    /// Ends what has waited too long.
    func sweep() {
        nextSweep = now + 250
        beat()
        for case let connection? in connections {
            let isQuiet = connection.timeouts.phase == .idle && connection.timeouts.age(at: now) >= Self.drainGrace
            judgeWaiting(connection)
            if isDraining, isQuiet {
                end(connection)
            } else if connection.timeouts.isOver(
                at: now, limits, unconfirmed: { Int(unconfirmedSize(connection.descriptor)) })
            {
                if connection.timeouts.phase == .head { refuseSlowHead(connection) } else { end(connection) }
            }
        }
        if memory.size > maxMemory { cutStalled() }
        if isDraining, open == 0 { finishDraining() }
        if open > 0 { tick() }
    }

    /// Ends those whose readers have taken nothing for the longest time, until answers hold no more than they may.
    private func cutStalled() {
        let stalled = connections.compactMap { $0 }.filter { connection in
            !connection.output.isEmpty && now - connection.timeouts.progressed >= Self.stall
        }
        for connection in stalled.sorted(by: { $0.timeouts.progressed < $1.timeouts.progressed }) {
            guard memory.size > maxMemory else { return }
            end(connection)
        }
    }

    /// How long a reader that takes nothing is never cut off because of the memory that it holds, in milliseconds.
    private static let stall = 1000

    /// How long an idle connection may still bring a request while the server drains, in milliseconds.
    private static let drainGrace = 250

    func finishDraining() {
        drained?()
        drained = nil
    }
}
