// Counts in words.
import Testing

@testable import briefd

@Suite struct WordingTests {
    @Test(arguments: [
        (1, "articles", "1 article"), (2, "articles", "2 articles"), (0, "points", "0 points"),
        (1, "strategies", "1 strategy"), (1, "seaLane", "1 seaLane"), (1, "news", "1 news"), (1, "glass", "1 glass"),
        (1234, "points", "1,234 points"), (1_234_567, "points", "1,234,567 points"),
    ])
    func `a count agrees with its noun`(count: Int, noun: String, words: String) {
        #expect(Wording.counted(count, noun) == words)
    }

    @Test(arguments: [(0, "0"), (999, "999"), (-1000, "-1,000"), (100_000, "100,000")])
    func `digits are grouped by three`(number: Int, words: String) {
        #expect(Wording.number(number) == words)
    }
}
