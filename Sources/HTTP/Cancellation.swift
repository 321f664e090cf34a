// How a computation learns that its answer is not wanted any longer.
import Synchronization

/// A flag that is raised once: whoever computes an answer looks at it now and then, and stops where it is raised.
///
/// Any thread may raise it or look; a look costs no more than reading memory.
package final class Cancellation: Sendable {
    private let flag = Atomic<Bool>(false)

    package init() {}

    /// True once nobody waits for the answer.
    package var isCancelled: Bool { flag.load(ordering: .relaxed) }

    /// Asks the computation to stop.
    package func cancel() { flag.store(true, ordering: .relaxed) }
}
