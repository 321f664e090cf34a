// What can keep a server from starting.
import Glibc

/// Why a server could not start.
package enum ServerError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The kernel refused the address; `reason` is its own sentence for the error number.
    case cannotListen(Address, reason: String, advice: String)
    /// The descriptor that was handed over is no listening socket that can be served.
    case notListening(Int32)
    /// A system call that never fails on a healthy machine did.
    case system(call: String, reason: String)

    package var description: String {
        switch self {
        case .cannotListen(let address, let reason, let advice): "cannot listen on \(address): \(reason)\(advice)"
        case .notListening(let descriptor):
            "descriptor \(descriptor) is no listening stream socket; a supervisor that hands over sockets (LISTEN_FDS)"
                + " must open them with ListenStream"
        case .system(let call, let reason): "\(call) failed: \(reason)"
        }
    }

    static func listening(_ address: Address, _ number: Int32) -> ServerError {
        let advice =
            switch (address, number) {
            case (.unix, EADDRINUSE):
                "; a file stands there, or the socket of a running program: remove it or choose another path"
            case (.unix, EACCES): "; its folder may not be written to: choose another path"
            case (.unix, ENOENT): "; the folder of the socket does not exist"
            case (_, EADDRINUSE):
                "; another program listens there: stop it or choose another address (port 0 picks a free one)"
            case (_, EACCES): "; ports below 1024 need rights: choose one above 1023"
            case (_, EADDRNOTAVAIL): "; no network interface of this machine has that address"
            default: ""
            }
        return .cannotListen(address, reason: Errno.reason(number), advice: advice)
    }

    static func failed(_ call: String) -> ServerError { .system(call: call, reason: Errno.reason()) }
}

/// What the system says of its last failure.
package enum Errno {
    /// The sentence for an error number.
    package static func reason(_ number: Int32 = errno) -> String {
        var buffer = [CChar](repeating: 0, count: 128)
        guard strerror_r(number, &buffer, buffer.count) == 0 else { return "error \(number)" }
        return String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
