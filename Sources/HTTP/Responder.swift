// The interface between the server and the program that it serves.

/// A function from requests to responses, which a program implements for the server.
///
/// The server calls it on several threads at once.
package protocol Responder: Sendable {
    /// A number that increases whenever the response to the same request may change.
    ///
    /// The server drops cached responses of older generations.
    var generation: UInt64 { get }

    /// Returns whether the response to a GET or HEAD may take long, so that other requests should not wait for it.
    ///
    /// It only inspects the request, and takes at most about a microsecond.
    func mayTakeLong(_ request: Request) -> Bool

    /// Computes the response to one request; it must not block.
    ///
    /// A response with `isReusable` must be a pure function of the generation, the request's method and target, and the
    /// fields with `KnownField.isInCacheKey`: the server caches it. After `cancellation` was set, the responder returns
    /// soon; the content of the response is ignored then, and `isReusable` must be false.
    ///
    /// The server adds `Date`, `Connection` and the framing. It omits the content in responses to HEAD, and evaluates
    /// the preconditions of the request on a 200, and then its Range field if the 200 has `Accept-Ranges: bytes`.
    func respond(to request: Request, until cancellation: Cancellation) -> Response

    /// Computes the events of a stream for `request` after the number of its last one, and the number of the new last.
    ///
    /// It takes as long as a long response may. After `cancellation` was set, it returns soon, with an event that says
    /// that the others could not be computed.
    func events(
        for request: Request, after number: Int, until cancellation: Cancellation
    ) -> (bytes: [UInt8], number: Int)

    /// Makes the response for a request that the server refuses itself.
    func refuse(_ refusal: Refusal) -> Response
}

/// The reason why the server refuses a request itself.
package enum Refusal: Sendable {
    /// The preconditions of this request are not met: 412.
    case preconditionFailed(Request)
    /// The content of that many bytes has none of the bytes that this request asks for: 416.
    case rangeNotSatisfiable(Request, length: Int)
    /// The head is invalid: the status of the failure, then the connection closes.
    case malformed(ParseFailure)
    /// The head did not arrive in time: 408, then the connection closes.
    case tooSlow
    /// The limit of connections is reached: 503, then the connection closes.
    case noRoom
    /// The work queue is full, or the computation did not start in time, or there are too many event streams: 503.
    case busy
    /// The computation took longer than allowed: 503.
    case tooCostly
}
