// History of published changes.

import Text

/// The latest changes, oldest first.
package struct History: Sendable {
    /// A change and the time of its publication.
    package struct Entry: Sendable {
        /// Versions of the snapshots before and after the change.
        package let since: String
        package let version: String
        /// Seconds since 1970.
        package let time: Int
        /// The snapshots before and after the change; nil if it is not one of the latest ones.
        package private(set) var snapshots: (former: Snapshot, current: Snapshot)?
        private let deferred: Deferred<Changes>

        /// Keeps both snapshots, until the entry is an old one and `changes` was asked for.
        package init(from former: Snapshot, to snapshot: Snapshot, time: Int) {
            snapshots = (former, snapshot)
            since = former.version
            version = snapshot.version
            self.time = time
            deferred = Deferred { snapshot.changes(since: former) }
        }

        init(_ changes: Changes, time: Int) {
            since = changes.since
            version = changes.version
            self.time = time
            deferred = Deferred { changes }
        }

        fileprivate mutating func removeSnapshots() { snapshots = nil }

        /// The differences between the snapshots.
        ///
        /// The first caller computes them, and others wait: about a second for 10,000 changed documents.
        package var changes: Changes { deferred.value }
    }

    /// The limit of stored changes.
    package static let maxEntries = 100

    /// The limit of changes with their snapshots, each of which takes some kilobytes per document.
    package static let maxSnapshots = 4

    package private(set) var entries: [Entry] = []
    /// The number of changes so far, with those that are no longer stored.
    package private(set) var count = 0

    package init() {}

    /// Appends the latest change.
    ///
    /// Only with `keepsSnapshots`, it and a few earlier ones keep their snapshots.
    package mutating func append(_ entry: Entry, keepsSnapshots: Bool = true) {
        if entries.count == Self.maxEntries { entries.removeFirst() }
        entries.append(entry)
        count += 1
        let kept = keepsSnapshots ? Self.maxSnapshots : 0
        for index in entries.indices.dropLast(kept) { entries[index].removeSnapshots() }
    }

    /// Returns the number of changes up to the last publication of `version`; nil if it is unknown.
    package func count(upTo version: String) -> Int? { changes(since: version).map { count - $0.count } }

    /// Returns the changes since the last publication of `version`; nil if it is unknown.
    package func changes(since version: String) -> ArraySlice<Entry>? {
        if entries.last?.version == version { return [] }
        return entries.lastIndex { $0.since == version }.map { entries[$0...] }
    }
}
