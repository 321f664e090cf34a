// The libFuzzer entry for HTTP requests; Tests/Fuzz/run compiles it together with Sources/HTTP.

/// Parses the bytes as the requests of a connection, at once and in pieces.
///
/// Stops the process if the results differ, or if an accepted head does not make a request.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    // Small limits too, so that short inputs reach them.
    for limits in [RequestLimits(), RequestLimits(requestLine: 24, fieldLine: 16, head: 96, fields: 4)] {
        check(bytes, limits)
    }
    checkFields(bytes)
    return 0
}

private func check(_ bytes: [UInt8], _ limits: RequestLimits) {
    var (whole, piecewise) = (RequestParser(), RequestParser())
    var start = 0
    while true {
        let rest = bytes.span.extracting(start..<bytes.count)
        let outcome = whole.parse(rest, limits: limits)
        var last = RequestParser.Outcome.needMore
        var end = 0
        var step = 1
        while last == .needMore {
            last = piecewise.parse(rest.extracting(0..<end), limits: limits)
            guard end < rest.count else { break }
            // Single bytes at first, then pieces with lengths that depend on the input.
            if end > 64 { step = 1 + Int(rest[end] & 7) }
            end = min(end + step, rest.count)
        }
        precondition(last == outcome, "the cut changes the outcome: \(last), \(outcome)")
        guard case .head(let length) = outcome else { return }
        precondition(length == whole.head.length && length <= min(rest.count, limits.head), "a wrong length")
        precondition(whole.head.fields.map(\.value) == piecewise.head.fields.map(\.value), "the cut changes the fields")
        use(whole.head, rest)
        whole.reset()
        piecewise.reset()
        start += length
    }
}

private func use(_ head: RequestHead, _ bytes: Span<UInt8>) {
    do throws(ParseFailure) {
        let request = try head.request(in: bytes)
        precondition(request.hasContent == head.hasContent, "content is forgotten")
        precondition(request.headers.values(of: .host).count <= 1, "two hosts")
        precondition(!head.hasContent || !head.isKeepAlive, "content is taken for a request")
        let preconditions = Preconditions(request.headers)
        _ = preconditions.outcome(entityTag: "\"a\"", lastModified: 784_111_777, now: 1_790_000_000)
        _ = Accept(request.headers[.accept]).best(of: ["application/json", "text/html"])
        var written: [UInt8] = []
        let response = Response(.ok, headers: request.headers)
        let encoded = ResponseEncoder.appendHead(of: response, date: HTTPDate.encode(0), to: &written)
        precondition(encoded.length == written.count, "a wrong length")
        // No byte of a request can start a new line of a response.
        let lines = written.split(separator: UInt8.lineFeed).count
        let own: Set<HeaderFields.Name> = [.date, .connection, .contentLength, .transferEncoding]
        let copied = request.headers.fields.count { !own.contains($0.name) }
        precondition(lines == copied + 4, "a field became two")
    } catch {
        preconditionFailure("\(error) after the head was taken")
    }
}

/// Runs the field parsers on bytes that the head parser would reject.
private func checkFields(_ bytes: [UInt8]) {
    let text = String(decoding: bytes, as: UTF8.self)
    if let seconds = HTTPDate.parse(text, now: 1_790_000_000) {
        let again = String(decoding: HTTPDate.encode(seconds), as: UTF8.self)
        precondition(HTTPDate.parse(again, now: 0) == seconds, "a date changes")
    }
    _ = Accept(text).best(of: ["text/csv; charset=utf-8", text])
    let headers: HeaderFields = [.ifMatch: text, .ifNoneMatch: text]
    _ = Preconditions(headers).outcome(entityTag: text, lastModified: 0, now: 0)
    if let authority = Authority(text) { precondition(!authority.host.isEmpty, "a host without bytes") }
    do throws(ParseFailure) {
        let target = try Target(text)
        precondition(target.text == text && (text == "*" || text.utf8.first == UInt8(ascii: "/")), "a strange target")
    } catch {
        precondition(error.status == .badRequest, "a strange answer")
    }
}
