// Log lines stay lines, whatever is logged; what is logged of a load.
import API
import Logging
import Server
import Testing

@testable import briefd

@Suite struct LogTests {
    @Test(arguments: [
        ("plain – text", "plain – text"), ("a\nb", #"a\u{a}b"#), ("\u{1B}[31mred", #"\u{1b}[31mred"#),
        ("a\u{2028}b\u{85}", #"a\u{2028}b\u{85}"#),
    ])
    func controlCharactersAreEscaped(_ text: String, _ line: String) {
        #expect(LogWriter.printable(text) == line)
    }

    @Test func aLoadIsToldAsItGoesAndNoMoreOnceItIsOver() {
        let lines = Locked<[String]>([])
        let progress = LoadLog(Logger(label: "test") { _ in Recorder(lines: lines) }, level: .notice)
        progress.tell()
        progress.note(State.Progress(total: 40))
        progress.note(State.Progress(read: 32, total: 40))
        progress.tell()
        progress.note(State.Progress(read: 40, total: 40))
        progress.tell()
        progress.tell()
        progress.end()
        progress.note(State.Progress())
        progress.tell()
        let told = ["looking for files", "32 of 40 files read", "40 files read, indexing them"]
        #expect(lines.withLock { $0 } == told.map { "notice loading: " + $0 })
    }

    @Test(arguments: [
        (State.Progress(), "\r[..............................] looking for files\u{1B}[K"),
        (State.Progress(read: 20, total: 60), "\r[##########....................] 20 of 60 files read\u{1B}[K"),
        (State.Progress(read: 6, total: 6), "\r[##############################] 6 files read, indexing them\u{1B}[K"),
    ])
    func aTerminalShowsABar(progress: State.Progress, line: String) {
        #expect(ProgressBar.line(progress) == line)
    }
}

/// Keeps what is logged.
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
