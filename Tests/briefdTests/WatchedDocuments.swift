// A folder whose documents follow its events, as in the reloader but without its delays.
import Dispatch
import Glibc
import Support
import Testing

@testable import briefd

/// Loaded documents and the watch that reports their changes.
///
/// The system queues the event of a change before the call that makes the change returns, so nothing has to wait.
final class WatchedDocuments {
    var configuration: Configuration
    private(set) var loaded: LoadedDocuments
    private let queue = DispatchQueue(label: "watch")
    private let watch: FolderWatch

    init(_ configuration: Configuration) throws {
        self.configuration = configuration
        loaded = LoadedDocuments.load(configuration)
        watch = try #require(FolderWatch(on: queue) {})
        try settle()
    }

    /// Returns the changes since the last call, after `change`; no event is read before that has ended.
    func takeChanges(after change: () throws -> Void = {}) rethrows -> FolderChanges {
        try queue.sync {
            try change()
            return watch.takeChanges()
        }
    }

    /// Reloads what has changed; returns the number of walks.
    @discardableResult func settle() throws -> Int {
        try queue.sync {
            let walkCount = loaded.walkCount
            repeat { updateWatch() } while try follow(watch.takeChanges())
            return loaded.walkCount - walkCount
        }
    }

    /// Looks at everything again, as a periodic scan does.
    func scan() throws {
        try queue.sync {
            var changes = watch.takeChanges()
            changes.needsWalk = true
            _ = try follow(changes)
            updateWatch()
        }
    }

    private func updateWatch() {
        _ = watch.update(loaded.folders, roots: configuration.documents.map(SystemPath.init))
    }

    /// Applies changes; returns false if there are none.
    private func follow(_ changes: FolderChanges) throws -> Bool {
        if changes.isEmpty { return false }
        _ = try loaded.reload(
            configuration, changes, later: .init(take: watch.takeChanges, changedFiles: watch.changedFiles))
        return true
    }
}
