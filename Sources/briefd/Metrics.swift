// The text that Prometheus reads: what the server counted, what is served, and what the process uses.
import Catalog
import Documents
import Glibc
import Server

/// Writes the text format of Prometheus, version 0.0.4.
struct MetricsText {
    enum Kind: String { case counter, gauge, histogram }

    private(set) var text = ""

    /// A metric with one sample for each element of `samples`.
    mutating func add(
        _ name: String, _ kind: Kind, _ help: String, _ samples: [(labels: [(String, String)], value: Double)]
    ) {
        describe(name, kind, help)
        for sample in samples { add(name, sample.labels, sample.value) }
    }

    /// A metric with one sample.
    mutating func add(_ name: String, _ kind: Kind, _ help: String, _ value: Double) {
        add(name, kind, help, [([], value)])
    }

    mutating func add(_ name: String, _ kind: Kind, _ help: String, _ value: Int) {
        add(name, kind, help, Double(value))
    }

    mutating func describe(_ name: String, _ kind: Kind, _ help: String) {
        text += "# HELP \(name) \(help)\n# TYPE \(name) \(kind.rawValue)\n"
    }

    mutating func add(_ name: String, _ labels: [(String, String)], _ value: Double) {
        text += name
        if !labels.isEmpty {
            text += "{" + labels.map { "\($0)=\"\(Self.escaped($1))\"" }.joined(separator: ",") + "}"
        }
        text += " " + Self.number(value) + "\n"
    }

    /// Whole numbers without a fraction.
    static func number(_ value: Double) -> String { Int(exactly: value).map(String.init) ?? value.description }

    private static func escaped(_ text: String) -> String {
        text.reduce(into: "") { result, letter in
            switch letter {
            case "\\": result += "\\\\"
            case "\"": result += "\\\""
            case "\n", "\r\n": result += "\\n"
            default: result.append(letter)
            }
        }
    }
}

/// What is told of the snapshot that is served and of how it came about.
struct Condition: Sendable {
    var version = ""
    /// Seconds since 1970 when it was published.
    var published = 0
    var documents = 0
    var records: [(collection: String, count: Int)] = []
    var diagnostics: [(severity: String, code: String, count: Int)] = []
    var loadMilliseconds = 0
    var reloads = 0
    var failedReloads = 0
    /// False while the last attempt to read the documents again has failed.
    var isCurrent = true

    /// Takes over what a snapshot holds.
    mutating func describe(_ snapshot: Snapshot, at time: Int) {
        version = snapshot.version
        published = time
        documents = snapshot.documents.count
        records = snapshot.collections.map { ($0.name, $0.records.count) }
        diagnostics = snapshot.diagnosticKinds.map { ($0.key.severity.rawValue, $0.key.code.rawValue, $0.value) }
            .sorted { ($0.severity, $0.code) < ($1.severity, $1.code) }
    }
}

enum Metrics {
    /// Everything, as `/metrics` gives it; the snapshot's part is missing until there is one.
    static func text(_ server: MetricsSnapshot?, _ condition: Condition?, now: Int) -> String {
        var text = MetricsText()
        text.add("briefd_build_info", .gauge, "The program's version.", [([("version", Version.text)], 1)])
        if let server { add(server, to: &text) }
        if let condition { add(condition, now: now, to: &text) }
        ProcessFacts().add(to: &text)
        return text.text
    }

    private static func add(_ server: MetricsSnapshot, to text: inout MetricsText) {
        text.add(
            "briefd_http_requests_total", .counter,
            "Answers by endpoint and status; the endpoint is empty where none was found.",
            server.requests.map { ([("endpoint", $0.route), ("code", String($0.status))], Double($0.count)) })
        let name = "briefd_http_request_duration_seconds"
        text.describe(name, .histogram, "From the end of a request's head until its answer was made.")
        for bucket in server.durations {
            text.add(name + "_bucket", [("le", MetricsText.number(bucket.seconds))], Double(bucket.count))
        }
        text.add(name + "_bucket", [("le", "+Inf")], Double(server.answers))
        text.add(name + "_sum", [], server.seconds)
        text.add(name + "_count", [], Double(server.answers))
        text.add("briefd_http_connections", .gauge, "Open connections.", server.connections)
        text.add("briefd_http_connections_accepted_total", .counter, "Connections there ever were.", server.accepted)
        text.add("briefd_http_received_bytes_total", .counter, "Bytes from clients.", server.received)
        text.add("briefd_http_sent_bytes_total", .counter, "Bytes to clients.", server.sent)
        text.add("briefd_kept_answer_hits_total", .counter, "Requests answered with what was kept.", server.hits)
        text.add("briefd_kept_answer_misses_total", .counter, "Requests that were not.", server.misses)
    }

    private static func add(_ condition: Condition, now: Int, to text: inout MetricsText) {
        text.add(
            "briefd_snapshot_info", .gauge, "The version of what is served.", [([("version", condition.version)], 1)])
        text.add(
            "briefd_snapshot_published_timestamp_seconds", .gauge, "When it was published.", condition.published)
        text.add("briefd_snapshot_age_seconds", .gauge, "Time since then.", max(0, now - condition.published))
        text.add("briefd_documents", .gauge, "Documents that are served.", condition.documents)
        text.add(
            "briefd_records", .gauge, "Records by collection.",
            condition.records.map { ([("collection", $0.collection)], Double($0.count)) })
        text.add(
            "briefd_diagnostics", .gauge, "Remarks on documents and files.",
            condition.diagnostics.map { ([("severity", $0.severity), ("code", $0.code)], Double($0.count)) })
        text.add(
            "briefd_load_duration_seconds", .gauge, "Time that reading what is served took.",
            Double(condition.loadMilliseconds) / 1000)
        text.add(
            "briefd_reloads_total", .counter, "Attempts to read the documents again.",
            [
                ([("result", "succeeded")], Double(condition.reloads)),
                ([("result", "failed")], Double(condition.failedReloads)),
            ])
        text.add(
            "briefd_last_reload_successful", .gauge, "0 while the last attempt has failed.", condition.isCurrent ? 1 : 0
        )
    }
}

/// What the system says of this process, under the names that every program of Prometheus has for it.
struct ProcessFacts {
    var residentBytes = 0
    var descriptors = 0
    var seconds = 0.0

    init() {
        if let bytes = File.read("/proc/self/statm") {
            let pages = String(decoding: bytes, as: UTF8.self).split(separator: " ").dropFirst().first
            residentBytes = (pages.flatMap { Int($0) } ?? 0) &* sysconf(Int32(_SC_PAGESIZE))
        }
        if let folder = opendir("/proc/self/fd") {
            // Without `.`, `..` and the descriptor of the folder itself.
            var entries = -3
            while readdir(folder) != nil { entries += 1 }
            descriptors = max(0, entries)
            closedir(folder)
        }
        var usage = rusage()
        if getrusage(Int32(RUSAGE_SELF.rawValue), &usage) == 0 {
            for time in [usage.ru_utime, usage.ru_stime] { seconds += Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
        }
    }

    func add(to text: inout MetricsText) {
        text.add("process_resident_memory_bytes", .gauge, "Resident memory.", residentBytes)
        text.add("process_open_fds", .gauge, "Open file descriptors.", descriptors)
        text.add("process_cpu_seconds_total", .counter, "Processor time, user and system.", seconds)
    }
}
