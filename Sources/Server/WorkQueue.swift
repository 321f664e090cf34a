// Answers that take long: computed away from the workers, on a bounded number of threads, after a bounded wait.
// Who waits for one, and how it comes back to its connections, lives in Worker+InFlight.swift.
import Dispatch
import HTTP
import Synchronization

/// The computation of one answer, for every connection of one worker that asks the same meanwhile.
final class InFlightRequest: @unchecked Sendable {
    /// What decides the answer.
    let key: CacheKey
    let generation: UInt64
    let cancellation = Cancellation()
    /// The connections that wait for it, by descriptor; touched on their worker's queue alone.
    var waiting: [Int32: Connection] = [:]
    private let begun = Atomic<Int>(0)
    private let body: @Sendable (InFlightRequest) -> Void

    /// `body` does the work and sees to what becomes of it.
    init(_ key: CacheKey, _ generation: UInt64, body: @escaping @Sendable (InFlightRequest) -> Void) {
        self.key = key
        self.generation = generation
        self.body = body
    }

    /// When it was begun, in milliseconds of `Clock`; nil where it still waits for a thread.
    var beginning: Int? {
        let time = begun.load(ordering: .relaxed)
        return time == 0 ? nil : time
    }

    fileprivate func run() {
        begun.store(Clock.milliseconds(), ordering: .relaxed)
        if !cancellation.isCancelled { body(self) }
    }
}

/// Computations in the order in which they came, and the threads that they wait for.
///
/// Each thread is a serial queue of its own: Dispatch gives those a thread even where all of its pool is busy.
final class WorkQueue: Sendable {
    private struct State {
        var idle: [DispatchQueue]
        var waiting: [InFlightRequest] = []
    }

    private let state: Locked<State>
    private let maxWaiting: Int

    /// Runs `threads` computations at once, at least one, and lets `maxWaiting` more wait.
    init(threads: Int, maxWaiting: Int) {
        state = Locked(State(idle: (0..<max(1, threads)).map { DispatchQueue(label: "briefd.answer.\($0)") }))
        self.maxWaiting = maxWaiting
    }

    /// Has a computation run as soon as a thread is free; false where too many wait already.
    func enqueue(_ inFlightRequest: InFlightRequest) -> Bool {
        let (isTaken, queue) = state.withLock { state -> (Bool, DispatchQueue?) in
            if let queue = state.idle.popLast() { return (true, queue) }
            guard state.waiting.count < maxWaiting else { return (false, nil) }
            state.waiting.append(inFlightRequest)
            return (true, nil)
        }
        queue?.async { [self] in
            var next = Optional(inFlightRequest)
            while let inFlightRequest = next {
                inFlightRequest.run()
                next = self.next(on: queue)
            }
        }
        return isTaken
    }

    /// Takes a computation that nobody waits for out of the queue.
    func cancel(_ inFlightRequest: InFlightRequest) {
        inFlightRequest.cancellation.cancel()
        state.withLock { state in state.waiting.removeAll { $0 === inFlightRequest } }
    }

    /// The computation that has waited longest; without one the thread is idle.
    private func next(on queue: DispatchQueue?) -> InFlightRequest? {
        state.withLock { state in
            if !state.waiting.isEmpty { return state.waiting.removeFirst() }
            if let queue { state.idle.append(queue) }
            return nil
        }
    }
}
