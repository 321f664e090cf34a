// Where a server listens: the text form that users write, and nothing of sockets.

/// An address to listen on.
package enum Address: Hashable, Sendable, CustomStringConvertible {
    /// `host` is a literal: `127.0.0.1`, `0.0.0.0`, or without its brackets `::1`. Port 0 asks for any free one.
    case ip(host: String, port: UInt16)
    /// The path of a unix-domain socket, at most 107 bytes long.
    case unix(path: String)

    /// Reads `127.0.0.1:8080`, `[::1]:8080`, `localhost:8080`, or `unix:/run/briefd.sock`; nil for anything else.
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

    /// What `sockaddr_un` holds, less its closing NUL.
    package static let maxPathLength = 107

    /// The forms that are understood, for messages.
    package static let forms = "127.0.0.1:8080, [::1]:8080, 0.0.0.0:8080 or unix:/run/briefd.sock"

    /// The text form: the one that `init` reads.
    package var description: String {
        switch self {
        case .ip(let host, let port): host.utf8.contains(UInt8(ascii: ":")) ? "[\(host)]:\(port)" : "\(host):\(port)"
        case .unix(let path): "unix:\(path)"
        }
    }

    /// The form for a log line or a client: `http://127.0.0.1:8080`, `unix:/run/briefd.sock`.
    package var url: String {
        switch self {
        case .ip: "http://\(description)"
        case .unix: description
        }
    }

    /// True where only programs of this machine can connect.
    package var isLocal: Bool {
        switch self {
        case .ip(let host, _): host == "::1" || host.hasPrefix("127.")
        case .unix: true
        }
    }
}
