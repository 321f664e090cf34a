// How log records look: text for people, JSON lines for programs. When and what is logged is decided where it happens.
import API
import Documents
import Glibc
import HTTP
import Logging

/// Writes records to standard error, one a line.
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
        // One write, so that lines of several threads do not mix.
        line.withUTF8 { _ = write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }

    /// The text with control characters and line separators escaped, so that nothing that is logged begins a line.
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

    /// The time in UTC with milliseconds.
    static func timestamp() -> String {
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        return HTTPDate.timestamp(Int64(now.tv_sec), milliseconds: now.tv_nsec / 1_000_000)
    }
}
