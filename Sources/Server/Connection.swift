// The state of one connection between two events, and of the response that it waits for.
import HTTP

/// One accepted socket.
///
/// Only its worker's queue uses it. The properties that every request touches skip the run-time exclusivity check, see
/// `Worker`.
final class Connection {
    let descriptor: Int32
    let peer: PeerAddress
    @exclusivity(unchecked) var timeouts: ConnectionTimeouts
    /// The bytes received and not yet served: an incomplete head, or requests that wait until earlier responses are
    /// sent.
    @exclusivity(unchecked) var input: [UInt8] = []
    /// The parser of an incomplete head, nil between messages.
    @exclusivity(unchecked) var parser: RequestParser?
    @exclusivity(unchecked) var output: OutputQueue
    /// The response that is being computed on the work queue; until it arrives, no other request is served.
    @exclusivity(unchecked) var pendingResponse: PendingResponse?
    /// The connection's event stream; while there is one, no request is served.
    @exclusivity(unchecked) var subscription: EventSubscription?
    /// True if no further request is served: the connection closes after its output is sent.
    @exclusivity(unchecked) var isClosing = false
    /// True if the client has closed its sending side; earlier requests are still answered.
    @exclusivity(unchecked) var peerHasEnded = false
    /// True after the descriptor was closed; the kernel may then reuse the number for another connection.
    @exclusivity(unchecked) var isClosed = false
    /// The number of requests received.
    @exclusivity(unchecked) var requestCount = 0
    /// The number of bytes received and dropped since the last response.
    @exclusivity(unchecked) var lingeredSize = 0
    /// The events that the worker's epoll set watches for this connection.
    @exclusivity(unchecked) var interest: UInt32

    init(_ descriptor: Int32, peer: PeerAddress, interest: UInt32, in memory: HeldMemory, at now: Int) {
        self.descriptor = descriptor
        self.peer = peer
        self.interest = interest
        output = OutputQueue(in: memory)
        timeouts = ConnectionTimeouts(at: now)
    }

    /// True if the next request may be served.
    var isServing: Bool {
        !isClosing && !isClosed && pendingResponse == nil && subscription == nil && !output.isCongested
    }
}

/// The properties of a request that are needed to encode, count and log its response.
struct ResponseContext {
    let isHead: Bool
    let isHTTP10: Bool
    var connectionOption: ConnectionOption
    /// The time at which the head was complete, in nanoseconds of `Clock`.
    let startTime: Int
    /// Nil if neither the client nor a log asked for an identification.
    var traceContext: TraceContext?

    /// Further field lines of the response.
    var lines: [UInt8] { traceContext?.lines ?? [] }
}

/// An event stream to one client.
struct EventSubscription {
    let isChunked: Bool
    /// The number of the last event that the subscriber got.
    var number: Int
    /// The request for which the responder computes the events; nil if the subscriber gets all that are broadcast.
    let request: Request?
    /// The computation of the next events, nil if there is none.
    var update: InFlightRequest?
    /// The time at which the wait for `update` began, in milliseconds of `Clock`.
    var updateTime = 0
}

/// A response that one connection waits for.
struct PendingResponse {
    let inFlightRequest: InFlightRequest
    /// The connection's own request, for its preconditions.
    let request: Request
    let context: ResponseContext
    /// The time at which the wait began, in milliseconds of `Clock`.
    let startTime: Int
    /// The time at which the client closed its sending side, nil if it has not.
    var clientEndTime: Int?
}
