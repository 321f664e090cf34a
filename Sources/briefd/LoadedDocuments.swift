// Loads and reloads the documents of a configuration; every command that needs documents uses it.
import API
import Catalog
import Documents
import Glibc
import HTTP
import Search
import Server

/// The documents of a configuration as they were last read, and the snapshot made from them.
struct LoadedDocuments {
    private(set) var configuration: Configuration
    private(set) var snapshot: Snapshot
    /// The number of walks over the folders since the first.
    private(set) var walkCount = 0
    private var files: FileTable

    /// The folders that the walk visited, for `FolderWatch`.
    var folders: [SystemPath] { files.folders }

    /// Reads the configured documents, or the bundled sample if none are configured.
    ///
    /// Calls `progress` from time to time, on any thread.
    static func load(
        _ configuration: Configuration, progress: @escaping @Sendable (State.Progress) -> Void = { _ in }
    ) -> LoadedDocuments {
        let walk = Self.walk(configuration)
        let files = read(walk, configuration.reading, progress: progress)
        HeapMemory.releaseFreePages()
        return LoadedDocuments(
            configuration: configuration, snapshot: makeSnapshot(of: files, configuration), files: files)
    }

    /// Shows what changes while the files are read.
    struct LaterChanges {
        /// Takes the changes since the last call.
        var take: () -> FolderChanges = { .init() }
        /// Returns the names of the files that have changed since then, or that a program is writing now.
        var changedFiles: () -> Set<FileName> = { [] }
    }

    /// Reads the files that have changed, and all files that `next` adds.
    ///
    /// Looks only at the names in `changes` if they suffice; `next` is then the present configuration. A file that a
    /// program is writing keeps its former version; with `keepsRecent`, so does one that changed a moment ago. Returns
    /// true if the snapshot is a new one. Throws, and changes nothing, if a configured path is missing.
    mutating func reload(
        _ next: Configuration, _ changes: FolderChanges = .all, keepsRecent: Bool = false,
        progress: @escaping @Sendable (State.Progress) -> Void = { _ in }, later: LaterChanges = LaterChanges()
    ) throws -> Bool {
        if !changes.needsWalk, let isChanged = update(changes, later) {
            return isChanged && updateSnapshot()
        }
        try Self.checkPaths(next)
        let unfinished = UnfinishedFiles(names: changes.openFiles, includesRecent: keepsRecent)
        var walk = walk(next)
        var read = Self.read(walk, next.reading, previous: files, unfinished, progress: progress)
        if walk != nil, !read.hasSameContent(as: files) {
            // A folder can be replaced while it is read. Two walks with the same result show one consistent state.
            for _ in 0..<Self.maxRepetitions {
                guard let again = self.walk(next), again.files != walk?.files else { break }
                read = FileTable.read(again, options: next.reading, previous: read, unfinished)
                walk = again
            }
            // A file that changed meanwhile may have been read without its end. The next reload reads it.
            read.restore(later.changedFiles(), from: files)
            try Self.checkPaths(next)
        }
        walkCount += 1
        let isSame =
            configuration.collections == next.collections && configuration.reading == next.reading
            && read.hasSameContent(as: files)
        configuration = next
        files = read
        return !isSame && updateSnapshot()
    }

    /// Reads the files of the changed names again; returns true if something has changed.
    ///
    /// Returns nil, and changes nothing, if all folders must be walked.
    private mutating func update(_ changes: FolderChanges, _ later: LaterChanges) -> Bool? {
        let inspector = Self.inspector(configuration)
        var updated = files
        var isChanged = false
        var names = changes.names
        var allNames = names
        // Files that are swapped while they are read must be published together, so read until nothing changes.
        for repetition in 0...Self.maxRepetitions {
            guard let isOther = updated.update(names, inspector) else { return nil }
            isChanged = isChanged || isOther
            if repetition == Self.maxRepetitions { break }
            let changes = later.take()
            if changes.needsWalk { return nil }
            if !allNames.isDisjoint(with: changes.openFiles) {
                // A program writes one of the files again, so it may have been read without its end.
                updated = files
                isChanged = false
                names = allNames.union(changes.names).subtracting(changes.openFiles)
                allNames = names
            } else {
                names = changes.names
                allNames.formUnion(names)
            }
            if names.isEmpty { break }
        }
        if !names.isEmpty { updated.restore(later.changedFiles().intersection(allNames), from: files) }
        files = updated
        return isChanged
    }

