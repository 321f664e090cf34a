// The table of errors with their statuses and explanations, and their encoding (RFC 9457).

import Documents
import HTTP

/// An error response.
struct Problem: Error {
    /// An error in one parameter.
    struct Fault {
        /// The name of the parameter as sent.
        var parameter: String
        /// The message: what is wrong and how to correct it.
        var detail: String
        /// The valid names or values; empty if they cannot be listed.
        var allowed: [String] = []
        /// The one of `allowed` that is most similar to the sent one.
        var suggestion: String?
    }

    var code: Code
    var detail: String
    var faults: [Fault] = []
    var headers: HeaderFields = [:]
    /// Further members for clients (RFC 9457 section 3.2).
    var extensions: [Value.Member] = []

    init(_ code: Code, _ detail: String, faults: [Fault] = [], headers: HeaderFields = [:]) {
        self.code = code
        self.detail = detail
        self.faults = faults
        self.headers = headers
    }

    /// Makes an error from all errors of a query.
    static func invalidQuery(_ faults: [Fault]) -> Problem {
        let names = faults.prefix(3).map { "`\($0.parameter)`: \($0.detail)" }.joined(separator: " ")
        return Problem(
            .invalidQuery, faults.count > 3 ? names + " And \(faults.count - 3) more." : names, faults: faults)
    }

    /// The errors.
    ///
    /// The raw value is the member `code`, by which clients distinguish errors.
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
        case rangeNotSatisfiable = "range-not-satisfiable"
        case tooSlow = "too-slow"
        case noRoom = "no-room"
        case busy
        case tooCostly = "too-costly"

        /// The status, the title, and the text of the page to which `type` refers.
        var entry: (status: Status, title: String, explanation: String) {
            switch self {
            case .invalidQuery:
                (
                    .badRequest, "The query is invalid",
                    "A parameter, field, operator or value is unknown or invalid. `errors` lists each of them with the "
                        + "valid names or values and the most similar valid name. The server never ignores a parameter."
                )
            case .unauthorized:
                (
                    .unauthorized, "A token is required",
                    "Requests need the field `Authorization: Bearer` with the token of the setting `access.token`."
                )
            case .notFound:
                (
                    .notFound, "The resource does not exist",
                    "No path, collection or record has this name. `GET /` lists the collections."
                )
            case .methodNotAllowed:
                (
                    .methodNotAllowed, "The method is not allowed",
                    "The resource does not support the method. The field `Allow` lists the methods that it supports."
                )
            case .notAcceptable:
                (
                    .notAcceptable, "The format is not available",
                    "The suffix (`/leaders.csv`), else the parameter `format=csv`, else the field `Accept` selects the "
                        + "format. `errors` lists the formats of the resource."
                )
            case .contentRefused:
                (
                    .contentTooLarge, "The request has content",
                    "No resource accepts content. The server closes the connection without reading the content."
                )
            case .misdirected:
                (
                    .misdirectedRequest, "The host is not served",
                    "`Host` must be an IP address, `localhost` or a name of the setting `access.hosts`."
                )
            case .methodUnknown:
                (
                    .notImplemented, "The method is unknown",
                    "The server supports GET, HEAD and OPTIONS, and POST for `/-/reload`. Methods are case-sensitive."
                )
            case .foreignOrigin:
                (
                    .forbidden, "The request comes from another site",
                    "A browser sent the request for a page of another site. Only the server's own page and programs "
                        + "other than browsers may change the server's state."
                )
            case .changesGone:
                (
                    .gone, "The version is not recorded",
                    "`since` is not a version of the documents or is too old. Read the collections again, and use the "
                        + "current version from then on."
                )
            case .loading:
                (
                    .serviceUnavailable, "The documents are loading",
                    "The server has started and is still reading the documents. Retry in a second."
                )
            case .draining:
                (
                    .serviceUnavailable, "The server is shutting down",
                    "The server still answers requests, but clients should use another instance."
                )
            case .preconditionFailed:
                (
                    .preconditionFailed, "The precondition failed",
                    "The resource has another version than `If-Match` or `If-Unmodified-Since` require."
                )
            case .rangeNotSatisfiable:
                (
                    .rangeNotSatisfiable, "The range is outside of the content",
                    "`Range` asks only for bytes after the end of the content. `Content-Range` has the length of the "
                        + "content."
                )
            case .tooSlow:
                (
                    .requestTimeout, "The request took too long",
                    "The head of a request must arrive completely within `limits.headSeconds`."
                )
            case .noRoom:
                (
                    .serviceUnavailable, "Too many connections",
                    "The server accepts `limits.connections` connections in total and `limits.connectionsPerAddress` "
                        + "from one address. Retry in a second, and use one connection for several requests."
                )
            case .busy:
                (
                    .serviceUnavailable, "Too many queries wait",
                    "The server computes `limits.answersAtOnce` long queries at once. `limits.answersWaiting` more may "
                        + "wait, each for at most `limits.answerSeconds`. Retry in a second."
                )
            case .tooCostly:
                (
                    .serviceUnavailable, "The query takes too long",
                    "The server must compute a response within `limits.answerSeconds`. Use fewer filters, facets or "
                        + "words in `q`, or search one collection instead of `/search`."
                )
            }
        }
    }

    /// Makes the response.
    ///
    /// `instance` is the target of the request, nil if the request could not be parsed.
    func response(instance: String? = nil) -> Response {
        Self.response(
            code.entry.status, code: code.rawValue, title: code.entry.title, detail: detail, instance: instance,
            faults: faults, headers: headers, extensions: extensions)
    }

    /// Makes the response for an error that is not in the table, such as a `ParseFailure`.
    static func response(
        _ status: Status, code: String, title: String, detail: String, instance: String? = nil, faults: [Fault] = [],
        headers: HeaderFields = [:], extensions: [Value.Member] = []
    ) -> Response {
        var members: [Value.Member] = [
            .init("type", .text("/-/problems/" + code)), .init("title", .text(title)),
            .init("status", .integer(status.code)), .init("detail", .text(detail)),
        ]
        if let instance { members.append(.init("instance", .text(instance))) }
        members.append(.init("code", .text(code)))
        if !faults.isEmpty { members.append(.init("errors", .list(faults.map(value(of:))))) }
        members += extensions
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
