// How log records look: text for people, JSON lines for programs. When and what is logged is decided where it happens.
import API
import Documents
import Glibc
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
            line = "\(Self.timestamp()) \(event.level) \(event.message)"
            for (key, value) in fields { line += " \(key)=\(value)" }
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

    /// The time in UTC as ISO 8601 with milliseconds.
    private static func timestamp() -> String {
        var now = timespec()
        clock_gettime(CLOCK_REALTIME, &now)
        var calendar = tm()
        gmtime_r(&now.tv_sec, &calendar)
        func padded(_ number: Int, _ width: Int) -> String {
            let digits = String(number)
            return String(repeating: "0", count: max(0, width - digits.count)) + digits
        }
        let day = [calendar.tm_year + 1900, calendar.tm_mon + 1, calendar.tm_mday].map { padded(Int($0), 2) }
        let time = [calendar.tm_hour, calendar.tm_min, calendar.tm_sec].map { padded(Int($0), 2) }
        return day.joined(separator: "-") + "T" + time.joined(separator: ":")
            + ".\(padded(now.tv_nsec / 1_000_000, 3))Z"
    }
}
