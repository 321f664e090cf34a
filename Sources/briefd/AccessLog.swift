// One line for every answer, written away from the workers, so that a full pipe holds up nobody.
import API
import Dispatch
import Documents
import Glibc
import HTTP
import Server

/// Gathers lines and writes them to standard error on a queue of its own.
final class AccessLog: Sendable {
    private struct Buffer {
        var lines: [UInt8] = []
        var isWriting = false
        var lost = 0
    }

    private let format: LogFormat
    private let descriptor: Int32
    private let buffer = Locked(Buffer())
    private let queue = DispatchQueue(label: "briefd.access", qos: .utility)

    /// Lines beyond this many bytes that nobody takes are dropped and counted.
    static let mostWaiting = 1_048_576

    init(_ format: LogFormat, to descriptor: Int32 = STDERR_FILENO) {
        self.format = format
        self.descriptor = descriptor
    }

    /// Takes a record; never waits.
    func write(_ record: AccessLogEntry) {
        let line = Self.line(record, format, time: LogWriter.timestamp())
        let isFirst = buffer.withLock { buffer in
            guard buffer.lines.count < Self.mostWaiting else {
                buffer.lost += 1
                return false
            }
            buffer.lines += line.utf8
            defer { buffer.isWriting = true }
            return !buffer.isWriting
        }
        if isFirst { queue.async { self.drain() } }
    }

    /// Waits until everything is written.
    func finish() { queue.sync {} }

    private func drain() {
        while true {
            let (lines, lost) = buffer.withLock { buffer in
                defer { (buffer.lines, buffer.lost) = ([], 0) }
                if buffer.lines.isEmpty { buffer.isWriting = false }
                return (buffer.lines, buffer.lost)
            }
            if lines.isEmpty { return }
            Output.write(lines, to: descriptor)
            if lost > 0 {
                Output.write(
                    Array("\(LogWriter.timestamp()) warning \(lost) access lines were lost\n".utf8), to: descriptor)
            }
        }
    }

    /// A record as a line of text or JSON, with its line feed.
    static func line(_ record: AccessLogEntry, _ format: LogFormat, time: String) -> String {
        let milliseconds = Double(record.nanoseconds / 1000) / 1000
        switch format {
        case .text:
            let target = record.target.replacing("\"", with: "\\\"")
            let line =
                "\(time) access \(record.peer.isEmpty ? "-" : record.peer) \"\(record.method) \(target)\" "
                + "\(record.status) \(record.size.map(String.init) ?? "-") \(milliseconds)ms id=\(record.id)"
            return LogWriter.printable(line + (record.trace.map { " trace=" + $0 } ?? "")) + "\n"
        case .json:
            let value: Value = [
                "time": .text(time), "level": "access", "peer": .text(record.peer), "method": .text(record.method),
                "target": .text(record.target), "status": .integer(record.status),
                "size": record.size.map(Value.integer) ?? .null, "milliseconds": .number(milliseconds),
                "id": .text(record.id), "trace": record.trace.map(Value.text) ?? .null,
            ]
            return JSONText.line(value) + "\n"
        }
    }
}
