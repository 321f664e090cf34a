// The snapshots that followed one another, as far back as is kept.

/// The latest changes, oldest first.
package struct History: Hashable, Sendable {
    /// A change and when it was published.
    package struct Entry: Hashable, Sendable {
        package let changes: Changes
        /// Seconds since 1970.
        package let time: Int

        package init(_ changes: Changes, time: Int) {
            self.changes = changes
            self.time = time
        }
    }

    /// How many changes are kept.
    package static let longest = 100

    package private(set) var entries: [Entry] = []

    package init() {}

    package mutating func append(_ entry: Entry) {
        if entries.count == Self.longest { entries.removeFirst() }
        entries.append(entry)
    }

    /// What has changed since `version` became another one for the last time; nil where that is not known.
    package func changes(since version: String) -> ArraySlice<Entry>? {
        if entries.last?.changes.version == version { return [] }
        return entries.lastIndex { $0.changes.since == version }.map { entries[$0...] }
    }
}
