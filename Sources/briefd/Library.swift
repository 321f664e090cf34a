// The one path from a configuration to a snapshot; every command that needs documents takes it.
import Catalog
import Documents
import Glibc
import Server

enum Library {
    /// Reads the configured documents, or the bundled sample where none are configured.
    static func ingest(
        _ configuration: Configuration, progress: @escaping @Sendable (Int, Int) -> Void = { _, _ in }
    ) -> Ingest {
        configuration.documents.isEmpty
            ? Ingest(sample: BundledSample.files)
            : Ingest(
                configuration.documents, largest: configuration.documentSize,
                followsOut: configuration.followsOutsideLinks, progress: progress)
    }

    /// Makes what was read answerable.
    ///
    /// The moment counts as the time of modification: that of files says nothing of those that were removed, or of
    /// another configuration.
    static func snapshot(of ingest: Ingest, _ configuration: Configuration) -> Snapshot {
        Snapshot.build(
            documents: ingest.documents, mapping: configuration.collections, modified: time(nil),
            diagnostics: ingest.diagnostics)
    }

    /// Reads the configured documents and makes them answerable; fails where a configured path is not there.
    static func snapshot(
        _ configuration: Configuration, progress: @escaping @Sendable (Int, Int) -> Void = { _, _ in }
    ) throws -> Snapshot {
        try checkPaths(configuration)
        return snapshot(of: ingest(configuration, progress: progress), configuration)
    }

    /// Fails where a configured path is not there at all: that is a slip in the call, not in a document.
    static func checkPaths(_ configuration: Configuration) throws {
        for path in configuration.documents where access(path, R_OK) != 0 {
            throw Failure(
                "documents: \(path) cannot be read: \(Errno.reason()); name an existing file or folder"
                    + " with --documents, BRIEFD_DOCUMENTS or `documents` in the configuration")
        }
    }
}
