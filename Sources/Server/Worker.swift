// A worker: one epoll set with its connections, served on one queue. This file handles events, messages, and opening
// and closing of connections; the files Worker+….swift do the rest.
import CSystem
import Dispatch
import Glibc
import HTTP
import Synchronization

/// A share of a server's connections, served on one serial queue.
///
/// All connections are in one epoll set, and one Dispatch source watches the set: a source for each connection halved
/// the throughput.
///
/// All state is only used on the queue, except `inbox`, `load`, `isBusy` and immutable values. The properties that
/// every request uses are marked `@exclusivity(unchecked)`, because the run-time check took 2.5 % of a request's time.
/// Accesses cannot overlap: a closure that runs during an access to one property only uses others.
final class Worker: @unchecked Sendable {
    enum Message: Sendable {
        /// Takes over an accepted connection.
        case connection(Int32, PeerAddress)
        /// Closes up to this many of the connections that have been idle for the longest time.
        case evict(Int)
        /// Finishes the responses in progress and closes all connections, then calls back.
        case drain(@Sendable () -> Void)
        /// Closes all connections at once.
        case closeAll
        /// Sends an event to all subscribers that do not have it.
        case broadcast([UInt8], number: Int)
        /// Sends a computed response to the connections that wait for it.
        case computed(InFlightRequest, PreparedResponse)
        /// Sends computed events to the subscribers that wait for them; the last one has this number.
        case computedEvents(InFlightRequest, [UInt8], number: Int)
        /// Calls back, which shows that the worker is alive.
        case ping(@Sendable () -> Void)
    }

    let limits: ServerLimits
    let responder: any Responder
    let cache: ResponseCache
    let workQueue: WorkQueue
    let counters = Counters()
    /// Gets an entry for each response, if there is an access log.
    let log: (@Sendable (AccessLogEntry) -> Void)?
    /// The requests on the work queue.
    var inFlight: [CacheKey: InFlightRequest] = [:]
    let limiter: ConnectionLimiter
    let queue: DispatchQueue
    let epollSet: Int32
    /// An eventfd in the epoll set, which reports that the inbox has messages.
    private let wakeup: Int32
    private let source: any DispatchSourceRead
    private let inbox = Locked<[Message]>([])
    /// The number of connections, including those that are messages in the inbox.
    let load = Atomic<Int>(0)
    /// True if the worker had no pause in its last turn.
    let isBusy = Atomic<Bool>(false)

