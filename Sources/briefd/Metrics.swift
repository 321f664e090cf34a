// The metrics of `/metrics`: the server's counters, the snapshot and its reloads, and the process.
import Glibc
import Server

enum Metrics {
    /// Returns the body of `/metrics`.
    ///
    /// `server` and `status` are nil until there is a server and a snapshot; their metrics are then missing.
    /// `now` is in seconds since 1970.
    static func text(_ server: MetricsSnapshot?, _ status: SnapshotStatus?, now: Int) -> String {
        var text = MetricsText()
        text.append("briefd_build_info", .gauge, "The version of the program.", [([("version", Version.text)], 1)])
        if let server { append(server, to: &text) }
        if let status { append(status, now: now, to: &text) }
        ProcessMetrics.current().append(to: &text)
        return text.text
    }

    private static func append(_ server: MetricsSnapshot, to text: inout MetricsText) {
        text.append(
            "briefd_http_requests_total", .counter,
            "Responses by endpoint and status code; the endpoint is empty if no path matched.",
            server.requests.map { ([("endpoint", $0.route), ("code", String($0.status))], Double($0.count)) })
        let name = "briefd_http_request_duration_seconds"
        text.appendHeader(name, .histogram, "Seconds from the end of a request's head until its response was made.")
        for bucket in server.durations {
            text.append(name + "_bucket", [("le", MetricsText.number(bucket.seconds))], Double(bucket.count))
        }
        text.append(name + "_bucket", [("le", "+Inf")], Double(server.answers))
        text.append(name + "_sum", [], server.seconds)
        text.append(name + "_count", [], Double(server.answers))
        text.append("briefd_http_connections", .gauge, "Open connections.", server.connections)
        text.append("briefd_http_connections_accepted_total", .counter, "Accepted connections.", server.accepted)
        text.append("briefd_http_received_bytes_total", .counter, "Bytes received from clients.", server.received)
        text.append("briefd_http_sent_bytes_total", .counter, "Bytes sent to clients.", server.sent)
        text.append(
            "briefd_kept_answer_hits_total", .counter, "Requests answered from the response cache.", server.hits)
        text.append(
            "briefd_kept_answer_misses_total", .counter, "Requests not answered from the response cache.", server.misses
        )
    }

    private static func append(_ status: SnapshotStatus, now: Int, to text: inout MetricsText) {
        text.append(
            "briefd_snapshot_info", .gauge, "The version of the current snapshot.", [([("version", status.version)], 1)]
        )
        text.append(
            "briefd_snapshot_published_timestamp_seconds", .gauge,
            "Time at which the current snapshot was published, in seconds since 1970.", status.publishedTime)
        text.append(
            "briefd_snapshot_age_seconds", .gauge, "Seconds since the current snapshot was published.",
            max(0, now - status.publishedTime))
        text.append("briefd_documents", .gauge, "Documents in the current snapshot.", status.documents)
        text.append(
            "briefd_records", .gauge, "Records by collection.",
            status.records.map { ([("collection", $0.collection)], Double($0.count)) })
        text.append(
            "briefd_diagnostics", .gauge, "Diagnostics by severity and code.",
            status.diagnostics.map { ([("severity", $0.severity), ("code", $0.code)], Double($0.count)) })
        text.append(
            "briefd_load_duration_seconds", .gauge, "Seconds that the load of the current snapshot took.",
            Double(status.loadMilliseconds) / 1000)
        text.append(
            "briefd_reloads_total", .counter, "Reloads by result.",
            [
                ([("result", "succeeded")], Double(status.reloads)),
                ([("result", "failed")], Double(status.failedReloads)),
            ])
        text.append(
            "briefd_last_reload_successful", .gauge,
            "0 if the last reload failed or the configuration is broken, else 1.", status.isLastReloadSuccessful ? 1 : 0
        )
    }
}
