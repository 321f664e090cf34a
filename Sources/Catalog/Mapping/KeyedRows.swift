// Conversion of tables and lists to rows with columns and names. Appearances.swift makes records of the rows.

import Documents

/// Rows of one table or list, with the column or the text that names them.
struct KeyedRows {
    struct Row {
        var cells: [String]
        var line: Int
        /// The line of the cell that names the row; nil if a heading or the title names it.
        var nameLine: Int?
        /// The merge key if it is not the name.
        var key: String?
    }

    /// The limit of columns; transposed content with more fields is left out.
    static let maxColumns = 1000

    var columns: [String]
    var rows: [Row]
    /// The first line of the table or list.
    var line: Int
    /// The plain text of the nearest heading above, or nil.
    var heading: String?
    /// The column with the names of records, which is not a field.
    var key: Int?
    /// The name of records without a name in a cell.
    var fallback = ""

    /// Returns the name of a row, and its line if it is in a row.
    func name(of row: Row) -> (text: String, line: Int?) {
        let cell = key.flatMap { row.cells.indices.contains($0) ? row.cells[$0] : nil } ?? ""
        return cell.isEmpty ? (fallback, nil) : (cell, row.nameLine)
    }
}

extension CollectionMatcher {
    /// Returns the rows of a table that matches; nil if it lacks the column with the names of records.
    func rows(of table: Table, in document: Document) -> KeyedRows? {
        if entry.isTransposed { return transposed(table, fallback: fallback(table.heading, document)) }
        return keyColumn(of: table.columns).map { key in
            KeyedRows(
                columns: table.columns,
                rows: table.rows.map { .init(cells: $0.cells, line: $0.line, nameLine: $0.line) },
                line: table.line, heading: table.heading, key: key)
        }
    }

    /// Returns true if a list matches by its heading and, if transposed, its first label.
    func takes(_ list: List, heading: String?, in document: Document) -> Bool {
        guard entry.contents.contains(.bullets) else { return false }
        let heading = heading ?? document.title.text
        guard entry.isTransposed else { return takes(heading: heading) }
        guard let label = list.items.first(where: { $0.label != nil })?.label else { return false }
        return takes(columns: [label], heading: heading)
    }

    /// Returns the rows of a list that matches; nil if it lacks the bullet with the name of its record.
    ///
    /// Each bullet is a row of label and text; the first words name one without a label. In transposed content, the
    /// labelled bullets are one row, and others do not count. Nested items do not count.
    func rows(of list: List, heading: String?, in document: Document) -> KeyedRows? {
        guard entry.isTransposed else {
            let rows = list.items.map { item -> KeyedRows.Row in
                if let label = item.label {
                    return .init(cells: [label, item.text], line: item.line, nameLine: item.line)
                }
                // Bullets with the same first words are not merged.
                return .init(
                    cells: [Self.firstWords(of: item.text), item.text], line: item.line, nameLine: item.line,
                    key: item.text)
            }
            return KeyedRows(columns: ["Label", "Text"], rows: rows, line: list.line, heading: heading, key: 0)
        }
        let items = list.items.filter { $0.label != nil }
        let labels = items.map { $0.label ?? "" }
        let key = labels.firstIndex(where: isKey)
        guard let first = items.first, labels.count <= KeyedRows.maxColumns, key != nil || entry.key == nil else {
            return nil
        }
        return KeyedRows(
            columns: labels,
            rows: [.init(cells: items.map(\.text), line: first.line, nameLine: key.map { items[$0].line })],
            line: first.line, heading: heading, key: key,
            fallback: fallback(heading, document))
    }

    /// Returns the rows of a table with names of fields in its first column: each further column is a row.
    ///
    /// Without a configured key, the header names several rows, and `fallback` a single one. With another key, the
    /// header is not a field.
    private func transposed(_ table: Table, fallback: String) -> KeyedRows? {
        let width = table.columns.count
        guard width > 1, table.rowCount < KeyedRows.maxColumns else { return nil }
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

    /// The limits of the name of a bullet without a label, in words and characters.
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

    /// Returns the name of records without a name in a cell: the heading above, unless the collection selects by it.
    private func fallback(_ heading: String?, _ document: Document) -> String {
        entry.match.headings.isEmpty ? heading ?? document.title.text : document.title.text
    }
}
