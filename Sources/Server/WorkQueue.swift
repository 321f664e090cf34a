// The queue of requests that may take long, and the threads that compute their responses.
import Dispatch
import HTTP

/// A bounded queue with a fixed number of threads; safe on any thread.
///
/// Each thread is a serial Dispatch queue: Dispatch starts a thread for it even if all threads of its pool are busy.
final class WorkQueue: Sendable {
    private struct State {
        var idle: [DispatchQueue]
        var waiting: [InFlightRequest] = []
    }

    private let state: Locked<State>
    private let maxWaiting: Int

    /// Creates a queue with `threads` threads, at least one, in which at most `maxWaiting` requests wait.
    init(threads: Int, maxWaiting: Int) {
        state = Locked(State(idle: (0..<max(1, threads)).map { DispatchQueue(label: "briefd.answer.\($0)") }))
        self.maxWaiting = maxWaiting
    }

    /// Runs a request as soon as a thread is free; returns false if too many requests wait already.
    func enqueue(_ request: InFlightRequest) -> Bool {
        let (isAccepted, queue) = state.withLock { state -> (Bool, DispatchQueue?) in
            if let queue = state.idle.popLast() { return (true, queue) }
            guard state.waiting.count < maxWaiting else { return (false, nil) }
            state.waiting.append(request)
            return (true, nil)
        }
        queue?.async { [self] in
            var next = Optional(request)
            while let request = next {
                request.run()
                next = self.next(on: queue)
            }
        }
        return isAccepted
    }

    /// Cancels a request, and removes it if it still waits.
    func cancel(_ request: InFlightRequest) {
        request.cancellation.cancel()
        state.withLock { state in state.waiting.removeAll { $0 === request } }
    }

    /// Removes and returns the first waiting request; if there is none, marks the thread as idle.
    private func next(on queue: DispatchQueue?) -> InFlightRequest? {
        state.withLock { state in
            if !state.waiting.isEmpty { return state.waiting.removeFirst() }
            if let queue { state.idle.append(queue) }
            return nil
        }
    }
}
