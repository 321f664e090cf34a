// Whether the process lives, and whether it wants requests.

import Documents
import HTTP

/// `/healthz`: 200 while the program can answer at all.
///
/// Parameters are not looked at: probes add some against caches.
enum Health {
    static func respond(_ context: Context) throws(Problem) -> Response {
        context.data(.bytes(Array("{\"status\":\"ok\"}\n".utf8)), contentType: "application/json")
    }
}

/// `/readyz`: 200 while requests are wanted, 503 while documents are read or the program ends.
enum Readiness {
    static func respond(_ context: Context) throws(Problem) -> Response {
        if let problem = problem(of: context.state) { throw problem }
        return context.data(.bytes(Array("{\"status\":\"ready\"}\n".utf8)), contentType: "application/json")
    }

    /// Why a state is not ready, nil where it is.
    static func problem(of state: State) -> Problem? {
        switch state {
        case .ready: nil
        case .draining: Problem(.draining, "The server is about to end.", headers: [.retryAfter: "1"])
        case .loading(let progress):
            Problem(.loading, "Loading: \(progress).", headers: [.retryAfter: "1"])
        }
    }
}
