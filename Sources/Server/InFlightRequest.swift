// A request that is being computed on the work queue, or waits for it. Worker+InFlight.swift delivers its response.
import HTTP
import Synchronization

/// One computation, which identical requests on the connections of one worker share.
///
/// `waiting` is only used on the worker's queue. Everything else is immutable or atomic.
final class InFlightRequest: @unchecked Sendable {
    let key: CacheKey
    let generation: UInt64
    let cancellation = Cancellation()
    /// The connections that wait for the response, by descriptor.
    var waiting: [Int32: Connection] = [:]
    private let start = Atomic<Int>(0)
    private let body: @Sendable (InFlightRequest) -> Void

    /// Creates a request that calls `body` when it runs.
    init(_ key: CacheKey, _ generation: UInt64, body: @escaping @Sendable (InFlightRequest) -> Void) {
        self.key = key
        self.generation = generation
        self.body = body
    }

    /// The time at which the computation started, in milliseconds of `Clock`; nil while it waits for a thread.
    var startTime: Int? {
        let time = start.load(ordering: .relaxed)
        return time == 0 ? nil : time
    }

    /// Runs the computation, unless it was cancelled.
    func run() {
        start.store(Clock.milliseconds(), ordering: .relaxed)
        if !cancellation.isCancelled { body(self) }
    }
}
