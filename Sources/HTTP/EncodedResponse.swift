// A response that is encoded once and sent many times.

/// The bytes of a response with a fixed content, ready to be appended for any client.
package struct EncodedResponse: Sendable {
    /// The head for a persistent HTTP/1.1 connection, followed by the content.
    package let bytes: [UInt8]
    /// The offsets of the head's parts in `bytes`.
    package let head: EncodedHead

    /// Encodes `response`; returns nil if its content has no fixed length.
    package init?(_ response: Response) {
        var bytes: [UInt8] = []
        switch response.body {
        // Each part is sent once.
        case .part, .stream, .events: return nil
        case .bytes(let content): bytes.reserveCapacity(content.count + 512)
        case .empty: break
        }
        head = ResponseEncoder.appendHead(of: response, date: Self.noDate, to: &bytes)
        if case .bytes(let content) = response.body, head.framing != .none { bytes.append(contentsOf: content) }
        self.bytes = bytes
    }

    /// A placeholder; `append` writes the current date in its place.
    private static let noDate = HTTPDate.encode(0)

    /// Appends the response with the given date and connection option; without its content if `isHead` is true.
    ///
    /// `date` has 29 bytes. `lines` are further field lines, each with its CRLF.
    package func append(
        to buffer: inout [UInt8], date: [UInt8], connection: ConnectionOption, lines: [UInt8] = [], isHead: Bool
    ) {
        buffer.append(contentsOf: bytes[..<head.date.lowerBound])
        buffer.append(contentsOf: date)
        buffer.append(contentsOf: bytes[head.date.upperBound..<head.connection])
        if !lines.isEmpty { buffer.append(contentsOf: lines) }
        connection.line.withUTF8Buffer { buffer.append(contentsOf: $0) }
        buffer.append(contentsOf: bytes[head.connection..<(isHead ? head.length : bytes.count)])
    }
}
