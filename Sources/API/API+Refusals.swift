// What the server answers on its own, in the words of the API's errors.

import Documents
package import HTTP

extension API {
    /// The answer for a request that was never understood, came too slowly, found no room or asked too much.
    package func refuse(_ refusal: Refusal) -> Response {
        var response = words(for: refusal)
        response.headers[.xContentTypeOptions] = "nosniff"
        if case .preconditionFailed(let request) = refusal { access.addOriginFields(to: &response, for: request) }
        return response
    }

    private func words(for refusal: Refusal) -> Response {
        switch refusal {
        case .malformed(let failure):
            Problem.response(
                failure.status, code: failure.code, title: failure.status.reason,
                detail: "\(failure.detail) (\(failure.section))")
        case .preconditionFailed(let request):
            Problem(.preconditionFailed, "What is here is not what the request's preconditions ask for.")
                .response(instance: request.target.text)
        case .tooSlow:
            Problem(.tooSlow, "The request's head did not arrive in time.").response()
        case .noRoom:
            Problem(.noRoom, "There are as many connections as this server takes.", headers: [.retryAfter: "1"])
                .response()
        case .busy:
            Problem(
                .busy, "As many costly questions wait here as this server takes, or this one waited too long.",
                headers: [.retryAfter: "1"]
            ).response()
        case .tooCostly:
            Problem(.tooCostly, "The answer took longer to compute than is allowed here.").response()
        }
    }
}
