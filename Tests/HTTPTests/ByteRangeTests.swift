// Range requests, RFC 9110 section 14.

import HTTP
import Testing

@Suite struct ByteRangeTests {
    private static let modified: Int64 = 784_111_777
    private static let (before, same, after) = (
        "Sun, 06 Nov 1994 08:49:36 GMT", "Sun, 06 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:38 GMT"
    )

    private func outcome(
        _ headers: HeaderFields, length: Int = 10, tag: String? = "\"a\"", now: Int64 = 1_790_000_000
    ) -> ByteRange.Outcome? {
        ByteRange(headers)?.outcome(length: length, entityTag: tag, lastModified: Self.modified, now: now)
    }

    @Test(arguments: [
        ("bytes=0-0", ByteRange.Outcome.part(0..<1)), ("bytes=0-9", .part(0..<10)), ("bytes=2-5", .part(2..<6)),
        ("bytes=9-9", .part(9..<10)), ("bytes=4-", .part(4..<10)), ("bytes=0-", .part(0..<10)),
        ("bytes=5-10", .part(5..<10)), ("bytes=5-99999999999999999999", .part(5..<10)),
        ("BYTES=007-8", .part(7..<9)),
        ("bytes=-1", .part(9..<10)), ("bytes=-10", .part(0..<10)), ("bytes=-99999999999999999999", .part(0..<10)),
        ("bytes=10-", .unsatisfiable), ("bytes=10-10", .unsatisfiable), ("bytes=-0", .unsatisfiable),
        ("bytes=99999999999999999999-", .unsatisfiable),
    ])
    func `one range of bytes selects a part`(value: String, expected: ByteRange.Outcome) {
        #expect(outcome([.range: value]) == expected)
    }

    @Test(arguments: [
        "bytes", "bytes=", "bytes=-", "bytes=5-4", "bytes=a-b", "bytes=+1-2", "bytes=1-+2", "bytes=--1", "bytes=1-2-3",
        "bytes=0x1-2", "bytes=1.0-2", "bytes= 0-1", "bytes =0-1", "bytes=0-1,3-4", "bytes=0-1, -1", "bytes=0-1,",
        "bytes=\u{FF11}-2", "items=0-1", "none", "", "=0-1", "0-1", "bytes:0-1",
    ])
    func `anything else is ignored`(value: String) {
        #expect(outcome([.range: value]) == nil)
    }

    @Test func `several fields are several ranges`() {
        var headers: HeaderFields = [.range: "bytes=0-1"]
        headers.append(.range, "bytes=2-3")
        #expect(outcome(headers) == nil)
        #expect(outcome([:]) == nil)
    }

    @Test(arguments: [
        ("bytes=0-", ByteRange.Outcome.unsatisfiable), ("bytes=-0", .unsatisfiable), ("bytes=-5", .whole),
    ])
    func `empty content has no parts`(value: String, expected: ByteRange.Outcome) {
        #expect(outcome([.range: value], length: 0) == expected)
    }

    @Test(arguments: [
        ("\"a\"", true), ("\"b\"", false), ("W/\"a\"", false), ("\"a\", \"b\"", false), ("*", false), ("a", false),
        ("", false), (same, true), (before, false), (after, false), ("Sunday, 06-Nov-94 08:49:37 GMT", true),
        ("\(same), \(same)", false),
    ])
    func `a range counts while If-Range names the current version`(value: String, isCurrent: Bool) {
        let headers: HeaderFields = [.range: "bytes=0-1", .ifRange: value]
        #expect(outcome(headers) == (isCurrent ? .part(0..<2) : .whole))
        #expect(outcome([.range: "bytes=99-", .ifRange: value]) == (isCurrent ? .unsatisfiable : .whole))
        if value.hasPrefix("\"") { #expect(outcome(headers, tag: "W/\"a\"") == .whole) }
    }

    @Test func `a date does not count in its own second`() {
        let headers: HeaderFields = [.range: "bytes=0-1", .ifRange: Self.same]
        #expect(outcome(headers, now: Self.modified) == .whole)
        #expect(outcome(headers, now: Self.modified + 1) == .part(0..<2))
    }

    @Test func `a part keeps the fields and shares the bytes`() {
        let whole = Response(.ok, headers: [.etag: "\"a\""], body: .part(Array("xx0123456789".utf8), 2..<12))
        let part = whole.part(3..<5)
        #expect(part.status == .partialContent)
        #expect(part.headers == [.etag: "\"a\"", .contentRange: "bytes 3-4/10"])
        guard case .part(let bytes, let range) = part.body else { return #expect(Bool(false)) }
        #expect(Array(bytes[range]) == Array("34".utf8))
    }
}
