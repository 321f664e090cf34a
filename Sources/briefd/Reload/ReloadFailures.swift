// The failures of reloads that still apply, and their diagnostics.
import Catalog
import Documents

/// What could not be read, each with the message for the log.
///
/// The two are independent: documents that can be read again say nothing about a broken configuration.
struct ReloadFailures {
    /// Set until a good configuration has been read.
    var configuration: String?
    /// Set until the documents of the configuration in use have been read.
    var documents: String?

    var isEmpty: Bool { configuration == nil && documents == nil }

    /// Returns a snapshot with a diagnostic for each failure; they name files without the folders of the machine.
    func report(in snapshot: Snapshot, _ inUse: Configuration) -> Snapshot {
        let places = [(configuration, inUse.file), (documents, inUse.documents.first)]
        let paths = inUse.documents + [inUse.file, inUse.tokenFile].compactMap(\.self)
        let diagnostics = places.compactMap { message, path -> Diagnostic? in
            guard let message else { return nil }
            let location = SourceLocation(file: path.map(PublicPath.name) ?? ".", line: 1)
            return Diagnostic(
                .error, .reloadFailed, at: location, PublicPath.namesOnly(in: message, knownPaths: paths))
        }
        return diagnostics.isEmpty ? snapshot : snapshot.adding(diagnostics)
    }
}
