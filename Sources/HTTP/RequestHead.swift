// A parsed request head: the offsets of its parts, and the results of the checks in Framing.swift.

/// A request head as offsets into the bytes that it was parsed from, counted from the first byte of the message.
///
/// It does not own the bytes; methods that need them have a parameter.
package struct RequestHead: Sendable {
    /// The method; a known one needs no allocation.
    package internal(set) var method = Request.Method.get
    /// The range of path and query; for CONNECT, that of the authority.
    ///
    /// In absolute-form the range may be empty, which means `/` (`*` with OPTIONS). It may also start with `?`, which
    /// means `/?`.
    package internal(set) var target = 0..<0
    /// True for HTTP/1.0, false for HTTP/1.1 and for 1.2 to 1.9, which are handled as 1.1.
    package internal(set) var isHTTP10 = false
    /// The range of host and port; nil for an HTTP/1.0 request without them.
    ///
    /// An authority in the target takes precedence over the Host field. The value of Host may be empty.
    package internal(set) var host: Range<Int>?
    /// True if another request may follow; false if the request announces content, because the server never reads it.
    package internal(set) var isKeepAlive = false
    /// True if a valid Content-Length above zero or a valid chunked coding announces content.
    package internal(set) var hasContent = false
    /// The size of the head in bytes, including the empty lines after it and, if there was one, before it.
    package internal(set) var length = 0
    /// The field lines in order.
    package internal(set) var fields: [Field] = []

    private var known: UInt32 = 0

    /// One field line.
    package struct Field: Sendable {
        /// The known field that the line has, nil for any other.
        package let known: KnownField?
        private let nameStart, nameEnd, valueStart, valueEnd: UInt32

        init(_ known: KnownField?, name: Range<Int>, value: Range<Int>) {
            self.known = known
            (nameStart, nameEnd) = (UInt32(clamping: name.lowerBound), UInt32(clamping: name.upperBound))
            (valueStart, valueEnd) = (UInt32(clamping: value.lowerBound), UInt32(clamping: value.upperBound))
        }

        /// The range of the name.
        package var name: Range<Int> { Int(nameStart)..<Int(nameEnd) }
        /// The range of the value, without surrounding whitespace.
        package var value: Range<Int> { Int(valueStart)..<Int(valueEnd) }
    }

    /// Returns whether the head has a line of that field.
    package func contains(_ field: KnownField) -> Bool { known & (1 << UInt32(field.rawValue)) != 0 }

    /// True if the head has Range or a field that `Preconditions` evaluates: then another response may replace a 200.
    package var isConditional: Bool {
        contains(.ifMatch) || contains(.ifNoneMatch) || contains(.ifModifiedSince) || contains(.ifUnmodifiedSince)
            || contains(.range)
    }

    /// The connection option of the response, if the server itself has no reason to close the connection.
    package var connectionOption: ConnectionOption {
        guard isKeepAlive else { return .close }
        return isHTTP10 ? .keepAlive : .persistent
    }

    mutating func append(_ field: Field) {
        fields.append(field)
        if let name = field.known { known |= 1 << UInt32(name.rawValue) }
    }

    /// Resets the head and keeps the capacity of `fields`.
    mutating func removeAll() {
        var reused = fields
        // Otherwise the array would have two references, and `removeAll` would allocate.
        fields = []
        reused.removeAll(keepingCapacity: true)
        self = RequestHead()
        fields = reused
    }
}

extension RequestHead {
    /// Makes the request, with its target decoded and its fields as text.
    ///
    /// If the target has an authority, the Host field contains that authority. `bytes` must be those that the head was
    /// parsed from; then nothing is thrown.
    package func request(in bytes: Span<UInt8>) throws(ParseFailure) -> Request {
        var headers = headers(in: bytes)
        if let host { headers.replace(.host, with: bytes.latin1Text(in: host)) }
        return Request(method, try decodedTarget(in: bytes), headers: headers, hasContent: hasContent)
    }

    /// Returns the value of the first line of a field, nil if there is none.
    package func value(of field: KnownField, in bytes: Span<UInt8>) -> String? {
        guard contains(field) else { return nil }
        return fields.first { $0.known == field }.map { bytes.latin1Text(in: $0.value) }
    }

    /// Returns path and query as they were sent.
    package func targetText(in bytes: Span<UInt8>) -> String { bytes.latin1Text(in: target) }

    private func decodedTarget(in bytes: Span<UInt8>) throws(ParseFailure) -> Target {
        let text = bytes.latin1Text(in: target)
        if method == .connect { return Target(whole: text) }
        if text.isEmpty { return method == .options ? Target(whole: "*") : try Target("/") }
        return try Target(text.utf8.first == UInt8(ascii: "?") ? "/" + text : text)
    }

    private func headers(in bytes: Span<UInt8>) -> HeaderFields {
        var headers: HeaderFields = [:]
        for field in fields {
            guard let name = field.known?.name ?? HeaderFields.Name(bytes.latin1Text(in: field.name)) else { continue }
            headers.append(name, bytes.latin1Text(in: field.value))
        }
        return headers
    }
}
