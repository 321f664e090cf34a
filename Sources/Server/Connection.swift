// The state of one connection between two events.
import HTTP

/// One accepted socket; lives on its worker's queue and nowhere else.
final class Connection {
    let descriptor: Int32
    let peer: PeerAddress
    @exclusivity(unchecked) var timeouts: ConnectionTimeouts
    /// Bytes received and not yet served: a head that has begun, or requests that wait for the reader to catch up.
    @exclusivity(unchecked) var input: [UInt8] = []
    /// The parser in the middle of a head; nil between messages.
    @exclusivity(unchecked) var parser: RequestParser?
    @exclusivity(unchecked) var output: OutputQueue
    /// The answer that is being computed for it elsewhere; nothing else is served meanwhile.
    @exclusivity(unchecked) var pendingResponse: PendingResponse?
    /// Whether events come to it in chunks, where it is sent any; nothing else is served until it ends.
    @exclusivity(unchecked) var subscription: EventSubscription?
    /// True when no request after those answered will be served: the connection ends once its output is gone.
    @exclusivity(unchecked) var isLast = false
    /// True when the client has ended its side; what it asked before is still answered.
    @exclusivity(unchecked) var peerHasEnded = false
    /// True once its descriptor is closed, which may then be another connection's.
    @exclusivity(unchecked) var isClosed = false
    @exclusivity(unchecked) var requests = 0
    /// Bytes read away since the last answer.
    @exclusivity(unchecked) var lingered = 0
    /// The events its worker's set watches for it.
    @exclusivity(unchecked) var interest: UInt32

    init(_ descriptor: Int32, peer: PeerAddress, interest: UInt32, in memory: HeldMemory, at now: Int) {
        self.descriptor = descriptor
        self.peer = peer
        self.interest = interest
        output = OutputQueue(in: memory)
        timeouts = ConnectionTimeouts(at: now)
    }

    /// True while requests may be taken from it.
    var isServing: Bool { !isLast && !isClosed && pendingResponse == nil && subscription == nil && !output.isCongested }
}

/// How one answer is to be framed, as its request asked for it, and what is needed to count and log it.
struct AnswerForm {
    let isHead: Bool
    let isHTTP10: Bool
    var option: ConnectionOption
    /// When the request had come, in nanoseconds of `Clock`.
    let since: Int
    /// Nil where neither the client nor a log asks for names.
    var traceContext: TraceContext?

    /// Field lines beside those of the response.
    var lines: [UInt8] { traceContext?.lines ?? [] }
}

/// How a connection is sent events.
struct EventSubscription {
    let isChunked: Bool
}

/// A request whose answer is being computed.
struct PendingResponse {
    let inFlightRequest: InFlightRequest
    /// For its preconditions.
    let request: Request
    let form: AnswerForm
    let since: Int
    /// When the client ended its side, and so probably left.
    var partedAt: Int?
}
