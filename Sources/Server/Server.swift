// A server as its owner sees it: started with addresses and a responder, drained when it is to end.
// Accepting lives in Listener.swift, connections in Worker.swift.
import Dispatch
import Glibc
package import HTTP
import Synchronization

/// Answers HTTP/1.1 requests on some addresses, on a fixed number of workers.
package final class Server: Sendable {
    /// Where it listens, in the order given; ports that were 0 are the real ones.
    package let addresses: [Address]
    private let listeners: [Listener]
    private let workers: [Worker]
    private let limits: ServerLimits
    private let limiter: ConnectionLimiter
    private let routes: Routes
    private let rejector: Rejector
    private let gate: DispatchQueue

    /// Binds every address and starts `workers` workers; clients wait until `start`.
    ///
    /// `inherited` are the descriptors of sockets that listen already, in addition to the addresses. `log` is told of
    /// every answer, on a worker's thread, which must not wait for it.
    /// Raises the process's limit of open descriptors as far as it may, and keeps some of them for files.
    package init(
        addresses: [Address], inherited: [Int32] = [], workers count: Int, limits: ServerLimits,
        responder: any Responder, log: (@Sendable (AccessLogEntry) -> Void)? = nil
    ) throws(ServerError) {
        self.limits = limits
        signal(SIGPIPE, SIG_IGN)
        let limiter = ConnectionLimiter(limits, descriptors: Self.forConnections(of: Self.raiseDescriptorLimit()))
        self.limiter = limiter
        let cache = ResponseCache(size: limits.cacheSize)
        let count = max(1, count)
        let cores = sysconf(Int32(_SC_NPROCESSORS_ONLN))
        let threads = limits.answersAtOnce > 0 ? limits.answersAtOnce : cores - count
        let workQueue = WorkQueue(threads: threads, maxWaiting: limits.answersWaiting)
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
        gate = DispatchQueue(label: "briefd.accept", qos: .userInitiated)
        let admit: (Int32, PeerAddress) -> ConnectionLimiter.Answer = { [workers] descriptor, peer in
            let answer = limiter.admit(peer)
            switch answer {
            case .admitted: Self.distribute(descriptor, peer, workers)
            case .tooMany: Self.makeRoom(limiter.batch, workers)
            case .tooManyOfPeer: break
            }
            return answer
        }
        var listeners: [Listener] = []
        do throws(ServerError) {
            for descriptor in inherited {
                listeners.append(
                    try Listener(inherited: descriptor, on: gate, rejector: rejector, admit: admit))
            }
            for address in addresses {
                listeners.append(try Listener(address, on: gate, rejector: rejector, admit: admit))
            }
        } catch {
            for listener in listeners { listener.stop() }
            throw error
        }
        self.listeners = listeners
        self.addresses = listeners.map(\.address)
    }

    /// Begins to accept connections.
    package func start() {
        for listener in listeners { listener.start() }
    }

    /// What has been counted so far; a sum of numbers that move on meanwhile.
    package var metrics: MetricsSnapshot {
        MetricsSnapshot(workers.map(\.counters) + [rejector.counters], routes, connections: limiter.count)
    }

    /// Sends these bytes to every connection whose answer was `Response.Body.events`.
    package func broadcast(_ bytes: [UInt8]) {
        for worker in workers { worker.post(.broadcast(bytes)) }
    }

    /// How many connections are open.
    package var connectionCount: Int { limiter.count }

    /// Calls `done` once every worker has come round to it: the sign that all of them still serve.
    package func ping(done: @escaping @Sendable () -> Void) {
        let group = DispatchGroup()
        for worker in workers {
            group.enter()
            worker.post(.ping { group.leave() })
        }
        group.notify(queue: gate, execute: done)
    }

    /// Stops listening, lets answers under way end within the configured time, then calls `done` once.
    package func drain(done: @escaping @Sendable () -> Void) {
        gate.async { [self] in
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
            group.notify(queue: gate, execute: end)
            gate.asyncAfter(deadline: .now() + .milliseconds(limits.drainTime)) { [self] in
                for worker in workers { worker.post(.cut) }
            }
            // A worker in the middle of a long answer reads no messages; it is not waited for.
            gate.asyncAfter(deadline: .now() + .milliseconds(limits.drainTime + 500)) {
                end()
            }
        }
    }

    /// Has the longest idle connections closed, `count` of them in all.
    private static func makeRoom(_ count: Int, _ workers: [Worker]) {
        for worker in workers { worker.post(.evict(max(1, count / workers.count))) }
    }

    /// Gives a new connection to the first worker that has pauses, else to the one with the fewest.
    ///
    /// As long as one core does, a second one only costs: answers are made in smaller batches, and caches are cold.
    private static func distribute(_ descriptor: Int32, _ peer: PeerAddress, _ workers: [Worker]) {
        let loads = workers.map { $0.load.load(ordering: .relaxed) }
        let least = loads.indices.min { loads[$0] < loads[$1] } ?? 0
        let free = loads.indices.first {
            loads[$0] < Self.maxPreferredLoad && !workers[$0].isBusy.load(ordering: .relaxed)
        }
        workers[free ?? least].post(.connection(descriptor, peer))
    }

    /// With as many connections as this a worker counts as busy: they may all speak up at once.
    private static let maxPreferredLoad = 256

    /// How many of so many descriptors connections may take; the others are for logs, documents and the runtime.
    static func forConnections(of descriptors: Int) -> Int { descriptors - min(64, descriptors / 3) }

    /// The number of descriptors that this process may have open, raised to what the system allows.
    private static func raiseDescriptorLimit() -> Int {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return 1024 }
        limit.rlim_cur = limit.rlim_max
        setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
        return Int(clamping: limit.rlim_cur)
    }
}
