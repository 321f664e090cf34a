// Union of the rows of all tables with some columns: a collection that is made for one request and stores no cells.

import Documents

/// The rows of the tables that have all of some columns.
///
/// It takes about 16 bytes per table. It reads cells from the documents on demand.
package struct RowUnion: Sendable {
    /// The limit of columns; further ones are left out.
    package static let maxColumns = 256
    /// The limit of nearest names for an unknown column.
    private static let maxSuggestions = 3

    /// The rows in the order of the tables; the fields are the columns, then the place of the row.
    package let collection: Collection
    /// The number of columns beyond `maxColumns`.
    package let omittedColumns: Int
    /// The columns nearest to those that no table has; empty if every column exists.
    package let suggestions: [String]
    /// The requested columns that no table has.
    package let unknown: [String]

    /// Finds the tables that have all columns of `names`.
    ///
    /// The columns in `ordered` get the narrowest type of all their cells, the others are texts. Returns nil soon after
    /// `isStopped` is true.
    package init?(
        of tables: Collection, columns names: [String], ordered: [String], isStopped: () -> Bool = { false }
    ) {
        guard let records = tables.records as? Tables else { return nil }
        let keys = names.map { ColumnKeys.key(of: $0, at: 0) }
        let choice = Self.tables(with: zip(names, keys), in: tables, isStopped)
        var layouts = Layouts(asked: keys)
        var (positions, counts, layoutOf) = ([UInt32](), [Int](), [UInt32]())
        for position in choice.tables {
            if isStopped() { return nil }
            let table = records.table(at: position)
            guard table.rowCount > 0, let layout = layouts.layout(of: table.columns) else { continue }
            positions.append(UInt32(truncatingIfNeeded: position))
            counts.append(table.rowCount)
            layoutOf.append(layout)
        }
        if isStopped() { return nil }
        let shownNames = layouts.names(asked: names)
        let union = UnionRows(
            tables: records, positions: positions, counts: counts, layouts: layouts.layouts, layoutOf: layoutOf,
            columns: shownNames.count)
        var spellings: [String: String] = [:]
        for (key, name) in zip(layouts.keys, shownNames) { spellings[key] = name }
        spellings.merge(shownNames.map { (ColumnKeys.key(of: $0, at: 0), $0) }) { first, _ in first }
        let wanted = Set(ordered.map { ColumnKeys.key(of: $0, at: 0) })
        var columns: [Field] = []
        for (position, name) in shownNames.enumerated() {
            let isOrdered = ordered.contains(name) || wanted.contains(layouts.keys[position])
            let kind = isOrdered ? union.kind(ofColumn: position, isStopped) : .text
            columns.append(Field(name, kind).omittedIfMissing)
        }
        if isStopped() { return nil }
        collection = Collection(
            name: Self.name, summary: Self.summary, fields: columns + UnionRows.places, records: union,
            spellings: spellings)
        omittedColumns = layouts.omitted.count
        (unknown, suggestions) = (choice.unknown, choice.suggestions)
    }

    /// Returns a union without tables, which has the fields of all rows.
    package static func withoutTables(of tables: Collection) -> Collection? {
        guard let records = tables.records as? Tables else { return nil }
        let union = UnionRows(tables: records, positions: [], counts: [], layouts: [], layoutOf: [], columns: 0)
        return Collection(name: name, summary: summary, fields: UnionRows.places, records: union)
    }

    /// The name, which no configured collection can have because of the dot.
    private static let name = "tables.rows"
    private static let summary = "Rows of all tables that have the same columns."

    /// Returns the positions of the tables that have all columns, and the columns that no table has.
    private static func tables(
        with columns: some Sequence<(String, String)>, in tables: Collection, _ isStopped: () -> Bool
    ) -> (tables: [Int], unknown: [String], suggestions: [String]) {
        let all = Array(0..<tables.records.count)
        // Without an index, the layouts decide, which reads every table.
        guard let path = tables.path(named: "columns"), let index = tables.index(of: path, isStopped: isStopped)
        else { return (all, [], []) }
        let headers = (0..<index.count).map { index.value(of: $0).text ?? "" }
        let headerKeys = headers.map { ColumnKeys.key(of: $0, at: 0) }
        var chosen = all
        var (unknown, suggestions) = ([String](), [String]())
        for (name, key) in columns {
            if isStopped() { return ([], [], []) }
            let codes = headerKeys.indices.filter { headerKeys[$0] == key && !headers[$0].isEmpty }
            if codes.isEmpty {
                unknown.append(name)
                var seen: Set<String> = [""]
                let different = zip(headers, headerKeys).lazy.filter { seen.insert($1).inserted }.map(\.0)
                suggestions += Suggestion.nearest(maxSuggestions, to: name, among: Array(different))
            }
            let marks = index.marks(of: codes.map { $0..<$0 + 1 })
            chosen = chosen.filter { marks[$0] }
        }
        return (chosen, unknown, suggestions)
    }
}

