// The pages that the `type` of an error leads to.

import HTTP

/// `/-/problems/{code}`: what an error means, as plain text.
enum ProblemPages {
    static func respond(_ context: Context) throws(Problem) -> Response {
        try QueryParser.checkParameters(of: context.query, allowed: [])
        let name = context.captures.first ?? ""
        guard let page = page(of: name) else { throw Problem(.notFound, "There is no error of that name.") }
        let text = "\(page.title)\n\nStatus \(page.status.code), code \(name).\n\n\(page.explanation)\n"
        return context.data(.bytes(Array(text.utf8)), contentType: "text/plain; charset=utf-8")
    }

    private static func page(of name: String) -> (status: Status, title: String, explanation: String)? {
        if let code = Problem.Code(rawValue: name) { return code.entry }
        guard let failure = ParseFailure(rawValue: name) else { return nil }
        return (failure.status, failure.status.reason, "\(failure.detail)\nThe rule: \(failure.section).")
    }
}
