// Every error that an answer can be, its status and its explanation: one table. RFC 9457 is how it is sent.

import Documents
import HTTP

/// An error as it is told to a client.
struct Problem: Error {
    /// One wrong part of a request.
    struct Fault {
        /// The parameter as it was sent.
        var parameter: String
        var detail: String
        /// What could stand there instead, where that is a closed list.
        var allowed: [String] = []
        /// The one of `allowed` that was probably meant.
        var suggestion: String?
    }

    var code: Code
    var detail: String
    var faults: [Fault] = []
    var headers: HeaderFields = [:]

    init(_ code: Code, _ detail: String, faults: [Fault] = [], headers: HeaderFields = [:]) {
        self.code = code
        self.detail = detail
        self.faults = faults
        self.headers = headers
    }

    /// What is wrong with a query: all of it.
    static func invalidQuery(_ faults: [Fault]) -> Problem {
        let names = faults.prefix(3).map { "`\($0.parameter)`: \($0.detail)" }.joined(separator: " ")
        return Problem(
            .invalidQuery, faults.count > 3 ? names + " And \(faults.count - 3) more." : names, faults: faults)
    }

    /// What was wrong; the raw value is what clients tell errors apart by.
    enum Code: String, CaseIterable {
        case invalidQuery = "invalid-query"
        case unauthorized
        case notFound = "not-found"
        case methodNotAllowed = "method-not-allowed"
        case notAcceptable = "not-acceptable"
        case contentRefused = "content-refused"
        case misdirected = "misdirected-request"
        case methodUnknown = "method-unknown"
        case foreignOrigin = "foreign-origin"
        case changesGone = "changes-gone"
        case loading
        case draining
        case preconditionFailed = "precondition-failed"
        case tooSlow = "too-slow"
        case noRoom = "no-room"
        case busy
        case tooCostly = "too-costly"

        /// Status, title, and what the page behind `type` says.
        var entry: (status: Status, title: String, explanation: String) {
            switch self {
            case .invalidQuery:
                (
                    .badRequest, "The query cannot be answered",
                    "A parameter, field, operator or value is not known here. `errors` names every one of them, what "
                        + "is allowed in its place, and the nearest valid name. Nothing is ever ignored."
                )
            case .unauthorized:
                (
                    .unauthorized, "A token is needed",
                    "This server asks for `Authorization: Bearer` with the token that it was started with."
                )
            case .notFound:
                (
                    .notFound, "There is no such resource",
                    "No path, collection or record is called that. `GET /` lists the collections."
                )
            case .methodNotAllowed:
                (
                    .methodNotAllowed, "The method is not allowed here",
                    "`Allow` names the methods of the resource."
                )
            case .notAcceptable:
                (
                    .notAcceptable, "There is no such format",
                    "A format is chosen by suffix (`/leaders.csv`), else by `format=csv`, else by `Accept`."
                )
            case .contentRefused:
                (
                    .contentTooLarge, "A request must have no content",
                    "No resource here takes content; the connection is closed because of it."
                )
            case .misdirected:
                (
                    .misdirectedRequest, "The host is not served here",
                    "`Host` must be an IP address, `localhost` or a name that the server was configured with."
                )
            case .methodUnknown:
                (.notImplemented, "The method is not known", "Methods are case-sensitive: GET, HEAD, OPTIONS.")
            case .foreignOrigin:
                (
                    .forbidden, "Another site's page may not do this",
                    "A browser sent this on behalf of a page that is not this server's own; what changes the server's "
                        + "state is done by its own page and by programs alone."
                )
            case .changesGone:
                (
                    .gone, "The version is not remembered",
                    "`since` names a version that is none or too old to tell what has changed; read everything again."
                )
            case .loading:
                (
                    .serviceUnavailable, "The documents are being read",
                    "The server has started and will answer when all documents are read; ask again in a second."
                )
            case .draining:
                (
                    .serviceUnavailable, "The server is about to end",
                    "It still answers requests, but wants no new ones; ask another instance."
                )
            case .preconditionFailed:
                (
                    .preconditionFailed, "The precondition does not hold",
                    "`If-Match` or `If-Unmodified-Since` asks for another version than the one that is here."
                )
            case .tooSlow:
                (
                    .requestTimeout, "The request took too long",
                    "The head of a request must arrive whole within `limits.headSeconds`."
                )
            case .noRoom:
                (
                    .serviceUnavailable, "There are too many connections",
                    "The server takes `limits.connections` connections in all and `limits.connectionsPerAddress` from "
                        + "one address; ask again in a second, and keep connections open between requests."
                )
            case .busy:
                (
                    .serviceUnavailable, "Too many questions wait",
                    "The server computes `limits.answersAtOnce` costly answers at once and lets "
                        + "`limits.answersWaiting` wait, none for longer than `limits.answerSeconds`; ask again in a "
                        + "second."
                )
            case .tooCostly:
                (
                    .serviceUnavailable, "The question is too costly",
                    "An answer must be computed within `limits.answerSeconds`. Ask for less: fewer filters, facets or "
                        + "words of `q`, or one collection instead of `/search`."
                )
            }
        }
    }

    /// The response; `instance` is the target of the request, nil where none was understood.
    func response(instance: String? = nil) -> Response {
        Self.response(
            code.entry.status, code: code.rawValue, title: code.entry.title, detail: detail, instance: instance,
            faults: faults, headers: headers)
    }

    /// The response for an error that the table above does not have.
    static func response(
        _ status: Status, code: String, title: String, detail: String, instance: String? = nil, faults: [Fault] = [],
        headers: HeaderFields = [:]
    ) -> Response {
        var members: [Value.Member] = [
            .init("type", .text("/-/problems/" + code)), .init("title", .text(title)),
            .init("status", .integer(status.code)), .init("detail", .text(detail)),
        ]
        if let instance { members.append(.init("instance", .text(instance))) }
        members.append(.init("code", .text(code)))
        if !faults.isEmpty { members.append(.init("errors", .list(faults.map(value(of:))))) }
        var writer = JSONWriter()
        writer.write(.object(members))
        var response = Response(status, headers: headers, body: .bytes(writer.bytes + [0x0A]))
        response.headers[.contentType] = "application/problem+json"
        response.headers[.cacheControl] = "no-store"
        return response
    }

    private static func value(of fault: Fault) -> Value {
        var members: [Value.Member] = [
            .init("parameter", .text(fault.parameter)), .init("detail", .text(fault.detail)),
        ]
        if !fault.allowed.isEmpty { members.append(.init("allowed", .list(fault.allowed.map(Value.text)))) }
        if let suggestion = fault.suggestion { members.append(.init("suggestion", .text(suggestion))) }
        return .object(members)
    }
}
