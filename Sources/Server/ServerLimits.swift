// Every limit of the server and its default. The program's settings map onto these names one to one.
package import HTTP

/// What one server grants its clients; durations in milliseconds, sizes in bytes.
package struct ServerLimits: Hashable, Sendable {
    /// Sizes of one request: 414 and 431 beyond.
    package var request = RequestLimits()
    /// Connections at once, over all listeners; the oldest idle one gives way to a newcomer, who else gets a 503.
    package var connections = 8192
    /// Connections at once from one peer address, those over unix-domain sockets left out; 0 for no limit.
    package var connectionsPerAddress = 0
    /// Requests that one connection may carry; the last answer says `Connection: close`.
    package var requestsPerConnection = 1_000_000
    /// From a head's first byte to its last: 408 beyond.
    package var headTime = 10_000
    /// Between two requests of a connection.
    package var idleTime = 60_000
    /// How long a reader may take nothing, and the window over which its rate is measured.
    package var writeTime = 10_000
    /// Bytes per second that a reader must take on average over `writeTime`.
    package var writeRate = 1024
    /// Bytes of answers that wait for their readers, over all connections: beyond it, those that have taken nothing for
    /// the longest time are cut off.
    package var waitingSize = 268_435_456
    /// How long, and how many bytes, of what a client still sends is read away after the last answer.
    package var lingerTime = 2_000
    package var lingerSize = 262_144
    /// From the signal to stop until connections still busy are cut off.
    package var drainTime = 10_000
    /// How long an answer may take to compute, and to wait before that for its turn: 503 beyond.
    package var answerTime = 10_000
    /// Answers computed at once away from the workers; 0 for the cores that the workers leave, at least
    /// one.
    package var answersAtOnce = 0
    /// Answers that wait for their turn to be computed: 503 beyond.
    package var answersWaiting = 256
    /// Connections that are sent events at once, over all listeners; 503 beyond.
    package var listeners = 256
    /// Bytes of answers that are kept to be given again.
    package var cacheSize = 67_108_864

    package init() {}
}
