// Dates in the three formats of RFC 9110 section 5.6.7.

import HTTP
import Testing

@Suite struct HTTPDateTests {
    private static let now: Int64 = 1_790_000_000  // in 2026

    @Test(
        arguments: [
            (0, "Thu, 01 Jan 1970 00:00:00 GMT"), (784_111_777, "Sun, 06 Nov 1994 08:49:37 GMT"),
            (-1, "Wed, 31 Dec 1969 23:59:59 GMT"),
            (951_782_400, "Tue, 29 Feb 2000 00:00:00 GMT"), (951_868_800, "Wed, 01 Mar 2000 00:00:00 GMT"),
            (1_709_164_800, "Thu, 29 Feb 2024 00:00:00 GMT"), (4_107_542_400, "Mon, 01 Mar 2100 00:00:00 GMT"),
            (4_107_456_000, "Sun, 28 Feb 2100 00:00:00 GMT"), (253_402_300_799, "Fri, 31 Dec 9999 23:59:59 GMT"),
            (-62_135_596_800, "Mon, 01 Jan 0001 00:00:00 GMT"), (2_147_483_648, "Tue, 19 Jan 2038 03:14:08 GMT"),
            (-62_167_219_200, "Sat, 01 Jan 0000 00:00:00 GMT"),
        ] as [(Int64, String)])
    func fixdatesGoBothWays(seconds: Int64, text: String) {
        #expect(String(decoding: HTTPDate.encode(seconds), as: UTF8.self) == text)
        #expect(HTTPDate.parse(text, now: Self.now) == seconds)
    }

    @Test func everyDayGoesBothWays() {
        for day in stride(from: Int64(-800_000), to: 2_900_000, by: 997) {
            let seconds = min(max(day * 86400 + day % 86400, -62_167_219_200), 253_402_300_799)
            let text = String(decoding: HTTPDate.encode(seconds), as: UTF8.self)
            #expect(text.utf8.count == 29)
            #expect(HTTPDate.parse(text, now: Self.now) == seconds)
        }
    }

    @Test(arguments: [Int64.min, .max, -62_167_219_201, 253_402_300_800])
    func datesOutOfRangeAreClamped(seconds: Int64) {
        #expect(HTTPDate.encode(seconds) == HTTPDate.encode(seconds < 0 ? -62_167_219_200 : 253_402_300_799))
    }

    @Test(
        arguments: [
            ("Sunday, 06-Nov-94 08:49:37 GMT", 784_111_777), ("Sun Nov  6 08:49:37 1994", 784_111_777),
            ("Wed Nov 16 08:49:37 1994", 784_975_777), ("Thursday, 01-Jan-70 00:00:00 GMT", 3_155_760_000),
            ("Friday, 01-Jan-77 00:00:00 GMT", 220_924_800), ("Friday, 31-Dec-76 00:00:00 GMT", 3_376_598_400),
            ("Saturday, 01-Jan-00 00:00:00 GMT", 946_684_800), ("Monday, 06 Nov 1994 08:49:37 GMT", nil),
            ("Sun, 06 Nov 1994 08:49:60 GMT", 784_111_800), ("Mon, 06 Nov 1994 08:49:37 GMT", 784_111_777),
            ("Tue, 29 Feb 2000 00:00:00 GMT", 951_782_400),
        ] as [(String, Int64?)])
    func olderFormsAreRead(text: String, seconds: Int64?) {
        #expect(HTTPDate.parse(text, now: Self.now) == seconds)
    }

    @Test(arguments: [
        "", " ", "0", "784111777", "Sun, 06 Nov 1994 08:49:37", "Sun, 06 Nov 1994 08:49:37 UTC",
        "Sun, 06 Nov 1994 08:49:37 +0000",
        "Sun, 06 Nov 1994 08:49:37 gmt", "sun, 06 Nov 1994 08:49:37 GMT", "Sun, 06 nov 1994 08:49:37 GMT",
        "Sun 06 Nov 1994 08:49:37 GMT",
        "Sun,06 Nov 1994 08:49:37 GMT", "Sun, 6 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 94 08:49:37 GMT",
        "Sun, 06 Nov 1994 8:49:37 GMT",
        "Sun, 06 Nov 1994 08:49 GMT", "Sun, 06 Nov 1994 24:00:00 GMT", "Sun, 06 Nov 1994 08:60:00 GMT",
        "Sun, 06 Nov 1994 08:49:61 GMT",
        "Sun, 00 Nov 1994 08:49:37 GMT", "Sun, 31 Nov 1994 08:49:37 GMT", "Wed, 29 Feb 2023 00:00:00 GMT",
        "Mon, 29 Feb 2100 00:00:00 GMT",
        "Sun, 06 Foo 1994 08:49:37 GMT", "Foo, 06 Nov 1994 08:49:37 GMT", "Sun, +6 Nov 1994 08:49:37 GMT",
        "Sun, 06 Nov -994 08:49:37 GMT",
        "Sun, 06 Nov 1994 08:49:37 GMT ", " Sun, 06 Nov 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 08:49:37 GMT, Sun, 06 Nov 1994 08:49:37 GMT",
        "Sun, 06-Nov-94 08:49:37 GMT", "Sunday, 06-Nov-1994 08:49:37 GMT", "Sun Nov 6 08:49:37 1994",
        "Sun Nov 06 08:49:37 94", "Sun Nov  6 08:49:37 1994 GMT",
        "Sun, 06 Nov 1994  08:49:37 GMT", "Sun, 06 Nov 1994 08:49:37\u{A0}GMT", "Sun, ٠٦ Nov 1994 08:49:37 GMT",
        "1994-11-06T08:49:37Z", "never",
        "Sun Nov  66 8:49:37 1994", "Sunday, 06-Nov-94", "Sun, 06 Nov 1994 08:49:37 GMT\0",
    ])
    func otherTextsAreNoDates(text: String) {
        #expect(HTTPDate.parse(text, now: Self.now) == nil)
    }
}
