// One readiness set and the connections in it: events, opening and closing. What bytes mean and how they are answered
// lives in the Worker+… files.
import CSystem
import Dispatch
import Glibc
import HTTP
import Synchronization

/// A share of a server's connections, served on one serial queue.
///
/// Readiness comes in batches: the connections stand in an epoll set, and one Dispatch source watches the set itself.
/// All state but the inbox and the load is touched on the queue alone. What every request touches is marked
/// `@exclusivity(unchecked)`: checking at run time that no two accesses overlap took a fortieth of a request's time, and
/// no closure here can make them overlap.
final class Worker: @unchecked Sendable {
    enum Message: Sendable {
        case connection(Int32, PeerAddress)
        /// Closes up to this many of the connections that have been idle longest.
        case evict(Int)
        /// Answers what is under way, then closes everything; calls back when nothing is left.
        case drain(@Sendable () -> Void)
        /// Closes everything at once.
        case cut
        /// Sends these bytes to everyone who listens.
        case broadcast([UInt8])
        /// Answers those who wait for a computation.
        case computed(InFlightRequest, Made)
        /// Calls back, as a sign of life.
        case ping(@Sendable () -> Void)
    }

    let limits: ServerLimits
    let responder: any Responder
    let cache: ResponseCache
    let workQueue: WorkQueue
    let counters = Counters()
    /// Told of every answer where there is one.
    let log: (@Sendable (AccessLogEntry) -> Void)?
    /// Computations under way, by what decides their answers.
    var inFlight: [CacheKey: InFlightRequest] = [:]
    let limiter: ConnectionLimiter
    let queue: DispatchQueue
    let set: Int32
    private let bell: Int32
    private let source: any DispatchSourceRead
    private let inbox = Locked<[Message]>([])
    /// How many connections it has, those on their way to it included.
    let load = Atomic<Int>(0)
    /// True where it had no pause in its last turn.
    let isBusy = Atomic<Bool>(false)

