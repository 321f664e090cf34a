// The access log: one line for each response, as text or as JSON.
import API
import Dispatch
import Documents
import Glibc
import HTTP
import Server

/// Writes access log lines to standard error on a queue of its own, so that a full pipe never delays a response.
final class AccessLog: Sendable {
    private struct Buffer {
        var lines: [UInt8] = []
        var isWriting = false
        var droppedCount = 0
    }

    private let format: LogFormat
    private let descriptor: Int32
    private let queue: DispatchQueue
    private let buffer = Locked(Buffer())

    /// The size from which the buffer takes no further line.
    ///
    /// Lines beyond it are dropped and counted.
    static let maxBufferedBytes = 1_048_576

    init(
        _ format: LogFormat, to descriptor: Int32 = STDERR_FILENO,
        queue: DispatchQueue = DispatchQueue(label: "briefd.access", qos: .utility)
    ) {
        self.format = format
        self.descriptor = descriptor
        self.queue = queue
    }

    /// Buffers an entry to be written; never blocks.
    func write(_ entry: AccessLogEntry) {
        let line = Self.line(entry, format, time: LogWriter.timestamp())
        let isFirst = buffer.withLock { buffer in
            guard buffer.lines.count < Self.maxBufferedBytes else {
                buffer.droppedCount += 1
                return false
            }
            buffer.lines += line.utf8
            defer { buffer.isWriting = true }
            return !buffer.isWriting
        }
        if isFirst { queue.async { self.writeBuffer() } }
    }

    /// Waits until all entries are written, at most a second: a full pipe must not keep the process from its end.
    func finish() {
        let written = DispatchGroup()
        queue.async(group: written) {}
        _ = written.wait(timeout: .now() + 1)
    }

    /// Writes until the buffer is empty.
    private func writeBuffer() {
        while true {
            let (lines, droppedCount) = buffer.withLock { buffer in
                defer { (buffer.lines, buffer.droppedCount) = ([], 0) }
                if buffer.lines.isEmpty { buffer.isWriting = false }
                return (buffer.lines, buffer.droppedCount)
            }
            if lines.isEmpty { return }
            Output.write(lines, to: descriptor)
            if droppedCount > 0 {
                let warning = "\(LogWriter.timestamp()) warning \(droppedCount) access log lines were dropped\n"
                Output.write(Array(warning.utf8), to: descriptor)
            }
        }
    }

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
