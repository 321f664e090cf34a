// A signal that stops or pauses the computation of a response.
import Synchronization

/// A signal that asks a computation to stop, or to let others run first; the computation polls it.
///
/// Every method is safe on any thread, except that only the thread of the computation polls. Polling costs one relaxed
/// atomic load.
package final class Cancellation: Sendable {
    private static let stop: UInt8 = 1
    private static let yield: UInt8 = 2

    private let signal = Atomic<UInt8>(0)
    /// Blocks the thread of the computation while others run, if its turn is over.
    private let pause: (@Sendable () -> Void)?

    /// Creates a signal that asks for nothing; the poll calls `pause` while others want to run.
    package init(pause: (@Sendable () -> Void)? = nil) { self.pause = pause }

    /// True once `cancel` was called.
    ///
    /// While others want to run, the poll may block.
    package var isCancelled: Bool {
        let signal = signal.load(ordering: .relaxed)
        return signal != 0 && isCancelledAfterPause(signal)
    }

    @inline(never)
    private func isCancelledAfterPause(_ signal: UInt8) -> Bool {
        if signal & Self.stop != 0 { return true }
        pause?()
        return self.signal.load(ordering: .relaxed) & Self.stop != 0
    }

    /// Asks the computation to stop.
    package func cancel() { signal.bitwiseOr(Self.stop, ordering: .relaxed) }

    /// Sets whether others want to run.
    package func setYields(_ yields: Bool) {
        if yields {
            signal.bitwiseOr(Self.yield, ordering: .relaxed)
        } else {
            signal.bitwiseAnd(~Self.yield, ordering: .relaxed)
        }
    }
}
