// Records of a union of tables: one for each row, read from the documents on demand.

import Documents
import Synchronization

/// The rows of several tables; reading them in order takes O(1) per row.
struct UnionRows: Records {
    private let tables: Tables
    /// The positions of the tables among all tables.
    private let positions: [UInt32]
    private let spans: Spans
    /// For each different list of columns, the cell of each column of the union: -1 for none.
    private let layouts: [[Int16]]
    /// The layout of each table.
    private let layoutOf: [UInt32]
    /// The number of columns; the fields after them are `places`.
    private let columns: Int
    private var reader = RowReader()
    /// The rows that `prepared(for:)` read.
    private var readRows: [Int: Table.Row] = [:]
    /// The limit of the text in `readRows`, in bytes.
    private static let maxReadBytes = 16 << 20

    /// The fields with the place of a row.
    static let places: [Field] =
        [
            Field("article", references: "articles"), Field("article.title"), Field("article.date", .date),
            Field("table", references: "tables"), Field("source.file"), Field("source.line", .integer),
        ] + ArticleFields.all.dropFirst(2)

    init(
        tables: Tables, positions: [UInt32], counts: [Int], layouts: [[Int16]], layoutOf: [UInt32], columns: Int
    ) {
        self.tables = tables
        self.positions = positions
        self.layouts = layouts
        self.layoutOf = layoutOf
        self.columns = columns
        spans = Spans(counts: counts)
    }

    var count: Int { spans.count }

    var areRows: Bool { true }

    var memoryBytes: Int { positions.count * 16 + layouts.count * (32 + 2 * columns) + Self.openTableBytes }

    /// The approximate memory of an open table, in bytes.
    private static let openTableBytes = 256 << 10

    /// Returns rows with their own reader, so that two streams do not affect each other.
    ///
    /// Reads the rows at `positions` in the order of the tables, up to `maxReadBytes` of text.
    func prepared(for positions: [Int]) -> any Records {
        var rows = self
        rows.reader = RowReader()
        rows.readRows = [:]
        var size = 0
        for position in positions.sorted() where size < Self.maxReadBytes {
            guard let row = rows.row(at: position) else { continue }
            size += row.cells.reduce(64) { $0 + $1.utf8.count + 32 }
            rows.readRows[position] = row
        }
        return rows
    }

    private func row(at index: Int) -> Table.Row? {
        if let row = readRows[index] { return row }
        let (number, ordinal) = spans.locate(index)
        let position = Int(positions[number])
        return reader.row(ordinal, ofTable: position) { tables.table(at: position) }
    }

    /// Returns the id of the table and the number of the row, from 1.
    func id(at index: Int) -> String {
        let (number, ordinal) = spans.locate(index)
        return "\(tables.id(at: Int(positions[number])))-r\(ordinal + 1)"
    }

    /// Returns nil: rows have no URLs.
    func index(ofID id: String) -> Int? { nil }

    /// Returns the order of the documents, which breaks ties.
    func positionsByID() -> [UInt32] { (0..<count).map { UInt32(truncatingIfNeeded: $0) } }

    func value(ofField field: Int, at index: Int) -> Value {
        values(ofFields: [field], at: index).first ?? .null
    }

    func values(ofFields fields: [Int], at index: Int) -> [Value] {
        let number = spans.locate(index).document
        let position = Int(positions[number])
        let document = tables.holdings.spans.locate(position).document
        let layout = layouts[Int(layoutOf[number])]
        let source = tables.holdings.documents[document]
        let needsRow = fields.contains { $0 < columns || $0 == columns + 5 }
        let row = needsRow ? row(at: index) : nil
        return fields.map { field in
            if field < columns {
                guard field < layout.count, layout[field] >= 0, let cells = row?.cells else { return .null }
                let cell = Int(layout[field])
                return cell < cells.count ? .text(cells[cell]) : .null
            }
            return switch field - columns {
            case 0: .text(tables.holdings.articleIDs[document])
            case 1, 2: ArticleFields.value(field - columns - 1, of: source)
            case 3: .text(tables.id(at: position))
            case 4: .text(source.path)
            case 5: row.map { .integer($0.line) } ?? .null
            default: ArticleFields.value(field - columns - 4, of: source)
            }
        }
    }

    /// Returns the narrowest type of all cells of a column; stops at the first plain text.
    func kind(ofColumn column: Int, _ isStopped: () -> Bool) -> Field.Kind {
        withoutActuallyEscaping(isStopped) { isStopped in
            Field.Kind.narrowest(
                of: (0..<count).lazy.prefix { !$0.isMultiple(of: 256) || !isStopped() }
                    .map { value(ofField: column, at: $0).text ?? "" })
        }
    }
}

/// Reads rows of tables, and keeps the last table open at the next row.
private final class RowReader: Sendable {
    private struct OpenTable {
        let number: Int
        let table: Table
        var next: () -> Table.Row?
        /// The number of rows read.
        var position = 0
        /// The row before `position`.
        var last: Table.Row?
    }

    private let open = Mutex<OpenTable?>(nil)

    /// Returns a row of a table; nil if it has no such row.
    ///
    /// O(1) for the row after the last one; O(rows) for a row before it.
    func row(_ ordinal: Int, ofTable number: Int, _ make: () -> Table) -> Table.Row? {
        open.withLock { open in
            var current: OpenTable
            if let known = open, known.number == number, known.position <= ordinal + 1 {
                current = known
            } else {
                let table = open?.number == number ? open?.table ?? make() : make()
                current = OpenTable(number: number, table: table, next: table.rows.start())
            }
            while current.position <= ordinal {
                current.last = current.next()
                current.position += 1
            }
            open = current
            return current.last
        }
    }
}
