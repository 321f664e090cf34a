// The errors that can keep a server from starting.
import Glibc

/// An error that keeps a server from starting.
package enum ServerError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kernel refused the address; `reason` is its text for the error number.
    case cannotListen(Address, reason: String, advice: String)
    /// The inherited descriptor is not a listening stream socket.
    case notListening(Int32)
    /// A system call failed that normally cannot fail.
    case system(call: String, reason: String)

    /// The message, for logs.
    package var description: String {
        switch self {
        case .cannotListen(let address, let reason, let advice): "cannot listen on \(address): \(reason)\(advice)"
        case .notListening(let descriptor):
            "descriptor \(descriptor) is not a listening stream socket; a supervisor that passes sockets (LISTEN_FDS)"
                + " must open them with ListenStream"
        case .system(let call, let reason): "\(call) failed: \(reason)"
        }
    }

    /// Makes a `cannotListen` from an error number.
    static func listening(_ address: Address, _ number: Int32) -> ServerError {
        let advice =
            switch (address, number) {
            case (.unix, EADDRINUSE):
                "; the path is a file, or the socket of a running program: remove it or choose another path"
            case (.unix, EACCES): "; the folder is not writable: choose another path"
            case (.unix, ENOENT): "; the folder does not exist: create it or choose another path"
            case (_, EADDRINUSE):
                "; another program uses this address: stop it or choose another address (port 0 picks a free port)"
            case (_, EACCES): "; ports below 1024 need special permissions: choose a port above 1023"
            case (_, EADDRNOTAVAIL):
                "; no network interface of this machine has this address: choose another address, such as 0.0.0.0"
            default: ""
            }
        return .cannotListen(address, reason: Errno.reason(number), advice: advice)
    }

    /// Makes a `system` error from the current `errno`.
    static func failed(_ call: String) -> ServerError { .system(call: call, reason: Errno.reason()) }
}

/// The texts of the system for error numbers.
package enum Errno {
    /// Returns the text for an error number, by default the current `errno`.
    package static func reason(_ number: Int32 = errno) -> String {
        var buffer = [CChar](repeating: 0, count: 128)
        guard strerror_r(number, &buffer, buffer.count) == 0 else { return "error \(number)" }
        return String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
