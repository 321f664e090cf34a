// What is told of a request that was answered, for a log that somebody else writes.
import Glibc
import HTTP

/// One request and its answer.
package struct AccessLogEntry: Sendable {
    /// The client's address; empty for a unix-domain socket.
    package var peer: String
    /// Method and target as they were sent; empty where no request was understood.
    package var method: String
    package var target: String
    package var status: Int
    /// Bytes of the content; nil where it is made while it is sent.
    package var size: Int?
    /// From the request's last byte until its answer was made.
    package var nanoseconds: Int
    /// The request's own, where it had a usable one, else made for it.
    package var id: String
    /// The `traceparent` field, where there is a valid one.
    package var trace: String?
}

/// What a request is called in logs, and what its answer repeats of that.
final class TraceContext: Sendable {
    let method: String
    let target: String
    let id: String
    let trace: String?
    /// Field lines for the answer.
    let lines: [UInt8]

    /// The names that the request gives itself are taken over where they are well formed, else one is made.
    init(method: String, target: String, id given: String?, trace: String?) {
        self.method = method
        self.target = target
        let id = given.flatMap { Self.isID($0) ? $0 : nil } ?? Self.made()
        self.id = id
        self.trace = trace.flatMap { Self.isTrace($0) ? $0 : nil }
        var lines = "X-Request-Id: \(id)\r\n"
        if let trace = self.trace { lines += "traceparent: \(trace)\r\n" }
        self.lines = Array(lines.utf8)
    }

    /// The longest id that is taken over.
    static let maxIDLength = 128

    /// Visible ASCII, and not too much of it.
    static func isID(_ text: String) -> Bool {
        (1...maxIDLength).contains(text.utf8.count) && text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
    }

    /// Version, trace id, parent id and flags: <https://www.w3.org/TR/trace-context/#traceparent-header>.
    static func isTrace(_ text: String) -> Bool {
        let parts = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        let isHexadecimal = { (byte: UInt8) in (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte) }
        return parts.map(\.count) == [2, 32, 16, 2] && parts.allSatisfy { $0.allSatisfy(isHexadecimal) }
            && !parts[0].elementsEqual("ff".utf8) && parts[1].contains { $0 != 0x30 }
            && parts[2].contains { $0 != 0x30 }
    }

    /// 16 hexadecimal digits at random.
    private static func made() -> String {
        let digits = String(UInt64.random(in: 0...UInt64.max), radix: 16)
        return String(repeating: "0", count: 16 - digits.utf8.count) + digits
    }
}

extension PeerAddress: CustomStringConvertible {
    /// `127.0.0.1`, `::1`; empty where the peer has no address.
    var description: String {
        guard isCounted else { return "" }
        var text = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        withAddressBytes { family, bytes in _ = inet_ntop(family, bytes, &text, socklen_t(text.count)) }
        return String(decoding: text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
