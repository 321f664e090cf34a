// The values that `/metrics` reports about the snapshot and the reloads.
import Catalog
import Documents

/// The current snapshot's properties and the results of reloads.
struct SnapshotStatus: Sendable {
    var version = ""
    /// The time of publication, in seconds since 1970.
    var publishedTime = 0
    var documents = 0
    var records: [(collection: String, count: Int)] = []
    var diagnostics: [(severity: String, code: String, count: Int)] = []
    /// The duration of the load or reload that made the snapshot.
    var loadMilliseconds = 0
    /// The number of successful reloads.
    var reloads = 0
    var failedReloads = 0
    /// False if the last reload failed, and until a good configuration replaces a broken one.
    var isLastReloadSuccessful = true

    /// Sets the properties of a newly published snapshot.
    mutating func update(_ snapshot: Snapshot, at time: Int) {
        version = snapshot.version
        publishedTime = time
        documents = snapshot.documents.count
        records = snapshot.collections.map { ($0.name, $0.records.count) }
        diagnostics = snapshot.diagnosticKinds.map { ($0.key.severity.rawValue, $0.key.code.rawValue, $0.value) }
            .sorted { ($0.severity, $0.code) < ($1.severity, $1.code) }
    }
}
