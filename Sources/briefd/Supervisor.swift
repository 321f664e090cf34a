// The interface to systemd: sockets that it passes, and notifications that it receives.
import Dispatch
import Glibc

/// The service manager that started this program, if one did: sd_listen_fds(3), sd_notify(3), sd_watchdog_enabled(3).
///
/// The initializer reads the environment; without a service manager there are no sockets and `notify` does nothing.
struct Supervisor: Sendable {
    /// A state to report, as defined by sd_notify(3).
    enum Notification: Hashable, Sendable {
        /// The first load or a reload is complete.
        case ready
        /// A reload has started; `ready` follows.
        case reloading
        /// A line for `systemctl status`.
        case status(String)
        /// A keep-alive for the watchdog.
        case alive
        /// The shutdown has started.
        case stopping
    }

    /// The listening sockets that were passed; they replace those of the setting `listen`.
    let sockets: [Int32]
    /// The time between two keep-alives, half of the watchdog's timeout; nil without a watchdog.
    let watchdogInterval: DispatchTimeInterval?
    /// The address for notifications: a path, or a name in the abstract namespace after `@`.
    private let notifySocket: String?

    init(environment: (String) -> String? = { getenv($0).map { String(cString: $0) } }, process: pid_t = getpid()) {
        sockets = Self.sockets(environment, process)
        watchdogInterval = Self.watchdogInterval(environment, process)
        notifySocket = environment("NOTIFY_SOCKET").flatMap { Self.maxNameLength >= $0.utf8.count ? $0 : nil }
    }

    /// The first passed descriptor: SD_LISTEN_FDS_START.
    private static let firstSocket: Int32 = 3

    private static func sockets(_ environment: (String) -> String?, _ process: pid_t) -> [Int32] {
        guard environment("LISTEN_PID").flatMap(pid_t.init) == process,
            let count = environment("LISTEN_FDS").flatMap(Int32.init), (1...1024).contains(count)
        else { return [] }
        return Array(firstSocket..<firstSocket + count)
    }

    private static func watchdogInterval(
        _ environment: (String) -> String?, _ process: pid_t
    ) -> DispatchTimeInterval? {
        // A missing WATCHDOG_PID means every process.
        if let expected = environment("WATCHDOG_PID"), pid_t(expected) != process { return nil }
        guard let limit = environment("WATCHDOG_USEC").flatMap(Int.init), limit >= 2 else { return nil }
        return .microseconds(limit / 2)
    }

    /// Sends a notification; errors are ignored, since there is nobody else to report them to.
    func notify(_ notification: Notification) {
        guard let notifySocket, let address = Self.address(notifySocket) else { return }
        let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { return }
        defer { close(descriptor) }
        let text = Array(Self.text(notification).utf8)
        withUnsafePointer(to: address.name) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                _ = sendto(descriptor, text, text.count, Int32(MSG_NOSIGNAL), $0, address.length)
            }
        }
    }

    private static func text(_ notification: Notification) -> String {
        switch notification {
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

    /// The capacity of `sockaddr_un.sun_path` without its NUL.
    private static let maxNameLength = 107

    private static func address(_ socketName: String) -> (name: sockaddr_un, length: socklen_t)? {
        var bytes = Array(socketName.utf8)
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
