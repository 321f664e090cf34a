// The queue of requests that may take long: which of them are computed now. WorkThread.swift has the threads.
import Dispatch
import HTTP

/// Computes a fixed number of responses at once, short computations first; safe on any thread.
///
/// A computation runs in slices: at a poll of its `Cancellation` after the end of a slice, it gives its slot to the
/// request with the highest priority, and its thread waits. Short computations go first: those that have used less time
/// and that look like requests that took less. A client that has used most of the time lately has a lower priority
/// than the others.
final class WorkQueue: Sendable {
    /// The time in nanoseconds after which a computation lets others run.
    private static let slice = 2_000_000
    /// One in so many choices takes the request that has waited for the longest time, so that no computation starves.
    private static let fairness: UInt64 = 8
    /// The maximum number of paused computations, each of which keeps its memory and its thread.
    ///
    /// If others want to start, one of them is stopped and starts again later.
    private static let maxPaused = 16

    private struct State {
        /// The computations with a slot.
        var running: [InFlightRequest] = []
        /// The computations without a slot: some are paused, the others have not started.
        var waiting: [InFlightRequest] = []
        var idleThreads: [WorkThread] = []
        var tickets: UInt64 = 0
        var choices: UInt64 = 0
        let clients = ClientUsages()
        var expectedTimes = ExpectedTimes()
    }

    private let state: Locked<State>
    private let slots: Int
    private let maxWaiting: Int

    /// Creates a queue that computes `slots` responses at once, and in which at most `maxWaiting` requests wait.
    init(slots: Int, maxWaiting: Int) throws(ServerError) {
        self.slots = slots
        self.maxWaiting = maxWaiting
        var threads: [WorkThread] = []
        for _ in 0..<slots { threads.append(try WorkThread()) }
        state = Locked(State(idleThreads: threads))
    }

    deinit {
        // A thread that runs a task keeps the queue alive, so all of them are idle.
        state.withLock { state in for thread in state.idleThreads { thread.end() } }
    }

    /// Returns the usage of a client, for a new request.
    func usage(of client: PeerAddress) -> ClientUsage { state.withLock { $0.clients[client] } }

    /// Starts a request as soon as its turn comes.
    ///
    /// If too many requests wait, it drops and refuses the one with the lowest priority, which may be the new one.
    func enqueue(_ request: InFlightRequest) {
        let dropped = state.withLock { state -> InFlightRequest? in
            request.turn.expectedTime = state.expectedTimes[request.turn.shape]
            add(request, &state)
            fillSlots(&state)
            guard state.waiting.count > maxWaiting else { return nil }
            let order = Order(state.clients)
            let last = state.waiting.max { order.priority($0.turn) < order.priority($1.turn) }
            if let last { drop(last, &state) }
            return last
        }
        dropped?.refuse()
    }

    /// Cancels a request: one that waits is removed, one that runs stops soon.
    func cancel(_ request: InFlightRequest) {
        state.withLock { drop(request, &$0) }
    }

    // MARK: Slots. The lock is held.

    private func add(_ request: InFlightRequest, _ state: inout State) {
        state.tickets += 1
        request.turn.ticket = state.tickets
        state.waiting.append(request)
    }

    /// Gives the free slots to the requests with the highest priority.
    private func fillSlots(_ state: inout State) {
        while state.running.count < slots, let index = choose(state) {
            state.choices += 1
            let request = state.waiting.remove(at: index)
            if request.turn.isStarted {
                resume(request, &state)
            } else {
                guard let thread = thread(&state) else {
                    state.waiting.insert(request, at: index)
                    break
                }
                if let victim = victim(state) {
                    victim.turn.mustRestart = true
                    stop(victim, &state)
                }
                start(request, on: thread, &state)
            }
        }
        updateSignals(state)
    }

    /// Returns the index of the waiting request whose turn it is; nil if none can run.
    private func choose(_ state: State) -> Int? {
        let lastLevel = victim(state).map { Order.level(of: $0.turn) }
        let candidates = state.waiting.indices.filter { index in
            let turn = state.waiting[index].turn
            guard let lastLevel, !turn.isStarted else { return true }
            return Order.level(of: turn) < lastLevel
        }
        if (state.choices + 1).isMultiple(of: Self.fairness) {
            return candidates.min { state.waiting[$0].turn.ticket < state.waiting[$1].turn.ticket }
        }
        let order = Order(state.clients)
        return candidates.map { ($0, order.priority(state.waiting[$0].turn)) }.min { $0.1 < $1.1 }?.0
    }

