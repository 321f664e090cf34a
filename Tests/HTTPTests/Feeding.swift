// Helpers that pass bytes to the request parser in every division that a network may produce.

import HTTP
import Testing

extension String {
    /// The text in ISO 8859-1: U+0000 to U+00FF as one byte each.
    var bytes: [UInt8] { unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) } }
}

/// Parses the bytes in one call.
func parse(
    _ bytes: [UInt8], limits: RequestLimits = RequestLimits()
) -> (outcome: RequestParser.Outcome, parser: RequestParser) {
    var parser = RequestParser()
    return (parser.parse(bytes.span, limits: limits), parser)
}

/// Parses the text in several ways, and records an issue if the outcomes differ.
///
/// The ways: in one call, byte by byte, followed by another request, and with a parser that was used before.
func outcome(
    _ text: String, limits: RequestLimits = RequestLimits(), sourceLocation: SourceLocation = #_sourceLocation
) -> RequestParser.Outcome {
    let bytes = text.bytes
    let (whole, parser) = parse(bytes, limits: limits)

    var piecewise = RequestParser()
    var last = RequestParser.Outcome.needMore
    for end in 0...bytes.count where last == .needMore {
        last = piecewise.parse(bytes.span.extracting(0..<end), limits: limits)
    }
    #expect(last == whole, "byte by byte", sourceLocation: sourceLocation)

    if whole != .needMore {
        let tail = "GET /tail HTTP/1.1\r\nHost: tail\r\nContent-Length: 1\r\n\r\n".bytes
        #expect(parse(bytes + tail, limits: limits).outcome == whole, "with a tail", sourceLocation: sourceLocation)
    }

    var used = RequestParser()
    let other = "OPTIONS http://[::1]:1/ HTTP/1.0\r\nConnection: keep-alive\r\nHost: x\r\nContent-Length: 9\r\n\r\n"
        .bytes
    _ = used.parse(other.span)
    used.reset()
    #expect(used.parse(bytes.span, limits: limits) == whole, "after a reset", sourceLocation: sourceLocation)

    if case .head = whole {
        for (name, other) in [("byte by byte", piecewise), ("after a reset", used)] {
            let same = summary(of: other.head, in: bytes) == summary(of: parser.head, in: bytes)
            #expect(same, "the head \(name)", sourceLocation: sourceLocation)
        }
    }
    return whole
}

/// Parses a text that must be exactly one complete head.
func head(
    _ text: String, sourceLocation: SourceLocation = #_sourceLocation
) throws -> RequestHead {
    let outcome = outcome(text, sourceLocation: sourceLocation)
    try #require(outcome == .head(length: text.bytes.count), sourceLocation: sourceLocation)
    return parse(text.bytes).parser.head
}

/// Parses a text that must be exactly one complete head, and makes the request.
func request(_ text: String, sourceLocation: SourceLocation = #_sourceLocation) throws -> Request {
    try head(text, sourceLocation: sourceLocation).request(in: text.bytes.span)
}

/// Returns all properties of a head as one text.
private func summary(of head: RequestHead, in bytes: [UInt8]) -> String {
    let fields = head.fields.map { "\($0.known.map { "\($0)" } ?? "-") \($0.name) \($0.value)" }
    return """
        \(head.method) \(head.target) \(head.isHTTP10) \(String(describing: head.host)) \(head.isKeepAlive) \
        \(head.hasContent) \(head.length) \(fields) \(KnownField.allCases.map(head.contains))
        """
}

/// Makes a request from a request line and one Host field.
func lined(_ requestLine: String) -> String { "\(requestLine)\r\nHost: h\r\n\r\n" }

/// Makes an HTTP/1.1 request with one Host field and further lines.
func fielded(_ lines: String...) -> String {
    "GET / HTTP/1.1\r\nHost: h\r\n" + lines.map { $0 + "\r\n" }.joined() + "\r\n"
}
