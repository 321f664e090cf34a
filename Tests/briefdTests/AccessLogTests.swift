// Lines of the access log.
import Documents
import Glibc
import Testing

@testable import Server
@testable import briefd

@Suite struct AccessLogTests {
    private static func record(_ target: String, size: Int? = 5, trace: String? = nil) -> AccessLogEntry {
        var record = AccessLogEntry(
            peer: "127.0.0.1", method: "GET", target: target, status: 200, size: size, nanoseconds: 1_234_567, id: "x")
        record.trace = trace
        return record
    }

    @Test(arguments: [
        (record("/a"), #"T access 127.0.0.1 "GET /a" 200 5 1.234ms id=x"#),
        (record("/a\"b", size: nil, trace: "t"), #"T access 127.0.0.1 "GET /a\"b" 200 - 1.234ms id=x trace=t"#),
        (record("/\r\nT access"), #"T access 127.0.0.1 "GET /\u{d}\u{a}T access" 200 5 1.234ms id=x"#),
    ])
    func textForPeople(_ record: AccessLogEntry, _ line: String) {
        #expect(AccessLog.line(record, .text, time: "T") == line + "\n")
    }

    @Test func jsonForPrograms() throws {
        let line = AccessLog.line(Self.record("/\r\n\"a"), .json, time: "T")
        #expect(line.utf8.filter { $0 == 0x0A }.count == 1)
        #expect(
            line.contains(#""target":"/\r\n\"a","status":200,"size":5,"milliseconds":1.234,"id":"x","trace":null}"#))
    }

    @Test func whatNobodyReadsIsDroppedAndNothingWaits() throws {
        var ends: [Int32] = [0, 0]
        #expect(pipe(&ends) == 0)
        let log = AccessLog(.text, to: ends[1])
        let target = String(repeating: "a", count: 1000)
        for _ in 0..<5000 { log.write(Self.record(target)) }
        var text: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 65_536)
        while !String(decoding: text, as: UTF8.self).contains("lost") {
            let count = read(ends[0], &piece, piece.count)
            guard count > 0 else { break }
            text += piece[..<count].filter { $0 != UInt8(ascii: "a") }
        }
        #expect(String(decoding: text, as: UTF8.self).contains("wrning"))
        // Nobody reads any more, and still it comes to an end.
        signal(SIGPIPE, SIG_IGN)
        close(ends[0])
        log.finish()
        close(ends[1])
    }
}

@Suite struct MetricsTextTests {
    @Test func labelsAreEscaped() {
        var text = MetricsText()
        text.add("m", .gauge, "A help.", [([("a", "x\"y\\z\nw"), ("b", "")], 1.5), ([], 2)])
        #expect(text.text == "# HELP m A help.\n# TYPE m gauge\nm{a=\"x\\\"y\\\\z\\nw\",b=\"\"} 1.5\nm 2\n")
    }
}
