// Tables, made from the outline when they are asked for; their rows are read again when they are.

extension RunReader {
    /// The table of the node at `index`.
    static func table(of document: Document, at index: Int, heading: String?, ordinal: Int) -> Table {
        guard document.outline[index].shape == .pipes else {
            return shapedTable(of: document, at: index, heading: heading, ordinal: ordinal)
        }
        let rows = TableRows(document, document.outline[index])
        return Table(
            columns: rows.columns, alignments: rows.alignments, rows: Parts { rows.start() }, rowCount: rows.count,
            heldSize: rows.heldSize, line: document.line(of: document.outline[index]), heading: heading,
            ordinal: ordinal)
    }
}