    /// Makes the snapshot of the present files; returns true if its version is a new one.
    private mutating func updateSnapshot() -> Bool {
        let newSnapshot = Self.makeSnapshot(of: files, configuration, former: snapshot)
        guard newSnapshot.version != snapshot.version else { return false }
        snapshot = newSnapshot
        return true
    }

    /// Puts a merged segment into the text index of the snapshot; returns false if it no longer fits.
    mutating func replace(_ merged: MergedSegment) -> Bool {
        guard let replaced = snapshot.replacing(merged) else { return false }
        snapshot = replaced
        return true
    }

    private static let maxRepetitions = 5

    /// Returns the snapshot of the configured documents; throws if a configured path is missing.
    static func snapshot(
        _ configuration: Configuration, progress: @escaping @Sendable (State.Progress) -> Void = { _ in }
    ) throws -> Snapshot {
        try SystemResources.check()
        try checkPaths(configuration)
        if configuration.documents.isEmpty {
            StandardError.write("briefd: no documents are named, so this is the bundled sample\n")
        }
        return load(configuration, progress: progress).snapshot
    }

    private static var workingFolder: String {
        guard let path = getcwd(nil, 0) else { return "" }
        defer { free(path) }
        return String(cString: path)
    }

    /// Throws if a configured path does not exist or cannot be read.
    ///
    /// Such a path is an error of the call; an unreadable file in a folder is only a diagnostic.
    static func checkPaths(_ configuration: Configuration) throws {
        for path in configuration.documents where access(path, R_OK) != 0 {
            let reason = Errno.reason()
            let place = path.hasPrefix("/") ? "" : " in the working folder \(workingFolder)"
            throw Failure(
                "documents: \(path)\(place) cannot be read: \(reason); name an existing file or folder"
                    + " with --documents, BRIEFD_DOCUMENTS or `documents` in the configuration")
        }
    }

    private static func inspector(_ configuration: Configuration) -> EntryInspector {
        EntryInspector(
            access: FileAccess(
                configuration.documents, maxFileSize: configuration.maxDocumentSize,
                followsOutsideLinks: configuration.followsOutsideLinks))
    }

    /// Walks over the folders of `configuration`; returns nil if there are none.
    private func walk(_ configuration: Configuration) -> Walk? { Self.walk(configuration, files.knownFolders) }

    private static func walk(_ configuration: Configuration, _ known: [SystemPath: VisitedFolder] = [:]) -> Walk? {
        guard !configuration.documents.isEmpty else { return nil }
        return Walk(configuration.documents, inspector(configuration), knownFolders: known)
    }

    /// Reads the files of a walk, or the bundled sample if there is no walk.
    private static func read(
        _ walk: Walk?, _ options: ReadingOptions, previous: FileTable? = nil,
        _ unfinished: UnfinishedFiles = UnfinishedFiles(),
        progress: @escaping @Sendable (State.Progress) -> Void
    ) -> FileTable {
        guard let walk else { return FileTable(sample: BundledSample.files, options: options) }
        let count = walk.files.count
        progress(State.Progress(total: count))
        // Concurrent threads report in any order, so the final count is reported here.
        defer { progress(State.Progress(read: count, total: count)) }
        return FileTable.read(walk, options: options, previous: previous, unfinished) {
            progress(State.Progress(read: $0, total: $1))
        }
    }

    /// Makes the snapshot of a file table.
    ///
    /// Its time of modification is now: the times of the files do not show that a file was removed or that the
    /// configuration changed.
    private static func makeSnapshot(
        of files: FileTable, _ configuration: Configuration, former: Snapshot? = nil
    ) -> Snapshot {
        Snapshot.build(
            documents: files.documents, mapping: configuration.collections, options: configuration.reading,
            modified: time(nil), diagnostics: files.diagnostics, former: former)
    }
}
