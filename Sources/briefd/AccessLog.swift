// The access log: one line for each response, as text or as JSON.
import API
import Documents
import HTTP
import Server

/// Writes a line for each response.
struct AccessLog: Sendable {
    let output: LogOutput

    /// Writes an entry; never blocks.
    func write(_ entry: AccessLogEntry) { output.write(Self.line(entry, output.format, time: LogWriter.timestamp())) }

    /// Returns an entry as a line of text or JSON, with its line feed.
    static func line(_ entry: AccessLogEntry, _ format: LogFormat, time: String) -> String {
        let milliseconds = Double(entry.nanoseconds / 1000) / 1000
        switch format {
        case .text:
            let target = entry.target.replacing("\"", with: "\\\"")
            let line =
                "\(time) access \(entry.peer.isEmpty ? "-" : entry.peer) \"\(entry.method) \(target)\" "
                + "\(entry.status) \(entry.size.map(String.init) ?? "-") \(milliseconds)ms id=\(entry.id)"
            return LogWriter.printable(line + (entry.trace.map { " trace=" + $0 } ?? "")) + "\n"
        case .json:
            let value: Value = [
                "time": .text(time), "level": "access", "peer": .text(entry.peer), "method": .text(entry.method),
                "target": .text(entry.target), "status": .integer(entry.status),
                "size": entry.size.map(Value.integer) ?? .null, "milliseconds": .number(milliseconds),
                "id": .text(entry.id), "trace": entry.trace.map(Value.text) ?? .null,
            ]
            return LogWriter.printable(json: JSONText.line(value)) + "\n"
        }
    }
}
