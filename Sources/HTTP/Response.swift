// The response that a responder returns. ResponseEncoder.swift encodes it.

/// A response without its framing and the fields `Date` and `Connection`, which the server adds.
package struct Response: Sendable {
    /// The status.
    package var status: Status
    /// The fields; the server does not send `Date`, `Connection`, `Content-Length` and `Transfer-Encoding` from here.
    ///
    /// `Accept-Ranges: bytes` in a 200 of known length lets the server send parts of it.
    package var headers: HeaderFields
    /// The content of the response to GET.
    package var body: Body
    /// True if the same request gets the same bytes for as long as the generation does not change.
    package var isReusable: Bool
    /// The route that made the response, for metrics; empty if there was none.
    package var route = ""
    /// The memory in bytes that a streamed body holds until it ends, without the piece that is being sent.
    package var streamSize = 0

    /// Creates a response.
    package init(_ status: Status, headers: HeaderFields = [:], body: Body = .empty, isReusable: Bool = false) {
        self.status = status
        self.headers = headers
        self.body = body
        self.isReusable = isReusable
    }

    /// The content of a response.
    package enum Body: Sendable {
        /// No content.
        case empty
        /// Content of known length.
        case bytes([UInt8])
        /// A range of these bytes, which are not copied.
        case part([UInt8], Range<Int>)
        /// Content that is made while it is sent.
        ///
        /// The outer closure starts the stream. Each call of the inner one returns the next piece, nil at the end. A
        /// piece has at most some tens of kilobytes; making one must not block.
        case stream(@Sendable () -> (() -> [UInt8]?))
        /// These bytes, then every event that the server broadcasts with a greater number, until either side closes the
        /// connection.
        ///
        /// With a request, the server does not send what it broadcasts, but asks the responder for the events of this
        /// request after a number.
        case events([UInt8], number: Int, request: Request? = nil)

        /// Content of known length, as a range of bytes; nil for streams.
        package var content: (bytes: [UInt8], range: Range<Int>)? {
            switch self {
            case .empty: ([], 0..<0)
            case .bytes(let bytes): (bytes, bytes.indices)
            case .part(let bytes, let range): (bytes, range)
            case .stream, .events: nil
            }
        }
    }
}
