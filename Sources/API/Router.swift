// Finds the endpoint of a request in the table of Endpoint.swift.

import Catalog
import HTTP

/// Finds the endpoint of a request.
enum Router {
    /// An endpoint and the values of the parameters in its path.
    struct Route {
        let endpoint: Endpoint
        let captures: [String]
        let snapshot: Snapshot?
    }

    /// Returns the route of a request.
    ///
    /// A path with a `/` at its end gets the endpoint `redirect`. Throws `notFound` for an unknown path, or `loading`
    /// during the first load, when collections are not yet known.
    static func route(_ request: Request, _ state: State) throws(Problem) -> Route {
        let segments = request.target.segments
        let snapshot = state.snapshot
        if let match = match(segments, snapshot) {
            if match.endpoint.needsSnapshot, snapshot == nil {
                throw Readiness.problem(of: state) ?? unknown(segments, nil)
            }
            return Route(endpoint: match.endpoint, captures: match.captures, snapshot: snapshot)
        }
        if segments.last == "", match(Array(segments.dropLast()), snapshot) != nil {
            return Route(endpoint: .redirect, captures: [], snapshot: snapshot)
        }
        if snapshot == nil, let problem = Readiness.problem(of: state) { throw problem }
        throw unknown(segments, snapshot)
    }

    /// Returns true for a path that needs no token.
    static func isPublic(_ segments: [String]) -> Bool {
        Endpoint.all.contains { $0.isPublic && $0.captures(of: segments) != nil }
    }

    private static func match(
        _ segments: [String], _ snapshot: Snapshot?
    ) -> (endpoint: Endpoint, captures: [String])? {
        if segments.contains("") { return nil }
        for endpoint in Endpoint.all {
            guard let captures = endpoint.captures(of: segments) else { continue }
            if endpoint.path.hasPrefix("/{collection}"), let snapshot, let name = captures.first,
                snapshot[Suffix(name).stem] == nil
            {
                continue
            }
            return (endpoint, captures)
        }
        return nil
    }

    private static func unknown(_ segments: [String], _ snapshot: Snapshot?) -> Problem {
        let names =
            (snapshot?.collections.map { "/" + $0.name } ?? [])
            + Endpoint.all.map(\.path).filter { !$0.contains("{") }
        let path = Reference.path(segments)
        var problem = Problem(.notFound, "There is no resource `\(path.prefix(200))`.")
        if let nearest = Suggestion.nearest(to: path, among: names) {
            problem.detail += " Did you mean `\(nearest)`?"
        }
        return problem
    }
}

/// A path segment split at its last `.` into a name and the suffix of a format: `leaders.csv`.
///
/// Names of collections and ids contain no `.`.
struct Suffix {
    /// The name without the suffix.
    let stem: String
    /// The suffix, nil without one.
    let format: String?

    init(_ name: String) {
        let bytes = name.utf8
        if let dot = bytes.lastIndex(of: UInt8(ascii: ".")) {
            stem = String(Substring(bytes[..<dot]))
            format = String(Substring(bytes[bytes.index(after: dot)...]))
        } else {
            stem = name
            format = nil
        }
    }
}
