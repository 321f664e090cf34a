// A collection as the API sees it: fields, and records whose values are made when they are asked for.

package import Documents
package import Search
import Text

/// A named list of records with the same fields.
package struct Collection: Sendable {
    /// As it stands in paths: `leaders`.
    package let name: String
    /// One sentence on what the records are.
    package let summary: String
    /// The top-level fields, in the order in which a record shows them.
    package let fields: [Field]
    package private(set) var records: any Records
    /// How the records are searched, nil where they cannot be.
    package private(set) var search: CollectionSearch?
    /// The collection with the fields that a search adds, but without what it finds.
    private indirect enum Template { case none, some(Collection) }
    private var template = Template.none
    /// The ways to all fields, an object's before those of its members.
    package let paths: [FieldPath]
    private let pathPositions: [String: Int]
    /// The positions of paths in `extra` by their names in lower case.
    private let extraPositions: [String: Int]
    /// The names of fields by the keys of their other spellings.
    private let spellings: [String: String]
    private(set) var indexes = Indexes()
    private var ranking: Deferred<[FieldPath]>

    package init(
        name: String, summary: String, fields: [Field], records: any Records, spellings: [String: String] = [:]
    ) {
        self.spellings = spellings
        self.name = name
        self.summary = summary
        self.fields = fields
        self.records = records
        let paths = fields.enumerated().flatMap { FieldPath.all(from: $1, at: $0) }
        self.paths = paths
        ranking = Deferred { Self.ranked(paths, of: records) }
        pathPositions = Dictionary(zip(paths.map(\.name), 0...)) { first, _ in first }
        extraPositions = Dictionary(
            zip(paths.lazy.map(\.name), 0...).lazy.filter { $0.0.hasPrefix(Self.metadataPrefix) }.map {
                ($0.0.lowercased(), $0.1)
            }
        ) { first, _ in first }
    }

    /// The ways to all fields for descriptions, which cannot list any number of them: the most frequent come first.
    ///
    /// Counted when they are first asked for, in O(n), and kept as long as the collection.
    package var rankedPaths: [FieldPath] { ranking.value }

    /// The way to a field by its dotted name, nil if no field is called that.
    ///
    /// The names of metadata in `extra` match in any case.
    package func path(named name: String) -> FieldPath? {
        let position =
            pathPositions[name] ?? (name.hasPrefix(Self.metadataPrefix) ? extraPositions[name.lowercased()] : nil)
        return position.map { paths[$0] }
    }

    /// The way to a field by its dotted name or, of a union of tables, by any spelling of a column.
    package func path(spelled name: String) -> FieldPath? {
        if let path = path(named: name) { return path }
        if spellings.isEmpty { return nil }
        return spellings[ColumnKeys.key(of: name, at: 0)].flatMap { path(named: $0) }
    }

    /// The values of a path by rank, nil where it has none, is left out of lists, or holds too much text.
    ///
    /// Made when it is first asked for, in O(n log n), and kept as long as the collection.
    /// What a search adds has none: it is another one for each question. Nil too, soon after `isStopped` is true.
    package func index(of path: FieldPath, isStopped: () -> Bool = { false }) -> ColumnIndex? {
        if let found = records as? FoundRecords, found.meta == path.position { return nil }
        if let index = records.index(of: path, isStopped: isStopped) { return index }
        return indexes.index(of: path, in: self, isStopped: isStopped)
    }

    /// Passes the bytes of all ids to `body`, by position, until it returns false; returns false if it cannot do so
    /// without making each id.
    package func forEachID(_ body: (Int, UnsafeBufferPointer<UInt8>) -> Bool) -> Bool {
        guard let records = indexedRecords as? any HeldRecords else { return false }
        records.holdings.forEachID(body)
        return true
    }

    /// Makes the index of its text, where that has been left for later.
    package func prepareSearch() { search?.prepare() }

    /// The records in the order of their ids, which breaks all ties.
    package var idOrder: IDOrder { indexes.idOrder(of: self) }

    /// The records as indexes read them: without what a search adds.
    var indexedRecords: any Records { (records as? FoundRecords)?.base ?? records }

    /// Returns the same collection with indexes that are patched from those of its former version.
    ///
    /// `change` is between the two. Nothing is computed before an index is asked for.
    package func following(_ former: Collection?, _ change: RecordChange) -> Collection {
        guard let former else { return self }
        guard change.oldCount == former.records.count, change.newCount == records.count else { return self }
        var collection = self
        collection.indexes = Indexes(following: former.indexes, change)
        if case .some(var template) = template {
            template.indexes = collection.indexes
            collection.template = .some(template)
        }
        return collection
    }

    /// The same collection, searched in `index`.
    func searched(by search: CollectionSearch) -> Collection {
        var collection = self
        collection.search = search
        var template = collection.withSearchFields
        // Fields and order are those of the same records.
        template.indexes = indexes
        collection.template = .some(template)
        return collection
    }

    /// Returns the collection with another text index of the same documents, if it is searched in one.
    func replacingIndex(_ index: TextIndex) -> Collection {
        search?.replacingIndex(index).map(searched) ?? self
    }

    /// Returns the collection with records that have the same values and texts.
    func replacingRecords(_ records: any Records) -> Collection {
        var collection = self
        collection.records = records
        collection.ranking = Deferred { [paths] in Self.ranked(paths, of: records) }
        collection.indexes = Indexes()
        return search.map { collection.searched(by: $0.replacingRecords(records)) } ?? collection
    }

    /// The collection as a search shows it: `_meta` has `score`, `snippet` and more; nil where it cannot be searched.
    package var searchable: Collection? {
        if case .some(let collection) = template { collection } else { nil }
    }

    /// `searchable` with what a query found; positions are those of this collection.
    ///
    /// `highlights` are fields to show with marked hits, and `articles` is the collection of articles.
    package func found(_ query: TextQuery, _ hits: Hits, highlights: [FieldPath], articles: Collection?) -> Collection?
    {
        guard let search, var collection = searchable, let meta = collection.path(named: "_meta")?.position else {
            return nil
        }
        let hasArticle = collection.path(named: "_meta.article") == nil
        collection.records = FoundRecords(
            base: records, search: search, query: query, hits: hits, highlights: highlights,
            articles: hasArticle ? nil : articles, meta: meta, hasMeta: meta < fields.count)
        return collection
    }

    /// Returns the fields of one record in their order, without those that are in answers only on request.
    package func record(at index: Int) -> [Value.Member] {
        let positions = fields.indices.filter { !fields[$0].isOnRequest }
        let values = records.values(ofFields: positions, at: index)
        return zip(positions, values).map { Value.Member(fields[$0].name, $1) }
    }
}