/// Keys of equal columns in different tables.
enum ColumnKeys {
    /// Returns the key of a header: its name as a field, without case.
    ///
    /// `Owner(s)`, `owners` and ` Owners ` have one key. A header without letters is its own key; an empty one gets
    /// a key by position.
    package static func key(of header: String, at position: Int) -> String {
        let name = FieldNames.camelCase(header).lowercased()
        if !name.isEmpty { return name }
        let folded = Folding.key(header)
        return folded.isEmpty ? "\u{0}\(position + 1)" : folded
    }

    /// Returns one key for each column; a second column with the same key gets another one.
    static func keys(of columns: [String]) -> [String] {
        var counts: [String: Int] = [:]
        return columns.enumerated().map { position, header in
            let key = key(of: header, at: position)
            let count = counts[key, default: 0] + 1
            counts[key] = count
            return count == 1 ? key : "\(key)\u{0}\(count)"
        }
    }
}

/// The positions of the union's columns in tables.
private struct Layouts {
    /// The keys of the columns, the requested ones first.
    private(set) var keys: [String]
    /// The headers as first written; nil for requested columns that no table has.
    private var headers: [String?]
    /// For each different list of columns, the cell of each column of the union: -1 for none.
    private(set) var layouts: [[Int16]] = []
    /// The keys of the columns that are left out.
    private(set) var omitted: Set<String> = []
    private let askedCount: Int
    private var positions: [String: Int] = [:]
    /// The layouts of lists of columns; nil for tables without all requested columns.
    private var known: [[String]: UInt32?] = [:]

    init(asked keys: [String]) {
        self.keys = keys
        headers = keys.map { _ in nil }
        askedCount = keys.count
        for (position, key) in keys.enumerated() { positions[key] = position }
    }

    /// Returns the number of the layout of a table with these columns; nil if it lacks a requested column.
    mutating func layout(of columns: [String]) -> UInt32? {
        if let number = known[columns] { return number }
        let tableKeys = ColumnKeys.keys(of: columns)
        guard Set(tableKeys).isSuperset(of: keys.prefix(askedCount)) else {
            known[columns] = .some(nil)
            return nil
        }
        var cells = [Int16](repeating: -1, count: keys.count)
        for (cell, key) in tableKeys.enumerated() {
            guard let position = position(of: key, columns[cell], at: cell) else { continue }
            while cells.count <= position { cells.append(-1) }
            cells[position] = Int16(clamping: cell)
        }
        let number = UInt32(truncatingIfNeeded: layouts.count)
        layouts.append(cells)
        known[columns] = .some(number)
        return number
    }

    /// Returns the position of a column in the union; nil if it is left out.
    private mutating func position(of key: String, _ header: String, at cell: Int) -> Int? {
        let header = header.isEmpty ? "column\(cell + 1)" : header
        if let position = positions[key] {
            if headers[position] == nil { headers[position] = header }
            return position
        }
        guard keys.count < RowUnion.maxColumns else {
            omitted.insert(key)
            return nil
        }
        positions[key] = keys.count
        keys.append(key)
        headers.append(header)
        return keys.count - 1
    }

    /// Returns names of the columns that are unique without case, also among `UnionRows.places`.
    func names(asked: [String]) -> [String] {
        var unique = UniqueNames(taken: Set(UnionRows.places.map(\.name)), ignoringCase: true)
        return headers.enumerated().map { position, header in unique.take(header ?? asked[position]) }
    }
}
