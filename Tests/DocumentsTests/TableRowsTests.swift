// Tables of any size, read a range at a time: every row has its cells and its line, packed and plain.

import Testing

@testable import Documents

@Suite struct TableRowsTests {
    /// The lines of a table below two others, and what its rows are to be.
    private static func table(mark: String, hasHeader: Bool) -> (text: String, rows: [Table.Row]) {
        var text = "Above it stands this.\n\n" + (hasHeader ? "\(mark)| Plan | Cost |\n\(mark)|---|---|\n" : "")
        let firstLine = hasHeader ? 5 : 3
        var rows: [Table.Row] = []
        for number in 0..<4_000 {
            // One row alone is longer than what is read at once.
            let name = String(repeating: "pier ", count: number == 700 ? 30_000 : number % 23) + "\(number)"
            text += "\(mark)| \(name) | \(number % 7) |\n"
            rows.append(Table.Row(cells: [name, "\(number % 7)"], line: firstLine + number))
        }
        return (text + "\nBelow it stands that.\n", rows)
    }

    @Test(arguments: [
        ("a.md", "", true), ("a.md", "> ", true), ("a.txt", "", true), ("a.txt", "", false),
    ])
    func largeTablesAreReadWhole(path: String, mark: String, hasHeader: Bool) throws {
        let (text, rows) = Self.table(mark: mark, hasHeader: hasHeader)
        let plain = try #require(Document.read(Array(text.utf8), path: path).documents.first)
        let packed = plain.packed(by: Codebook(sample: [Array(text.utf8.prefix(50_000))]))
        #expect(packed.keptSize < plain.keptSize)
        for document in [plain, packed] {
            let table = document.table(at: 0)
            #expect(table.columns == (hasHeader ? ["Plan", "Cost"] : ["", ""]))
            #expect(table.rowCount == rows.count)
            #expect(table.rows.elementsEqual(rows))
            // Again, from the beginning.
            #expect(table.rows.first == rows.first)
        }
    }
}
