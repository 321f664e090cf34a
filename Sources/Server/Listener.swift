// Listening sockets: binding, accepting, and what to do when the machine has no descriptor left. What a client is told
// for whom there is no room lives in Rejector.swift.
import CSystem
import Dispatch
import Glibc
import HTTP

/// One listening socket, watched by a source on the queue that all listeners of a server share.
final class Listener: @unchecked Sendable {
    /// Where it really listens: port 0 is replaced by the port that the kernel chose.
    let address: Address
    private let descriptor: Int32
    /// The socket's file, so that only this very file is removed at the end.
    private let file: (device: dev_t, inode: ino_t)?
    private let queue: DispatchQueue
    private let source: any DispatchSourceRead
    private var hasStarted = false
    private var isPaused = false
    /// Kept open to be given up when no other descriptor is left, so that a client can be told.
    private var reserve: Int32
    private let rejector: Rejector
    private let admit: (Int32, PeerAddress) -> ConnectionLimiter.Answer
    /// A client for whom there was no room yet, and how often that was so.
    private var waiting: (descriptor: Int32, peer: PeerAddress, tries: Int)?

    /// Binds and listens; nothing is accepted before `start`.
    ///
    /// `admit` takes over a descriptor where it answers `admitted`.
    convenience init(
        _ address: Address, on queue: DispatchQueue, rejector: Rejector,
        admit: @escaping (Int32, PeerAddress) -> ConnectionLimiter.Answer
    ) throws(ServerError) {
        let descriptor = try Self.bind(address)
        var real = address
        if case .ip(let host, 0) = address, let port = SocketAddress(boundTo: descriptor)?.port {
            real = .ip(host: host, port: port)
        }
        self.init(
            descriptor, address: real, file: Self.file(of: address), on: queue, rejector: rejector, admit: admit)
    }

    /// Takes over a socket that listens already; its file, if it has one, belongs to whoever made it.
    convenience init(
        inherited descriptor: Int32, on queue: DispatchQueue, rejector: Rejector,
        admit: @escaping (Int32, PeerAddress) -> ConnectionLimiter.Answer
    ) throws(ServerError) {
        var isListening: Int32 = 0
        var size = socklen_t(MemoryLayout<Int32>.size)
        guard getsockopt(descriptor, SOL_SOCKET, SO_ACCEPTCONN, &isListening, &size) == 0, isListening == 1,
            let address = SocketAddress(boundTo: descriptor)?.address
        else { throw .notListening(descriptor) }
        _ = fcntl(descriptor, F_SETFL, fcntl(descriptor, F_GETFL) | O_NONBLOCK)
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        self.init(descriptor, address: address, file: nil, on: queue, rejector: rejector, admit: admit)
    }

    private init(
        _ descriptor: Int32, address: Address, file: (device: dev_t, inode: ino_t)?, on queue: DispatchQueue,
        rejector: Rejector, admit: @escaping (Int32, PeerAddress) -> ConnectionLimiter.Answer
    ) {
        self.descriptor = descriptor
        self.address = address
        self.file = file
        reserve = open("/dev/null", O_RDONLY | O_CLOEXEC)
        self.queue = queue
        self.rejector = rejector
        self.admit = admit
        source = DispatchSource.makeReadSource(fileDescriptor: descriptor, queue: queue)
        source.setCancelHandler { close(descriptor) }
    }

    /// Begins to accept.
    func start() {
        hasStarted = true
        source.setEventHandler { [weak self] in self?.accept(atMost: Self.batch) }
        source.activate()
    }

    /// Accepts what already waits, then stops listening for good; on the queue, or before `start`.
    func stop() {
        if hasStarted { accept(atMost: Int(SOMAXCONN)) }
        if let client = waiting { rejector.reject(client.descriptor, client.peer) }
        waiting = nil
        // Dispatch takes it for an error when a source is released that is suspended or was never activated.
        if isPaused { source.resume() }
        isPaused = false
        source.activate()
        source.cancel()
        if reserve >= 0 { close(reserve) }
        reserve = -1
        if case .unix(let path) = address, let file, let now = Self.file(of: address), file == now { unlink(path) }
    }

    private static let batch = 256

