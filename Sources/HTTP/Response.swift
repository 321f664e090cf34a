// A response as its sender describes it. How one becomes bytes lives in ResponseEncoder.swift.

/// One response; framing, `Date` and `Connection` are the server's.
package struct Response: Sendable {
    /// The status, final or interim.
    package var status: Status
    /// The fields; `Date`, `Connection`, `Content-Length` and `Transfer-Encoding` among them are not sent.
    package var headers: HeaderFields
    /// The content that GET gets.
    package var body: Body
    /// True where the same request of the same generation would be answered by the same bytes.
    package var isReusable: Bool
    /// What answered, in the words of the responder's own table, for counting; empty where nothing did.
    package var route = ""
    /// Bytes of memory that a streamed content holds until it ends, besides the piece under way.
    package var streamSize = 0

    /// A response of these parts.
    package init(_ status: Status, headers: HeaderFields = [:], body: Body = .empty, isReusable: Bool = false) {
        self.status = status
        self.headers = headers
        self.body = body
        self.isReusable = isReusable
    }

    /// The content of a response.
    package enum Body: Sendable {
        case empty
        case bytes([UInt8])
        /// Content made piece by piece while it is sent; each call gives the next piece, nil ends it.
        /// A piece is some tens of kilobytes at most; making one must not block.
        case stream(@Sendable () -> (() -> [UInt8]?))
        /// These bytes, and then whatever the server is told to broadcast, until either side ends.
        case events([UInt8])
    }
}
