// A flag that stops the computation of a response.
import Synchronization

/// A flag that asks a computation to stop; the computation polls it.
///
/// Every method is safe on any thread. Polling costs one relaxed atomic load.
package final class Cancellation: Sendable {
    private let flag = Atomic<Bool>(false)

    /// Creates a flag that is not set.
    package init() {}

    /// True once `cancel` was called.
    package var isCancelled: Bool { flag.load(ordering: .relaxed) }

    /// Asks the computation to stop.
    package func cancel() { flag.store(true, ordering: .relaxed) }
}
