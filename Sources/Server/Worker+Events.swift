// Connections that are sent events until either side ends: who listens, what they are sent, and how it ends.
import HTTP
import Synchronization

extension Worker {
    /// How long listeners are sent nothing before they are sent a comment, in milliseconds: proxies give up after more.
    static let heartbeat = 15_000

    /// False where as many listen as are allowed, and near the end.
    var canSubscribe: Bool { !isDraining && limiter.subscribers.load(ordering: .relaxed) < limiter.maxSubscribers }

    /// Counts one listener less.
    func removeSubscriber() {
        subscribers -= 1
        limiter.subscribers.subtract(1, ordering: .relaxed)
    }

    /// Has a connection sent `first` and then every event.
    func listen(_ connection: Connection, isChunked: Bool, first: [UInt8]) {
        connection.subscription = EventSubscription(isChunked: isChunked)
        subscribers += 1
        limiter.subscribers.add(1, ordering: .relaxed)
        if subscribers == 1 { nextHeartbeat = now + Self.heartbeat }
        append(first, to: connection)
    }

    /// Sends bytes to everyone who listens; who takes none of them for long is cut off like any other reader.
    func broadcast(_ bytes: [UInt8]) {
        nextHeartbeat = now + Self.heartbeat
        guard subscribers > 0 else { return }
        for case let connection? in connections where connection.subscription != nil {
            if connection.output.isCongested {
                end(connection)
            } else {
                append(bytes, to: connection)
                flush(connection)
            }
        }
    }

    /// Shows listeners that the connection lives where nothing else did.
    func beat() {
        if subscribers > 0, now >= nextHeartbeat { broadcast(Array(": \n\n".utf8)) }
    }

    /// Ends what listeners are sent, properly.
    func endSubscriptions() {
        for case let connection? in connections {
            guard let subscription = connection.subscription else { continue }
            connection.subscription = nil
            removeSubscriber()
            connection.isLast = true
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