    /// The connections by descriptor.
    @exclusivity(unchecked) var connections: [Connection?] = []
    let memory = HeldMemory()
    /// The worker's part of `ServerLimits.waitingSize`.
    let maxMemory: Int
    /// The number of open connections.
    var open = 0
    /// The number of connections with an event stream.
    var subscribers = 0
    /// The number of the last event that was broadcast.
    var lastEventNumber = 0
    /// The time of the next heartbeat to subscribers.
    var nextHeartbeat = 0
    @exclusivity(unchecked) private var events = [epoll_event](repeating: epoll_event(), count: 4096)
    private var firstWriter = 0
    /// The buffer for received bytes; it lives as long as the worker, and only its queue uses it.
    private let readBuffer = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 65_536)
    @exclusivity(unchecked) var nextSweep = 0
    var isSweepScheduled = false
    @exclusivity(unchecked) private(set) var isDraining = false
    /// Called when the worker has finished draining.
    var drained: (@Sendable () -> Void)?

    /// The time of the current batch of events, in milliseconds of `Clock`.
    @exclusivity(unchecked) var now = Clock.milliseconds()
    /// The responses for the connection that is being served.
    @exclusivity(unchecked) var writeBuffer = WriteBuffer()
    /// The cached response that was used last.
    @exclusivity(unchecked) var last: (key: CacheKey, generation: UInt64, response: CachedResponse)?
    /// The parser for complete heads; a connection with an incomplete head has its own.
    @exclusivity(unchecked) var parser = RequestParser()
    /// The cache key of the request that is being served.
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
        epollSet = epoll_create1(Int32(EPOLL_CLOEXEC))
        wakeup = eventfd(0, Int32(EFD_NONBLOCK) | Int32(EFD_CLOEXEC))
        guard epollSet >= 0, wakeup >= 0 else { throw .failed(epollSet < 0 ? "epoll_create1" : "eventfd") }
        var event = epoll_event(events: EPOLLIN.rawValue, data: epoll_data_t(fd: wakeup))
        guard epoll_ctl(epollSet, EPOLL_CTL_ADD, wakeup, &event) == 0 else { throw .failed("epoll_ctl") }
        source = DispatchSource.makeReadSource(fileDescriptor: epollSet, queue: queue)
        // Weak, because an event may arrive after the last reference to the worker is gone.
        source.setEventHandler { [weak self] in self?.turn() }
        source.setCancelHandler { [epollSet, wakeup] in
            close(epollSet)
            close(wakeup)
        }
        source.activate()
    }

    deinit {
        source.cancel()
        readBuffer.deallocate()
    }

    /// Posts a message and wakes the worker; safe on any thread.
    func post(_ message: Message) {
        if case .connection = message { load.add(1, ordering: .relaxed) }
        let wasEmpty = inbox.withLock { inbox in
            inbox.append(message)
            return inbox.count == 1
        }
        if wasEmpty { eventfd_write(wakeup, 1) }
    }

    // MARK: Events

    /// The time in milliseconds after which a worker returns to Dispatch even if there are more events.
    private static let maxTurnTime = 100

    /// Handles batches of events until there is none for a millisecond, or for at most `maxTurnTime`.
    private func turn() {
        now = Clock.milliseconds()
        let end = now + Self.maxTurnTime
        var timeout: Int32 = 0
        while now < end {
            let count = epoll_wait(epollSet, &events, Int32(events.count), timeout)
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

    /// Handles requests first, then for at most `maxSendTime` the sockets that can be written to.
    ///
    /// Epoll reports the remaining sockets again.
    private func handleEvents(_ count: Int) {
        var writers = 0
        for index in 0..<count {
            if events[index].events & EPOLLOUT.rawValue == 0 {
                handle(events[index])
            } else {
                events[writers] = events[index]
                writers += 1
            }
        }
        // Epoll reports them in the same order each time. For fairness, the next batch starts after the last one
        // served.
        for offset in 0..<writers {
            handle(events[(offset + firstWriter) % writers])
            if Clock.milliseconds() - now >= Self.maxSendTime {
                firstWriter = (offset + firstWriter + 1) % writers
                return
            }
        }
    }

    /// The time in milliseconds for which one batch sends large responses and makes pieces of streams.
    private static let maxSendTime = 4

    private func handle(_ event: epoll_event) {
        let descriptor = event.data.fd
        guard descriptor != wakeup else { return readInbox() }
        guard let connection = self[descriptor] else { return }
        if event.events & (EPOLLERR.rawValue | EPOLLHUP.rawValue) != 0 { return end(connection) }
        if event.events & EPOLLRDHUP.rawValue != 0 { handleClientEnd(connection) }
        if event.events & EPOLLOUT.rawValue != 0, !connection.isClosed { resume(connection) }
        if event.events & EPOLLIN.rawValue != 0, !connection.isClosed { read(connection) }
    }

    private func readInbox() {
        var value: eventfd_t = 0
        eventfd_read(wakeup, &value)
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
            case .closeAll:
                for case let connection? in connections { end(connection) }
            case .broadcast(let bytes, let number): broadcast(bytes, number: number)
            case .computed(let inFlightRequest, let response): deliver(response, of: inFlightRequest)
            case .computedEvents(let update, let bytes, let number): deliver(bytes, number: number, of: update)
            case .ping(let done): done()
            }
        }
    }

    private func read(_ connection: Connection) {
        let count = recv(connection.descriptor, readBuffer.baseAddress, readBuffer.count, 0)
        guard count >= 0 else {
            if errno != EAGAIN, errno != EWOULDBLOCK, errno != EINTR { end(connection) }
            return
        }
        counters.add(.received, count)
        if connection.timeouts.phase == .lingering {
            connection.lingeredSize += count
            if count == 0 || connection.lingeredSize > limits.lingerSize { end(connection) }
            return
        }
        guard count > 0 else {
            connection.peerHasEnded = true
            if connection.output.isEmpty { end(connection) } else { updateInterest(connection) }
            return
        }
        serve(connection, fresh: UnsafeBufferPointer(rebasing: readBuffer[..<count]))
    }

    /// Sends more of the output, then serves the requests that had to wait for that.
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
        guard epoll_ctl(epollSet, EPOLL_CTL_ADD, descriptor, &event) == 0 else { return end(connection) }
        scheduleSweep()
    }

    /// Closes a connection and removes it from the worker; does nothing if it is closed already.
    func end(_ connection: Connection) {
        let index = Int(connection.descriptor)
        guard !connection.isClosed else { return }
        connections[index] = nil
        connection.isClosed = true
        cancelPendingResponse(connection)
        cancelUpdate(connection)
        if connection.subscription != nil { removeSubscriber() }
        connection.output.removeAll()
        open -= 1
        close(connection.descriptor)
        load.subtract(1, ordering: .relaxed)
        limiter.release(connection.peer)
        if isDraining, open == 0 { finishDraining() }
    }
}
