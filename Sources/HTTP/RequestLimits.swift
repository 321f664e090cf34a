// How much of a request is taken; the parser enforces it, configuration sets it.

/// The largest request head that the parser takes.
package struct RequestLimits: Hashable, Sendable {
    /// Bytes of the request line without its CRLF; a longer one is answered 414.
    package var requestLine: Int
    /// Bytes of one field line without its CRLF; a longer one is answered 431.
    package var fieldLine: Int
    /// Bytes of the whole head with every CRLF, so the size of the buffer that holds it; a longer one is answered 431.
    package var head: Int
    /// Number of field lines; more are answered 431.
    package var fields: Int

    /// The defaults: 8 KiB lines (RFC 9112 section 3 asks for 8000 bytes at least), 32 KiB in all, 100 fields.
    package init(requestLine: Int = 8192, fieldLine: Int = 8192, head: Int = 32768, fields: Int = 100) {
        self.requestLine = requestLine
        self.fieldLine = fieldLine
        self.head = head
        self.fields = fields
    }
}