/// The records behind a collection; positions are `0..<count`, fields are positions in `Collection.fields`.
package protocol Records: Sendable {
    var count: Int { get }

    /// The id of the record at `index`.
    func id(at index: Int) -> String

    /// The position of the record with this id, nil when there is none.
    func index(ofID id: String) -> Int?

    /// The position of the record that an id which is none stands for: another spelling of a key, or a merged record.
    func index(ofFormerID id: String) -> Int?

    /// The positions of all records in the order of their ids' bytes.
    func positionsByID() -> [UInt32]

    /// The value of one field, without making the others; `.null` where the record has none.
    func value(ofField field: Int, at index: Int) -> Value

    /// The values of several fields, those that may be large made while they are written.
    func lazyValues(ofFields fields: [Int], at index: Int) -> [LazyValue]

    /// All values of one field by position, where they are kept that way: what filters, sorts and facets run through.
    func column(ofField field: Int) -> [Value]?

    /// Reads the first field of a path from many records where that takes less than its whole value; nil elsewhere.
    func reader(of path: FieldPath) -> ((Int) -> Value)?

    /// The index of a path whose values are those of other records; nil if the values are the records' own.
    func index(of path: FieldPath, isStopped: () -> Bool) -> ColumnIndex?

    /// True for rows of tables, which have no field `id` of their own and take long to be read out of order.
    var areRows: Bool { get }

    /// The size in bytes of what the records keep for one request alone.
    var memoryBytes: Int { get }

    /// Returns the same records with a state of their own for reading; those at `positions` are read at once.
    func prepared(for positions: [Int]) -> any Records

    /// The values of several fields, for records whose values are cheaper to make together.
    func values(ofFields fields: [Int], at index: Int) -> [Value]
}

extension Records {
    package func index(ofFormerID id: String) -> Int? { nil }

    package func lazyValues(ofFields fields: [Int], at index: Int) -> [LazyValue] {
        values(ofFields: fields, at: index).map(LazyValue.whole)
    }

    package func column(ofField field: Int) -> [Value]? { nil }

    package func index(of path: FieldPath, isStopped: () -> Bool) -> ColumnIndex? { nil }

    package var areRows: Bool { false }

    package var memoryBytes: Int { 0 }

    package func prepared(for positions: [Int]) -> any Records { self }

    package func positionsByID() -> [UInt32] { Identifiers.sorted((0..<count).map { id(at: $0) }) }

    package func reader(of path: FieldPath) -> ((Int) -> Value)? { nil }

    package func values(ofFields fields: [Int], at index: Int) -> [Value] {
        fields.map { value(ofField: $0, at: index) }
    }
}
