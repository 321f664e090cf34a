// From a connection's bytes to its answers. When bytes come and go is decided in Worker.swift.
import HTTP

extension Worker {
    /// Serves the requests in what the connection holds and in `fresh` bytes behind that.
    func serve(_ connection: Connection, fresh: UnsafeBufferPointer<UInt8>) {
        if connection.input.isEmpty {
            let used = serve(connection, all: fresh)
            if !connection.isLast, used < fresh.count { connection.input = Array(fresh[used...]) }
        } else {
            var input: [UInt8] = []
            swap(&input, &connection.input)
            input.append(contentsOf: fresh)
            let used = input.withUnsafeBufferPointer { serve(connection, all: $0) }
            guard !connection.isLast else { return }
            input.removeFirst(used)
            connection.input = input
        }
    }

    /// Serves one request after the other until bytes run out or the reader falls behind; the number of bytes used.
    private func serve(_ connection: Connection, all bytes: UnsafeBufferPointer<UInt8>) -> Int {
        var used = 0
        var needsMore = false
        while connection.isServing, used < bytes.count, !needsMore {
            while connection.isServing, used < bytes.count, !needsMore, writeBuffer.count < WriteBuffer.size {
                let rest = UnsafeBufferPointer(rebasing: bytes[used...])
                if let waiting = connection.parser {
                    parser = waiting
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
                    answer(connection, rest.span)
                    parser.reset()
                    used += length
                }
            }
            flush(connection)
        }
        return used
    }

    /// Answers a client whose head took too long.
    func refuseSlowHead(_ connection: Connection) {
        refuse(connection, .tooSlow, isHead: connection.parser?.head.method == .head)
        flush(connection)
    }

    /// Answers with an error of the connection's own, the last on it.
    private func refuse(_ connection: Connection, _ refusal: Refusal, isHead: Bool) {
        let traceContext = log == nil ? nil : TraceContext(method: "", target: "", id: nil, trace: nil)
        let form = AnswerForm(
            isHead: isHead, isHTTP10: false, option: .close, since: Clock.nanoseconds(), traceContext: traceContext)
        stage(responder.refuse(refusal), form, connection)
    }

    // MARK: One request

