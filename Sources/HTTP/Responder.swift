// What the server asks for answers, and what it may assume about them.

/// Turns requests into responses: the one thing a server needs to know of the program it serves.
package protocol Responder: Sendable {
    /// Changes, upwards, whenever the same request may be answered differently; kept answers of another generation are
    /// dropped.
    var generation: UInt64 { get }

    /// True where the answer to a GET or HEAD may take longer than a moment, so that others should not wait for it.
    ///
    /// A look at the request alone, worth no more than a microsecond.
    func mayTakeLong(_ request: Request) -> Bool

    /// The answer to one request, computed without waiting for anything.
    ///
    /// Once `cancellation` is raised, what it answers does not matter, but that it ends soon, and is not `isReusable`.
    ///
    /// It is a pure function of the generation, the request's method and target, and the fields named in
    /// `Request.decidingFields`: only so may the server keep a response whose `isReusable` is true.
    /// The server itself adds `Date`, `Connection` and the framing, leaves the content out of answers to HEAD, and
    /// turns a 200 into 304 or 412 by the request's preconditions.
    func respond(to request: Request, until cancellation: Cancellation) -> Response

    /// The words for an answer that the server gives on its own.
    func refuse(_ refusal: Refusal) -> Response
}

/// Why a server refuses a request without asking for its answer, or in place of it.
package enum Refusal: Sendable {
    /// A 200 would not match the preconditions of this request: 412.
    case preconditionFailed(Request)
    /// What came is not a request that is taken: the failure's own status, and the connection ends.
    case malformed(ParseFailure)
    /// The head did not arrive in time: 408, and the connection ends.
    case tooSlow
    /// There are as many connections as are allowed: 503, and the connection ends.
    case noRoom
    /// As many answers are waited for as are allowed, or this one was not begun in time: 503.
    case busy
    /// The answer took longer to compute than is allowed: 503.
    case tooCostly
}
