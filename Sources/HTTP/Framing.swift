// Interpretation of the fields Host, Content-Length, Transfer-Encoding, Expect and Connection of a complete head.
// RequestParser.swift parses the field lines themselves.

extension RequestHead {
    /// Checks the fields that concern host, framing and connection, and sets `host`, `hasContent` and `isKeepAlive`.
    ///
    /// `bytes` are those that the head was parsed from.
    mutating func interpretFields(_ bytes: Span<UInt8>) throws(ParseFailure) {
        try interpretHost(bytes)
        try interpretContentFields(bytes)
        try checkExpectations(bytes)
        interpretConnection(bytes)
    }

    /// Requires one Host field in HTTP/1.1 and at most one in HTTP/1.0; its value must be a host or empty.
    ///
    /// RFC 9112 section 3.2.
    private mutating func interpretHost(_ bytes: Span<UInt8>) throws(ParseFailure) {
        guard contains(.host) else {
            guard isHTTP10 else { throw .missingHost }
            return
        }
        var value: Range<Int>?
        for field in fields where field.known == .host {
            guard value == nil else { throw .repeatedHost }
            value = field.value
        }
        guard let value, value.isEmpty || Authority(bytes, in: value) != nil else { throw .invalidHost }
        // The authority of an absolute-form target is already set and takes precedence, RFC 9112 section 3.2.2.
        if host == nil { host = value }
    }

    /// Sets `hasContent` from Content-Length and Transfer-Encoding, RFC 9112 section 6.3.
    ///
    /// The server refuses all content, so the length is never computed and cannot overflow.
    private mutating func interpretContentFields(_ bytes: Span<UInt8>) throws(ParseFailure) {
        if contains(.transferEncoding) {
            guard !isHTTP10 else { throw .transferEncodingInHTTP10 }
            guard !contains(.contentLength) else { throw .transferEncodingWithContentLength }
            try checkTransferCodings(bytes)
            hasContent = true
        }
        guard contains(.contentLength) else { return }
        var isRepeated = false
        for field in fields where field.known == .contentLength {
            guard !field.value.isEmpty else { throw .invalidContentLength }
            for index in field.value {
                guard bytes[index].isDigit else { throw .invalidContentLength }
                if bytes[index] != UInt8(ascii: "0") { hasContent = true }
            }
            guard !isRepeated else { throw .repeatedContentLength }
            isRepeated = true
        }
    }

    /// Requires `chunked` once and last, and refuses every other coding, RFC 9112 sections 6.1 and 7.
    private func checkTransferCodings(_ bytes: Span<UInt8>) throws(ParseFailure) {
        var (isChunked, isRepeated, hasOthers) = (false, false, false)
        for field in fields where field.known == .transferEncoding {
            var members = ListMembers(field.value)
            while let member = members.next(bytes) {
                let end = bytes.endOfToken(in: member)
                guard end > member.lowerBound else { throw .invalidTransferEncoding }
                let rest = bytes.trimmed(end..<member.upperBound)
                guard rest.isEmpty || bytes[rest.lowerBound] == UInt8(ascii: ";") else {
                    throw .invalidTransferEncoding
                }
                if bytes.matches("chunked", in: member.lowerBound..<end) {
                    guard rest.isEmpty else { throw .invalidTransferEncoding }
                    isRepeated = isRepeated || isChunked
                    isChunked = true
                } else {
                    guard !isChunked else { throw .chunkedNotLast }
                    hasOthers = true
                }
            }
        }
        guard isChunked else { throw .chunkedNotLast }
        guard !isRepeated else { throw .invalidTransferEncoding }
        guard !hasOthers else { throw .unknownTransferCoding }
    }

    /// Refuses every expectation but `100-continue`, RFC 9110 section 10.1.1; HTTP/1.0 has no expectations.
    ///
    /// A final response answers `100-continue`, because the server refuses all content.
    private func checkExpectations(_ bytes: Span<UInt8>) throws(ParseFailure) {
        guard contains(.expect), !isHTTP10 else { return }
        for field in fields where field.known == .expect {
            var members = ListMembers(field.value)
            while let member = members.next(bytes) {
                guard bytes.matches("100-continue", in: member) else { throw .unknownExpectation }
            }
        }
    }

    /// Sets `isKeepAlive`, RFC 9112 section 9.3: `close` takes precedence, and HTTP/1.0 requires `keep-alive`.
    private mutating func interpretConnection(_ bytes: Span<UInt8>) {
        var (saysClose, asksKeepAlive) = (false, false)
        if contains(.connection) {
            for field in fields where field.known == .connection {
                var members = ListMembers(field.value)
                while let member = members.next(bytes) {
                    if bytes.matches("close", in: member) { saysClose = true }
                    if bytes.matches("keep-alive", in: member) { asksKeepAlive = true }
                }
            }
        }
        // The server never reads content, so it could not find the next request after it: RFC 9112 section 9.3.
        isKeepAlive = !saysClose && !hasContent && (!isHTTP10 || asksKeepAlive)
    }
}

/// An iterator over the members of a comma-separated list, without surrounding whitespace, RFC 9110 section 5.6.1.
///
/// It skips empty members. It is not for lists that may contain quoted commas.
struct ListMembers {
    private var rest: Range<Int>

    init(_ value: Range<Int>) {
        rest = value
    }

    mutating func next(_ bytes: Span<UInt8>) -> Range<Int>? {
        while !rest.isEmpty {
            var comma = rest.lowerBound
            while comma < rest.upperBound, bytes[comma] != UInt8(ascii: ",") { comma += 1 }
            let member = bytes.trimmed(rest.lowerBound..<comma)
            rest = min(comma + 1, rest.upperBound)..<rest.upperBound
            if !member.isEmpty { return member }
        }
        return nil
    }
}

extension Span<UInt8> {
    /// Returns the offset after the token at the start of `range`.
    func endOfToken(in range: Range<Int>) -> Int {
        let allowed = ByteSet.token
        var index = range.lowerBound
        while index < range.upperBound, allowed.contains(self[index]) { index += 1 }
        return index
    }
}
