// The records of a configured collection: one for every key, with all its appearances.

package import Documents

/// Records merged by key.
///
/// Flat fields are kept by column, so that filters and sorts read one array.
package struct MappedRecords: Records {
    private let ids: Identifiers
    private let names: [String]
    /// By mapped field, then by record: the newest appearance's value that is not empty.
    private let columns: [Column]
    private let columnNames: [String]
    /// By record, newest first.
    private let appearances: [[Appearance]]
    private let documents: [Document]
    private let articleIDs: Identifiers

    /// Makes the collection; `instants` are the documents' dates, nil where there is none that can be compared.
    static func collection(
        _ gathered: AppearanceGatherer, documents: [Document], articleIDs: Identifiers, instants: [Instant?]
    ) -> Collection {
        let fields = typed(gathered)
        let records = MappedRecords(
            gathered, fields: fields, documents: documents, articleIDs: articleIDs, instants: instants)
        let appearances = Field(
            "appearances", .object, isList: true,
            members: [Field("article", references: "articles")] + fields + [.source])
        let meta = Field("_meta", .object, members: [Field("articles", .integer), Field("aliases", isList: true)])
        return Collection(
            name: gathered.entry.name, summary: gathered.entry.sentence,
            fields: [Field("id"), Field("name")] + fields + [appearances, meta], records: records)
    }

    private init(
        _ gathered: AppearanceGatherer, fields: [Field], documents: [Document], articleIDs: Identifiers,
        instants: [Instant?]
    ) {
        let appearances = gathered.appearances.map { rows in
            Self.newestFirst(rows, instants: instants).map { Self.typed($0, fields: fields) }
        }
        self.appearances = appearances
        self.documents = documents
        self.articleIDs = articleIDs
        columnNames = fields.map(\.name)
        names = appearances.map { $0.first?.name ?? "" }
        var cells = Array(repeating: 0, count: fields.count)
        for row in appearances.joined() { for cell in row.cells { cells[cell.field] += 1 } }
        var columns = cells.map { Column(cells: $0, records: appearances.count) }
        for (record, rows) in appearances.enumerated() {
            for row in rows {
                for cell in row.cells where columns[cell.field][record] == .null {
                    columns[cell.field][record] = cell.value
                }
            }
        }
        self.columns = columns
        let keys = gathered.keys
        ids = Identifiers(slugs: keys.map(Slug.record(foldedKey:))) { position, _ in
            var hash = ContentHash()
            hash.combine(keys[position])
            return hash.shortText
        }
    }

    package var count: Int { names.count }

    package func id(at index: Int) -> String { ids[index] }

    package func index(ofID id: String) -> Int? { ids.position(of: id) }

    package func index(ofFormerID id: String) -> Int? { ids.position(of: Slug.record(foldedKey: Folding.key(id))) }

    package func positionsByID() -> [UInt32] { ids.order }

    package func value(ofField field: Int, at index: Int) -> Value {
        switch field {
        case 0: return .text(ids[index])
        case 1: return .text(names[index])
        case columns.count + 2: return .list(appearances[index].map(value(of:)))
        case columns.count + 3: return meta(at: index)
        default: return columns.indices.contains(field - 2) ? columns[field - 2][index] : .null
        }
    }

    package func column(ofField field: Int) -> [Value]? {
        columns.indices.contains(field - 2) ? columns[field - 2].values : nil
    }

    private func value(of appearance: Appearance) -> Value {
        let cells = appearance.cells.map { Value.Member(columnNames[$0.field], $0.value) }
        let source = Holdings.source(
            file: documents[appearance.document].path, line: appearance.line, heading: appearance.heading)
        return .object(
            [Value.Member("article", .text(articleIDs[appearance.document]))] + cells
                + [Value.Member("source", source)])
    }

    private func meta(at index: Int) -> Value {
        var aliases: [String] = []
        var articles: Set<Int> = []
        for appearance in appearances[index] {
            articles.insert(appearance.document)
            if appearance.name != names[index], !aliases.contains(appearance.name) { aliases.append(appearance.name) }
        }
        return .object([
            Value.Member("articles", .integer(articles.count)),
            Value.Member("aliases", .list(aliases.map(Value.text))),
        ])
    }

    /// The rows of one record by date of the document, then its path, then line, all descending; no date is oldest.
    private static func newestFirst(_ rows: [Appearance], instants: [Instant?]) -> [Appearance] {
        rows.sorted { left, right in
            switch (instants[left.document], instants[right.document]) {
            case (let one?, let other?) where one != other: return one > other
            case (_?, nil): return true
            case (nil, _?): return false
            default: return (left.document, left.line) > (right.document, right.line)
            }
        }
    }

    /// The mapped fields with the narrowest kind that holds all their cells.
    private static func typed(_ gathered: AppearanceGatherer) -> [Field] {
        var texts: [[String]] = Array(repeating: [], count: gathered.fields.count)
        for rows in gathered.appearances {
            for row in rows {
                for cell in row.cells { if let text = cell.value.text { texts[cell.field].append(text) } }
            }
        }
        return zip(gathered.fields, texts).map { field, texts in
            var field = field
            field.kind = .narrowest(of: texts)
            return field
        }
    }

    private static func typed(_ row: Appearance, fields: [Field]) -> Appearance {
        let cells = row.cells.map { cell in
            let value = cell.value.text.flatMap { fields[cell.field].kind.value(of: $0) }
            return Appearance.Cell(field: cell.field, value: value ?? .null)
        }
        return Appearance(
            document: row.document, line: row.line, heading: row.heading, name: row.name, cells: cells)
    }
}

/// The values of one field by record.
///
/// Many documents may bring many columns of their own; a column that few records have is kept sparse, so that memory
/// stays a multiple of the cells that there are.
private struct Column {
    /// One value a record, nil in a sparse column.
    private(set) var values: [Value]?
    private var sparse: [Int: Value] = [:]

    init(cells: Int, records: Int) {
        values = cells >= records / 8 ? Array(repeating: .null, count: records) : nil
    }

    subscript(record: Int) -> Value {
        get { values?[record] ?? sparse[record] ?? .null }
        set { if values != nil { values?[record] = newValue } else { sparse[record] = newValue } }
    }
}
