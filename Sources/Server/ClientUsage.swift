// The computing time that each client has used lately, for the priorities of the work queue.
import Glibc

/// The time that one client has used; only used under the lock of the work queue.
final class ClientUsage {
    /// The time in nanoseconds after which used time counts half.
    private static let halfLife = 1e9

    /// Nanoseconds, as they counted at `lastTime`.
    private var time = 0.0
    private var lastTime = 0

    /// Returns the used time in nanoseconds, less the longer ago it was; `now` is in nanoseconds of `Clock`.
    func recentTime(_ now: Int) -> Double {
        time == 0 ? 0 : time * exp2(Double(lastTime - now) / Self.halfLife)
    }

    func add(_ used: Int, at now: Int) {
        time = recentTime(now) + Double(used)
        lastTime = now
    }
}

/// The clients that have used time lately; only used under the lock of the work queue.
final class ClientUsages {
    /// The number of clients from which on those that have used nothing lately are removed.
    private static let maxClients = 1024
    /// Less time than this, in nanoseconds, counts as nothing.
    private static let minTime = 100_000.0

    private var clients: [PeerAddress: ClientUsage] = [:]
    private let total = ClientUsage()
    private var nextCleanup = maxClients

    /// The usage of a client; all addresses of one IPv6 network are one client.
    subscript(address: PeerAddress) -> ClientUsage {
        let network = address.network
        if let client = clients[network] { return client }
        if clients.count >= nextCleanup {
            let now = Clock.nanoseconds()
            clients = clients.filter { $0.value.recentTime(now) >= Self.minTime }
            nextCleanup = max(Self.maxClients, 2 * clients.count)
        }
        let client = ClientUsage()
        clients[network] = client
        return client
    }

    /// Adds the time that a client used.
    func add(_ used: Int, of client: ClientUsage, at now: Int) {
        client.add(used, at: now)
        total.add(used, at: now)
    }

    /// Returns whether a client has used more than half of the time lately.
    func usesMost(_ client: ClientUsage, at now: Int) -> Bool {
        2 * client.recentTime(now) > total.recentTime(now)
    }
}
