// Timestamps in the format of RFC 3339.

import HTTP
import Testing

@Suite struct TimestampTests {
    @Test(
        arguments: [
            (0, nil, "1970-01-01T00:00:00Z"), (784_111_777, nil, "1994-11-06T08:49:37Z"),
            (951_782_400, 7, "2000-02-29T00:00:00.007Z"), (-1, 999, "1969-12-31T23:59:59.999Z"),
            (Int64.max, nil, "9999-12-31T23:59:59Z"),
        ] as [(Int64, Int?, String)])
    func timesAreEncoded(_ seconds: Int64, _ milliseconds: Int?, _ text: String) {
        #expect(HTTPDate.timestamp(seconds, milliseconds: milliseconds) == text)
    }
}
