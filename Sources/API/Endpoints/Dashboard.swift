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
        guard let file = files.first(where: { $0.name == context.captures.first }) else {
            let names = files.map { "`\($0.name)`" }.joined(separator: ", ")
            throw Problem(.notFound, "The dashboard has no file of this name. Its files are \(names).")
        }
        return context.cacheableResponse(.bytes(file.bytes), contentType: file.mediaType + "; charset=utf-8")
    }

    /// The files that the page loads.
    private static let files: [(name: String, mediaType: String, bytes: [UInt8])] = [
        ("style.css", "text/css", PackageResources.style_css),
        ("client.js", "text/javascript", PackageResources.client_js),
        ("script.js", "text/javascript", PackageResources.script_js),
    ]

    static func describe(_ snapshot: Snapshot) -> [Operation] {
        [
            Operation(
                path: "/-/dashboard/{file}", id: "getDashboardFile",
                summary: "A style sheet or script of the dashboard page.",
                tag: "about",
                parameters: [
                    Parameters.path(
                        "file", ["type": "string", "enum": .texts(files.map(\.name))], example: "style.css")
                ],
                contents: [.init(type: "text/css"), .init(type: "text/javascript")],
                problems: [.invalidQuery, .notFound])
        ]
    }
}
