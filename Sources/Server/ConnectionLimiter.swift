// The limits on the number of connections, in total and for each client address.
import Synchronization

/// The number of open connections of a server; safe on any thread.
final class ConnectionLimiter: Sendable {
    /// The result of asking for one more connection.
    enum Decision { case admitted, tooMany, tooManyOfPeer }

    private struct Counts {
        var total = 0
        var byPeer: [PeerAddress: Int] = [:]
    }

    private let counts = Locked(Counts())
    /// The number of connections with an event stream.
    let subscribers = Atomic<Int>(0)
    /// The maximum number of connections with an event stream: at most half of all, because they are never evicted.
    let maxSubscribers: Int
    private let maxTotal: Int
    private let maxPerPeer: Int

    /// Takes the limits from `limits`, but allows no more connections than `descriptors`.
    init(_ limits: ServerLimits, descriptors: Int) {
        maxTotal = max(1, min(limits.connections, descriptors))
        maxPerPeer = limits.connectionsPerAddress
        maxSubscribers = min(limits.listeners, max(1, maxTotal / 2))
    }

    /// Counts one more connection of `peer` if the limits allow it.
    func admit(_ peer: PeerAddress) -> Decision {
        counts.withLock { counts in
            guard counts.total < maxTotal else { return .tooMany }
            if maxPerPeer > 0, peer.isCounted {
                guard counts.byPeer[peer, default: 0] < maxPerPeer else { return .tooManyOfPeer }
                counts.byPeer[peer, default: 0] += 1
            }
            counts.total += 1
            return .admitted
        }
    }

    /// Counts one connection of `peer` less; the counterpart of an admission.
    func release(_ peer: PeerAddress) {
        counts.withLock { counts in
            counts.total -= 1
            guard maxPerPeer > 0, peer.isCounted, let count = counts.byPeer[peer] else { return }
            counts.byPeer[peer] = count > 1 ? count - 1 : nil
        }
    }

    /// The number of open connections.
    var count: Int { counts.withLock { $0.total } }

    /// The number of idle connections to close at once when the limit is reached.
    var evictionBatch: Int { max(1, maxTotal / 16) }
}