    private func accept(atMost count: Int) {
        guard offerWaiting() else { return pause() }
        var left = count
        while left > 0 {
            left -= 1
            guard let (client, peer) = next() else {
                switch errno {
                case EINTR, ECONNABORTED, EPROTO, EPERM: continue
                case EAGAIN, EWOULDBLOCK: return
                case EMFILE, ENFILE: return shed()
                default: return pause()
                }
            }
            if case .ip = address {
                var on: Int32 = 1
                setsockopt(client, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
            }
            if !offer(client, peer) { return pause() }
        }
    }

    /// The client that has waited longest; nil, with `errno`, where there is none or it cannot be had.
    private func next() -> (client: Int32, peer: PeerAddress)? {
        var storage = sockaddr_storage()
        var size = UInt32(MemoryLayout<sockaddr_storage>.size)
        let client = withUnsafeMutablePointer(to: &storage) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                accept4(descriptor, $0, &size, Int32(SOCK_NONBLOCK.rawValue) | Int32(SOCK_CLOEXEC.rawValue))
            }
        }
        return client < 0 ? nil : (client, PeerAddress(storage))
    }

    /// Hands a client over, or tells it that it has its share; false where it has to wait for room.
    private func offer(_ client: Int32, _ peer: PeerAddress, tries: Int = 0) -> Bool {
        switch admit(client, peer) {
        case .admitted: return true
        case .tooMany where tries < Self.maxTries:
            waiting = (client, peer, tries + 1)
            return false
        case .tooMany, .tooManyOfPeer:
            rejector.reject(client, peer)
            return true
        }
    }

    /// Offers the client that waits once more; false where it still has to wait.
    private func offerWaiting() -> Bool {
        guard let client = waiting else { return true }
        waiting = nil
        return offer(client.descriptor, client.peer, tries: client.tries)
    }

    /// How many pauses a client waits for idle connections to give way before it is told that there is no room.
    private static let maxTries = 20

    /// Without a free descriptor: gives up the reserve to tell one client, and waits before the next.
    private func shed() {
        if reserve >= 0 {
            close(reserve)
            if let (client, peer) = next() { rejector.reject(client, peer) }
        }
        reserve = open("/dev/null", O_RDONLY | O_CLOEXEC)
        pause()
    }

    /// Stops accepting for a moment; clients wait in the kernel's backlog.
    private func pause() {
        guard !isPaused, !source.isCancelled else { return }
        isPaused = true
        source.suspend()
        queue.asyncAfter(deadline: .now() + .milliseconds(10)) { [weak self] in
            guard let self, self.isPaused else { return }
            self.isPaused = false
            self.source.resume()
            // The source speaks up for clients in the backlog, not for the one that waits here.
            if self.waiting != nil { self.accept(atMost: Self.batch) }
        }
    }

    // MARK: Binding

    /// Bytes that the kernel may hold for one reader; it takes twice as many, for what it needs itself.
    private static let sendBuffer: Int32 = 262_144

    private static func bind(_ address: Address) throws(ServerError) -> Int32 {
        let target = SocketAddress(address)
        let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        let descriptor = socket(target.family, kind, 0)
        guard descriptor >= 0 else { throw .listening(address, errno) }
        var on: Int32 = 1
        let size = socklen_t(MemoryLayout<Int32>.size)
        // Accepted sockets inherit it; left alone the kernel lets each reader who takes nothing hold megabytes.
        var buffer = sendBuffer
        setsockopt(descriptor, SOL_SOCKET, SO_SNDBUF, &buffer, size)
        switch address {
        case .ip:
            setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &on, size)
            if target.family == AF_INET6 { setsockopt(descriptor, Int32(IPPROTO_IPV6), IPV6_V6ONLY, &on, size) }
        case .unix(let path):
            removeStaleSocket(at: path, target)
        }
        guard target.withPointer({ Glibc.bind(descriptor, $0, $1) }) == 0, listen(descriptor, SOMAXCONN) == 0 else {
            let number = errno
            close(descriptor)
            throw .listening(address, number)
        }
        // As open as a loopback port is; the rights of its folder say who may reach it.
        if case .unix(let path) = address { chmod(path, 0o666) }
        return descriptor
    }

    /// Removes a socket file that a program left behind: one that refuses connections.
    private static func removeStaleSocket(at path: String, _ target: SocketAddress) {
        var status = stat()
        guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFSOCK else { return }
        let probe = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard probe >= 0 else { return }
        defer { close(probe) }
        if target.withPointer({ connect(probe, $0, $1) }) != 0, errno == ECONNREFUSED { unlink(path) }
    }

    private static func file(of address: Address) -> (device: dev_t, inode: ino_t)? {
        var status = stat()
        guard case .unix(let path) = address, lstat(path, &status) == 0 else { return nil }
        return (status.st_dev, status.st_ino)
    }
}
