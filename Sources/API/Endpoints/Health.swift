// The endpoints `/healthz` (liveness) and `/readyz` (readiness).

import Documents
import HTTP

/// `/healthz`: 200 while the process can answer requests.
///
/// It ignores parameters, because probes add some to avoid caches.
enum Health {
    static func respond(_ context: Context) throws(Problem) -> Response {
        context.cacheableResponse(.bytes(Array("{\"status\":\"ok\"}\n".utf8)), contentType: "application/json")
    }
}

/// `/readyz`: 200 while the server accepts requests, 503 during the first load and during shutdown.
enum Readiness {
    static func respond(_ context: Context) throws(Problem) -> Response {
        if let problem = problem(of: context.state) { throw problem }
        return context.cacheableResponse(
            .bytes(Array("{\"status\":\"ready\"}\n".utf8)), contentType: "application/json")
    }

    /// Returns the reason why a state is not ready, nil if it is ready.
    static func problem(of state: State) -> Problem? {
        switch state {
        case .ready: nil
        case .draining: Problem(.draining, "The server is shutting down.", headers: [.retryAfter: "1"])
        case .loading(let progress): loading(progress)
        }
    }

    /// Makes the problem of a server that loads, with the numbers of files that were read and found.
    private static func loading(_ progress: State.Progress) -> Problem {
        var problem = Problem(.loading, "Loading: \(progress).", headers: [.retryAfter: "1"])
        let value: Value = ["read": .integer(progress.read), "total": .integer(progress.total)]
        problem.extensions = [.init("progress", value)]
        return problem
    }
}
