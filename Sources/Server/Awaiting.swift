// How connections wait for answers that are computed elsewhere: asking, being answered, and giving up.
import HTTP

extension Worker {
    /// Has the answer to `request` computed elsewhere; the connection waits for it, and the worker goes on.
    ///
    /// Who asks what is being computed already waits for the same computation. `key` is what decides the answer.
    func ask(_ request: Request, _ form: AnswerForm, _ generation: UInt64, _ connection: Connection) {
        let computation: Computation
        if let known = computations[key], known.generation == generation {
            computation = known
        } else {
            computation = Computation(key, generation) { [weak self] in self?.compute(request, for: $0) }
            guard line.enter(computation) else { return stage(responder.refuse(.busy), form, connection) }
            computations[key] = computation
        }
        computation.waiting[connection.descriptor] = connection
        connection.awaited = Awaited(computation: computation, request: request, form: form, since: now)
    }

    /// Computes an answer and sends it home; on a thread of the waiting line.
    private func compute(_ request: Request, for computation: Computation) {
        let response = responder.respond(to: request, until: computation.cancellation)
        let made = Made(response, keptIn: kept, computation.key, computation.generation)
        if !computation.cancellation.isCancelled { post(.computed(computation, made)) }
    }

    /// Answers everyone who waits for a computation.
    func deliver(_ made: Made, of computation: Computation) {
        forget(computation)
        for connection in computation.waiting.values {
            guard let awaited = connection.awaited else { continue }
            connection.awaited = nil
            stage(made, awaited.request, awaited.form, connection)
            // Many may wait for the same large answer: each begins when its socket next says that it takes some.
            resume(connection, share: 0)
        }
    }

    /// Ends the wait of a connection that cannot, or need not, be answered; what nobody waits for is stopped.
    func giveUp(_ connection: Connection) {
        guard let computation = connection.awaited?.computation else { return }
        connection.awaited = nil
        computation.waiting[connection.descriptor] = nil
        guard computation.waiting.isEmpty else { return }
        forget(computation)
        line.leave(computation)
    }

    /// Notes that a client has ended its side while it waits.
    ///
    /// It may only have nothing more to ask (RFC 9112 section 9.6), but most who do so have left: it is answered if the
    /// answer is there soon.
    func part(_ connection: Connection) {
        if connection.listening != nil { return end(connection) }
        if connection.awaited?.partedAt == nil { connection.awaited?.partedAt = now }
        watch(connection)
    }

    /// Refuses a connection that has waited too long.
    func judgeWaiting(_ connection: Connection) {
        guard let awaited = connection.awaited else { return }
        if let partedAt = awaited.partedAt, now - partedAt >= limits.lingerTime { return end(connection) }
        let beginning = awaited.computation.beginning
        guard now - (beginning ?? awaited.since) >= limits.answerTime else { return }
        giveUp(connection)
        stage(responder.refuse(beginning == nil ? .busy : .tooCostly), awaited.form, connection)
        resume(connection)
    }

    private func forget(_ computation: Computation) {
        if computations[computation.key] === computation { computations[computation.key] = nil }
    }
}

/// An answer, encoded where it is to be kept.
enum Made: Sendable {
    case encoded(KeptAnswer)
    case response(Response)

    /// Encodes and keeps a response that may be given again and is not too large for that.
    init(_ response: Response, keptIn kept: KeptAnswers, _ key: [UInt8], _ generation: UInt64) {
        guard response.isReusable, kept.hasRoom(for: response), let encoded = EncodedResponse(response) else {
            self = .response(response)
            return
        }
        let slot = kept.routes.slot(response.route, response.status.code)
        let answer = KeptAnswer(encoded, of: response, slot: slot)
        kept.keep(answer, key, generation)
        self = .encoded(answer)
    }
}
