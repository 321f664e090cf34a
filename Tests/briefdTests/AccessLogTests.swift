// The lines of the access log, and lines that are dropped.
import Dispatch
import Documents
import Glibc
import Testing

@testable import Server
@testable import briefd

@Suite struct AccessLogTests {
    private static func entry(_ target: String, size: Int? = 5, trace: String? = nil) -> AccessLogEntry {
        var entry = AccessLogEntry(
            peer: "127.0.0.1", method: "GET", target: target, status: 200, size: size, nanoseconds: 1_234_567, id: "x")
        entry.trace = trace
        return entry
    }

    @Test(arguments: [
        (entry("/a"), #"T access 127.0.0.1 "GET /a" 200 5 1.234ms id=x"#),
        (entry("/a\"b", size: nil, trace: "t"), #"T access 127.0.0.1 "GET /a\"b" 200 - 1.234ms id=x trace=t"#),
        (entry("/\r\nT access"), #"T access 127.0.0.1 "GET /\u{d}\u{a}T access" 200 5 1.234ms id=x"#),
    ])
    func `an entry is a line of text`(_ entry: AccessLogEntry, _ line: String) {
        #expect(AccessLog.line(entry, .text, time: "T") == line + "\n")
    }

    @Test func `an entry is a line of JSON`() throws {
        let line = AccessLog.line(Self.entry("/\r\n\"a"), .json, time: "T")
        #expect(line.utf8.filter { $0 == 0x0A }.count == 1)
        #expect(
            line.contains(#""target":"/\r\n\"a","status":200,"size":5,"milliseconds":1.234,"id":"x","trace":null}"#))
    }

    @Test func `lines that nobody reads are dropped and writing never blocks`() throws {
        var ends: [Int32] = [0, 0]
        #expect(pipe(&ends) == 0)
        let queue = DispatchQueue(label: "test")
        let log = AccessLog(output: LogOutput(.text, to: ends[1], queue: queue))
        let target = String(repeating: "a", count: 1000)
        for _ in 0..<5000 { log.write(Self.entry(target)) }
        var text: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while !String(decoding: text, as: UTF8.self).contains("dropped") {
            let count = read(ends[0], &chunk, chunk.count)
            guard count > 0 else { break }
            text += chunk[..<count].filter { $0 != UInt8(ascii: "a") }
        }
        #expect(String(decoding: text, as: UTF8.self).contains("wrning"))
        // Writing ends although the reading end is closed.
        signal(SIGPIPE, SIG_IGN)
        close(ends[0])
        queue.sync {}
        close(ends[1])
    }
}
