// Events that the responder computes for the request of a stream: starting, sharing, delivering and cancelling them.
import HTTP

extension Worker {
    /// Computes a subscriber's events on the work queue, if others were broadcast since its last one.
    ///
    /// Subscribers with the same target and the same last event share one computation. If events are broadcast
    /// meanwhile, the next computation starts after this one.
    func startUpdate(_ connection: Connection) {
        guard let subscription = connection.subscription, let request = subscription.request,
            subscription.update == nil, subscription.number < lastEventNumber
        else { return }
        let number = subscription.number
        let key = CacheKey(eventsFor: request, after: number)
        let update: InFlightRequest
        if let known = inFlight[key] {
            update = known
        } else {
            update = InFlightRequest(
                key, 0, ExpectedTimes.Shape(request.target), workQueue.usage(of: connection.peer),
                compute: { [weak self, responder] update, cancellation in
                    let events = responder.events(for: request, after: number, until: cancellation)
                    if !cancellation.isCancelled {
                        self?.post(.computedEvents(update, events.bytes, number: events.number))
                    }
                },
                refuse: { [weak self, responder] update in
                    let events = responder.missingEvents(for: request, after: number)
                    self?.post(.computedEvents(update, events.bytes, number: events.number))
                })
            inFlight[key] = update
            workQueue.enqueue(update)
        }
        update.waiting[connection.descriptor] = connection
        connection.subscription?.update = update
        connection.subscription?.updateTime = now
    }

    /// Sends computed events to every subscriber that waits for them.
    func deliver(_ bytes: [UInt8], number: Int, of update: InFlightRequest) {
        removeInFlight(update)
        for connection in update.waiting.values where connection.subscription?.update === update {
            deliver(bytes, number: number, to: connection)
        }
    }

    private func deliver(_ bytes: [UInt8], number: Int, to connection: Connection) {
        let former = connection.subscription?.number ?? number
        connection.subscription?.update = nil
        connection.subscription?.number = number
        if !bytes.isEmpty { send(bytes, to: connection) }
        // A responder that knows no later events must not be asked again until there is one.
        if number > former { startUpdate(connection) }
    }

    /// Ends a subscriber's wait; cancels the computation if no other subscriber waits for it.
    func cancelUpdate(_ connection: Connection) {
        guard let update = connection.subscription?.update else { return }
        connection.subscription?.update = nil
        update.waiting[connection.descriptor] = nil
        guard update.waiting.isEmpty else { return }
        removeInFlight(update)
        workQueue.cancel(update)
    }

    /// Sends a subscriber that has waited for too long the event that says so.
    func checkUpdate(_ connection: Connection) {
        guard let subscription = connection.subscription, let update = subscription.update,
            let request = subscription.request,
            now - (update.startTime ?? subscription.updateTime) >= limits.answerTime
        else { return }
        cancelUpdate(connection)
        let events = responder.missingEvents(for: request, after: subscription.number)
        deliver(events.bytes, number: events.number, to: connection)
    }
}

extension Responder {
    /// Returns the event that says that the events after a number could not be computed.
    fileprivate func missingEvents(for request: Request, after number: Int) -> (bytes: [UInt8], number: Int) {
        let cancellation = Cancellation()
        cancellation.cancel()
        return events(for: request, after: number, until: cancellation)
    }
}
