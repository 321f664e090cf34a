// The endpoint `/metrics`. The program makes the text.

import Catalog
import HTTP

/// `/metrics`: metrics in the text format of Prometheus, version 0.0.4.
enum MetricsPage {
    private static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    static func respond(_ context: Context) throws(Problem) -> Response {
        guard let metrics = context.api.metrics else { throw Problem(.notFound, "This program has no metrics.") }
        return Response(
            .ok, headers: [.contentType: contentType, .cacheControl: "no-store"], body: .bytes(Array(metrics().utf8)))
    }

    static func describe(_ snapshot: Snapshot) -> [Operation] {
        [
            Operation(
                path: "/metrics", id: "getMetrics", summary: "Metrics in the text format of Prometheus.", tag: "about",
                contents: [.init(type: "text/plain")], problems: [.notFound], isCacheable: false)
        ]
    }
}
