// The page that a browser gets for `/`; its parts lie in Dashboard/ as they are sent.

import Catalog
import HTTP

/// The dashboard: a page, its style and its script, none of which hold data.
enum Dashboard {
    /// Nothing but what this server sends, and no code or style within the page itself.
    private static let policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'; "
        + "form-action 'none'; frame-ancestors 'none'"

    /// The page, for a request that would rather have HTML.
    static func page(_ context: Context, _ choice: MediaFormat.Choice) -> Response {
        var response = context.data(
            .bytes(PackageResources.index_html), contentType: choice.format.contentType, choice: choice)
        response.headers[.contentSecurityPolicy] = policy
        return response
    }

    /// `/-/dashboard/{file}`: what the page consists of.
    static func respond(_ context: Context) throws(Problem) -> Response {
        try QueryParser.checkParameters(of: context.query, allowed: [])
        switch context.captures.first {
        case "style.css":
            return context.data(.bytes(PackageResources.style_css), contentType: "text/css; charset=utf-8")
        case "script.js":
            return context.data(.bytes(PackageResources.script_js), contentType: "text/javascript; charset=utf-8")
        default: throw Problem(.notFound, "The dashboard has no such file.")
        }
    }

    static func describe(_ snapshot: Snapshot) -> [Operation] {
        [
            Operation(
                path: "/-/dashboard/{file}", id: "getDashboardFile", summary: "A part of the page for browsers.",
                tag: "about",
                parameters: [
                    Parameters.path(
                        "file", ["type": "string", "enum": ["style.css", "script.js"]], example: "style.css")
                ],
                contents: [.init(type: "text/css"), .init(type: "text/javascript")],
                problems: [.invalidQuery, .notFound])
        ]
    }
}
