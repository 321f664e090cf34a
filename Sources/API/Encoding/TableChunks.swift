// The content of a table as CSV, generated in chunks while it is sent.

import Documents

/// The chunks of a table as CSV: the columns as header row, then the rows.
struct TableChunks: Sequence, Sendable {
    private let table: Table
    /// True if cells are guarded against formulas.
    private let isGuarded: Bool

    init(_ table: Table, isGuarded: Bool = true) {
        self.table = table
        self.isGuarded = isGuarded
    }

    /// The number of bytes of memory that a stream holds in addition to the current chunk.
    var memoryBytes: Int { table.heldSize }

    /// True if a column has a name.
    var hasHeader: Bool { table.columns.contains { !$0.isEmpty } }

    func makeIterator() -> AnyIterator<[UInt8]> {
        let next = table.rows.start()
        var isFirst = true
        return AnyIterator {
            var writer = CSVWriter(isGuarded: isGuarded)
            if isFirst, hasHeader { writer.write(texts: table.columns) }
            isFirst = false
            while writer.bytes.count < RecordChunks.minChunkBytes, let row = next() { writer.write(texts: row.cells) }
            return writer.bytes.isEmpty ? nil : writer.bytes
        }
    }
}
