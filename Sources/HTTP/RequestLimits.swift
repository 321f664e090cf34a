// The limits on the size of a request head. The parser enforces them; the configuration sets them.

/// The largest request head that the parser accepts.
package struct RequestLimits: Hashable, Sendable {
    /// The maximum size of the request line in bytes, without CRLF; 414 beyond.
    package var requestLine: Int
    /// The maximum size of one field line in bytes, without CRLF; 431 beyond.
    package var fieldLine: Int
    /// The maximum size of the whole head in bytes, with every CRLF; 431 beyond.
    package var head: Int
    /// The maximum number of field lines; 431 beyond.
    package var fields: Int

    /// Creates limits; RFC 9112 section 3 recommends at least 8000 bytes for the request line.
    package init(requestLine: Int = 8192, fieldLine: Int = 8192, head: Int = 32768, fields: Int = 100) {
        self.requestLine = requestLine
        self.fieldLine = fieldLine
        self.head = head
        self.fields = fields
    }
}
