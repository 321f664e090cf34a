// A parsed request head: where its parts stand among the bytes, and what they say. It owns no bytes itself.

/// A request's head as offsets into the bytes that it was parsed from, counted from the message's first.
package struct RequestHead: Sendable {
    /// The method; making a known one allocates nothing.
    package internal(set) var method = Request.Method.get
    /// Where path and query stand; with CONNECT, the authority.
    ///
    /// In absolute-form the range may be empty, for `/` (with OPTIONS, for `*`), or begin with `?`, for `/?`.
    package internal(set) var target = 0..<0
    /// True for HTTP/1.0, false for HTTP/1.1 and for 1.2 to 1.9, which are handled as 1.1.
    package internal(set) var isHTTP10 = false
    /// Host and port: the authority of an absolute-form or authority-form target, else the Host field's value, which
    /// may be empty; nil where an HTTP/1.0 request has none.
    package internal(set) var host: Range<Int>?
    /// Whether another request may follow: never after one that announces content, which is not read.
    package internal(set) var isKeepAlive = false
    /// True where a valid Content-Length above zero or a valid chunked coding announces content.
    package internal(set) var hasContent = false
    /// True where the client waits for a 100 or a final status before it sends content.
    package internal(set) var expectsContinue = false
    /// Bytes of the head, with the empty line that ends it and one that came before it.
    package internal(set) var length = 0
    /// The field lines in order.
    package internal(set) var fields: [Field] = []

    private var known: UInt32 = 0

    /// One field line.
    package struct Field: Sendable {
        /// Which of the known fields it is, nil for any other.
        package let known: KnownField?
        private let nameStart, nameEnd, valueStart, valueEnd: UInt32

        init(_ known: KnownField?, name: Range<Int>, value: Range<Int>) {
            self.known = known
            (nameStart, nameEnd) = (UInt32(clamping: name.lowerBound), UInt32(clamping: name.upperBound))
            (valueStart, valueEnd) = (UInt32(clamping: value.lowerBound), UInt32(clamping: value.upperBound))
        }

        /// Where the name stands.
        package var name: Range<Int> { Int(nameStart)..<Int(nameEnd) }
        /// Where the value stands, without the whitespace around it.
        package var value: Range<Int> { Int(valueStart)..<Int(valueEnd) }
    }

    /// Whether the head has a line of that field.
    package func contains(_ field: KnownField) -> Bool { known & (1 << UInt32(field.rawValue)) != 0 }

    /// Whether any of the fields that `Preconditions` looks at is there.
    package var hasPreconditions: Bool {
        contains(.ifMatch) || contains(.ifNoneMatch) || contains(.ifModifiedSince) || contains(.ifUnmodifiedSince)
    }

    /// What the response must say about the connection where it may persist for all that the server knows.
    package var connectionOption: ConnectionOption {
        guard isKeepAlive else { return .close }
        return isHTTP10 ? .keepAlive : .persistent
    }

    mutating func append(_ field: Field) {
        fields.append(field)
        if let name = field.known { known |= 1 << UInt32(name.rawValue) }
    }

    /// Forgets everything but keeps the room for fields.
    mutating func removeAll() {
        var kept = fields
        fields = []
        kept.removeAll(keepingCapacity: true)
        self = RequestHead()
        fields = kept
    }
}

extension RequestHead {
    /// The request, with its target decoded and its fields as text; a Host field holds the target's authority where
    /// that has one.
    ///
    /// `bytes` are those that the head was parsed from; for them nothing is thrown.
    package func request(in bytes: Span<UInt8>) throws(ParseFailure) -> Request {
        var headers = headers(in: bytes) { _ in true }
        if let host { headers.replace(.host, with: bytes.opaqueText(in: host)) }
        return Request(method, try decodedTarget(in: bytes), headers: headers, hasContent: hasContent)
    }

    /// The request's preconditions, for an answer that is found without making a `Request`.
    package func preconditions(in bytes: Span<UInt8>) -> Preconditions {
        Preconditions(
            headers(in: bytes) { field in
                switch field {
                case .ifMatch, .ifNoneMatch, .ifModifiedSince, .ifUnmodifiedSince: true
                default: false
                }
            })
    }

    /// The value of the first line of a field, nil where there is none.
    package func value(of field: KnownField, in bytes: Span<UInt8>) -> String? {
        guard contains(field) else { return nil }
        return fields.first { $0.known == field }.map { bytes.opaqueText(in: $0.value) }
    }

    /// The target as it was sent.
    package func targetText(in bytes: Span<UInt8>) -> String { bytes.opaqueText(in: target) }

    private func decodedTarget(in bytes: Span<UInt8>) throws(ParseFailure) -> Target {
        let text = bytes.opaqueText(in: target)
        if method == .connect { return Target(whole: text) }
        if text.isEmpty { return method == .options ? Target(whole: "*") : try Target("/") }
        return try Target(text.utf8.first == UInt8(ascii: "?") ? "/" + text : text)
    }

    private func headers(in bytes: Span<UInt8>, where isWanted: (KnownField?) -> Bool) -> HeaderFields {
        var headers: HeaderFields = [:]
        for field in fields where isWanted(field.known) {
            guard let name = field.known?.name ?? HeaderFields.Name(bytes.opaqueText(in: field.name)) else { continue }
            headers.append(name, bytes.opaqueText(in: field.value))
        }
        return headers
    }
}
