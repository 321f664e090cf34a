// A minimal client: asks one server for the status of one target. The program's health command needs no more.
import Glibc

/// Asks a server on this machine how it is.
package enum HealthClient {
    /// The status code that `GET target` on `address` answers within `seconds`; nil where there is no valid answer.
    ///
    /// An address that stands for every interface is asked on the loopback.
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

    /// The code of the status line "HTTP/1.1 200 OK" that begins an answer.
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
