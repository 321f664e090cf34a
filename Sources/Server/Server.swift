// The server: it starts listeners and workers, assigns connections to workers, and drains them at the end.
import Dispatch
import Glibc
package import HTTP
import Synchronization

/// An HTTP/1.1 server with a fixed number of workers.
package final class Server: Sendable {
    /// The addresses on which the server listens, inherited ones first; a port of 0 is replaced by the real one.
    package let addresses: [Address]
    private let listeners: [Listener]
    private let workers: [Worker]
    private let limits: ServerLimits
    private let limiter: ConnectionLimiter
    private let routes: Routes
    private let rejector: Rejector
    /// The queue on which all listeners accept.
    private let acceptQueue: DispatchQueue

    /// Binds the addresses and starts `count` workers; the server accepts no client before `start`.
    ///
    /// `inherited` are descriptors of sockets that already listen, in addition to `addresses`. `log` is called for each
    /// response on a worker's thread, and must not block.
    ///
    /// It raises the process's limit of open descriptors to the maximum, and ignores SIGPIPE.
    package init(
        addresses: [Address], inherited: [Int32] = [], workers count: Int, limits: ServerLimits,
        responder: any Responder, log: (@Sendable (AccessLogEntry) -> Void)? = nil
    ) throws(ServerError) {
        self.limits = limits
        signal(SIGPIPE, SIG_IGN)
        let capacity = Self.connectionCapacity(ofDescriptors: Self.raiseDescriptorLimit())
        let limiter = ConnectionLimiter(limits, descriptors: capacity)
        self.limiter = limiter
        let cache = ResponseCache(size: limits.cacheSize)
        let count = max(1, count)
        let cores = sysconf(Int32(_SC_NPROCESSORS_ONLN))
        let slots = limits.answersAtOnce > 0 ? limits.answersAtOnce : max(2, cores - count)
        let workQueue = try WorkQueue(slots: slots, maxWaiting: limits.answersWaiting)
        var workers: [Worker] = []
        for number in 0..<count {
            workers.append(
                try Worker(
                    number, of: count, limits: limits, responder: responder, cache: cache, workQueue: workQueue,
                    limiter: limiter, log: log))
        }
        self.workers = workers
        routes = cache.routes
        let rejector = Rejector(responder, cache.routes, log: log)
        self.rejector = rejector
        acceptQueue = DispatchQueue(label: "briefd.accept", qos: .userInitiated)
        let admit: (Int32, PeerAddress) -> ConnectionLimiter.Decision = { [workers] descriptor, peer in
            let decision = limiter.admit(peer)
            switch decision {
            case .admitted: Self.assign(descriptor, peer, workers)
            case .tooMany: Self.evictIdleConnections(limiter.evictionBatch, workers)
            case .tooManyOfPeer: break
            }
            return decision
        }
        var listeners: [Listener] = []
        do throws(ServerError) {
            for descriptor in inherited {
                listeners.append(
                    try Listener(inherited: descriptor, on: acceptQueue, rejector: rejector, admit: admit))
            }
            for address in addresses {
                listeners.append(try Listener(address, on: acceptQueue, rejector: rejector, admit: admit))
            }
        } catch {
            for listener in listeners { listener.stop() }
            throw error
        }
        self.listeners = listeners
        self.addresses = listeners.map(\.address)
    }

    /// Starts accepting connections.
    package func start() {
        for listener in listeners { listener.start() }
    }

    /// The counters of all workers; they are read one after the other, so they are not exactly of one moment.
    package var metrics: MetricsSnapshot {
        MetricsSnapshot(workers.map(\.counters) + [rejector.counters], routes, connections: limiter.count)
    }

    /// Sends an event to every subscriber whose `Response.Body.events` had a smaller number.
    ///
    /// Each event has a greater number than the one before.
    package func broadcast(_ bytes: [UInt8], number: Int) {
        for worker in workers { worker.post(.broadcast(bytes, number: number)) }
    }

    /// Calls `done` after every worker has responded to a message, which shows that none of them hangs.
    package func ping(done: @escaping @Sendable () -> Void) {
        let group = DispatchGroup()
        for worker in workers {
            group.enter()
            worker.post(.ping { group.leave() })
        }
        group.notify(queue: acceptQueue, execute: done)
    }

    /// Stops listening, finishes the responses in progress within `ServerLimits.drainTime`, then calls `done` once.
    package func drain(done: @escaping @Sendable () -> Void) {
        acceptQueue.async { [self] in
            for listener in listeners { listener.stop() }
            let group = DispatchGroup()
            for worker in workers {
                group.enter()
                worker.post(.drain { group.leave() })
            }
            let hasEnded = Locked(false)
            let end: @Sendable () -> Void = {
                let isFirst = hasEnded.withLock { hasEnded in
                    defer { hasEnded = true }
                    return !hasEnded
                }
                if isFirst { done() }
            }
            group.notify(queue: acceptQueue, execute: end)
            acceptQueue.asyncAfter(deadline: .now() + .milliseconds(limits.drainTime)) { [self] in
                for worker in workers { worker.post(.closeAll) }
            }
            // A worker that is computing a long response does not read messages, so the wait for it is limited.
            acceptQueue.asyncAfter(deadline: .now() + .milliseconds(limits.drainTime + 500)) {
                end()
            }
        }
    }

    /// Closes about `count` of the connections that have been idle for the longest time.
    private static func evictIdleConnections(_ count: Int, _ workers: [Worker]) {
        for worker in workers { worker.post(.evict(max(1, count / workers.count))) }
    }

    /// Assigns a new connection to the first worker that is not busy, otherwise to the one with the fewest connections.
    ///
    /// As long as one core suffices, using a second one only adds cost: batches are smaller, and CPU caches are cold.
    private static func assign(_ descriptor: Int32, _ peer: PeerAddress, _ workers: [Worker]) {
        let loads = workers.map { $0.load.load(ordering: .relaxed) }
        let least = loads.indices.min { loads[$0] < loads[$1] } ?? 0
        let free = loads.indices.first {
            loads[$0] < Self.maxPreferredLoad && !workers[$0].isBusy.load(ordering: .relaxed)
        }
        workers[free ?? least].post(.connection(descriptor, peer))
    }

    /// The number of connections from which on a worker counts as busy, because all of them may send requests at once.
    private static let maxPreferredLoad = 256

    /// Returns how many descriptors connections may use; the rest is for logs, documents and the runtime.
    static func connectionCapacity(ofDescriptors count: Int) -> Int { count - min(64, count / 3) }

    /// Raises the limit of open descriptors of this process to the maximum, and returns it.
    private static func raiseDescriptorLimit() -> Int {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return 1024 }
        limit.rlim_cur = limit.rlim_max
        setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        return Int(clamping: limit.rlim_cur)
    }
}
