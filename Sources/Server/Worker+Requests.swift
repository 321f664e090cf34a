// Serving of requests: from received bytes to responses. Worker+Responses.swift writes the responses.
import HTTP

extension Worker {
    /// Serves the requests in the connection's input followed by the bytes `fresh`.
    func serve(_ connection: Connection, fresh: UnsafeBufferPointer<UInt8>) {
        if connection.input.isEmpty {
            let used = serve(connection, all: fresh)
            if !connection.isClosing, used < fresh.count { connection.input = Array(fresh[used...]) }
        } else {
            var input: [UInt8] = []
            swap(&input, &connection.input)
            input.append(contentsOf: fresh)
            let used = input.withUnsafeBufferPointer { serve(connection, all: $0) }
            guard !connection.isClosing else { return }
            input.removeFirst(used)
            connection.input = input
        }
    }

    /// Serves one request after the other; returns the number of bytes used.
    ///
    /// It stops at the end of the bytes, at an incomplete head, and when the connection must wait, for example because
    /// too much output is unsent. `bytes` are only used during the call.
    private func serve(_ connection: Connection, all bytes: UnsafeBufferPointer<UInt8>) -> Int {
        var used = 0
        var needsMore = false
        while connection.isServing, used < bytes.count, !needsMore {
            while connection.isServing, used < bytes.count, !needsMore, writeBuffer.count < WriteBuffer.size {
                let rest = UnsafeBufferPointer(rebasing: bytes[used...])
                if let resumed = connection.parser {
                    parser = resumed
                    connection.parser = nil
                }
                switch parser.parse(rest.span, limits: limits.request) {
                case .needMore:
                    needsMore = true
                    connection.parser = parser
                    parser = RequestParser()
                case .failure(let failure):
                    refuse(connection, .malformed(failure), isHead: parser.head.method == .head)
                    parser.reset()
                case .head(let length):
                    respond(connection, rest.span)
                    parser.reset()
                    used += length
                }
            }
            flush(connection)
        }
        return used
    }

    /// Sends 408 and closes a connection, because its head did not arrive in time.
    func refuseSlowHead(_ connection: Connection) {
        refuse(connection, .tooSlow, isHead: connection.parser?.head.method == .head)
        flush(connection)
    }

    /// Writes the response to an invalid or incomplete head; it is the last one on the connection.
    private func refuse(_ connection: Connection, _ refusal: Refusal, isHead: Bool) {
        let traceContext = log == nil ? nil : TraceContext(method: "", target: "", id: nil, traceparent: nil)
        let context = ResponseContext(
            isHead: isHead, isHTTP10: false, connectionOption: .close, startTime: Clock.nanoseconds(),
            traceContext: traceContext)
        write(responder.refuse(refusal), context, connection)
    }

    // MARK: One request

    /// Responds to the request with the head in `parser`; `bytes` start with the first byte of that head.
    private func respond(_ connection: Connection, _ bytes: Span<UInt8>) {
        let head = parser.head
        connection.requestCount += 1
        let isHead = head.method == .head
        var context = ResponseContext(
            isHead: isHead, isHTTP10: head.isHTTP10, connectionOption: head.connectionOption,
            startTime: Clock.nanoseconds(), traceContext: traceContext(of: head, bytes))
        if connection.requestCount >= limits.requestsPerConnection { context.connectionOption = .close }
        let isCacheable = (isHead || head.method == .get) && !head.hasContent
        let generation = responder.generation

        if isCacheable {
            key.replace(with: head, bytes)
            if let cached = findCached(generation) {
                counters.add(.hits)
                if head.isConditional, let request = try? head.request(in: bytes) {
                    write(.cached(cached), request, context, connection)
                } else {
                    write(cached, context, connection)
                }
                return
            }
            counters.add(.misses)
        }

        let request: Request
        do {
            request = try head.request(in: bytes)
        } catch {
            return refuse(connection, .malformed(error), isHead: isHead)
        }
        if !isCacheable {
            write(responder.respond(to: request, until: Cancellation()), context, connection)
        } else if responder.mayTakeLong(request) {
            respondLater(request, context, generation, connection)
        } else {
            let response = responder.respond(to: request, until: Cancellation())
            write(cache.encodeAndStore(response, key, generation), request, context, connection)
        }
    }

    /// Returns the cached response for `key`; avoids the lock of the cache if it is the one used last.
    private func findCached(_ generation: UInt64) -> CachedResponse? {
        if let last, last.generation == generation, last.key == key { return last.response }
        guard let response = cache.find(key, generation) else { return nil }
        last = (key, generation, response)
        return response
    }
}
