// Makes the indexes of a snapshot in the background, and merges segments of its text index.
import Catalog
import Dispatch
import HTTP
import Search
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
    /// Nil if the indexes of the latest snapshot can be patched when they are needed.
    private var work: Work?
    private var followedCount = 0
    private var isMerging = false

    /// After this number of small changes, indexes are patched even if nobody needs them.
    private static let maxFollowed = 64

    /// Makes the indexes of a snapshot, and no more those of the one before.
    func start(_ snapshot: Snapshot) {
        pause()
        followedCount = 0
        let work = Work(snapshot: snapshot)
        self.work = work
        queue.async { Self.run(work) }
    }

    /// Makes the indexes of the next snapshot, unless they can be patched when they are needed.
    ///
    /// Work for a former snapshot goes on: it would never end if every change began it again.
    func follow(_ snapshot: Snapshot) {
        followedCount += 1
        guard snapshot.isFollowing, followedCount < Self.maxFollowed else { return start(snapshot) }
        if let done = work?.isDone, done.withLock({ $0 }) { work = nil }
    }

    /// Stops soon, so that a reload has the processors; indexes that are made stay.
    func pause() { work?.isStopped.cancel() }

    /// Continues if indexes are missing.
    func resume() {
        if let work, work.isStopped.isCancelled, !work.isDone.withLock({ $0 }) { start(work.snapshot) }
    }

    private static func run(_ work: Work) {
        let isStopped = { @Sendable in work.isStopped.isCancelled }
        for collection in work.snapshot.collections { collection.prepareIndexes(isStopped) }
        if isStopped() { return }
        work.snapshot.diagnosticCollection.prepareSearch()
        work.isDone.withLock { $0 = true }
        HeapMemory.releaseFreePages()
    }

    // MARK: Merges

    /// Merges segments of a snapshot's text index if a merge is due and none is running; calls `done` on `owner`.
    func merge(_ snapshot: Snapshot, on owner: DispatchQueue, done: @escaping @Sendable (MergedSegment) -> Void) {
        guard !isMerging, let plan = snapshot.mergePlan() else { return }
        isMerging = true
        queue.async {
            let merged = plan.run()
            owner.async { done(merged) }
        }
    }

    /// Ends a merge, so that the next one may start.
    func endMerge() { isMerging = false }
}
