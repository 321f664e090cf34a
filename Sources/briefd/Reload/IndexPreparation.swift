// Makes the indexes of a snapshot in the background.
import Catalog
import Dispatch
import HTTP
import Server

/// Makes the indexes of the published snapshot after it is published, so that few requests wait for one.
///
/// A request that needs an index earlier makes it. The methods are called on one queue.
final class IndexPreparation {
    /// The indexes of one snapshot.
    private struct Work {
        var snapshot: Snapshot
        var isStopped = Cancellation()
        var isDone = Locked(false)
    }

    private let queue = DispatchQueue(label: "briefd.indexes", qos: .utility)
    private var work: Work?

    /// Makes the indexes of a snapshot, and no more those of the one before.
    func start(_ snapshot: Snapshot) {
        pause()
        let work = Work(snapshot: snapshot)
        self.work = work
        queue.async { Self.run(work) }
    }

    /// Stops soon, so that a reload has the processors; indexes that are made stay.
    func pause() { work?.isStopped.cancel() }

    /// Continues if indexes are missing.
    func resume() {
        if let work, !work.isDone.withLock({ $0 }) { start(work.snapshot) }
    }

    private static func run(_ work: Work) {
        let isStopped = { @Sendable in work.isStopped.isCancelled }
        for collection in work.snapshot.collections { collection.prepareIndexes(isStopped) }
        if isStopped() { return }
        work.snapshot.diagnosticCollection.prepareSearch()
        work.isDone.withLock { $0 = true }
        HeapMemory.releaseFreePages()
    }
}
