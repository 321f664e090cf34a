// One readiness set and the connections in it: events, deadlines, opening and closing.
// What a connection's octets mean and how they are answered lives in Exchange.swift.
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
        /// Sends these octets to everyone who listens.
        case broadcast([UInt8])
        /// Answers those who wait for a computation.
        case computed(Computation, Made)
        /// Calls back, as a sign of life.
        case ping(@Sendable () -> Void)
    }

    let limits: ServerLimits
    let responder: any Responder
    let kept: KeptAnswers
    let line: WaitingLine
    let tally = Tally()
    /// Told of every answer where there is one.
    let log: (@Sendable (AccessRecord) -> Void)?
    /// Computations under way, by what decides their answers.
    var computations: [[UInt8]: Computation] = [:]
    private let admission: Admission
    private let queue: DispatchQueue
    private let set: Int32
    private let bell: Int32
    private let source: any DispatchSourceRead
    private let inbox = Locked<[Message]>([])
    /// How many connections it has, those on their way to it included.
    let load = Atomic<Int>(0)

    @exclusivity(unchecked) private(set) var connections: [Connection?] = []
    private let memory = HeldMemory()
    /// The worker's share of `ServerLimits.waitingSize`.
    private let mostMemory: Int
    private var open = 0
    /// How many of the connections are sent events, how many may be, and when they are next shown that they still are.
    var listeners = 0
    let mostListeners: Int
    var nextBeat = 0
    @exclusivity(unchecked) private var events = [epoll_event](repeating: epoll_event(), count: 256)
    private let scratch = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 65_536)
    @exclusivity(unchecked) private var nextSweep = 0
    private var isTicking = false
    @exclusivity(unchecked) private(set) var isDraining = false
    private var drained: (@Sendable () -> Void)?

    /// The time of the current batch, in milliseconds.
    @exclusivity(unchecked) private(set) var now = Clock.milliseconds()
    /// Answers made for the connection being served, until they are sent in one write.
    @exclusivity(unchecked) var staging: [UInt8] = []
    /// The parser for heads that come in one piece; a connection in the middle of a head has its own.
    @exclusivity(unchecked) var parser = RequestParser()
    /// What decides the answer to the request being served; see `Exchange.swift`.
    @exclusivity(unchecked) var key: [UInt8] = []
    @exclusivity(unchecked) private(set) var date = DateField()

    init(
        _ number: Int, of count: Int, limits: ServerLimits, responder: any Responder, kept: KeptAnswers,
        line: WaitingLine, admission: Admission, log: (@Sendable (AccessRecord) -> Void)?
    ) throws(ServerError) {
        self.limits = limits
        self.log = log
        mostMemory = limits.waitingSize / count
        mostListeners = limits.listeners / count
        self.responder = responder
        self.kept = kept
        self.line = line
        self.admission = admission
        queue = DispatchQueue(label: "briefd.worker.\(number)", qos: .userInitiated)
        set = epoll_create1(Int32(EPOLL_CLOEXEC))
        bell = eventfd(0, Int32(EFD_NONBLOCK) | Int32(EFD_CLOEXEC))
        guard set >= 0, bell >= 0 else { throw .failed(set < 0 ? "epoll_create1" : "eventfd") }
        source = DispatchSource.makeReadSource(fileDescriptor: set, queue: queue)
        staging.reserveCapacity(Self.stagingSize)
        var event = epoll_event(events: EPOLLIN.rawValue, data: epoll_data_t(fd: bell))
        guard epoll_ctl(set, EPOLL_CTL_ADD, bell, &event) == 0 else { throw .failed("epoll_ctl") }
        source.setEventHandler { [unowned self] in turn() }
        source.activate()
    }

    deinit {
        source.cancel()
        close(set)
        close(bell)
        scratch.deallocate()
    }

    /// Where a batch of answers is sent before more are made.
    static let stagingSize = 65_536

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
    private static let longestTurn = 100

    /// Handles batches of events until none comes within a millisecond, or the turn has lasted long enough.
    private func turn() {
        now = Clock.milliseconds()
        let end = now + Self.longestTurn
        var patience: Int32 = 0
        while now < end {
            let count = epoll_wait(set, &events, Int32(events.count), patience)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { break }
            now = Clock.milliseconds()
            date.refresh()
            for index in 0..<Int(count) { handle(events[index]) }
            if now >= nextSweep { sweep() }
            patience = 1
        }
    }

    private func handle(_ event: epoll_event) {
        let descriptor = event.data.fd
        guard descriptor != bell else { return readInbox() }
        guard let connection = self[descriptor] else { return }
        if event.events & (EPOLLERR.rawValue | EPOLLHUP.rawValue) != 0 { return end(connection) }
        if event.events & EPOLLRDHUP.rawValue != 0 { part(connection) }
        if event.events & EPOLLOUT.rawValue != 0 { resume(connection) }
        if event.events & EPOLLIN.rawValue != 0, self[descriptor] === connection { read(connection) }
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
                endListening()
                sweep()
            case .cut:
                for case let connection? in connections { end(connection) }
            case .broadcast(let octets): broadcast(octets)
            case .computed(let computation, let made): deliver(made, of: computation)
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
        tally.add(.received, count)
        if connection.patience.phase == .lingering {
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
    func resume(_ connection: Connection) {
        flush(connection)
        if self[connection.descriptor] === connection, connection.isServing, !connection.input.isEmpty {
            serve(connection, fresh: UnsafeBufferPointer(start: nil, count: 0))
        }
    }

    // MARK: Output

    /// Sends what is staged and what waits, and decides what the connection waits for next.
    func flush(_ connection: Connection) {
        if !staging.isEmpty {
            var sent = 0
            if connection.output.isEmpty {
                sent = staging.withUnsafeBytes {
                    send(connection.descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
                }
                if sent < 0 {
                    guard errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR else {
                        staging.removeAll(keepingCapacity: true)
                        return end(connection)
                    }
                    sent = 0
                }
                tally.add(.sent, sent)
            }
            if sent < staging.count { connection.output.append(Array(staging[sent...])) }
            staging.removeAll(keepingCapacity: true)
        }
        if !connection.output.isEmpty {
            if connection.patience.phase != .writing {
                let unconfirmed = Int(unconfirmedSize(connection.descriptor))
                connection.patience.waitForReader(at: now, unconfirmed: unconfirmed, limits)
            }
            let now = now
            let progress = connection.output.send(to: connection.descriptor) {
                connection.patience.gave($0, at: now)
                tally.add(.sent, $0)
            }
            if progress == .failed { return end(connection) }
        }
        if connection.output.isEmpty {
            if connection.isLast, connection.listening == nil { return finish(connection) }
            if connection.awaited != nil || connection.listening != nil {
                connection.patience.wait(for: .answer, at: now)
            } else if connection.peerHasEnded {
                return end(connection)
            } else if connection.parser?.hasBegun == true {
                connection.patience.wait(for: .head, at: now)
            } else {
                connection.patience.renewIdle(at: now)
            }
        }
        watch(connection)
    }

    /// Ends the server's side after the last answer, and stays to read away what the client still sends
    /// (RFC 9112 section 9.6).
    private func finish(_ connection: Connection) {
        if connection.peerHasEnded { return end(connection) }
        shutdown(connection.descriptor, Int32(SHUT_WR))
        connection.input = []
        connection.parser = nil
        connection.patience.wait(for: .lingering, at: now)
        watch(connection)
    }

    /// Watches for just those events that the connection can use.
    func watch(_ connection: Connection) {
        var interest: UInt32 = 0
        let isLingering = connection.patience.phase == .lingering
        if isLingering || (connection.isServing && !connection.peerHasEnded) { interest |= EPOLLIN.rawValue }
        if !connection.output.isEmpty { interest |= EPOLLOUT.rawValue }
        if let awaited = connection.awaited, awaited.partedAt == nil { interest |= EPOLLRDHUP.rawValue }
        if connection.listening != nil { interest |= EPOLLRDHUP.rawValue }
        guard interest != connection.interest else { return }
        connection.interest = interest
        var event = epoll_event(events: interest, data: epoll_data_t(fd: connection.descriptor))
        epoll_ctl(set, EPOLL_CTL_MOD, connection.descriptor, &event)
    }

    // MARK: Connections

    private subscript(descriptor: Int32) -> Connection? {
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
        tally.add(.accepted)
        var event = epoll_event(events: connection.interest, data: epoll_data_t(fd: descriptor))
        guard epoll_ctl(set, EPOLL_CTL_ADD, descriptor, &event) == 0 else { return end(connection) }
        tick()
    }

    /// Closes a connection and forgets it.
    func end(_ connection: Connection) {
        let index = Int(connection.descriptor)
        guard self[connection.descriptor] === connection else { return }
        connections[index] = nil
        giveUp(connection)
        if connection.listening != nil { listeners -= 1 }
        connection.output.removeAll()
        open -= 1
        close(connection.descriptor)
        load.subtract(1, ordering: .relaxed)
        admission.release(connection.peer)
        if isDraining, open == 0 { finishDraining() }
    }

    /// Ends the `count` connections that have waited longest for a request, or for the rest of one: a head counts once a
    /// tenth of its time is over, and nobody whose octets only wait to be read.
    private func evict(_ count: Int) {
        let idle = connections.compactMap { $0 }.filter { connection in
            connection.patience.phase == .idle
                || (connection.patience.phase == .head && connection.patience.age(at: now) >= limits.headTime / 10)
        }
        var left = count
        for connection in idle.sorted(by: { $0.patience.age(at: now) > $1.patience.age(at: now) }) where left > 0 {
            var octet: UInt8 = 0
            guard recv(connection.descriptor, &octet, 1, Int32(MSG_PEEK)) <= 0 else { continue }
            end(connection)
            left -= 1
        }
    }

    // MARK: Time

    /// Sees to it that deadlines are looked at while there are connections.
    private func tick() {
        guard !isTicking else { return }
        isTicking = true
        queue.asyncAfter(deadline: .now() + .milliseconds(isDraining ? 50 : 250)) { [weak self] in
            guard let self else { return }
            isTicking = false
            now = Clock.milliseconds()
            sweep()
        }
    }

    /// Ends what has waited too long.
    private func sweep() {
        nextSweep = now + 250
        beat()
        for case let connection? in connections {
            let isQuiet = connection.patience.phase == .idle && connection.patience.age(at: now) >= Self.farewell
            judgeWaiting(connection)
            if isDraining, isQuiet {
                end(connection)
            } else if connection.patience.isOver(
                at: now, limits, unconfirmed: { Int(unconfirmedSize(connection.descriptor)) })
            {
                if connection.patience.phase == .head { refuseSlowHead(connection) } else { end(connection) }
            }
        }
        if memory.size > mostMemory { cutStalled() }
        if isDraining, open == 0 { finishDraining() }
        if open > 0 { tick() }
    }

    /// Ends those whose readers have taken nothing for the longest time, until answers hold no more than they may.
    private func cutStalled() {
        let stalled = connections.compactMap { $0 }.filter { connection in
            !connection.output.isEmpty && now - connection.patience.progressed >= Self.stall
        }
        for connection in stalled.sorted(by: { $0.patience.progressed < $1.patience.progressed }) {
            guard memory.size > mostMemory else { return }
            end(connection)
        }
    }

    /// How long a reader that takes nothing is never cut off because of the memory that it holds, in milliseconds.
    private static let stall = 1000

    /// How long an idle connection may still bring a request while the server drains, in milliseconds.
    private static let farewell = 250

    private func finishDraining() {
        drained?()
        drained = nil
    }
}
