// Event streams: subscribing, broadcasting, heartbeats and the end.
import HTTP
import Synchronization

extension Worker {
    /// The time without events after which subscribers get a comment, in milliseconds; proxies close silent streams.
    static let heartbeatInterval = 15_000

    /// False if the server drains or has its maximum number of subscribers.
    var canSubscribe: Bool { !isDraining && limiter.subscribers.load(ordering: .relaxed) < limiter.maxSubscribers }

    /// Starts a connection's event stream with the bytes `first`, which include all events up to its number.
    func subscribe(_ connection: Connection, _ subscription: EventSubscription, first: [UInt8]) {
        connection.subscription = subscription
        subscribers += 1
        limiter.subscribers.add(1, ordering: .relaxed)
        if subscribers == 1 { nextHeartbeat = now + Self.heartbeatInterval }
        append(first, to: connection)
        startUpdate(connection)
    }

    /// Counts one subscriber less.
    func removeSubscriber() {
        subscribers -= 1
        limiter.subscribers.subtract(1, ordering: .relaxed)
    }

    /// Sends an event to the subscribers that do not have it; a heartbeat, which has no number, to all of them.
    ///
    /// Subscribers with a request get the events that the responder computes instead. A client that connects after a
    /// change is published and before its event is broadcast has the event already.
    func broadcast(_ bytes: [UInt8], number: Int? = nil) {
        nextHeartbeat = now + Self.heartbeatInterval
        if let number { lastEventNumber = max(lastEventNumber, number) }
        guard subscribers > 0 else { return }
        for case let connection? in connections {
            guard let subscription = connection.subscription else { continue }
            if let number {
                guard number > subscription.number else { continue }
                if subscription.request != nil {
                    startUpdate(connection)
                    continue
                }
                connection.subscription?.number = number
            }
            send(bytes, to: connection)
        }
    }

    /// Sends events to a subscriber; closes the connection if the client has not read earlier ones.
    func send(_ bytes: [UInt8], to connection: Connection) {
        if connection.output.isCongested { return end(connection) }
        append(bytes, to: connection)
        flush(connection)
    }

    /// Sends a comment to all subscribers if there was no event for `heartbeatInterval`.
    func sendHeartbeat() {
        if subscribers > 0, now >= nextHeartbeat { broadcast(Array(": \n\n".utf8)) }
    }

    /// Ends all event streams with their last chunk.
    func endSubscriptions() {
        for case let connection? in connections {
            guard let subscription = connection.subscription else { continue }
            cancelUpdate(connection)
            connection.subscription = nil
            removeSubscriber()
            connection.isClosing = true
            if subscription.isChunked {
                var end: [UInt8] = []
                ResponseEncoder.appendLastChunk(to: &end)
                connection.output.append(end)
            }
            flush(connection)
        }
    }

    private func append(_ bytes: [UInt8], to connection: Connection) {
        guard connection.subscription?.isChunked == true else { return connection.output.append(bytes) }
        var chunk: [UInt8] = []
        ResponseEncoder.appendChunk(bytes, to: &chunk)
        connection.output.append(chunk)
    }
}
