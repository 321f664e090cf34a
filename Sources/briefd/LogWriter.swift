// The format of log lines: text, or one JSON object for each line.
import API
import Documents
import Glibc
import HTTP
import Logging

/// A log handler that writes one line for each event to standard error.
struct LogWriter: LogHandler {
    var metadata: Logger.Metadata = [:]
    var logLevel: Logger.Level
    let format: LogFormat

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let fields = metadata.merging(event.metadata ?? [:]) { $1 }.sorted { $0.key < $1.key }
        var line: String
        switch format {
        case .text:
            line = "\(Self.timestamp()) \(event.level) " + Self.printable(event.message.description)
            for (key, value) in fields { line += " \(key)=" + Self.printable(value.description) }
        case .json:
            var members: [Value.Member] = [
                .init("time", .text(Self.timestamp())),
                .init("level", .text(event.level.rawValue)),
                .init("message", .text(event.message.description)),
            ]
            for (key, value) in fields { members.append(.init(key, .text(value.description))) }
            line = JSONText.line(.object(members))
        }
        line += "\n"
        // A pipe that nobody reads must not block a reload or the shutdown: after a second the line is lost.
        var output = pollfd(fd: STDERR_FILENO, events: Int16(POLLOUT), revents: 0)
        guard poll(&output, 1, 1000) > 0 else { return }
        // One write for each line, so that lines of several threads do not mix.
        line.withUTF8 { _ = write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }

    /// Returns `text` with control characters and line separators escaped, so that logged text cannot start a new line.
    static func printable(_ text: String) -> String {
        let isControl = { (scalar: Unicode.Scalar) in
            scalar.properties.generalCategory == .control || scalar == "\u{2028}" || scalar == "\u{2029}"
        }
        guard text.unicodeScalars.contains(where: isControl) else { return text }
        return text.unicodeScalars.reduce(into: "") { line, scalar in
            if isControl(scalar) {
                line += "\\u{" + String(scalar.value, radix: 16) + "}"
            } else {
                line.unicodeScalars.append(scalar)
            }
        }
    }

    /// Returns the current time in UTC with milliseconds.
    static func timestamp() -> String {
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        return HTTPDate.timestamp(Int64(now.tv_sec), milliseconds: now.tv_nsec / 1_000_000)
    }
}
