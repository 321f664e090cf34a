// A minimal HTTP client for `briefd healthcheck`.
import Glibc

/// A client that requests one target of a server on this machine.
package enum HealthClient {
    /// Sends `GET target` to `address` and returns the status code; nil if there is no valid response.
    ///
    /// For the wildcard addresses `0.0.0.0` and `::` it connects to the loopback address. Each read and each write may
    /// take `seconds`.
    package static func status(of target: String, at address: Address, within seconds: Int) -> Int? {
        let socketAddress = SocketAddress(reachable(address))
        let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        let descriptor = socket(socketAddress.family, kind, 0)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var time = timeval(tv_sec: seconds, tv_usec: 0)
        for option in [SO_RCVTIMEO, SO_SNDTIMEO] {
            setsockopt(descriptor, SOL_SOCKET, option, &time, socklen_t(MemoryLayout<timeval>.size))
        }
        guard socketAddress.withPointer({ connect(descriptor, $0, $1) }) == 0 else { return nil }
        let request = Array("GET \(target) HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".utf8)
        guard send(descriptor, request, request.count, Int32(MSG_NOSIGNAL)) == request.count else { return nil }
        return readStatus(from: descriptor)
    }

    /// Reads the status code from a status line such as `HTTP/1.1 200 OK`.
    private static func readStatus(from descriptor: Int32) -> Int? {
        var head: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 256)
        while head.count < 12 {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            guard count > 0 else { return nil }
            head += buffer[..<count]
        }
        guard head.starts(with: "HTTP/1.1 ".utf8) else { return nil }
        return Int(String(decoding: head[9..<12], as: UTF8.self))
    }

    private static func reachable(_ address: Address) -> Address {
        switch address {
        case .ip("0.0.0.0", let port): .ip(host: "127.0.0.1", port: port)
        case .ip("::", let port): .ip(host: "::1", port: port)
        default: address
        }
    }
}
