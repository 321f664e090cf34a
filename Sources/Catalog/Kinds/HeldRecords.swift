// The kinds of records that documents hold, each a collection of its own. A new kind is a file in this folder and a
// line in the table here.

import Documents
import Search

/// The table of kinds, in the order in which `/` lists their collections.
let heldKinds: [any HeldRecords.Type] = [Points.self, Tables.self]

/// Records that documents hold in some number, such as points and tables.
protocol HeldRecords: Records {
    /// The name of the collection.
    static var name: String { get }
    static var summary: String { get }
    /// The letter between an article's id and a record's number.
    static var mark: String { get }
    /// The fields before those of the article.
    static var fields: [Field] { get }

    /// The names of the fields all of whose text is in the part of the text index that `scope` has for a record.
    static var indexedFields: Set<String> { get }

    /// Returns the number of records in a document.
    static func count(in document: Document) -> Int

    /// Returns the parts that the text index has for the records; nil if it has none, and the texts of the records are
    /// indexed apart.
    static func scope(_ spans: Spans) -> SearchScope?

    var holdings: Holdings { get }

    init(_ holdings: Holdings, links: LinkTargets, mapping: Mapping)

    /// Passes the texts of a document's record and their lines to `body`, for the snippet of a search.
    static func forEachText(of ordinal: Int, in document: Document, _ body: (String, LineMap) -> Void)
}

extension HeldRecords {
    /// Makes the collection of the records; `spans` number them.
    static func collection(_ spans: Spans, _ parts: SnapshotParts, _ mapping: Mapping) -> Collection {
        let holdings = Holdings(documents: parts.documents, articleIDs: parts.articleIDs, mark: mark, spans: spans)
        let records = Self(holdings, links: parts.links, mapping: mapping)
        let collection = Collection(name: name, summary: summary, fields: fields + ArticleFields.all, records: records)
        guard let scope = scope(spans) else { return collection.searchedInFields }
        return collection.searched(by: CollectionSearch(parts.index, .parts(records, scope)))
    }

    package var count: Int { holdings.spans.count }

    package func id(at index: Int) -> String { holdings.id(at: index) }

    package func index(ofID id: String) -> Int? { holdings.index(ofID: id) }

    package func positionsByID() -> [UInt32] { holdings.positionsByID() }

    package func value(ofField field: Int, at index: Int) -> Value {
        values(ofFields: [field], at: index).first ?? .null
    }

    package func reader(of path: FieldPath) -> ((Int) -> Value)? { articleReader(of: path) }

    /// The position of the first field of the article.
    var articleFields: Int { Self.fields.count }

    /// Reads fields of the article without making the record.
    func articleReader(of path: FieldPath) -> ((Int) -> Value)? {
        guard path.position >= articleFields else { return nil }
        return { [holdings, index = path.position - articleFields] record in
            ArticleFields.value(index, of: holdings.documents[holdings.spans.locate(record).0])
        }
    }
}
