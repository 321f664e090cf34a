// The sum of all counters of a server at one moment.

/// The numbers that a server has counted since it started.
package struct MetricsSnapshot: Sendable {
    /// The number of responses by route and status.
    package var requests: [(route: String, status: Int, count: Int)] = []
    /// For each upper bound in seconds, the number of responses that took no longer; a cumulative histogram.
    package var durations: [(seconds: Double, count: Int)] = []
    /// The number of all responses.
    package var answers = 0
    /// The sum of the durations of all responses.
    package var seconds = 0.0
    /// The number of open connections.
    package var connections = 0
    /// The number of connections accepted so far.
    package var accepted = 0
    /// The number of bytes received from clients.
    package var received = 0
    /// The number of bytes sent to clients.
    package var sent = 0
    /// The number of requests answered from the cache.
    package var hits = 0
    /// The number of GET and HEAD requests not answered from the cache.
    package var misses = 0

    /// Adds up the counters of all parts of a server.
    init(_ parts: [Counters], _ routes: Routes, connections: Int) {
        func sum(_ counter: Counters.Counter) -> Int { parts.reduce(0) { $0 + $1[counter] } }
        self.connections = connections
        accepted = sum(.accepted)
        received = sum(.received)
        sent = sum(.sent)
        hits = sum(.hits)
        misses = sum(.misses)
        seconds = Double(sum(.nanoseconds)) / 1e9
        requests = routes.pairs.enumerated().map { slot, pair in
            (pair.route, pair.status, parts.reduce(0) { $0 + $1[slot: slot] })
        }
        for bucket in 0...Counters.bounds.count {
            answers += parts.reduce(0) { $0 + $1[bucket: bucket] }
            if bucket < Counters.bounds.count { durations.append((Double(Counters.bounds[bucket]) / 1e6, answers)) }
        }
    }
}
