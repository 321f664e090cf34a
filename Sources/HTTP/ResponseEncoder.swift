// Turns a response into bytes, RFC 9112 sections 4, 6 and 7.1. It decides the framing; what an answer says is decided
// elsewhere, and so is when its bytes are sent.

/// What a response says about its connection, RFC 9112 section 9.6.
package enum ConnectionOption: Sendable {
    /// Nothing: an HTTP/1.1 connection goes on.
    case persistent
    /// `Connection: keep-alive`: an HTTP/1.0 connection goes on.
    case keepAlive
    /// `Connection: close`.
    case close

    /// The field line and its CRLF, or nothing.
    package var line: StaticString {
        switch self {
        case .persistent: ""
        case .keepAlive: "Connection: keep-alive\r\n"
        case .close: "Connection: close\r\n"
        }
    }
}

/// How the end of a response's content is told, RFC 9112 section 6.3.
package enum ContentFraming: Hashable, Sendable {
    /// No content follows the head.
    case none
    /// That many bytes follow.
    case length(Int)
    /// Chunks follow.
    case chunked
    /// Bytes follow until the connection closes: a stream to an HTTP/1.0 client.
    case untilClose
}

/// Where the parts of an encoded head stand, counted from its first byte.
package struct EncodedHead: Hashable, Sendable {
    /// The 29 bytes of the Date field's value.
    package let date: Range<Int>
    /// Where the line of a `ConnectionOption` stands or belongs.
    package let connection: Int
    /// The head's bytes with the empty line that ends it.
    package let length: Int
    /// How the content, if any, follows.
    package let framing: ContentFraming
}

/// Writes heads and chunks to the end of a buffer that is used again and again.
package enum ResponseEncoder {
    /// Appends the status line and the fields of `response`, and the empty line after them.
    ///
    /// `date` is the 29 bytes that `HTTPDate` makes. `Date`, `Connection`, `Content-Length` and `Transfer-Encoding`
    /// among the response's own fields are left out: they are written here, once each. `lines` are further field lines,
    /// each with its CRLF, as they are. Bytes that a value must not
    /// hold (CR, LF, NUL and other controls) are written as spaces, so that no value can begin a line.
    package static func appendHead(
        of response: Response, isHead: Bool = false, isHTTP10: Bool = false, connection: ConnectionOption = .persistent,
        date: [UInt8], lines: [UInt8] = [], to buffer: inout [UInt8]
    ) -> EncodedHead {
        let start = buffer.count
        buffer.append("HTTP/1.1 ")
        buffer.append(decimal: response.status.code)
        buffer.append(.space)
        buffer.append(fieldContent: response.status.reason)
        buffer.append("\r\nDate: ")
        let dateStart = buffer.count - start
        buffer.append(contentsOf: date)
        buffer.append("\r\n")
        for field in response.headers.fields where !written.contains(field.name) {
            buffer.append(contentsOf: field.name.text.utf8)
            buffer.append(": ")
            buffer.append(fieldContent: field.value)
            buffer.append("\r\n")
        }
        let framing = framing(of: response, isHTTP10: isHTTP10)
        switch framing {
        case .length(let length):
            buffer.append("Content-Length: ")
            buffer.append(decimal: length)
            buffer.append("\r\n")
        case .chunked:
            buffer.append("Transfer-Encoding: chunked\r\n")
        case .none, .untilClose:
            break
        }
        buffer.append(contentsOf: lines)
        let connectionStart = buffer.count - start
        buffer.append((framing == .untilClose ? .close : connection).line)
        buffer.append("\r\n")
        return EncodedHead(
            date: dateStart..<dateStart + date.count, connection: connectionStart, length: buffer.count - start,
            framing: isHead ? .none : framing)
    }

    /// Appends one chunk, RFC 9112 section 7.1; nothing for an empty piece, which would end the content.
    package static func appendChunk(_ piece: [UInt8], to buffer: inout [UInt8]) {
        guard !piece.isEmpty else { return }
        buffer.append(contentsOf: String(piece.count, radix: 16).utf8)
        buffer.append("\r\n")
        buffer.append(contentsOf: piece)
        buffer.append("\r\n")
    }

    /// Appends the chunk that ends the content, without trailers.
    package static func appendLastChunk(to buffer: inout [UInt8]) {
        buffer.append("0\r\n\r\n")
    }

    /// The interim response that asks for the content, RFC 9110 section 15.2.1.
    package static func appendContinue(to buffer: inout [UInt8]) {
        buffer.append("HTTP/1.1 100 Continue\r\n\r\n")
    }

    private static let written: Set<HeaderFields.Name> = [.date, .connection, .contentLength, .transferEncoding]

    /// The framing of the answer to GET; the answer to HEAD has the same fields.
    private static func framing(of response: Response, isHTTP10: Bool) -> ContentFraming {
        guard response.status.allowsContent else { return .none }
        return switch response.body {
        case .empty: .length(0)
        case .bytes(let bytes): .length(bytes.count)
        case .stream, .events: isHTTP10 ? .untilClose : .chunked
        }
    }
}

extension [UInt8] {
    fileprivate mutating func append(_ text: StaticString) {
        text.withUTF8Buffer { append(contentsOf: $0) }
    }

    fileprivate mutating func append(decimal number: Int) {
        append(contentsOf: String(number).utf8)
    }

    /// Appends the text of a value, U+0080 to U+00FF as one byte each; what no value may hold becomes a space and what
    /// has no byte a question mark.
    fileprivate mutating func append(fieldContent text: String) {
        if text.utf8.allSatisfy({ $0.isFieldContent && $0 < 0x80 }) { return append(contentsOf: text.utf8) }
        for scalar in text.unicodeScalars {
            let byte = UInt8(exactly: scalar.value) ?? UInt8(ascii: "?")
            append(byte.isFieldContent ? byte : .space)
        }
    }
}
