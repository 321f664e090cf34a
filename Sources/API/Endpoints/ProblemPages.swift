// The endpoint `/-/problems/{code}`: the pages to which the `type` of an error refers.

import HTTP

/// `/-/problems/{code}`: the explanation of an error code as plain text.
enum ProblemPages {
    static func respond(_ context: Context) throws(Problem) -> Response {
        try QueryParser.checkParameters(of: context.query, allowed: [])
        let name = context.captures.first ?? ""
        guard let page = page(of: name) else {
            throw Problem(.notFound, "There is no error code `\(name.prefix(100))`.")
        }
        let text = "\(page.title)\n\nStatus \(page.status.code), code \(name).\n\n\(page.explanation)\n"
        return context.cacheableResponse(.bytes(Array(text.utf8)), contentType: "text/plain; charset=utf-8")
    }

    private static func page(of name: String) -> (status: Status, title: String, explanation: String)? {
        if let code = Problem.Code(rawValue: name) { return code.entry }
        guard let failure = ParseFailure(rawValue: name) else { return nil }
        return (failure.status, failure.status.reason, "\(failure.detail)\nSpecification: \(failure.section).")
    }
}
