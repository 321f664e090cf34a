// Rows that are one record but disagree in a field: how many values there are, and where the first two are.

package import Documents

extension AppearanceGatherer {
    /// Returns one diagnostic for each record with rows that disagree.
    ///
    /// It names the first two rows with different values of one field. O(cells of records with several rows).
    func conflictDiagnostics(_ documents: [Document]) -> [Diagnostic] {
        appearances.compactMap { rows in
            guard let conflict = Self.conflict(in: rows) else { return nil }
            let (first, second) = (rows[conflict.first], rows[conflict.second])
            func place(_ row: Appearance) -> String { "\(documents[row.document].path):\(row.line)" }
            func shown(_ row: Appearance) -> String {
                let value = row.cells.first { $0.field == conflict.field }?.value.scalarText ?? "a list"
                return "`\(value.prefix(60))` in \(place(row))"
            }
            // People are always merged.
            let advice = entry.kind == .person ? "" : "; \"merge\": \"none\" makes each row a record"
            return Diagnostic(
                .note, .conflictingRows,
                at: SourceLocation(file: documents[second.document].path, line: second.line),
                "The rows of `\(second.name.prefix(80))` in `\(entry.name)` disagree in "
                    + "`\(fields[conflict.field].name)`: \(shown(first)), \(shown(second)). The record shows the "
                    + "newest, `appearances` all\(advice).")
        }
    }

    /// The number of rows, and of those the ones that share a record with a row that disagrees.
    var disagreement: (rows: Int, conflicting: Int) {
        appearances.reduce(into: (0, 0)) { count, rows in
            count.0 += rows.count
            if Self.conflict(in: rows) != nil { count.1 += rows.count }
        }
    }

    /// Returns a field, and the first two rows whose values of it differ; nil if no rows disagree.
    private static func conflict(in rows: [Appearance]) -> (field: Int, first: Int, second: Int)? {
        guard rows.count > 1 else { return nil }
        var known: [Int: (value: Value, row: Int)] = [:]
        for (position, row) in rows.enumerated() {
            for cell in row.cells where !cell.value.isMissing {
                if let other = known[cell.field] {
                    if other.value != cell.value { return (cell.field, other.row, position) }
                } else {
                    known[cell.field] = (cell.value, position)
                }
            }
        }
        return nil
    }

    /// Returns the fields in which some rows disagree, each with the number of different values.
    static func conflicts(in rows: [Appearance]) -> [(field: Int, values: Int)] {
        guard rows.count > 1 else { return [] }
        var values: [Int: Set<Value>] = [:]
        for row in rows {
            for cell in row.cells where !cell.value.isMissing { values[cell.field, default: []].insert(cell.value) }
        }
        return values.filter { $0.value.count > 1 }.map { ($0.key, $0.value.count) }.sorted { $0.field < $1.field }
    }
}

/// How far the rows of a collection that does not exist yet would disagree.
package struct Disagreement: Sendable {
    /// The rows that the collection would have.
    package let rows: Int
    /// The rows that would share a record with a row that disagrees.
    package let conflicting: Int

    /// Gathers the rows of each entry of `mapping`; O(size of the documents).
    package static func measure(_ mapping: Mapping, in documents: [Document]) -> [Disagreement] {
        Gathering(documents, mapping).gatherers.map { gatherer in
            let (rows, conflicting) = gatherer.disagreement
            return Disagreement(rows: rows, conflicting: conflicting)
        }
    }

    /// True if merging by key would hide much: a quarter of the rows disagree with another row of their key.
    package var hidesRows: Bool { conflicting > 0 && conflicting * 4 >= rows }
}
