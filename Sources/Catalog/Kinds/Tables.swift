// The collection of all tables.

package import Documents
import Search

/// Every table of every document; reads values from the document on demand.
package struct Tables: HeldRecords {
    let holdings: Holdings
    private let matchers: [CollectionMatcher]
    private let links: LinkTargets

    static let name = "tables"
    static let summary = "Tables of all articles, as they are in the documents."
    static let mark = "t"
    static let fields: [Field] = [
        Field("id"), Field("article", references: "articles"), Field("heading"), Field("columns", isList: true),
        Field("rows", isList: true).mayBeLarge,
        .links(hasColumns: true), .source,
        Field(
            "_meta", .object,
            members: [Field("collections", isList: true), Field("columns", .integer), Field("rows", .integer)]),
    ]

    static let indexedFields: Set = ["columns", "rows"]

    static func count(in document: Document) -> Int { document.tableCount }

    static func scope(_ spans: Spans) -> SearchScope? { .tables(spans) }

    static func forEachText(of ordinal: Int, in document: Document, _ body: (String, LineMap) -> Void) {
        document.forEachRow(ofTable: ordinal) { cells, lines in body(cells.joined(separator: " | "), lines) }
    }

    init(_ holdings: Holdings, links: LinkTargets, mapping: Mapping) {
        self.holdings = holdings
        self.links = links
        matchers = mapping.entries.map(CollectionMatcher.init)
    }

    /// Returns the table itself, for answers with a table instead of its record.
    package func table(at index: Int) -> Table {
        let (document, ordinal) = holdings.spans.locate(index)
        return holdings.documents[document].table(at: ordinal)
    }

    /// Returns a reader that avoids the cells of the table, for the fields that do without.
    package func reader(of path: FieldPath) -> ((Int) -> Value)? {
        func located(_ read: @escaping (Document, _ ordinal: Int) -> Value) -> (Int) -> Value {
            { record in
                let (position, ordinal) = holdings.spans.locate(record)
                return read(holdings.documents[position], ordinal)
            }
        }
        switch (path.position, path.members.first) {
        case (0, _): return { .text(holdings.id(at: $0)) }
        case (1, _): return { .text(holdings.articleIDs[holdings.spans.locate($0).document]) }
        case (2, _): return located { $0.heading(ofTable: $1).map(Value.text) ?? .null }
        case (6, "file"): return located { document, _ in .object([.init("file", .text(document.path))]) }
        case (6, "line"): return located { .object([.init("line", .integer($0.line(ofTable: $1)))]) }
        case (6, _):
            return located {
                Holdings.source(file: $0.path, line: $0.line(ofTable: $1), heading: $0.heading(ofTable: $1))
            }
        default: return articleReader(of: path)
        }
    }

    package func values(ofFields fields: [Int], at index: Int) -> [Value] {
        lazyValues(ofFields: fields, at: index).map(\.value)
    }

    package func lazyValues(ofFields fields: [Int], at index: Int) -> [LazyValue] {
        let (position, ordinal) = holdings.spans.locate(index)
        let document = holdings.documents[position]
        let table = document.table(at: ordinal)
        let article = holdings.articleIDs[position]
        return fields.map { field in
            switch field {
            case 0: .whole(.text(Holdings.id(article: article, mark: holdings.mark, ordinal: ordinal)))
            case 1: .whole(.text(article))
            case 2: .whole(table.heading.map(Value.text) ?? .null)
            case 3: .whole(Self.columns(of: table))
            case 4: Self.rows(of: table)
            case 5: links.values(of: document.links(ofTable: ordinal), in: position, columns: table.columns)
            case 6: .whole(Holdings.source(file: document.path, line: table.line, heading: table.heading))
            case 7: .whole(meta(of: table, in: document))
            default: .whole(ArticleFields.value(field - articleFields, of: document))
            }
        }
    }

    static func columns(of table: Table) -> Value { .list(table.columns.map(Value.text)) }

    /// Returns the rows as lists of cells; those of a large table are made while they are encoded.
    static func rows(of table: Table) -> LazyValue {
        let rows = LazyValue.list(table.rows) { .whole(.list($0.cells.map(Value.text))) }
        return table.rowCount > maxEagerRows ? rows : .whole(rows.value)
    }

    private static let maxEagerRows = 500

    private func meta(of table: Table, in document: Document) -> Value {
        let collections = matchers.filter { $0.takes(path: document.path) && $0.takes(table, in: document) }
        return .object([
            Value.Member("collections", .list(collections.map { .text($0.entry.name) })),
            Value.Member("columns", .integer(table.columns.count)),
            Value.Member("rows", .integer(table.rowCount)),
        ])
    }
}
