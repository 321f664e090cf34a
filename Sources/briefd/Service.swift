// The running program between its server and its documents: holds the state that answers are made from.
import API
import Catalog
import HTTP
import Server
import Synchronization

/// Answers requests from the state published last.
final class Service: Responder {
    private let api: API
    private let state = Locked(State.loading(.init()))
    private let counter = Atomic<UInt64>(0)

    init(_ api: API) { self.api = api }

    var generation: UInt64 { counter.load(ordering: .acquiring) }

    func mayTakeLong(_ request: Request) -> Bool { api.mayTakeLong(request) }

    func respond(to request: Request, until cancellation: Cancellation) -> Response {
        api.respond(to: request, state: state.withLock { $0 }, until: cancellation)
    }

    func refuse(_ refusal: Refusal) -> Response { api.refuse(refusal) }

    /// Goes on answering, and tells everyone who asks that the end is near.
    func drain() {
        publish(.draining(state.withLock { $0 }.snapshot))
    }

    /// Answers from `next` from now on; requests under way keep the state they began with.
    ///
    /// Once the program drains, it goes on draining.
    func publish(_ next: State) {
        state.withLock { state in
            if case .draining = state { state = .draining(next.snapshot) } else { state = next }
        }
        counter.add(1, ordering: .releasing)
    }
}
