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
        private let deferred: Deferred<Changes>

        /// Keeps both snapshots until `changes` is asked for.
        package init(from former: Snapshot, to snapshot: Snapshot, time: Int) {
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

        /// The differences between the snapshots.
        ///
        /// The first caller computes them, and others wait: about a second for 10,000 changed documents.
        package var changes: Changes { deferred.value }
    }

    /// The limit of stored changes.
    package static let maxEntries = 100

    package private(set) var entries: [Entry] = []
    /// The number of changes so far, with those that are no longer stored.
    package private(set) var count = 0

    package init() {}

    package mutating func append(_ entry: Entry) {
        if entries.count == Self.maxEntries { entries.removeFirst() }
        entries.append(entry)
        count += 1
    }

    /// Returns the changes since the last publication of `version`; nil if it is unknown.
    package func changes(since version: String) -> ArraySlice<Entry>? {
        if entries.last?.version == version { return [] }
        return entries.lastIndex { $0.since == version }.map { entries[$0...] }
    }
}
