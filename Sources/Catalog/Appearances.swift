// Rows of tables on their way to records: gathered by key, their columns united.

import Documents

/// One row of one document that names a record.
struct Appearance: Sendable {
    /// A cell, and the mapped field that it belongs to.
    struct Cell: Sendable {
        let field: Int
        let value: Value
    }

    let document: Int
    let line: Int
    let heading: String?
    /// The key as this row spells it, without its closing colon.
    let name: String
    let cells: [Cell]
}

/// The rows of one configured collection, gathered document after document.
struct AppearanceGatherer {
    let entry: Mapping.Entry
    /// The mapped fields in the order of their first row, with every spelling of their header.
    private(set) var fields: [Field] = []
    /// By record, in the order of the first appearance; within one, in the order of documents and lines.
    private(set) var appearances: [[Appearance]] = []
    /// The folded key of each record.
    private(set) var keys: [String] = []
    /// For each document, the records that appear in it, each once.
    private(set) var mentions: [[UInt32]] = []
    private var positions: [String: Int] = [:]
    private var fieldPositions: [String: Int] = [:]

    init(entry: Mapping.Entry, documents: Int) {
        self.entry = entry
        mentions = Array(repeating: [], count: documents)
    }

    /// Takes in a table if it is one of the collection's; a row without a key is left out and remarked on.
    mutating func gather(_ table: Table, document: Int, file: String, diagnostics: inout [Diagnostic]) {
        guard entry.matches(columns: table.columns), let key = entry.keyColumn(of: table.columns) else { return }
        let columns = fieldPositions(of: table.columns, key: key)
        for row in table.rows {
            let name = key < row.cells.count ? Folding.withoutTrailingColon(row.cells[key]) : ""
            let folded = Folding.key(name)
            if folded.isEmpty {
                diagnostics.append(
                    Diagnostic(
                        .warning, .emptyKey, at: SourceLocation(file: file, line: row.line),
                        "The row has no key in the column that names records of `\(entry.name)`; it is left out."))
                continue
            }
            let cells = zip(columns, row.cells).compactMap { field, text in
                field.map { Appearance.Cell(field: $0, value: text.isEmpty ? .null : .text(text)) }
            }
            add(
                Appearance(document: document, line: row.line, heading: table.heading, name: name, cells: cells),
                key: folded)
        }
    }

    private mutating func add(_ appearance: Appearance, key: String) {
        let record: Int
        if let known = positions[key] {
            record = known
        } else {
            record = keys.count
            positions[key] = record
            keys.append(key)
            appearances.append([])
        }
        if appearances[record].last?.document != appearance.document {
            mentions[appearance.document].append(UInt32(truncatingIfNeeded: record))
        }
        appearances[record].append(appearance)
    }

    /// The mapped field of each column, nil for the key's.
    private mutating func fieldPositions(of columns: [String], key: Int) -> [Int?] {
        let names = FieldNames.names(of: columns, key: key) { entry.fieldName(ofHeader: $0) }
        return zip(names, columns).map { name, header in
            guard let name else { return nil }
            if let known = fieldPositions[name] {
                if !fields[known].originalHeaders.contains(header) { fields[known].originalHeaders.append(header) }
                return known
            }
            fieldPositions[name] = fields.count
            fields.append(Field(name, originalHeaders: [header]))
            return fields.count - 1
        }
    }
}

extension Diagnostic.Code {
    /// A row of a mapped table whose key cell is empty.
    static let emptyKey = Self(rawValue: "empty-key")
}
