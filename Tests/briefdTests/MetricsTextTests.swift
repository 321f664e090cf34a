// The Prometheus text format.
import Testing

@testable import briefd

@Suite struct MetricsTextTests {
    @Test func `labels are escaped`() {
        var text = MetricsText()
        text.append("m", .gauge, "A help.", [([("a", "x\"y\\z\nw"), ("b", "")], 1.5), ([], 2)])
        #expect(text.text == "# HELP m A help.\n# TYPE m gauge\nm{a=\"x\\\"y\\\\z\\nw\",b=\"\"} 1.5\nm 2\n")
    }
}
