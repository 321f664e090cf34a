// The one path from a configuration to a snapshot; every command that needs documents takes it.
import API
import Catalog
import Documents
import Glibc
import HTTP
import Server

/// The documents of a configuration as they were read last, and the snapshot made from them.
struct Library {
    private(set) var configuration: Configuration
    private(set) var snapshot: Snapshot
    /// The folders that were gone through, to be watched.
    private(set) var folders: [SystemPath]
    private var ingest: Ingest

    /// Reads the configured documents, or the bundled sample where none are configured.
    ///
    /// `progress` is told now and then, from any thread, how far that has come.
    init(_ configuration: Configuration, progress: @escaping @Sendable (State.Progress) -> Void = { _ in }) {
        self.configuration = configuration
        let walk = Self.walk(configuration)
        folders = walk?.folders ?? []
        ingest = Self.read(walk, progress: progress)
        HeapMemory.giveBack()
        snapshot = Self.snapshot(of: ingest, configuration)
    }

    /// Reads again what has changed, under `next` where the configuration is another now.
    ///
    /// True where the snapshot is another one. Fails, and changes nothing, where a configured path is not there.
    mutating func refresh(
        _ next: Configuration, progress: @escaping @Sendable (State.Progress) -> Void = { _ in }
    ) throws -> Bool {
        try Self.checkPaths(next)
        var walk = Self.walk(next)
        var read = Self.read(walk, after: ingest, progress: progress)
        if walk != nil, !read.holdsTheSame(as: ingest) {
            // A folder may be swapped for another one while it is read: what two walks agree on is of one piece.
            for _ in 0..<Self.mostWalks {
                guard let again = Self.walk(next), again.files != walk?.files else { break }
                read = Ingest(again, after: read)
                walk = again
            }
            try Self.checkPaths(next)
        }
        folders = walk?.folders ?? []
        let isSame = configuration.collections == next.collections && read.holdsTheSame(as: ingest)
        configuration = next
        ingest = read
        if isSame { return false }
        let built = Self.snapshot(of: read, next)
        guard built.version != snapshot.version else { return false }
        snapshot = built
        return true
    }

    private static let mostWalks = 5

    /// Reads the configured documents and makes them answerable; fails where a configured path is not there.
    static func snapshot(
        _ configuration: Configuration, progress: @escaping @Sendable (State.Progress) -> Void = { _ in }
    ) throws -> Snapshot {
        try checkPaths(configuration)
        return Library(configuration, progress: progress).snapshot
    }

    /// Fails where a configured path is not there at all: that is a slip in the call, not in a document.
    static func checkPaths(_ configuration: Configuration) throws {
        for path in configuration.documents where access(path, R_OK) != 0 {
            throw Failure(
                "documents: \(path) cannot be read: \(Errno.reason()); name an existing file or folder"
                    + " with --documents, BRIEFD_DOCUMENTS or `documents` in the configuration")
        }
    }

    private static func walk(_ configuration: Configuration) -> Walk? {
        guard !configuration.documents.isEmpty else { return nil }
        return Walk(
            configuration.documents, largest: configuration.documentSize,
            followsOut: configuration.followsOutsideLinks)
    }

    /// Reads what a walk found, or the bundled sample where there was nothing to go through.
    private static func read(
        _ walk: Walk?, after former: Ingest? = nil, progress: @escaping @Sendable (State.Progress) -> Void
    ) -> Ingest {
        guard let walk else { return Ingest(sample: BundledSample.files) }
        let count = walk.files.count
        progress(State.Progress(total: count))
        // Threads that are done at once may tell it in any order, so the last word is said here.
        defer { progress(State.Progress(read: count, total: count)) }
        return Ingest(walk, after: former) { progress(State.Progress(read: $0, total: $1)) }
    }

    /// Makes what was read answerable.
    ///
    /// The moment counts as the time of modification: that of files says nothing of those that were removed, or of
    /// another configuration.
    private static func snapshot(of ingest: Ingest, _ configuration: Configuration) -> Snapshot {
        Snapshot.build(
            documents: ingest.documents, mapping: configuration.collections, modified: time(nil),
            diagnostics: ingest.diagnostics)
    }
}
