// Content brought into one shape: rows with columns, and what names each row. Which content is a collection's is
// decided in EntryPatterns.swift, what becomes of the rows in Appearances.swift.

import Documents

/// Rows of one table or list, with the column or the text that names them.
struct KeyedRows {
    struct Row {
        var cells: [String]
        var line: Int
        /// The line of the cell that names the row, nil where another line than these does.
        var nameLine: Int?
        /// The text by which rows are merged if it is not the name.
        var key: String?
    }

    /// Transposed content with more names of fields than this is left out, as a table as wide is.
    static let mostColumns = 1000

    var columns: [String]
    var rows: [Row]
    /// Where the table or list begins.
    var line: Int
    /// Plain text of the nearest heading above, nil where there is none.
    var heading: String?
    /// The column whose cells name the records and are no field.
    var key: Int?
    /// What names the records where no cell does.
    var fallback = ""

    /// The name of a row, and its line where that is one of the rows.
    func name(of row: Row) -> (text: String, line: Int?) {
        let cell = key.flatMap { row.cells.indices.contains($0) ? row.cells[$0] : nil } ?? ""
        return cell.isEmpty ? (fallback, nil) : (cell, row.nameLine)
    }
}

extension EntryPatterns {
    /// The rows that a table has for this collection, which takes it; nil where it lacks what names its records.
    func rows(of table: Table, in document: Document) -> KeyedRows? {
        if entry.isTransposed { return transposed(table, fallback: fallback(table.heading, document)) }
        return keyColumn(of: table.columns).map { key in
            KeyedRows(
                columns: table.columns,
                rows: table.rows.map { .init(cells: $0.cells, line: $0.line, nameLine: $0.line) },
                line: table.line, heading: table.heading, key: key)
        }
    }

    /// Returns true if the collection takes a list of a document, by its heading and, transposed, its first label.
    func takes(_ list: List, heading: String?, in document: Document) -> Bool {
        guard entry.contents.contains(.bullets) else { return false }
        let heading = heading ?? document.title.text
        guard entry.isTransposed else { return takes(heading: heading) }
        guard let label = list.items.first(where: { $0.label != nil })?.label else { return false }
        return takes(columns: [label], heading: heading)
    }

    /// The rows that a list has for this collection, which takes it; nil where it lacks what names its record.
    ///
    /// Each bullet is a row of label and text; one without a label is named by its first words. Transposed, the
    /// labelled bullets are one row under their labels, and others do not count. Nested items do not count.
    func rows(of list: List, heading: String?, in document: Document) -> KeyedRows? {
        guard entry.isTransposed else {
            let rows = list.items.map { item -> KeyedRows.Row in
                if let label = item.label {
                    return .init(cells: [label, item.text], line: item.line, nameLine: item.line)
                }
                // Two bullets with the same first words are still two bullets, so the whole text is the key.
                return .init(
                    cells: [Self.firstWords(of: item.text), item.text], line: item.line, nameLine: item.line,
                    key: item.text)
            }
            return KeyedRows(columns: ["Label", "Text"], rows: rows, line: list.line, heading: heading, key: 0)
        }
        let items = list.items.filter { $0.label != nil }
        let labels = items.map { $0.label ?? "" }
        let key = labels.firstIndex(where: isKey)
        guard let first = items.first, labels.count <= KeyedRows.mostColumns, key != nil || entry.key == nil else {
            return nil
        }
        return KeyedRows(
            columns: labels,
            rows: [.init(cells: items.map(\.text), line: first.line, nameLine: key.map { items[$0].line })],
            line: first.line, heading: heading, key: key,
            fallback: fallback(heading, document))
    }

    /// A table whose first column holds the names of fields: each further column is a row.
    ///
    /// Without a configured key, several such rows are named by the header, and one alone by `fallback`. Else the
    /// header is a field like the others only where it is the key.
    private func transposed(_ table: Table, fallback: String) -> KeyedRows? {
        let width = table.columns.count
        guard width > 1, table.rowCount < KeyedRows.mostColumns else { return nil }
        let lines = Array(table.rows)
        let names = [table.columns[0]] + lines.map { $0.cells.first ?? "" }
        var rows = (1..<width).map { column in
            let cells = lines.map { $0.cells.indices.contains(column) ? $0.cells[column] : "" }
            return KeyedRows.Row(cells: [table.columns[column]] + cells, line: table.line)
        }
        var key = 0
        if entry.key != nil {
            guard let position = names.firstIndex(where: isKey) else { return nil }
            key = position
        } else if width == 2 {
            rows[0].cells[0] = ""
        }
        let first = key > 0 ? 1 : 0
        let nameLine = key > 0 ? lines[key - 1].line : table.line
        return KeyedRows(
            columns: Array(names[first...]),
            rows: rows.map { .init(cells: Array($0.cells[first...]), line: $0.line, nameLine: nameLine) },
            line: table.line, heading: table.heading, key: key - first, fallback: fallback)
    }

    /// The name of a bullet without a label has at most so many words and characters.
    private static let (maxNameWords, maxNameLength) = (8, 60)

    /// Returns the words at the beginning of a text, without punctuation after the last one.
    private static func firstWords(of text: String) -> String {
        var name = ""
        for word in text.split(separator: " ").prefix(maxNameWords) {
            if !name.isEmpty, name.count + word.count >= maxNameLength { break }
            name += (name.isEmpty ? "" : " ") + word.prefix(maxNameLength)
        }
        while let last = name.unicodeScalars.last, ",;:.–—-".unicodeScalars.contains(last), name.count > 1 {
            name.unicodeScalars.removeLast()
        }
        return name
    }

    /// What names a record that no cell does: the heading above, unless all records of the collection have it.
    private func fallback(_ heading: String?, _ document: Document) -> String {
        entry.match.headings.isEmpty ? heading ?? document.title.text : document.title.text
    }
}
