// What the fields of a complete head say about the message and its connection: who it is for, whether content follows,
// whether the connection persists. Reading the fields themselves is RequestParser.swift's part.

extension RequestHead {
    /// Checks Host, Content-Length, Transfer-Encoding and Expect, and takes from them and from Connection what a server
    /// needs to know.
    mutating func settle(_ bytes: Span<UInt8>) throws(ParseFailure) {
        try settleHost(bytes)
        try settleContent(bytes)
        try settleExpectation(bytes)
        settlePersistence(bytes)
    }

    /// RFC 9112 section 3.2: one Host in HTTP/1.1, at most one in HTTP/1.0, its value a host or empty.
    private mutating func settleHost(_ bytes: Span<UInt8>) throws(ParseFailure) {
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
        // The authority of an absolute-form target is there already and wins, RFC 9112 section 3.2.2.
        if host == nil { host = value }
    }

    /// RFC 9112 section 6.3: whether content follows.
    ///
    /// The length itself is of no use where content is refused, so it is never computed and cannot overflow.
    private mutating func settleContent(_ bytes: Span<UInt8>) throws(ParseFailure) {
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

    /// RFC 9112 sections 6.1 and 7: chunked must come last and once; any other coding is not known here.
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

    /// RFC 9110 section 10.1.1; HTTP/1.0 knows no expectations.
    private mutating func settleExpectation(_ bytes: Span<UInt8>) throws(ParseFailure) {
        guard contains(.expect), !isHTTP10 else { return }
        for field in fields where field.known == .expect {
            var members = ListMembers(field.value)
            while let member = members.next(bytes) {
                guard bytes.matches("100-continue", in: member) else { throw .unknownExpectation }
                expectsContinue = true
            }
        }
    }

    /// RFC 9112 section 9.3: `close` wins; without it HTTP/1.1 persists, HTTP/1.0 with `keep-alive` alone.
    private mutating func settlePersistence(_ bytes: Span<UInt8>) {
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
        // Content is never read here, so what follows it cannot be told from it: RFC 9112 section 9.3.
        isKeepAlive = !saysClose && !hasContent && (!isHTTP10 || asksKeepAlive)
    }
}

/// The members of a comma-separated list without the whitespace around them, RFC 9110 section 5.6.1.
///
/// Empty members are skipped. Only for lists whose members hold no quoted commas.
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
    /// The offset after the token that `range` begins with.
    func endOfToken(in range: Range<Int>) -> Int {
        let allowed = ByteSet.token
        var index = range.lowerBound
        while index < range.upperBound, allowed.contains(self[index]) { index += 1 }
        return index
    }
}