    /// Answers the request that the parser holds; `bytes` begin with its first.
    private func answer(_ connection: Connection, _ bytes: Span<UInt8>) {
        let head = parser.head
        connection.requests += 1
        let isHead = head.method == .head
        var form = AnswerForm(
            isHead: isHead, isHTTP10: head.isHTTP10, option: head.connectionOption, since: Clock.nanoseconds(),
            traceContext: traceContext(of: head, bytes))
        if connection.requests >= limits.requestsPerConnection { form.option = .close }
        let isCacheable = (isHead || head.method == .get) && !head.hasContent
        let generation = responder.generation

        if isCacheable {
            collectKey(of: head, bytes)
            if let answer = findCached(generation) {
                counters.add(.hits)
                if head.hasPreconditions, let request = try? head.request(in: bytes) {
                    stage(.encoded(answer), request, form, connection)
                } else {
                    stage(answer, form, connection)
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
            stage(responder.respond(to: request, until: Cancellation()), form, connection)
        } else if responder.mayTakeLong(request) {
            ask(request, form, generation, connection)
        } else {
            let response = responder.respond(to: request, until: Cancellation())
            stage(Made(response, storedIn: cache, key, generation), request, form, connection)
        }
    }

    /// What is answered in place of a 200 that the client has already, or does not want (RFC 9110 section 13.2.2).
    private func conditional(_ request: Request, _ response: Response) -> Response? {
        guard response.status == .ok else { return nil }
        let now = Int64(Clock.seconds())
        let modified = response.headers[.lastModified].flatMap { HTTPDate.parse($0, now: now) }
        switch Preconditions(request.headers).outcome(
            entityTag: response.headers[.etag], lastModified: modified, now: now)
        {
        case .proceed: return nil
        case .notModified: return response.notModified
        case .failed: return responder.refuse(.preconditionFailed(request))
        }
    }

    /// Answers a GET or HEAD, or says what its preconditions ask for.
    func stage(_ made: Made, _ request: Request, _ form: AnswerForm, _ connection: Connection) {
        switch made {
        case .encoded(let answer):
            if let other = conditional(request, answer.outline) {
                stage(other, form, connection)
            } else {
                stage(answer, form, connection)
            }
        case .response(let response):
            stage(conditional(request, response) ?? response, form, connection)
        }
    }

    /// The answer kept under `key`; the one given last is at hand without a look into what all workers share.
    private func findCached(_ generation: UInt64) -> CachedResponse? {
        if let last, last.generation == generation, last.key == key { return last.answer }
        guard let answer = cache.find(key, generation) else { return nil }
        last = (key, generation, answer)
        return answer
    }

    /// Collects in `key` what decides the answer to a GET or HEAD: the target and the fields named in
    /// `Request.decidingFields`, each behind a mark that no value can hold.
    private func collectKey(of head: RequestHead, _ bytes: Span<UInt8>) {
        key.removeAll()
        key.append(bytes, head.target)
        if let host = head.host {
            key.append(0)
            key.append(bytes, host)
        }
        for field in head.fields {
            guard let known = field.known, known != .host, known.isDeciding else { continue }
            key.append(0)
            key.append(known.rawValue + 1)
            key.append(bytes, field.value)
        }
    }

    // MARK: Writing responses

    /// A content larger than this goes to the socket from where it is, without being copied.
    private static let maxCopiedSize = 16_384

    /// Puts an answer behind those that are staged; `isLast` is decided here.
    func stage(_ response: Response, _ form: AnswerForm, _ connection: Connection) {
        if case .events = response.body, !form.isHead, !canSubscribe {
            return stage(responder.refuse(.busy), form, connection)
        }
        writeBuffer.fold()
        let head = ResponseEncoder.appendHead(
            of: response, isHead: form.isHead, isHTTP10: form.isHTTP10, connection: option(form, connection),
            date: date.bytes, lines: form.lines, to: &writeBuffer.bytes)
        defer { note(response.status.code, response.body.size, response.route, form, connection) }
        guard head.framing != .none else { return }
        switch response.body {
        case .empty: break
        case .bytes(let bytes) where bytes.count <= Self.maxCopiedSize: writeBuffer.bytes.append(contentsOf: bytes)
        case .bytes(let bytes):
            moveWriteBuffer(to: connection)
            connection.output.append(bytes)
        case .stream(let begin):
            moveWriteBuffer(to: connection)
            connection.output.append(stream: begin(), isChunked: head.framing == .chunked, size: response.streamSize)
            if head.framing == .untilClose { connection.isLast = true }
        case .events(let first):
            moveWriteBuffer(to: connection)
            listen(connection, isChunked: head.framing == .chunked, first: first)
        }
    }

    private func stage(_ cached: CachedResponse, _ form: AnswerForm, _ connection: Connection) {
        let answer = cached.encoded
        writeBuffer.fold()
        let isFirst = writeBuffer.isEmpty
        let contentSize = answer.bytes.count - answer.head.length
        let isCopied = form.isHead || contentSize <= Self.maxCopiedSize
        let isTail = isCopied && isFirst && !form.isHead
        answer.append(
            to: &writeBuffer.bytes, date: date.bytes, connection: option(form, connection), lines: form.lines,
            isHead: form.isHead || !isCopied || isTail)
        if isTail {
            writeBuffer.setTail(answer.bytes, from: answer.head.length)
        } else if !isCopied {
            moveWriteBuffer(to: connection)
            connection.output.append(answer.bytes, from: answer.head.length)
        }
        note(cached.outline.status.code, contentSize, slot: cached.slot, form, connection)
    }

    /// What an answer says about its connection; behind one that says `close` no other follows.
    private func option(_ form: AnswerForm, _ connection: Connection) -> ConnectionOption {
        guard isDraining || form.option == .close else { return form.option }
        connection.isLast = true
        return .close
    }

    private func moveWriteBuffer(to connection: Connection) {
        connection.output.append(writeBuffer.rest(from: 0))
        writeBuffer.removeAll()
    }
}

extension KnownField {
    /// True for the fields of `Request.decidingFields`.
    fileprivate var isDeciding: Bool {
        switch self {
        case .host, .accept, .origin, .authorization, .accessControlRequestMethod, .accessControlRequestHeaders: true
        default: false
        }
    }
}
