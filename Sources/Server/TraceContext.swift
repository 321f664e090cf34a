// The identification of one request in logs and in its response: request id and `traceparent`.

/// The names of one request for the access log, and the field lines that repeat them to the client.
final class TraceContext: Sendable {
    let method: String
    let target: String
    let id: String
    let traceparent: String?
    /// The field lines for the response, each with its CRLF.
    let lines: [UInt8]

    /// Uses `id` and `traceparent` if they are valid; replaces an invalid or missing id by a random one.
    init(method: String, target: String, id given: String?, traceparent: String?) {
        self.method = method
        self.target = target
        let id = given.flatMap { Self.isID($0) ? $0 : nil } ?? Self.makeID()
        self.id = id
        self.traceparent = traceparent.flatMap { Self.isTraceparent($0) ? $0 : nil }
        var lines = "X-Request-Id: \(id)\r\n"
        if let traceparent = self.traceparent { lines += "traceparent: \(traceparent)\r\n" }
        self.lines = Array(lines.utf8)
    }

    /// The maximum length of a client's request id.
    static let maxIDLength = 128

    /// Returns whether `text` is a valid request id: 1 to `maxIDLength` visible ASCII characters.
    static func isID(_ text: String) -> Bool {
        (1...maxIDLength).contains(text.utf8.count) && text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
    }

    /// Returns whether `text` has a valid version, trace id, parent id and flags.
    ///
    /// See <https://www.w3.org/TR/trace-context/#traceparent-header>.
    static func isTraceparent(_ text: String) -> Bool {
        let parts = text.utf8.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
        let isHexadecimal = { (byte: UInt8) in (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte) }
        return parts.map(\.count) == [2, 32, 16, 2] && parts.allSatisfy { $0.allSatisfy(isHexadecimal) }
            && !parts[0].elementsEqual("ff".utf8) && parts[1].contains { $0 != 0x30 }
            && parts[2].contains { $0 != 0x30 }
    }

    /// Makes 16 random hexadecimal digits.
    private static func makeID() -> String {
        let digits = String(UInt64.random(in: 0...UInt64.max), radix: 16)
        return String(repeating: "0", count: 16 - digits.utf8.count) + digits
    }
}
