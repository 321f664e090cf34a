// The changes that events report, collected until a reload takes them. The caller passes the time.

/// What may have changed in the watched folders.
struct FolderChanges: Sendable {
    /// True if only a walk over all folders shows what has changed.
    var needsWalk = false
    /// The names that changed.
    var names: Set<FileName> = []
    /// The names of files that a program is writing.
    var openFiles: Set<FileName> = []

    static let all = FolderChanges(needsWalk: true)

    var isEmpty: Bool { !needsWalk && names.isEmpty }

}

/// Collects changes until a reload takes them.
///
/// A file that is written and not closed yet is open. It has changed when it is closed, or after a quiet period. All
/// times are milliseconds of one monotonic clock.
struct PendingChanges {
    private(set) var needsWalk = false
    private var names: Set<FileName> = []
    /// The time of the latest write to each open file.
    private var openFiles: [FileName: Int] = [:]

    mutating func recordAll() { needsWalk = true }

    /// Records that a file may have changed; `isClosed` if it is no longer the file that was open.
    mutating func record(_ name: FileName, isClosed: Bool) {
        if isClosed { openFiles[name] = nil }
        names.insert(name)
    }

    /// The names that changed, and those of the open files.
    var allNames: Set<FileName> { names.union(openFiles.keys) }

    mutating func recordWrite(_ name: FileName, at now: Int) { openFiles[name] = now }

    /// Takes the changes of closed files and, after the quiet period, of open ones.
    mutating func take(at now: Int) -> FolderChanges {
        endQuietWrites(at: now)
        defer {
            needsWalk = false
            names = []
        }
        return FolderChanges(
            needsWalk: needsWalk, names: names.subtracting(openFiles.keys), openFiles: Set(openFiles.keys))
    }

    /// Treats files as closed that had no write for the quiet period; returns true if there are some.
    @discardableResult mutating func endQuietWrites(at now: Int) -> Bool {
        let quiet = openFiles.filter { now - $0.value >= UnfinishedFiles.quietPeriod }
        for name in quiet.keys { record(name, isClosed: true) }
        return !quiet.isEmpty
    }

    /// The time when `endQuietWrites` has something to do; nil if no file is open.
    var nextQuietTime: Int? { openFiles.values.min().map { $0 + UnfinishedFiles.quietPeriod } }
}
