// What the program is doing, as far as answers depend on it.

package import Catalog

/// The state that a request is answered in.
package enum State: Sendable {
    /// The documents are being read; there is nothing to answer from yet.
    case loading(Progress)
    /// `history` says how the snapshot came about, for clients that know an older one.
    case ready(Snapshot, history: History = History())
    /// The program is about to end: it answers, and asks for no further requests.
    case draining(Snapshot?)

    /// How far a load has come, in words for clients, the log and a terminal.
    package struct Progress: Hashable, Sendable, CustomStringConvertible {
        /// Files read so far, of `total`; both 0 while they are being counted.
        package var read: Int
        package var total: Int

        package init(read: Int = 0, total: Int = 0) {
            self.read = read
            self.total = total
        }

        package var description: String {
            if total == 0 { return "looking for files" }
            return read < total ? "\(read) of \(total) files read" : "\(total) files read, indexing them"
        }
    }

    /// What there is to answer from.
    package var snapshot: Snapshot? {
        switch self {
        case .loading: nil
        case .ready(let snapshot, _): snapshot
        case .draining(let snapshot): snapshot
        }
    }

    /// The changes that are remembered; none while documents are first read and while the program ends.
    var history: History {
        if case .ready(_, let history) = self { history } else { History() }
    }
}
