// The supervisor that started this program, if one did: the sockets it opened for it, and what it wants to hear from it.
// What the program does with either lives in Commands/Serve.swift.
import Dispatch
import Glibc

/// A service manager in the sense of systemd: sd_listen_fds(3), sd_notify(3) and sd_watchdog_enabled(3).
///
/// Everything is read from the environment once; where no such program stands behind this one, nothing is told to anyone.
struct Supervisor: Sendable {
    /// What there is to tell, in the words of sd_notify(3).
    enum News: Hashable, Sendable {
        /// The documents can be asked for.
        case ready
        /// They are being read again; `ready` follows.
        case reloading
        /// One line for whoever asks how the service does.
        case status(String)
        /// Still able to answer.
        case alive
        /// The end has begun.
        case stopping
    }

    /// Listening sockets that are to be used in place of own ones.
    let sockets: [Int32]
    /// How often to tell that the program is alive: half of what the supervisor waits for it; nil where it does not wait.
    let interval: DispatchTimeInterval?
    /// Where to send news: a path, or behind `@` a name in the abstract namespace.
    private let recipient: String?

    init(environment: (String) -> String? = { getenv($0).map { String(cString: $0) } }, process: pid_t = getpid()) {
        sockets = Self.sockets(environment, process)
        interval = Self.interval(environment, process)
        recipient = environment("NOTIFY_SOCKET").flatMap { Self.longestName >= $0.utf8.count ? $0 : nil }
    }

    /// The first descriptor that is handed over: SD_LISTEN_FDS_START.
    private static let firstSocket: Int32 = 3

    private static func sockets(_ environment: (String) -> String?, _ process: pid_t) -> [Int32] {
        guard environment("LISTEN_PID").flatMap(pid_t.init) == process,
            let count = environment("LISTEN_FDS").flatMap(Int32.init), (1...1024).contains(count)
        else { return [] }
        return Array(firstSocket..<firstSocket + count)
    }

    private static func interval(_ environment: (String) -> String?, _ process: pid_t) -> DispatchTimeInterval? {
        // Without WATCHDOG_PID it is meant for whoever reads it.
        if let meant = environment("WATCHDOG_PID"), pid_t(meant) != process { return nil }
        guard let limit = environment("WATCHDOG_USEC").flatMap(Int.init), limit >= 2 else { return nil }
        return .microseconds(limit / 2)
    }

    /// Tells the supervisor; where it cannot be reached, nobody can be told of that either.
    func tell(_ news: News) {
        guard let recipient, let address = Self.address(recipient) else { return }
        let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        let text = Array(Self.text(news).utf8)
        withUnsafePointer(to: address.name) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                _ = sendto(descriptor, text, text.count, Int32(MSG_NOSIGNAL), $0, address.length)
            }
        }
    }

    private static func text(_ news: News) -> String {
        switch news {
        case .ready: return "READY=1"
        case .reloading:
            var now = timespec()
            clock_gettime(CLOCK_MONOTONIC, &now)
            return "RELOADING=1\nMONOTONIC_USEC=\(now.tv_sec * 1_000_000 + now.tv_nsec / 1000)"
        case .status(let line): return "STATUS=" + String(line.map { $0.isNewline ? " " : $0 })
        case .alive: return "WATCHDOG=1"
        case .stopping: return "STOPPING=1"
        }
    }

    /// What `sockaddr_un` holds, less a closing NUL.
    private static let longestName = 107

    private static func address(_ recipient: String) -> (name: sockaddr_un, length: socklen_t)? {
        var bytes = Array(recipient.utf8)
        switch bytes.first {
        case UInt8(ascii: "/"): bytes.append(0)
        case UInt8(ascii: "@"): bytes[0] = 0
        default: return nil
        }
        var name = sockaddr_un()
        name.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &name.sun_path) { $0.copyBytes(from: bytes) }
        return (name, socklen_t(MemoryLayout<sa_family_t>.size + bytes.count))
    }
}
