// Encoding of response heads and chunks, RFC 9112 sections 4, 6 and 7.1.

/// The content of a response's Connection field, RFC 9112 section 9.6.
package enum ConnectionOption: Sendable {
    /// No field: the HTTP/1.1 connection persists.
    case persistent
    /// `Connection: keep-alive`: the HTTP/1.0 connection persists.
    case keepAlive
    /// `Connection: close`.
    case close

    /// The field line with its CRLF; empty for `persistent`.
    package var line: StaticString {
        switch self {
        case .persistent: ""
        case .keepAlive: "Connection: keep-alive\r\n"
        case .close: "Connection: close\r\n"
        }
    }
}

/// The way in which a client finds the end of a response's content, RFC 9112 section 6.3.
package enum ContentFraming: Hashable, Sendable {
    /// There is no content.
    case none
    /// The content has this many bytes.
    case length(Int)
    /// The content is chunked.
    case chunked
    /// The content ends when the connection closes: a stream to an HTTP/1.0 client.
    case untilClose
}

/// The offsets of the parts of an encoded head, counted from its first byte.
package struct EncodedHead: Hashable, Sendable {
    /// The range of the Date field's value, 29 bytes.
    package let date: Range<Int>
    /// The offset at which the line of the `ConnectionOption` starts, or would start.
    package let connection: Int
    /// The size of the head in bytes, including the empty line at its end.
    package let length: Int
    /// The framing of the content.
    package let framing: ContentFraming
}

/// Functions that append heads and chunks to a buffer.
package enum ResponseEncoder {
    /// Appends the status line, the fields of `response` and the empty line after them.
    ///
    /// `date` is the result of `HTTPDate.encode`. `lines` are further field lines, each with its CRLF. The encoder
    /// writes `Date`, `Connection`, `Content-Length` and `Transfer-Encoding` itself, and ignores those of the response.
    ///
    /// Spaces replace the control characters in a value (CR, LF, NUL and others), so that no value can start a line.
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
        for field in response.headers.fields where !ownFields.contains(field.name) {
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

    /// Appends one chunk, RFC 9112 section 7.1; an empty piece is skipped, because an empty chunk ends the content.
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

    /// The fields that the encoder writes itself.
    private static let ownFields: Set<HeaderFields.Name> = [.date, .connection, .contentLength, .transferEncoding]

    /// Returns the framing of the response to GET; the response to HEAD has the same fields.
    private static func framing(of response: Response, isHTTP10: Bool) -> ContentFraming {
        guard response.status.allowsContent else { return .none }
        return switch response.body {
        case .empty: .length(0)
        case .bytes(let bytes): .length(bytes.count)
        case .part(_, let range): .length(range.count)
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

    /// Appends a field value in ISO 8859-1.
    ///
    /// Control characters become spaces. Characters above U+00FF become question marks.
    fileprivate mutating func append(fieldContent text: String) {
        if text.utf8.allSatisfy({ $0.isFieldContent && $0 < 0x80 }) { return append(contentsOf: text.utf8) }
        for scalar in text.unicodeScalars {
            let byte = UInt8(exactly: scalar.value) ?? UInt8(ascii: "?")
            append(byte.isFieldContent ? byte : .space)
        }
    }
}
