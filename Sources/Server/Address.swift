// The addresses that a server listens on, in the form that users write. SocketAddress.swift has the kernel's form.

/// An address to listen on.
package enum Address: Hashable, Sendable, CustomStringConvertible {
    /// An IP address and a port; `host` is a literal without brackets, such as `127.0.0.1` or `::1`.
    ///
    /// With port 0 the kernel picks a free port.
    case ip(host: String, port: UInt16)
    /// The path of a unix-domain socket, at most `maxPathLength` bytes.
    case unix(path: String)

    /// Parses `127.0.0.1:8080`, `[::1]:8080`, `localhost:8080` or `unix:/run/briefd.sock`; nil for anything else.
    package init?(_ text: String) {
        if text.hasPrefix("unix:") {
            let path = String(text.dropFirst(5))
            guard !path.isEmpty, path.utf8.count <= Self.maxPathLength, !path.utf8.contains(0) else { return nil }
            self = .unix(path: path)
            return
        }
        guard let colon = text.utf8.lastIndex(of: UInt8(ascii: ":")) else { return nil }
        let digits = text[text.index(after: colon)...].utf8
        guard (1...5).contains(digits.count), digits.allSatisfy({ (0x30...0x39).contains($0) }),
            let port = UInt16(String(text[text.index(after: colon)...]))
        else { return nil }
        var host = String(text[..<colon])
        if host == "localhost" { host = "127.0.0.1" }
        if host.hasPrefix("["), host.hasSuffix("]") {
            host = String(host.dropFirst().dropLast())
            guard SocketAddress.isIPv6(host) else { return nil }
        } else {
            guard SocketAddress.isIPv4(host) else { return nil }
        }
        self = .ip(host: host, port: port)
    }

    /// The maximum length of a socket path in bytes: the size of `sun_path` without the final NUL.
    static let maxPathLength = 107

    /// Examples of valid addresses, for messages.
    package static let forms = "127.0.0.1:8080, [::1]:8080, 0.0.0.0:8080 or unix:/run/briefd.sock"

    /// The text form that `init` parses.
    package var description: String {
        switch self {
        case .ip(let host, let port): host.utf8.contains(UInt8(ascii: ":")) ? "[\(host)]:\(port)" : "\(host):\(port)"
        case .unix(let path): "unix:\(path)"
        }
    }

    /// The form for logs and clients: `http://127.0.0.1:8080`, `unix:/run/briefd.sock`.
    package var url: String {
        switch self {
        case .ip: "http://\(description)"
        case .unix: description
        }
    }

    /// True if only programs on this machine can connect.
    package var isLocal: Bool {
        switch self {
        case .ip(let host, _): host == "::1" || host.hasPrefix("127.")
        case .unix: true
        }
    }
}
