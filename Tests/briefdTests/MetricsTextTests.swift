// The Prometheus text format, and the metrics of the process.
import Glibc
import Testing

@testable import briefd

@Suite struct MetricsTextTests {
    @Test func `labels are escaped`() {
        var text = MetricsText()
        text.append("m", .gauge, "A help.", [([("a", "x\"y\\z\nw"), ("b", "")], 1.5), ([], 2)])
        #expect(text.text == "# HELP m A help.\n# TYPE m gauge\nm{a=\"x\\\"y\\\\z\\nw\",b=\"\"} 1.5\nm 2\n")
    }

    @Test func `the process has started before now`() {
        let now = Double(time(nil))
        let metrics = ProcessMetrics.current()
        // The system reports its own start in whole seconds.
        #expect(metrics.startTime > 1_600_000_000)
        #expect(metrics.startTime <= now + 1)
        var text = MetricsText()
        metrics.append(to: &text)
        #expect(text.text.contains("# TYPE process_start_time_seconds gauge\nprocess_start_time_seconds 1"))
    }
}
