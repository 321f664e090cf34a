// The responder of the running program: holds the API and the state that responses are made from.
import API
import Catalog
import Glibc
import HTTP
import Server
import Synchronization

/// Responds to requests from the last published state.
final class Service: Responder {
    private struct Current {
        var api: API
        var state = State.loading(.init())
        var reloadAction: (@Sendable () -> Void)?
        /// Nil until the first snapshot is published.
        var status: SnapshotStatus?
        var server: Server?
        /// The number of the last change when a client last asked for the events of a query; nil if none did.
        var lastEventQuery: Int?
    }

    private let current: Locked<Current>
    private let generationCounter = Atomic<UInt64>(0)

    init(_ configuration: Configuration) {
        current = Locked(Current(api: configuration.api))
        publish(configuration)
    }

    var generation: UInt64 { generationCounter.load(ordering: .acquiring) }

    func mayTakeLong(_ request: Request) -> Bool { current.withLock { $0.api }.mayTakeLong(request) }

    func respond(to request: Request, until cancellation: Cancellation) -> Response {
        let current = current.withLock { $0 }
        let response = current.api.respond(to: request, state: current.state, until: cancellation)
        if current.api.asksForReload(request, response) { current.reloadAction?() }
        if case .events(_, let number, _?) = response.body { noteEventQuery(at: number) }
        return response
    }

    func events(
        for request: Request, after number: Int, until cancellation: Cancellation
    ) -> (bytes: [UInt8], number: Int) {
        let current = current.withLock { $0 }
        let events = current.api.events(for: request, state: current.state, after: number, until: cancellation)
        noteEventQuery(at: events.number)
        return events
    }

    private func noteEventQuery(at number: Int) {
        current.withLock { $0.lastEventQuery = max($0.lastEventQuery ?? 0, number) }
    }

    /// Returns true if a client asked for the events of a query within the last changes, of which there are `count`.
    ///
    /// Only then the history keeps the snapshots that such events are made from.
    func hasEventQueries(at count: Int) -> Bool {
        current.withLock { $0.lastEventQuery }.map { count - $0 < History.maxSnapshots } ?? false
    }

    func refuse(_ refusal: Refusal) -> Response { current.withLock { $0.api }.refuse(refusal) }

    /// Sets the action that a client's reload request runs; it must not block.
    func setReloadAction(_ action: @escaping @Sendable () -> Void) { current.withLock { $0.reloadAction = action } }

    /// Changes the state to draining: `/readyz` reports 503, all other requests are still answered.
    func drain() {
        publish(.draining(current.withLock { $0.state.snapshot }))
    }

    /// Makes `next` the current state; requests in progress keep the previous one.
    ///
    /// A draining service stays draining and takes only the snapshot.
    func publish(_ next: State) {
        current.withLock { current in
            if case .draining = current.state {
                current.state = .draining(next.snapshot)
            } else {
                current.state = next
            }
        }
        generationCounter.add(1, ordering: .releasing)
    }

    /// Replaces the current snapshot by one with equal answers, so that cached responses stay.
    func replace(_ snapshot: Snapshot, history: History) {
        current.withLock { current in
            if case .ready = current.state { current.state = .ready(snapshot, history: history) }
        }
    }

    /// Replaces the API by that of another configuration.
    func publish(_ configuration: Configuration) {
        let api = configuration.api { [weak self] in self?.metrics() ?? "" }
        current.withLock { $0.api = api }
        generationCounter.add(1, ordering: .releasing)
    }

    /// Sets the values that `/metrics` reports about the snapshot and the reloads.
    func publish(_ status: SnapshotStatus) { current.withLock { $0.status = status } }

    /// Sends the last change of `history` to the clients of `/-/events`; call it after the snapshot is published.
    func broadcastLastChange(of history: History) {
        guard let entry = history.entries.last, let server = current.withLock({ $0.server }) else { return }
        server.broadcast(API.event(entry), number: history.count)
    }

    /// Sets the server for metrics and events.
    func attach(_ server: Server) { current.withLock { $0.server = server } }

    private func metrics() -> String {
        let current = current.withLock { $0 }
        return Metrics.text(current.server?.metrics, current.status, now: time(nil))
    }
}
