// Responses to requests that the server refuses before they reach an endpoint.

import Documents
package import HTTP

extension API {
    /// Returns the response to a request that the server refuses.
    package func refuse(_ refusal: Refusal) -> Response {
        var response = makeResponse(to: refusal)
        response.headers[.xContentTypeOptions] = "nosniff"
        switch refusal {
        case .preconditionFailed(let request), .rangeNotSatisfiable(let request, _):
            access.addOriginFields(to: &response, for: request)
        case .malformed, .tooSlow, .noRoom, .busy, .tooCostly: break
        }
        return response
    }

    private func makeResponse(to refusal: Refusal) -> Response {
        switch refusal {
        case .malformed(let failure):
            Problem.response(
                failure.status, code: failure.code, title: failure.status.reason,
                detail: "\(failure.detail) (\(failure.section))")
        case .preconditionFailed(let request):
            Problem(
                .preconditionFailed,
                "The resource has another version than `If-Match` or `If-Unmodified-Since` require. Get it again."
            )
            .response(instance: request.target.text)
        case .rangeNotSatisfiable(let request, let length):
            Problem(
                .rangeNotSatisfiable,
                "The content has \(length) bytes, and `Range` asks for none of them. Ask for bytes before \(length).",
                headers: [.contentRange: "bytes */\(length)"]
            )
            .response(instance: request.target.text)
        case .tooSlow:
            Problem(.tooSlow, "The head of the request did not arrive within `limits.headSeconds`.").response()
        case .noRoom:
            Problem(
                .noRoom, "The server has reached its maximum number of connections. Retry in a second.",
                headers: [.retryAfter: "1"]
            )
            .response()
        case .busy:
            Problem(
                .busy, "Too many long queries wait, or this one waited too long. Retry in a second.",
                headers: [.retryAfter: "1"]
            ).response()
        case .tooCostly:
            Problem(.tooCostly, "The response took longer than `limits.answerSeconds` to compute. Simplify the query.")
                .response()
        }
    }
}
