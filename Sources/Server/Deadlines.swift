// What ends because of time or want of room: those who waited too long, and those who wait at the others' expense.
import CSystem
import Dispatch
import Glibc

extension Worker {
    /// Ends the `count` connections that have waited longest for a request, for the rest of one, or for the client to
    /// close: a head counts once a tenth of its time is over, and nobody whose bytes only wait to be read.
    func evict(_ count: Int) {
        let idle = connections.compactMap { $0 }.filter { connection in
            switch connection.patience.phase {
            case .idle, .lingering: true
            case .head: connection.patience.age(at: now) >= limits.headTime / 10
            case .answer, .writing: false
            }
        }
        var left = count
        for connection in idle.sorted(by: { $0.patience.age(at: now) > $1.patience.age(at: now) }) where left > 0 {
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
            let isQuiet = connection.patience.phase == .idle && connection.patience.age(at: now) >= Self.farewell
            judgeWaiting(connection)
            if isDraining, isQuiet {
                end(connection)
            } else if connection.patience.isOver(
                at: now, limits, unconfirmed: { Int(unconfirmedSize(connection.descriptor)) })
            {
                if connection.patience.phase == .head { refuseSlowHead(connection) } else { end(connection) }
            }
        }
        if memory.size > mostMemory { cutStalled() }
        if isDraining, open == 0 { finishDraining() }
        if open > 0 { tick() }
    }

    /// Ends those whose readers have taken nothing for the longest time, until answers hold no more than they may.
    private func cutStalled() {
        let stalled = connections.compactMap { $0 }.filter { connection in
            !connection.output.isEmpty && now - connection.patience.progressed >= Self.stall
        }
        for connection in stalled.sorted(by: { $0.patience.progressed < $1.patience.progressed }) {
            guard memory.size > mostMemory else { return }
            end(connection)
        }
    }

    /// How long a reader that takes nothing is never cut off because of the memory that it holds, in milliseconds.
    private static let stall = 1000

    /// How long an idle connection may still bring a request while the server drains, in milliseconds.
    private static let farewell = 250

    func finishDraining() {
        drained?()
        drained = nil
    }
}