    @exclusivity(unchecked) var connections: [Connection?] = []
    let memory = HeldMemory()
    /// The worker's share of `ServerLimits.waitingSize`.
    let maxMemory: Int
    var open = 0
    /// How many of the connections are sent events, and when they are next shown that they still are.
    var subscribers = 0
    var nextHeartbeat = 0
    @exclusivity(unchecked) private var events = [epoll_event](repeating: epoll_event(), count: 4096)
    private var firstTaker = 0
    private let scratch = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 65_536)
    @exclusivity(unchecked) var nextSweep = 0
    var isTicking = false
    @exclusivity(unchecked) private(set) var isDraining = false
    var drained: (@Sendable () -> Void)?

    /// The time of the current batch, in milliseconds.
    @exclusivity(unchecked) var now = Clock.milliseconds()
    /// Answers made for the connection being served, until they are sent in one write.
    @exclusivity(unchecked) var writeBuffer = WriteBuffer()
    /// The kept answer that was given last.
    @exclusivity(unchecked) var last: (key: CacheKey, generation: UInt64, answer: CachedResponse)?
    /// The parser for heads that come in one piece; a connection in the middle of a head has its own.
    @exclusivity(unchecked) var parser = RequestParser()
    /// What decides the answer to the request being served; see `Worker+Requests.swift`.
    @exclusivity(unchecked) var key = CacheKey()
    @exclusivity(unchecked) private(set) var date = DateField()

    init(
        _ number: Int, of count: Int, limits: ServerLimits, responder: any Responder, cache: ResponseCache,
        workQueue: WorkQueue, limiter: ConnectionLimiter, log: (@Sendable (AccessLogEntry) -> Void)?
    ) throws(ServerError) {
        self.limits = limits
        self.log = log
        maxMemory = limits.waitingSize / count
        self.responder = responder
        self.cache = cache
        self.workQueue = workQueue
        self.limiter = limiter
        queue = DispatchQueue(label: "briefd.worker.\(number)", qos: .userInitiated)
        set = epoll_create1(Int32(EPOLL_CLOEXEC))
        bell = eventfd(0, Int32(EFD_NONBLOCK) | Int32(EFD_CLOEXEC))
        guard set >= 0, bell >= 0 else { throw .failed(set < 0 ? "epoll_create1" : "eventfd") }
        var event = epoll_event(events: EPOLLIN.rawValue, data: epoll_data_t(fd: bell))
        guard epoll_ctl(set, EPOLL_CTL_ADD, bell, &event) == 0 else { throw .failed("epoll_ctl") }
        source = DispatchSource.makeReadSource(fileDescriptor: set, queue: queue)
        // An event may be on its way while the last one lets go of the worker.
        source.setEventHandler { [weak self] in self?.turn() }
        source.setCancelHandler { [set, bell] in
            close(set)
            close(bell)
        }
        source.activate()
    }

    deinit {
        source.cancel()
        scratch.deallocate()
    }

    /// Leaves a message and rings the bell; from any thread.
    func post(_ message: Message) {
        if case .connection = message { load.add(1, ordering: .relaxed) }
        let wasEmpty = inbox.withLock { inbox in
            inbox.append(message)
            return inbox.count == 1
        }
        if wasEmpty { eventfd_write(bell, 1) }
    }

    // MARK: Events

    /// How long a worker keeps its thread before it goes through Dispatch again, in milliseconds.
    private static let maxTurnTime = 100

    /// Handles batches of events until none comes within a millisecond, or the turn has lasted long enough.
    private func turn() {
        now = Clock.milliseconds()
        let end = now + Self.maxTurnTime
        var timeout: Int32 = 0
        while now < end {
            let count = epoll_wait(set, &events, Int32(events.count), timeout)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else {
                setBusy(false)
                return
            }
            now = Clock.milliseconds()
            date.refresh()
            handleEvents(Int(count))
            if now >= nextSweep { sweep() }
            timeout = 1
        }
        setBusy(true)
    }

    private func setBusy(_ isBusy: Bool) {
        if isBusy != self.isBusy.load(ordering: .relaxed) { self.isBusy.store(isBusy, ordering: .relaxed) }
    }

    /// Handles requests first, then those who take large answers, for a moment: what is left comes again.
    private func handleEvents(_ count: Int) {
        var takers = 0
        for index in 0..<count {
            if events[index].events & EPOLLOUT.rawValue == 0 {
                handle(events[index])
            } else {
                events[takers] = events[index]
                takers += 1
            }
        }
        // The set names them in the same order each time: those whose turn it was not are first next time.
        for offset in 0..<takers {
            handle(events[(offset + firstTaker) % takers])
            if Clock.milliseconds() - now >= Self.maxSendTime {
                firstTaker = (offset + firstTaker + 1) % takers
                return
            }
        }
    }

    /// How long a batch of large answers is sent, and the next pieces of streams are made, in milliseconds.
    private static let maxSendTime = 4

    private func handle(_ event: epoll_event) {
        let descriptor = event.data.fd
        guard descriptor != bell else { return readInbox() }
        guard let connection = self[descriptor] else { return }
        if event.events & (EPOLLERR.rawValue | EPOLLHUP.rawValue) != 0 { return end(connection) }
        if event.events & EPOLLRDHUP.rawValue != 0 { part(connection) }
        if event.events & EPOLLOUT.rawValue != 0, !connection.isClosed { resume(connection) }
        if event.events & EPOLLIN.rawValue != 0, !connection.isClosed { read(connection) }
    }

    private func readInbox() {
        var value: eventfd_t = 0
        eventfd_read(bell, &value)
        let messages = inbox.withLock { inbox in
            defer { inbox.removeAll() }
            return inbox
        }
        for message in messages {
            switch message {
            case .connection(let descriptor, let peer): adopt(descriptor, peer)
            case .evict(let count): evict(count)
            case .drain(let done):
                isDraining = true
                drained = done
                endSubscriptions()
                sweep()
            case .cut:
                for case let connection? in connections { end(connection) }
            case .broadcast(let bytes): broadcast(bytes)
            case .computed(let inFlightRequest, let made): deliver(made, of: inFlightRequest)
            case .ping(let done): done()
            }
        }
    }

    private func read(_ connection: Connection) {
        let count = recv(connection.descriptor, scratch.baseAddress, scratch.count, 0)
        guard count >= 0 else {
            if errno != EAGAIN, errno != EWOULDBLOCK, errno != EINTR { end(connection) }
            return
        }
        counters.add(.received, count)
        if connection.timeouts.phase == .lingering {
            connection.lingered += count
            if count == 0 || connection.lingered > limits.lingerSize { end(connection) }
            return
        }
        guard count > 0 else {
            connection.peerHasEnded = true
            if connection.output.isEmpty { end(connection) } else { watch(connection) }
            return
        }
        serve(connection, fresh: UnsafeBufferPointer(rebasing: scratch[..<count]))
    }

    /// The socket takes more: sends, and serves what had to wait for that.
    func resume(_ connection: Connection, share: Int = OutputQueue.share) {
        flush(connection, share: share)
        if connection.isServing, !connection.input.isEmpty {
            serve(connection, fresh: UnsafeBufferPointer(start: nil, count: 0))
        }
    }

    // MARK: Connections

    subscript(descriptor: Int32) -> Connection? {
        let index = Int(descriptor)
        return connections.indices.contains(index) ? connections[index] : nil
    }

    private func adopt(_ descriptor: Int32, _ peer: PeerAddress) {
        let index = Int(descriptor)
        if index >= connections.count {
            connections.append(contentsOf: repeatElement(nil, count: index + 64 - connections.count))
        }
        let connection = Connection(descriptor, peer: peer, interest: EPOLLIN.rawValue, in: memory, at: now)
        connections[index] = connection
        open += 1
        counters.add(.accepted)
        var event = epoll_event(events: connection.interest, data: epoll_data_t(fd: descriptor))
        guard epoll_ctl(set, EPOLL_CTL_ADD, descriptor, &event) == 0 else { return end(connection) }
        tick()
    }

    /// Closes a connection and forgets it.
    func end(_ connection: Connection) {
        let index = Int(connection.descriptor)
        guard !connection.isClosed else { return }
        connections[index] = nil
        connection.isClosed = true
        giveUp(connection)
        if connection.subscription != nil { removeSubscriber() }
        connection.output.removeAll()
        open -= 1
        close(connection.descriptor)
        load.subtract(1, ordering: .relaxed)
        limiter.release(connection.peer)
        if isDraining, open == 0 { finishDraining() }
    }
}
