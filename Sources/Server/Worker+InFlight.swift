// Requests that are computed on the work queue: starting, sharing, delivering and cancelling them.
import HTTP

extension Worker {
    /// Computes the response on the work queue; the connection waits for it.
    ///
    /// Identical requests share one in-flight computation. `key` must be the key of `request`.
    func respondLater(_ request: Request, _ context: ResponseContext, _ generation: UInt64, _ connection: Connection) {
        let inFlightRequest: InFlightRequest
        if let known = inFlight[key], known.generation == generation {
            inFlightRequest = known
        } else {
            inFlightRequest = InFlightRequest(
                key, generation, ExpectedTimes.Shape(request.target), workQueue.usage(of: connection.peer),
                compute: { [weak self] in self?.compute(request, for: $0, until: $1) },
                refuse: { [weak self, responder] in self?.post(.computed($0, .uncached(responder.refuse(.busy)))) })
            inFlight[key] = inFlightRequest
            workQueue.enqueue(inFlightRequest)
        }
        inFlightRequest.waiting[connection.descriptor] = connection
        connection.pendingResponse = PendingResponse(
            inFlightRequest: inFlightRequest, request: request, context: context, startTime: now)
    }

    /// Computes a response and posts it to the worker; runs on a thread of the work queue.
    private func compute(
        _ request: Request, for inFlightRequest: InFlightRequest, until cancellation: Cancellation
    ) {
        let response = responder.respond(to: request, until: cancellation)
        let prepared = cache.encodeAndStore(response, inFlightRequest.key, inFlightRequest.generation)
        if !cancellation.isCancelled { post(.computed(inFlightRequest, prepared)) }
    }

    /// Writes a computed response to every connection that waits for it.
    func deliver(_ response: PreparedResponse, of inFlightRequest: InFlightRequest) {
        removeInFlight(inFlightRequest)
        for connection in inFlightRequest.waiting.values {
            guard let pending = connection.pendingResponse else { continue }
            connection.pendingResponse = nil
            write(response, pending.request, pending.context, connection)
            // Many connections may wait for the same large response. With share 0 they do not send it now, one after
            // the other, but when epoll reports that their sockets are writable.
            resume(connection, share: 0)
        }
    }

    /// Ends a connection's wait; cancels the computation if no other connection waits for it.
    func cancelPendingResponse(_ connection: Connection) {
        guard let inFlightRequest = connection.pendingResponse?.inFlightRequest else { return }
        connection.pendingResponse = nil
        inFlightRequest.waiting[connection.descriptor] = nil
        guard inFlightRequest.waiting.isEmpty else { return }
        removeInFlight(inFlightRequest)
        workQueue.cancel(inFlightRequest)
    }

    /// Handles a client that closed its sending side while it waits for a response or receives events.
    ///
    /// The client may still read (RFC 9112 section 9.6), but most such clients have gone. So a response is sent if it
    /// is ready within `ServerLimits.lingerTime`, and an event stream ends at once.
    func handleClientEnd(_ connection: Connection) {
        if connection.subscription != nil { return end(connection) }
        if connection.pendingResponse?.clientEndTime == nil { connection.pendingResponse?.clientEndTime = now }
        updateInterest(connection)
    }

    /// Closes or refuses a connection that has waited too long for its response.
    func checkPendingResponse(_ connection: Connection) {
        guard let pending = connection.pendingResponse else { return }
        if let time = pending.clientEndTime, now - time >= limits.lingerTime { return end(connection) }
        let computationStart = pending.inFlightRequest.startTime
        guard now - (computationStart ?? pending.startTime) >= limits.answerTime else { return }
        cancelPendingResponse(connection)
        write(responder.refuse(computationStart == nil ? .busy : .tooCostly), pending.context, connection)
        resume(connection)
    }

    func removeInFlight(_ inFlightRequest: InFlightRequest) {
        if inFlight[inFlightRequest.key] === inFlightRequest { inFlight[inFlightRequest.key] = nil }
    }
}
