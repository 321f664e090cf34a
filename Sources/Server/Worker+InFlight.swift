// How connections wait for answers that are computed elsewhere: asking, being answered, and giving up.
import HTTP

extension Worker {
    /// Has the answer to `request` computed elsewhere; the connection waits for it, and the worker goes on.
    ///
    /// Who asks what is being computed already waits for the same computation. `key` is what decides the answer.
    func ask(_ request: Request, _ form: AnswerForm, _ generation: UInt64, _ connection: Connection) {
        let inFlightRequest: InFlightRequest
        if let known = inFlight[key], known.generation == generation {
            inFlightRequest = known
        } else {
            inFlightRequest = InFlightRequest(key, generation) { [weak self] in self?.compute(request, for: $0) }
            guard workQueue.enqueue(inFlightRequest) else { return stage(responder.refuse(.busy), form, connection) }
            inFlight[key] = inFlightRequest
        }
        inFlightRequest.waiting[connection.descriptor] = connection
        connection.pendingResponse = PendingResponse(
            inFlightRequest: inFlightRequest, request: request, form: form, since: now)
    }

    /// Computes an answer and sends it home; on a thread of the waiting state.
    private func compute(_ request: Request, for inFlightRequest: InFlightRequest) {
        let response = responder.respond(to: request, until: inFlightRequest.cancellation)
        let made = Made(response, storedIn: cache, inFlightRequest.key, inFlightRequest.generation)
        if !inFlightRequest.cancellation.isCancelled { post(.computed(inFlightRequest, made)) }
    }

    /// Answers everyone who waits for a computation.
    func deliver(_ made: Made, of inFlightRequest: InFlightRequest) {
        forget(inFlightRequest)
        for connection in inFlightRequest.waiting.values {
            guard let pending = connection.pendingResponse else { continue }
            connection.pendingResponse = nil
            stage(made, pending.request, pending.form, connection)
            // Many may wait for the same large answer: each begins when its socket next says that it takes some.
            resume(connection, share: 0)
        }
    }

    /// Ends the wait of a connection that cannot, or need not, be answered; what nobody waits for is stopped.
    func giveUp(_ connection: Connection) {
        guard let inFlightRequest = connection.pendingResponse?.inFlightRequest else { return }
        connection.pendingResponse = nil
        inFlightRequest.waiting[connection.descriptor] = nil
        guard inFlightRequest.waiting.isEmpty else { return }
        forget(inFlightRequest)
        workQueue.cancel(inFlightRequest)
    }

    /// Notes that a client has ended its side while it waits.
    ///
    /// It may only have nothing more to ask (RFC 9112 section 9.6), but most who do so have left: it is answered if the
    /// answer is there soon.
    func part(_ connection: Connection) {
        if connection.subscription != nil { return end(connection) }
        if connection.pendingResponse?.partedAt == nil { connection.pendingResponse?.partedAt = now }
        watch(connection)
    }

    /// Refuses a connection that has waited too long.
    func judgeWaiting(_ connection: Connection) {
        guard let pending = connection.pendingResponse else { return }
        if let partedAt = pending.partedAt, now - partedAt >= limits.lingerTime { return end(connection) }
        let beginning = pending.inFlightRequest.beginning
        guard now - (beginning ?? pending.since) >= limits.answerTime else { return }
        giveUp(connection)
        stage(responder.refuse(beginning == nil ? .busy : .tooCostly), pending.form, connection)
        resume(connection)
    }

    private func forget(_ inFlightRequest: InFlightRequest) {
        if inFlight[inFlightRequest.key] === inFlightRequest { inFlight[inFlightRequest.key] = nil }
    }
}

/// An answer, encoded where it is to be kept.
enum Made: Sendable {
    case encoded(CachedResponse)
    case response(Response)

    /// Encodes and keeps a response that may be given again and is not too large for that.
    init(_ response: Response, storedIn cache: ResponseCache, _ key: CacheKey, _ generation: UInt64) {
        guard response.isReusable, cache.hasRoom(for: response), let encoded = EncodedResponse(response) else {
            self = .response(response)
            return
        }
        let slot = cache.routes.slot(response.route, response.status.code)
        let answer = CachedResponse(encoded, of: response, slot: slot)
        cache.keep(answer, key, generation)
        self = .encoded(answer)
    }
}
