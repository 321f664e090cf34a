// Where log lines go: a descriptor that nobody may be reading.
import Dispatch
import Glibc
import Logging
import Server

/// Writes lines to a descriptor on a queue of its own, so that a full pipe delays nothing else; safe on any thread.
final class LogOutput: Sendable {
    private struct Buffer {
        var lines: [UInt8] = []
        var isWriting = false
        var droppedCount = 0
    }

    /// The size from which the buffer takes no further line; lines beyond it are dropped and counted.
    static let maxBufferedBytes = 1_048_576
    /// The maximum time in seconds that `finish` waits.
    private static let maxWait = 1

    let format: LogFormat
    private let descriptor: Int32
    private let queue: DispatchQueue
    private let buffer = Locked(Buffer())

    init(
        _ format: LogFormat, to descriptor: Int32 = STDERR_FILENO,
        queue: DispatchQueue = DispatchQueue(label: "briefd.log", qos: .utility)
    ) {
        self.format = format
        self.descriptor = descriptor
        self.queue = queue
    }

    /// Buffers a line, which ends with a line feed; never blocks.
    func write(_ line: String) {
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

    /// Waits until all lines are written, at most a second: a full pipe must not keep the process from its end.
    func finish() {
        let written = DispatchGroup()
        queue.async(group: written) {}
        _ = written.wait(timeout: .now() + .seconds(Self.maxWait))
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
                let warning = LogWriter.line(
                    .warning, "\(droppedCount) log lines were dropped, because nobody read the log", format: format)
                Output.write(Array(warning.utf8), to: descriptor)
            }
        }
    }
}
