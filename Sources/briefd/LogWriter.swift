// The format of log lines: text, or one JSON object for each line.
import API
import Documents
import Glibc
import HTTP
import Logging
import Text

/// A log handler that writes one line for each event to standard error.
struct LogWriter: LogHandler {
    var metadata: Logger.Metadata = [:]
    var logLevel: Logger.Level
    let output: LogOutput

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let fields = metadata.merging(event.metadata ?? [:]) { $1 }
            .sorted { $0.key < $1.key }.map { ($0.key, $0.value.description) }
        output.write(Self.line(event.level, event.message.description, fields, format: output.format))
    }

    /// Returns an event as a line with its line feed.
    static func line(
        _ level: Logger.Level, _ message: String, _ fields: [(String, String)] = [], format: LogFormat
    ) -> String {
        switch format {
        case .text:
            fields.reduce("\(timestamp()) \(level) " + printable(message)) { line, field in
                line + " \(field.0)=" + printable(field.1)
            } + "\n"
        case .json:
            printable(
                json: JSONText.line(
                    .object(
                        [
                            .init("time", .text(timestamp())), .init("level", .text(level.rawValue)),
                            .init("message", .text(message)),
                        ] + fields.map { .init($0.0, .text($0.1)) }))) + "\n"
        }
    }

    /// Returns `text` with control characters, line separators and controls of the writing direction escaped.
    ///
    /// So logged text cannot start a new line, and a line shows its characters in their order.
    static func printable(_ text: String) -> String {
        escaping(text, \.isHiddenControl) { "\\u{" + String($0.value, radix: 16) + "}" }
    }

    /// Returns JSON with the same characters escaped as JSON does; its line feeds stay.
    static func printable(json: String) -> String {
        // All these characters have at most four hexadecimal digits.
        escaping(json, { $0.value >= 0x7F && $0.isHiddenControl }) {
            let digits = String($0.value, radix: 16)
            return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        }
    }

    private static func escaping(
        _ text: String, _ isEscaped: (Unicode.Scalar) -> Bool, as escape: (Unicode.Scalar) -> String
    ) -> String {
        guard text.unicodeScalars.contains(where: isEscaped) else { return text }
        return text.unicodeScalars.reduce(into: "") { line, scalar in
            if isEscaped(scalar) { line += escape(scalar) } else { line.unicodeScalars.append(scalar) }
        }
    }

    /// Returns the current time in UTC with milliseconds.
    static func timestamp() -> String {
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        return HTTPDate.timestamp(Int64(now.tv_sec), milliseconds: now.tv_nsec / 1_000_000)
    }
}
