// Writing of responses into the write buffer and the output queue. Worker+Output.swift sends them.
import HTTP

extension Worker {
    /// Writes the response to a GET or HEAD, or the one that its preconditions or its Range field require instead.
    func write(_ prepared: PreparedResponse, _ request: Request, _ context: ResponseContext, _ connection: Connection) {
        switch prepared {
        case .cached(let cached):
            if let other = conditionalResponse(to: request, cached.response) {
                write(other, context, connection)
            } else {
                write(cached, context, connection)
            }
        case .uncached(let response):
            write(conditionalResponse(to: request, response) ?? response, context, connection)
        }
    }

    /// Returns the 304 or 412 that replaces a 200 because of the request's preconditions (RFC 9110 section 13.2.2), or
    /// the 206 or 416 because of its Range field.
    private func conditionalResponse(to request: Request, _ response: Response) -> Response? {
        guard response.status == .ok else { return nil }
        let now = Int64(Clock.seconds())
        let modified = response.headers[.lastModified].flatMap { HTTPDate.parse($0, now: now) }
        let tag = response.headers[.etag]
        switch Preconditions(request.headers).outcome(entityTag: tag, lastModified: modified, now: now) {
        case .proceed: break
        case .notModified: return response.notModified
        case .failed: return responder.refuse(.preconditionFailed(request))
        }
        // The field has no meaning for HEAD (RFC 9110 section 14.2).
        guard request.method == .get, response.headers[.acceptRanges] == "bytes",
            let length = response.body.size, let range = ByteRange(request.headers)
        else { return nil }
        switch range.outcome(length: length, entityTag: tag, lastModified: modified, now: now) {
        case .whole: return nil
        case .part(let part): return response.part(part)
        case .unsatisfiable: return responder.refuse(.rangeNotSatisfiable(request, length: length))
        }
    }

    /// The size in bytes up to which content is copied into the write buffer; larger content is sent without a copy.
    private static let maxCopiedSize = 16_384

    /// Writes a response; an event stream that is not allowed is replaced by a refusal.
    func write(_ response: Response, _ context: ResponseContext, _ connection: Connection) {
        if case .events = response.body, !context.isHead, !canSubscribe {
            return write(responder.refuse(.busy), context, connection)
        }
        writeBuffer.foldTail()
        let head = ResponseEncoder.appendHead(
            of: response, isHead: context.isHead, isHTTP10: context.isHTTP10,
            connection: connectionOption(context, connection), date: date.bytes, lines: context.lines,
            to: &writeBuffer.bytes)
        defer { record(response.status.code, response.body.size, response.route, context, connection) }
        guard head.framing != .none else { return }
        switch response.body {
        case .empty: break
        case .bytes(let bytes): write(bytes, bytes.indices, connection)
        case .part(let bytes, let range): write(bytes, range, connection)
        case .stream(let start):
            moveWriteBuffer(to: connection)
            connection.output.append(stream: start(), isChunked: head.framing == .chunked, size: response.streamSize)
            if head.framing == .untilClose { connection.isClosing = true }
        case .events(let first, let number, let request):
            moveWriteBuffer(to: connection)
            let subscription = EventSubscription(
                isChunked: head.framing == .chunked, number: number, request: request)
            subscribe(connection, subscription, first: first)
        }
    }

    /// Writes content, without a copy if it is large.
    private func write(_ bytes: [UInt8], _ range: Range<Int>, _ connection: Connection) {
        guard range.count > Self.maxCopiedSize else { return writeBuffer.bytes.append(contentsOf: bytes[range]) }
        moveWriteBuffer(to: connection)
        connection.output.append(bytes, range)
    }

    /// Writes a cached response; its content is only copied if other responses are in the write buffer.
    func write(_ cached: CachedResponse, _ context: ResponseContext, _ connection: Connection) {
        let encoded = cached.encoded
        writeBuffer.foldTail()
        let isFirst = writeBuffer.isEmpty
        let contentSize = encoded.bytes.count - encoded.head.length
        let isSmall = context.isHead || contentSize <= Self.maxCopiedSize
        let isTail = isSmall && isFirst && !context.isHead
        encoded.append(
            to: &writeBuffer.bytes, date: date.bytes, connection: connectionOption(context, connection),
            lines: context.lines, isHead: context.isHead || !isSmall || isTail)
        if isTail {
            writeBuffer.setTail(encoded.bytes, from: encoded.head.length)
        } else if !isSmall {
            moveWriteBuffer(to: connection)
            connection.output.append(encoded.bytes, encoded.head.length..<encoded.bytes.count)
        }
        record(cached.outline.status.code, contentSize, slot: cached.slot, context, connection)
    }

    /// Returns the connection option of a response, and marks the connection as closing if that is `close`.
    private func connectionOption(_ context: ResponseContext, _ connection: Connection) -> ConnectionOption {
        guard isDraining || context.connectionOption == .close else { return context.connectionOption }
        connection.isClosing = true
        return .close
    }

    private func moveWriteBuffer(to connection: Connection) {
        connection.output.append(writeBuffer.rest(from: 0))
        writeBuffer.removeAll()
    }
}
