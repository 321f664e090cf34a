// The limits of a server and their defaults. The settings `limits.…` of the program set them.
package import HTTP

/// The limits of one server; durations are in milliseconds, sizes in bytes.
package struct ServerLimits: Hashable, Sendable {
    /// The maximum sizes of a request head; 414 and 431 beyond.
    package var request = RequestLimits()
    /// The maximum number of connections over all listeners.
    ///
    /// A new connection closes the longest-idle ones; if none is idle, it gets 503.
    package var connections = 8192
    /// The maximum number of connections of one client address, without unix-domain sockets; 0 for no limit.
    package var connectionsPerAddress = 0
    /// The maximum number of requests on one connection; the last response has `Connection: close`.
    package var requestsPerConnection = 1_000_000
    /// The maximum time from the first byte of a head to its last; 408 beyond.
    package var headTime = 10_000
    /// The maximum time between two requests on one connection; then the connection closes.
    package var idleTime = 60_000
    /// The maximum time without progress of a client that reads a response, and the window that measures its rate.
    package var writeTime = 10_000
    /// The minimum rate in bytes per second at which a client must read, averaged over `writeTime`; 0 for no minimum.
    package var writeRate = 1024
    /// The maximum size of all unsent responses together; beyond it, the connections without progress for the longest
    /// time are closed.
    package var waitingSize = 268_435_456
    /// The maximum time to wait for a client to close after the last response.
    package var lingerTime = 2_000
    /// The maximum number of bytes to receive and drop after the last response.
    package var lingerSize = 262_144
    /// The maximum time for active connections after the signal to stop; then they are closed.
    package var drainTime = 10_000
    /// The maximum time to compute a response, and the maximum time to wait before that on the work queue; 503 beyond.
    package var answerTime = 10_000
    /// The number of computations that run at once on the work queue; 0 for the number of cores without the workers',
    /// at least two.
    package var answersAtOnce = 0
    /// The maximum number of computations that wait on the work queue; 503 beyond.
    package var answersWaiting = 256
    /// The maximum number of connections with an event stream; 503 beyond.
    package var listeners = 256
    /// The size of the cache of encoded responses.
    package var cacheSize = 67_108_864

    /// Creates the default limits.
    package init() {}
}
