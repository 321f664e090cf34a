// The state of the program, as far as responses depend on it.

package import Catalog

/// The state of the program at the time of a request.
package enum State: Sendable {
    /// The first load is in progress; there is no snapshot yet.
    case loading(Progress)
    /// The snapshot is ready. `history` has the changes since earlier snapshots.
    case ready(Snapshot, history: History = History())
    /// The program is shutting down. It still answers requests, but `/readyz` is 503.
    case draining(Snapshot?)

    /// The progress of a load.
    ///
    /// Its description is for clients, the log and a terminal.
    package struct Progress: Hashable, Sendable, CustomStringConvertible {
        /// The number of files read so far.
        package var read: Int
        /// The number of all files, 0 while they are being counted.
        package var total: Int

        /// Makes a progress.
        package init(read: Int = 0, total: Int = 0) {
            self.read = read
            self.total = total
        }

        /// The progress as text, such as `3 of 9 files read`.
        package var description: String {
            if total == 0 { return "looking for files" }
            return read < total ? "\(read) of \(total) files read" : "\(total) files read, indexing them"
        }
    }

    /// The current snapshot, nil before the first load is complete.
    package var snapshot: Snapshot? {
        switch self {
        case .loading: nil
        case .ready(let snapshot, _): snapshot
        case .draining(let snapshot): snapshot
        }
    }

    /// The recorded changes; empty during the first load and during shutdown.
    var history: History {
        if case .ready(_, let history) = self { history } else { History() }
    }
}
