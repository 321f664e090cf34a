// The collection of all tables.

package import Documents
import Search

/// Every table of every document; reads values from the document on demand.
package struct Tables: HeldRecords {
    let holdings: Holdings
    private let matchers: [CollectionMatcher]
    private let links: LinkTargets

    static let fields: [Field] = [
        Field("id"), Field("article", references: "articles"), Field("heading"), Field("columns", isList: true),
        Field("rows", isList: true).mayBeLarge,
        .links(hasColumns: true), .source,
        Field(
            "_meta", .object,
            members: [Field("collections", isList: true), Field("columns", .integer), Field("rows", .integer)]),
    ]

    static func collection(
        _ documents: [Document], articleIDs: Identifiers, spans: Spans, mapping: Mapping, links: LinkTargets,
        index: TextIndex
    ) -> Collection {
        let holdings = Holdings(documents: documents, articleIDs: articleIDs, mark: "t", spans: spans)
        return Collection(
            name: "tables", summary: "Tables of all articles, as they are in the documents.",
            fields: fields + ArticleFields.all,
            records: Tables(holdings: holdings, mapping: mapping, links: links)
        ).searched(by: CollectionSearch(index, .tables(holdings)))
    }

    private init(holdings: Holdings, mapping: Mapping, links: LinkTargets) {
        self.holdings = holdings
        self.links = links
        matchers = mapping.entries.map(CollectionMatcher.init)
    }

    /// The position of the first field of the article.
    var articleFields: Int { Self.fields.count }

    package var count: Int { holdings.spans.count }

    package func id(at index: Int) -> String { holdings.id(at: index) }

    package func index(ofID id: String) -> Int? { holdings.index(ofID: id) }

    /// Returns the table itself, for answers with a table instead of its record.
    package func table(at index: Int) -> Table {
        let (document, ordinal) = holdings.spans.locate(index)
        return holdings.documents[document].table(at: ordinal)
    }

    package func positionsByID() -> [UInt32] { holdings.positionsByID() }

    package func value(ofField field: Int, at index: Int) -> Value {
        values(ofFields: [field], at: index).first ?? .null
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
