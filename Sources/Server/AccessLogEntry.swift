// The entry that the access log gets for each response. The program formats and writes it.

/// One request and its response, for the access log.
package struct AccessLogEntry: Sendable {
    /// The client's address; empty for a unix-domain socket.
    package var peer: String
    /// The method as sent; empty if the head was invalid.
    package var method: String
    /// The target as sent; empty if the head was invalid.
    package var target: String
    /// The status of the response.
    package var status: Int
    /// The size of the content in bytes; nil if the content is made while it is sent.
    package var size: Int?
    /// The time from the complete head until the response was made.
    package var nanoseconds: Int
    /// The request id: the client's `X-Request-Id` if it is usable, otherwise a random one.
    package var id: String
    /// The `traceparent` field, nil if it is missing or invalid.
    package var trace: String?
}
