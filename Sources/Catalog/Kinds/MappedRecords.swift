// Records of a configured collection: one for every key, with all its appearances.

package import Documents
import People
import Text

/// Records merged by key.
///
/// The values of flat fields are in columns, so that filters and sorts read one array.
package struct MappedRecords: Records {
    private let ids: Identifiers
    private let names: [String]
    /// For each mapped field, the newest value of each record that is not empty.
    private let columns: [Column]
    private let columnNames: [String]
    /// The appearances of each record, newest first.
    private(set) var appearances: [[Appearance]]
    /// The people of the records; empty in other collections.
    private(set) var people: PeopleIndex
    /// The record of each former id.
    private let formerIDs: [String: Int]
    /// True if records list the rules of their merges, because keys are not the only one.
    private let listsMerges: Bool
    private(set) var documents: [Document]
    private(set) var articleIDs: Identifiers
    private let layout: [Part]

    /// The source of a field's values.
    private enum Part {
        case id, name, column(Int), person(PersonFields.Part), appearances, meta, article(Int)
    }

    /// Makes the collection; `instants` are the comparable dates of the documents.
    static func collection(
        _ gathered: AppearanceGatherer, people: PeopleIndex, documents: [Document], articleIDs: Identifiers,
        instants: [Instant?]
    ) -> (collection: Collection, records: MappedRecords) {
        let mapped = typed(gathered)
        let isPerson = gathered.entry.kind == .person
        let appearances = Field(
            "appearances", .object, isList: true,
            members: [Field("article", references: "articles")] + mapped + [.source])
        let merged = Field("merged", .object, isList: true, members: [Field("name"), Field("rule")])
        let conflicts = Field(
            "conflicts", .object, isList: true, members: [Field("field"), Field("values", .integer)])
        let meta = Field(
            "_meta", .object,
            members: [Field("articles", .integer), Field("aliases", isList: true), conflicts]
                + (listsMerges(gathered.entry) ? [merged] : []) + (isPerson ? [PersonFields.evidence] : []))
        var parts: [(Field, Part)] = [(Field("id"), .id), (Field("name"), .name)]
        if isPerson { parts += PersonFields.leading.map { ($0.field, .person($0.part)) } }
        parts += mapped.enumerated().map { ($1, .column($0)) }
        if isPerson { parts.append((PersonFields.mentions, .person(.mentions))) }
        parts += [(appearances, .appearances), (meta, .meta)]
        parts += ArticleFields.all.enumerated().map { ($1, .article($0)) }
        let records = MappedRecords(
            gathered, fields: mapped, people: people, layout: parts.map(\.1), documents: documents,
            articleIDs: articleIDs, instants: instants)
        let collection = Collection(
            name: gathered.entry.name, summary: gathered.entry.sentence, fields: parts.map(\.0), records: records)
        return (collection, records)
    }

    /// Returns the same records in another list of documents; `places` has the new positions, nil if none moves.
    func moved(to documents: [Document], _ articleIDs: Identifiers, _ places: [UInt32]?) -> MappedRecords {
        var records = self
        records.documents = documents
        records.articleIDs = articleIDs
        if let places {
            records.appearances = appearances.map { $0.map { $0.moved(places) } }
            records.people = people.moved(places)
        }
        return records
    }

    private static func listsMerges(_ entry: Mapping.Entry) -> Bool {
        entry.kind == .person || !entry.aliases.isEmpty
    }

    private init(
        _ gathered: AppearanceGatherer, fields: [Field], people: PeopleIndex, layout: [Part], documents: [Document],
        articleIDs: Identifiers, instants: [Instant?]
    ) {
        let appearances = gathered.appearances.mapInPortions(of: 1024) { [types = gathered.types] records in
            records.map { rows in
                Self.newestFirst(rows, instants: instants).map { Self.typed($0, types, fields) }
            }
        }
        self.appearances = appearances
        self.people = people
        self.layout = layout
        listsMerges = Self.listsMerges(gathered.entry)
        self.documents = documents
        self.articleIDs = articleIDs
        columnNames = fields.map(\.name)
        names = zip(gathered.keys, appearances).map { key, rows in
            let row = rows.first { $0.rule == nil }
            return row?.name ?? gathered.matcher.aliases(ofKey: key)?.name ?? rows.first?.name ?? ""
        }
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
        let slugs = keys.indices.map { Slug.record(foldedKey: gathered.idNames[$0] ?? keys[$0]) }
        ids = Identifiers(
            slugs: gathered.entry.merge == .key
                ? slugs : Self.rowSlugs(slugs, appearances.map { articleIDs[$0[0].document] })
        ) { position, _ in
            var hash = ContentHash()
            hash.combine(keys[position])
            return hash.shortText
        }
        let former = gathered.formerKeys.enumerated().flatMap { record, keys in
            keys.map { (Slug.record(foldedKey: $0), record) }
        }
        formerIDs = Dictionary(former) { first, _ in first }
    }

    /// Makes slugs of rows that are not merged: article, key, and a number from 2 for further rows with both.
    private static func rowSlugs(_ slugs: [String], _ articles: [String]) -> [String] {
        var counts: [String: Int] = [:]
        return zip(articles, slugs).map { article, slug in
            let stem = article + "-" + slug
            let count = counts[stem, default: 0] + 1
            counts[stem] = count
            return count == 1 ? stem : "\(stem)-\(count)"
        }
    }

    /// Returns true if a record surely has the values of a former one: its rows are those of the same documents.
    func isSame(at index: Int, as other: MappedRecords, at otherIndex: Int) -> Bool {
        let (rows, otherRows) = (appearances[index], other.appearances[otherIndex])
        func isSameDocument(_ document: Int, _ otherDocument: Int) -> Bool {
            documents[document] === other.documents[otherDocument]
                && articleIDs[document] == other.articleIDs[otherDocument]
        }
        return names[index] == other.names[otherIndex] && rows.count == otherRows.count
            && zip(rows, otherRows).allSatisfy {
                isSameDocument($0.document, $1.document) && $0.isSameRow(as: $1)
            }
            && people.isSame(at: index, as: other.people, at: otherIndex, isSameDocument)
    }

    package var count: Int { names.count }

    package func id(at index: Int) -> String { ids[index] }

    package func index(ofID id: String) -> Int? { ids.position(of: id) }

    package func index(ofFormerID id: String) -> Int? {
        let slug = Slug.record(foldedKey: Folding.key(id))
        return ids.position(of: slug) ?? formerIDs[slug]
    }

    package func positionsByID() -> [UInt32] { ids.order }

    package func value(ofField field: Int, at index: Int) -> Value {
        guard layout.indices.contains(field) else { return .null }
        switch layout[field] {
        case .id: return .text(ids[index])
        case .name: return .text(names[index])
        case .column(let column): return columns[column][index]
        case .person(let part): return people.value(of: part, at: index, documents, articleIDs)
        case .appearances: return .list(appearances[index].map(value(of:)))
        case .meta: return meta(at: index)
        case .article(let part): return ArticleFields.value(part, of: documents[appearances[index][0].document])
        }
    }

    package func column(ofField field: Int) -> [Value]? {
        guard layout.indices.contains(field), case .column(let column) = layout[field] else { return nil }
        return columns[column].values
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
        var aliases: Set<String> = [names[index]]
        var articles: Set<Int> = []
        var merged: [Value] = []
        for appearance in appearances[index] {
            articles.insert(appearance.document)
            guard aliases.insert(appearance.name).inserted else { continue }
            merged.append(
                .object([
                    Value.Member("name", .text(appearance.name)),
                    Value.Member("rule", .text((appearance.rule ?? .sameKey).rawValue)),
                ]))
        }
        var members = [
            Value.Member("articles", .integer(articles.count)),
            Value.Member("aliases", .list(merged.compactMap { $0["name"] })),
        ]
        let conflicts = AppearanceGatherer.conflicts(in: appearances[index]).map { field, values -> Value in
            .object([.init("field", .text(columnNames[field])), .init("values", .integer(values))])
        }
        if !conflicts.isEmpty { members.append(Value.Member("conflicts", .list(conflicts))) }
        if listsMerges { members.append(Value.Member("merged", .list(merged))) }
        if !people.persons.isEmpty {
            members.append(Value.Member("evidence", people.persons[index].evidence(documents)))
        }
        return .object(members)
    }

    /// Sorts the rows of one record by date, path and line, all descending; no date is oldest.
    private static func newestFirst(_ rows: [Appearance], instants: [Instant?]) -> [Appearance] {
        if rows.count < 2 { return rows }
        return rows.indices.sorted { one, other in
            let (left, right) = (rows[one], rows[other])
            if left.document != right.document {
                return Appearance.isNewer(left.document, than: right.document, instants)
            }
            // The rows of a transposed table have one line.
            return left.line == right.line ? one < other : left.line > right.line
        }.map { rows[$0] }
    }

    /// Returns the mapped fields with the narrowest kind of all their cells.
    private static func typed(_ gathered: AppearanceGatherer) -> [Field] {
        var texts: [[String]] = Array(repeating: [], count: gathered.fields.count)
        for rows in gathered.appearances {
            for row in rows {
                for cell in row.cells where gathered.types[cell.field] == nil {
                    if let text = cell.value.text { texts[cell.field].append(text) }
                }
            }
        }
        return gathered.fields.indices.map { position in
            var field = gathered.fields[position]
            if gathered.types[position] == nil { field.kind = .narrowest(of: texts[position]) }
            return field
        }
    }

    private static func typed(_ row: Appearance, _ types: [Mapping.FieldType?], _ fields: [Field]) -> Appearance {
        let cells = row.cells.map { cell in
            if types[cell.field] != nil { return cell }
            let value = cell.value.text.flatMap { fields[cell.field].kind.value(of: $0) }
            return Appearance.Cell(field: cell.field, value: value ?? .null)
        }
        return Appearance(
            document: row.document, line: row.line, nameLine: row.nameLine, heading: row.heading, name: row.name,
            cells: cells, rule: row.rule)
    }
}

/// The values of one field by record.
///
/// Columns with values in few records are sparse, so that memory is proportional to the number of cells.
private struct Column {
    /// One value per record; nil in a sparse column.
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
