// Escaping of log lines, and the progress of a load in the log and on a terminal.
import API
import Logging
import Server
import Testing

@testable import briefd

@Suite struct LogTests {
    @Test(arguments: [
        ("plain – text", "plain – text"), ("a\nb", #"a\u{a}b"#), ("\u{1B}[31mred", #"\u{1b}[31mred"#),
        ("a\u{2028}b\u{85}", #"a\u{2028}b\u{85}"#), ("\u{202E}a\u{2069}\u{61C}", #"\u{202e}a\u{2069}\u{61c}"#),
    ])
    func `control characters are escaped`(_ text: String, _ line: String) {
        #expect(LogWriter.printable(text) == line)
    }

    @Test func `control characters are escaped in JSON`() {
        let json = "{\n\"a\u{202E}\": \"\u{200F}\u{61C}\u{85}é\"}"
        #expect(LogWriter.printable(json: json) == "{\n\"a\\u202e\": \"\\u200f\\u061c\\u0085é\"}")
    }

    @Test func `control characters are escaped in the message of a failed command`() {
        #expect(Failure("a\u{202E}b\nc").description == "a\\u{202e}b\nc")
    }

    @Test func `the progress of a load is logged until it ends`() {
        let lines = Locked<[String]>([])
        let progress = LoadLog(Logger(label: "test") { _ in Recorder(lines: lines) }, level: .notice)
        progress.logProgress()
        progress.update(State.Progress(total: 40))
        progress.update(State.Progress(read: 32, total: 40))
        progress.logProgress()
        progress.update(State.Progress(read: 40, total: 40))
        progress.logProgress()
        progress.logProgress()
        progress.end()
        progress.update(State.Progress())
        progress.logProgress()
        let expected = ["looking for files", "32 of 40 files read", "40 files read, indexing them"]
        #expect(lines.withLock { $0 } == expected.map { "notice loading: " + $0 })
    }

    @Test(arguments: [
        (State.Progress(), "\r[..............................] looking for files\u{1B}[K"),
        (State.Progress(read: 20, total: 60), "\r[##########....................] 20 of 60 files read\u{1B}[K"),
        (State.Progress(read: 6, total: 6), "\r[##############################] 6 files read, indexing them\u{1B}[K"),
    ])
    func `a terminal shows a progress bar`(progress: State.Progress, line: String) {
        #expect(ProgressBar.text(progress) == line)
    }
}

/// A log handler that stores the lines.
private struct Recorder: LogHandler {
    let lines: Locked<[String]>
    var metadata: Logger.Metadata = [:]
    var logLevel = Logger.Level.trace

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) { lines.withLock { $0.append("\(event.level) \(event.message)") } }
}
