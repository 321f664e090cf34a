// The dashboard page, which a browser gets for `/`. Its files are in Dashboard/.

import Catalog
import HTTP

/// The dashboard: a page, its style sheet and its script.
///
/// None of them contains data.
enum Dashboard {
    /// The Content-Security-Policy: resources of this server only, no inline scripts or styles.
    private static let contentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'; "
        + "form-action 'none'; frame-ancestors 'none'"

    /// Returns the page, for a request that prefers HTML.
    static func page(_ context: Context, _ choice: MediaFormat.Choice) -> Response {
        var response = context.cacheableResponse(
            .bytes(PackageResources.index_html), contentType: choice.format.contentType, choice: choice)
        response.headers[.contentSecurityPolicy] = contentSecurityPolicy
        return response
    }

    /// `/-/dashboard/{file}`: the style sheet or the script.
    static func respond(_ context: Context) throws(Problem) -> Response {
        try QueryParser.checkParameters(of: context.query, allowed: [])
        switch context.captures.first {
        case "style.css":
            return context.cacheableResponse(.bytes(PackageResources.style_css), contentType: "text/css; charset=utf-8")
        case "script.js":
            return context.cacheableResponse(
                .bytes(PackageResources.script_js), contentType: "text/javascript; charset=utf-8")
        default: throw Problem(.notFound, "The dashboard has the files `style.css` and `script.js` only.")
        }
    }

    static func describe(_ snapshot: Snapshot) -> [Operation] {
        [
            Operation(
                path: "/-/dashboard/{file}", id: "getDashboardFile",
                summary: "The style sheet or the script of the dashboard page.",
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
