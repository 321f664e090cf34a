// The running program between its server and its documents: holds the state that answers are made from.
import API
import Catalog
import Glibc
import HTTP
import Server
import Synchronization

/// Answers requests from the state published last.
final class Service: Responder {
    /// What answers are made from.
    private struct Published {
        var api: API
        var state = State.loading(.init())
        var onReload: (@Sendable () -> Void)?
        /// Nil until there is a snapshot.
        var condition: Condition?
        var server: Server?
    }

    private let published: Locked<Published>
    private let counter = Atomic<UInt64>(0)

    init(_ configuration: Configuration) {
        published = Locked(Published(api: configuration.api))
        publish(configuration)
    }

    var generation: UInt64 { counter.load(ordering: .acquiring) }

    func mayTakeLong(_ request: Request) -> Bool { published.withLock { $0.api }.mayTakeLong(request) }

    func respond(to request: Request, until cancellation: Cancellation) -> Response {
        let current = published.withLock { $0 }
        let response = current.api.respond(to: request, state: current.state, until: cancellation)
        if current.api.asksForReload(request, response) { current.onReload?() }
        return response
    }

    func refuse(_ refusal: Refusal) -> Response { published.withLock { $0.api }.refuse(refusal) }

    /// Has `action` called when a client asks for a reload; it must not block.
    func onReload(_ action: @escaping @Sendable () -> Void) { published.withLock { $0.onReload = action } }

    /// Goes on answering, and tells everyone who asks that the end is near.
    func drain() {
        publish(.draining(published.withLock { $0.state.snapshot }))
    }

    /// Answers from `next` from now on; requests under way keep the state they began with.
    ///
    /// Once the program drains, it goes on draining.
    func publish(_ next: State) {
        published.withLock { published in
            if case .draining = published.state {
                published.state = .draining(next.snapshot)
            } else {
                published.state = next
            }
        }
        counter.add(1, ordering: .releasing)
    }

    /// Answers by the rules of another configuration from now on.
    func publish(_ configuration: Configuration) {
        let api = configuration.api { [weak self] in self?.metrics() ?? "" }
        published.withLock { $0.api = api }
        counter.add(1, ordering: .releasing)
    }

    /// Takes over what metrics tell of the snapshot and of reloads.
    func publish(_ condition: Condition) { published.withLock { $0.condition = condition } }

    /// Tells those who listen what has changed; after the snapshot was published.
    func announce(_ entry: History.Entry) { published.withLock { $0.server }?.broadcast(API.event(entry)) }

    /// Names the server whose counts metrics tell.
    func attach(_ server: Server) { published.withLock { $0.server = server } }

    private func metrics() -> String {
        let current = published.withLock { $0 }
        return Metrics.text(current.server?.metrics, current.condition, now: time(nil))
    }
}
