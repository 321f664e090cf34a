// Listening sockets: binding, accepting, and handling the lack of free descriptors.
import CSystem
import Dispatch
import Glibc
import HTTP

/// One listening socket.
///
/// All listeners of a server share one serial queue. Mutable state is only used on it, or before `start`.
final class Listener: @unchecked Sendable {
    /// The address with its real port, if the requested port was 0.
    let address: Address
    private let descriptor: Int32
    /// The identity of the socket's file, so that `stop` removes only the file that this listener made.
    private let file: (device: dev_t, inode: ino_t)?
    private let queue: DispatchQueue
    private let source: any DispatchSourceRead
    private var hasStarted = false
    private var isPaused = false
    /// A descriptor that is closed when no other one is free, so that one client can be accepted and rejected.
    private var reserve: Int32
    private let rejector: Rejector
    private let admit: (Int32, PeerAddress) -> ConnectionLimiter.Decision
    /// An accepted client that waits until an idle connection is closed, and the number of attempts so far.
    private var deferredClient: (descriptor: Int32, peer: PeerAddress, tries: Int)?

    /// Binds and listens; the listener accepts no client before `start`.
    ///
    /// If `admit` returns `admitted`, it has taken over the descriptor.
    convenience init(
        _ address: Address, on queue: DispatchQueue, rejector: Rejector,
        admit: @escaping (Int32, PeerAddress) -> ConnectionLimiter.Decision
    ) throws(ServerError) {
        let descriptor = try Self.bind(address)
        var real = address
        if case .ip(let host, 0) = address, let port = SocketAddress(boundTo: descriptor)?.port {
            real = .ip(host: host, port: port)
        }
        self.init(
            descriptor, address: real, file: Self.file(of: address), on: queue, rejector: rejector, admit: admit)
    }

    /// Takes over a socket that already listens; `stop` does not remove its file, because another program made it.
    convenience init(
        inherited descriptor: Int32, on queue: DispatchQueue, rejector: Rejector,
        admit: @escaping (Int32, PeerAddress) -> ConnectionLimiter.Decision
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
        rejector: Rejector, admit: @escaping (Int32, PeerAddress) -> ConnectionLimiter.Decision
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

    /// Starts accepting clients.
    func start() {
        hasStarted = true
        source.setEventHandler { [weak self] in self?.accept(atMost: Self.batch) }
        source.activate()
    }

    /// Accepts the clients in the backlog, then stops listening permanently.
    ///
    /// Call it on the queue, or before `start`.
    func stop() {
        if hasStarted { accept(atMost: Int(SOMAXCONN)) }
        if let client = deferredClient { rejector.reject(client.descriptor, client.peer) }
        deferredClient = nil
        // Dispatch crashes if a source is released while it is suspended or was never activated.
        if isPaused { source.resume() }
        isPaused = false
        source.activate()
        source.cancel()
        if reserve >= 0 { close(reserve) }
        reserve = -1
        if case .unix(let path) = address, let file, let now = Self.file(of: address), file == now { unlink(path) }
    }

    /// The maximum number of clients to accept at once.
    private static let batch = 256

    private func accept(atMost count: Int) {
        guard admitDeferredClient() else { return pause() }
        var left = count
        while left > 0 {
            left -= 1
            guard let (client, peer) = next() else {
                switch errno {
                case EINTR, ECONNABORTED, EPROTO, EPERM: continue
                case EAGAIN, EWOULDBLOCK: return
                case EMFILE, ENFILE: return rejectOneClient()
                default: return pause()
                }
            }
            if case .ip = address {
                var on: Int32 = 1
                setsockopt(client, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
            }
            if !admitOrReject(client, peer, tries: 0) { return pause() }
        }
    }

    /// Accepts the next client in the backlog; returns nil, with `errno`, if that fails.
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

    /// Admits or rejects a client; returns false if the client must wait until an idle connection is closed.
    private func admitOrReject(_ client: Int32, _ peer: PeerAddress, tries: Int) -> Bool {
        switch admit(client, peer) {
        case .admitted: return true
        case .tooMany where tries < Self.maxTries:
            deferredClient = (client, peer, tries + 1)
            return false
        case .tooMany, .tooManyOfPeer:
            rejector.reject(client, peer)
            return true
        }
    }

    /// Tries again to admit the deferred client, if there is one; returns false if it must wait longer.
    private func admitDeferredClient() -> Bool {
        guard let client = deferredClient else { return true }
        deferredClient = nil
        return admitOrReject(client.descriptor, client.peer, tries: client.tries)
    }

    /// The number of pauses that a client waits for an idle connection to be closed before it is rejected.
    private static let maxTries = 20

    /// Closes the reserve descriptor in order to reject one client, then pauses; called if no descriptor is free.
    private func rejectOneClient() {
        if reserve >= 0 {
            close(reserve)
            if let (client, peer) = next() { rejector.reject(client, peer) }
        }
        reserve = open("/dev/null", O_RDONLY | O_CLOEXEC)
        pause()
    }

    /// Stops accepting for 10 milliseconds; clients wait in the kernel's backlog.
    private func pause() {
        guard !isPaused, !source.isCancelled else { return }
        isPaused = true
        source.suspend()
        queue.asyncAfter(deadline: .now() + .milliseconds(10)) { [weak self] in
            guard let self, self.isPaused else { return }
            self.isPaused = false
            self.source.resume()
            // The source reports clients in the backlog, but not the deferred one.
            if self.deferredClient != nil { self.accept(atMost: Self.batch) }
        }
    }

    // MARK: Binding

    /// The size of a socket's send buffer in bytes; the kernel doubles it for its own overhead.
    private static let sendBufferSize: Int32 = 262_144

    private static func bind(_ address: Address) throws(ServerError) -> Int32 {
        let target = SocketAddress(address)
        let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        let descriptor = socket(target.family, kind, 0)
        guard descriptor >= 0 else { throw .listening(address, errno) }
        var on: Int32 = 1
        let size = socklen_t(MemoryLayout<Int32>.size)
        // Accepted sockets inherit it. By default, the kernel buffers megabytes for each client that reads nothing.
        var buffer = sendBufferSize
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
        // Every user may connect, as with a loopback port. The permissions of the folder restrict access.
        if case .unix(let path) = address { chmod(path, 0o666) }
        return descriptor
    }

    /// Removes a socket file that refuses connections, which a program left that has ended.
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
