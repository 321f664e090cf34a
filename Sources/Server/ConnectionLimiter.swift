// How many connections there are, in total and by peer, and whether one more may come in.
import Synchronization

/// The count of open connections of a server; any thread may ask.
final class ConnectionLimiter: Sendable {
    enum Answer { case admitted, tooMany, tooManyOfPeer }

    private struct Counts {
        var total = 0
        var byPeer: [PeerAddress: Int] = [:]
    }

    private let counts = Locked(Counts())
    /// How many connections are sent events.
    let subscribers = Atomic<Int>(0)
    /// How many may be: never so many that they, who give way to nobody, take more than half of the places.
    let maxSubscribers: Int
    private let total: Int
    private let perPeer: Int

    init(_ limits: ServerLimits, descriptors: Int) {
        total = max(1, min(limits.connections, descriptors))
        perPeer = limits.connectionsPerAddress
        maxSubscribers = min(limits.listeners, max(1, total / 2))
    }

    /// Counts one more connection of `peer` where the limits allow it.
    func admit(_ peer: PeerAddress) -> Answer {
        counts.withLock { counts in
            guard counts.total < total else { return .tooMany }
            if perPeer > 0, peer.isCounted {
                guard counts.byPeer[peer, default: 0] < perPeer else { return .tooManyOfPeer }
                counts.byPeer[peer, default: 0] += 1
            }
            counts.total += 1
            return .admitted
        }
    }

    /// Takes back what `admit` counted.
    func release(_ peer: PeerAddress) {
        counts.withLock { counts in
            counts.total -= 1
            guard perPeer > 0, peer.isCounted, let count = counts.byPeer[peer] else { return }
            counts.byPeer[peer] = count > 1 ? count - 1 : nil
        }
    }

    var count: Int { counts.withLock { $0.total } }

    /// How many idle connections should give way at once when there is no room left.
    var batch: Int { max(1, total / 16) }
}
