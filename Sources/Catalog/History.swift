// History of published changes.

/// The latest changes, oldest first.
package struct History: Hashable, Sendable {
    /// A change and the time of its publication.
    package struct Entry: Hashable, Sendable {
        package let changes: Changes
        /// Seconds since 1970.
        package let time: Int

        package init(_ changes: Changes, time: Int) {
            self.changes = changes
            self.time = time
        }
    }

    /// The limit of stored changes.
    package static let maxEntries = 100

    package private(set) var entries: [Entry] = []

    package init() {}

    package mutating func append(_ entry: Entry) {
        if entries.count == Self.maxEntries { entries.removeFirst() }
        entries.append(entry)
    }

    /// Returns the changes since the last publication of `version`; nil if it is unknown.
    package func changes(since version: String) -> ArraySlice<Entry>? {
        if entries.last?.changes.version == version { return [] }
        return entries.lastIndex { $0.changes.since == version }.map { entries[$0...] }
    }
}
