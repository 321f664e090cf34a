// A request that is being computed on the work queue, or waits for it. Worker+InFlight.swift delivers its response.
import Dispatch
import HTTP
import Synchronization

/// One computation, which identical requests on the connections of one worker share.
///
/// `waiting` is only used on the worker's queue, and `turn` only under the lock of the work queue. Everything else is
/// immutable or safe on any thread.
final class InFlightRequest: @unchecked Sendable {
    /// What the work queue knows about the computation.
    struct Turn {
        /// The client that asked first; others may share the computation.
        let client: ClientUsage
        /// The signal of the current run; nil before the run begins and after it ends.
        var cancellation: Cancellation?
        let shape: ExpectedTimes.Shape
        /// The time that requests of this shape take, in nanoseconds.
        var expectedTime = 0
        /// The time that the computation used so far, in nanoseconds.
        var usedTime = 0
        /// The time at which its current slice began.
        var sliceStart = 0
        /// The order in which computations began to wait for a slot.
        var ticket: UInt64 = 0
        /// True while the computation may run.
        var hasSlot = false
        /// True if nobody waits for the response any more.
        var isAbandoned = false
        /// True if the current run was stopped to make room, so the computation must start again.
        var mustRestart = false

        /// The time that the computation takes at least or probably, in nanoseconds.
        var time: Int { max(expectedTime, usedTime) }

        /// True if a run has begun and not ended.
        var isStarted: Bool { cancellation != nil }
    }

    let key: CacheKey
    let generation: UInt64
    /// The connections that wait for the response, by descriptor.
    var waiting: [Int32: Connection] = [:]
    var turn: Turn
    /// Wakes the thread of a paused computation.
    let wakeup = DispatchSemaphore(value: 0)
    private let start = Atomic<Int>(0)
    private let compute: @Sendable (InFlightRequest, Cancellation) -> Void
    private let refuseRequest: @Sendable (InFlightRequest) -> Void

    /// Creates a request; either `compute` or `refuse` delivers the response.
    init(
        _ key: CacheKey, _ generation: UInt64, _ shape: ExpectedTimes.Shape, _ client: ClientUsage,
        compute: @escaping @Sendable (InFlightRequest, Cancellation) -> Void,
        refuse: @escaping @Sendable (InFlightRequest) -> Void
    ) {
        self.key = key
        self.generation = generation
        self.compute = compute
        refuseRequest = refuse
        turn = Turn(client: client, shape: shape)
    }

    /// The time at which the computation first started, in milliseconds of `Clock`; nil while it waits for a thread.
    var startTime: Int? {
        let time = start.load(ordering: .relaxed)
        return time == 0 ? nil : time
    }

    /// Runs the computation.
    func run(until cancellation: Cancellation) {
        if startTime == nil { start.store(Clock.milliseconds(), ordering: .relaxed) }
        compute(self, cancellation)
    }

    /// Refuses the request, because too many wait.
    func refuse() { refuseRequest(self) }
}