    private func thread(_ state: inout State) -> WorkThread? {
        if let thread = state.idleThreads.popLast() { return thread }
        // Without another thread, the request waits until one is idle.
        return try? WorkThread()
    }

    private func start(_ request: InFlightRequest, on thread: WorkThread, _ state: inout State) {
        let cancellation = Cancellation { [weak self, weak request] in
            if let self, let request { pause(request) }
        }
        request.turn.cancellation = cancellation
        request.turn.mustRestart = false
        resume(request, &state, isPaused: false)
        thread.start { [self] in
            request.run(until: cancellation)
            finish(request, on: thread)
        }
    }

    private func resume(_ request: InFlightRequest, _ state: inout State, isPaused: Bool = true) {
        request.turn.hasSlot = true
        request.turn.sliceStart = Clock.nanoseconds()
        state.running.append(request)
        if isPaused { request.wakeup.signal() }
    }

    private func drop(_ request: InFlightRequest, _ state: inout State) {
        request.turn.isAbandoned = true
        state.expectedTimes.add(request.turn.usedTime, of: request.turn.shape, isComplete: false)
        if request.turn.isStarted { stop(request, &state) } else { state.waiting.removeAll { $0 === request } }
        updateSignals(state)
    }

    /// Stops a started computation; a paused one wakes up for that, without a slot.
    private func stop(_ request: InFlightRequest, _ state: inout State) {
        request.turn.cancellation?.cancel()
        guard let index = state.waiting.firstIndex(where: { $0 === request }) else { return }
        state.waiting.remove(at: index)
        request.wakeup.signal()
    }

    /// Returns the paused computation that must stop if another one starts.
    ///
    /// Of those with the lowest priority, it is the one that loses the least. Nil if fewer than `maxPaused` are paused.
    private func victim(_ state: State) -> InFlightRequest? {
        let paused = state.waiting.filter(\.turn.isStarted)
        guard paused.count >= Self.maxPaused else { return nil }
        return paused.max { left, right in
            (Order.level(of: left.turn), -left.turn.usedTime) < (Order.level(of: right.turn), -right.turn.usedTime)
        }
    }

    /// Asks the running computations to let others run, if any waits.
    private func updateSignals(_ state: State) {
        for request in state.running { request.turn.cancellation?.setYields(!state.waiting.isEmpty) }
    }

    /// Takes the slot of a computation, if it has one; adds the time of the slice to what it and its client have used.
    private func takeSlot(of request: InFlightRequest, _ state: inout State) {
        guard request.turn.hasSlot else { return }
        request.turn.hasSlot = false
        let now = Clock.nanoseconds()
        let time = now - request.turn.sliceStart
        request.turn.usedTime += time
        state.clients.add(time, of: request.turn.client, at: now)
        state.running.removeAll { $0 === request }
    }

    // MARK: On the threads

    /// Lets others run if the slice of a running computation is over; called by its poll.
    private func pause(_ request: InFlightRequest) {
        let mustWait = state.withLock { state in
            let turn = request.turn
            guard turn.hasSlot, Clock.nanoseconds() - turn.sliceStart >= Self.slice else { return false }
            takeSlot(of: request, &state)
            add(request, &state)
            fillSlots(&state)
            return true
        }
        if mustWait { request.wakeup.wait() }
    }

    /// Ends a run; the thread becomes idle.
    private func finish(_ request: InFlightRequest, on thread: WorkThread) {
        state.withLock { state in
            takeSlot(of: request, &state)
            // A stream may keep the signal, but nobody pauses it.
            request.turn.cancellation?.setYields(false)
            request.turn.cancellation = nil
            state.idleThreads.append(thread)
            if !request.turn.isAbandoned {
                if request.turn.mustRestart {
                    add(request, &state)
                } else {
                    state.expectedTimes.add(request.turn.usedTime, of: request.turn.shape, isComplete: true)
                }
            }
            fillSlots(&state)
        }
    }
}

/// The order in which requests get a slot at one moment: lower numbers come first.
private struct Order {
    /// The times in nanoseconds after which a computation goes to the next level.
    private static let levels = [4_000_000, 16_000_000, 64_000_000, 256_000_000, 1_024_000_000, 4_096_000_000]

    private let clients: ClientUsages
    private let now = Clock.nanoseconds()

    init(_ clients: ClientUsages) { self.clients = clients }

    func priority(_ turn: InFlightRequest.Turn) -> (level: Int, ticket: UInt64) {
        (Self.level(of: turn) + (clients.usesMost(turn.client, at: now) ? 1 : 0), turn.ticket)
    }

    static func level(of turn: InFlightRequest.Turn) -> Int {
        levels.firstIndex { turn.time < $0 } ?? levels.count
    }
}
