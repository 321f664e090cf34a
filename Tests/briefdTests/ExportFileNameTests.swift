// Tests of the names of exported files.

import Testing

@testable import briefd

@Suite struct ExportFileNameTests {
    @Test func `the id of a table is its file name`() {
        #expect(Export.fileName(of: "talks-day-1-t1") == "talks-day-1-t1.csv")
    }

    @Test func `long ids are cut and stay different`() {
        let long = String(repeating: "ä", count: 300)
        let names = [Export.fileName(of: long + "-t1"), Export.fileName(of: long + "-t2")]
        #expect(Set(names).count == 2)
        for name in names { #expect(name.utf8.count <= 255 && name.hasPrefix("äää") && name.hasSuffix(".csv")) }
    }
}
