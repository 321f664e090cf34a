// Work on all cores.

import Dispatch
import Glibc

/// The processor's cores, as Dispatch's global queues use them.
///
/// Dispatch watches the threads of those queues in /proc, and ends the process if they are not there. So nothing else
/// uses these queues, and without /proc the caller's thread does all work.
package enum Cores {
    /// True if /proc shows the threads of this process: it is mounted, and for this process's namespace.
    private static let areWatchable: Bool = {
        var target = [CChar](repeating: 0, count: 32)
        let count = readlink("/proc/self", &target, target.count)
        return String(decoding: target.prefix(max(0, count)).map(UInt8.init(bitPattern:)), as: UTF8.self)
            == String(getpid())
    }()

    /// Calls `body` with each number below `count`, on all cores; returns after all calls.
    package static func perform(_ count: Int, _ body: @Sendable (Int) -> Void) {
        if areWatchable {
            DispatchQueue.concurrentPerform(iterations: count, execute: body)
        } else {
            for number in 0..<count { body(number) }
        }
    }

    /// Calls `body` on another core soon; does nothing without /proc.
    static func tryAsync(_ body: @escaping @Sendable () -> Void) {
        if areWatchable { DispatchQueue.global().async(execute: body) }
    }
}
