// A table as CSV, made piece by piece.

import Documents

/// The columns of a table as the header row, then its rows.
struct TablePieces: Sequence, Sendable {
    private let table: Table

    init(_ table: Table) { self.table = table }

    /// The octets that a stream of them holds besides the piece under way.
    var size: Int { table.heldSize }

    var hasHeader: Bool { table.columns.contains { !$0.isEmpty } }

    func makeIterator() -> AnyIterator<[UInt8]> {
        let next = table.rows.start()
        var isFirst = true
        return AnyIterator {
            var writer = CSVWriter()
            if isFirst, hasHeader { writer.write(texts: table.columns) }
            isFirst = false
            while writer.bytes.count < RecordPieces.pieceSize, let row = next() { writer.write(texts: row.cells) }
            return writer.bytes.isEmpty ? nil : writer.bytes
        }
    }
}
