// The parsed parameters of a list. QueryParser parses them; ListResult computes the rows.

import Catalog
import Documents
import HTTP
import Search

/// A query on one collection.
struct Query {
    /// The number of rows on a page without the parameter `limit`.
    static let defaultLimit = 100
    /// The same for `/search`.
    static let defaultSearchLimit = 20
    /// The maximum of the parameter `limit`.
    static let maxLimit = 1000

    /// The reserved parameter names.
    ///
    /// A field of the same name needs an operator: `limit:eq=5`.
    enum Parameter: String, CaseIterable {
        case q, exact, highlight, sort, limit, offset, cursor, fields, include, facets, group, stats, empty
        case format, explain, guarded = "guard"

        /// The parameters of rows of several tables: they have no text index and no stable ids.
        static let ofRows = allCases.filter { ![.q, .exact, .highlight, .cursor].contains($0) }

        /// The parameters of records that are computed for one request, for the same reasons.
        static let ofComputed = ofRows

        /// The parameters of a single record.
        static let ofRecord: [Parameter] = [.fields, .format, .guarded]
    }

    /// A text search with its hits.
    struct Search {
        let text: TextQuery
        let hits: Hits
        /// The nearest indexed words; empty if the search has hits.
        let suggestions: [String]
    }

    /// The text search of `q`, nil without one.
    var search: Search?
    /// The conditions; a record must meet all of them.
    var conditions: [Condition] = []
    /// The sort keys.
    ///
    /// Without keys, a text search sorts by relevance, and other queries keep the order of the collection.
    var sort: [SortKey] = []
    /// The value of `sort` as sent.
    var sortText = ""
    /// The value of `q` as sent.
    var searchText = ""
    /// True if no word of `q` matches other forms or near words.
    var isExact = false
    /// The maximum number of rows, nil for all rows (an export without `limit`).
    var limit: Int?
    var offset = 0
    var paging = Paging.offset
    var projection: Projection
    /// The fields to show with marked hits.
    var highlights: [FieldPath] = []
    /// The names of the collections to embed referenced records of.
    var include: [String] = []
    var facets: [Dimension] = []
    /// The fields to group by: the response then has one row for each combination of values.
    var group: [Dimension] = []
    var stats: [FieldPath] = []
    /// True if facets and groups have the buckets without records too.
    var includesEmpty = false
    /// The query on the rows of the table, if the response shows groups or statistics instead of records.
    var table = Nested.none
    /// The number of records behind the rows of a table.
    var recordCount: Int?
    var isExplained = false
    /// False if CSV cells have no guard against formulas.
    var isGuarded = true
    /// Names nearest to those of the request that nothing has.
    var suggestions: [String] = []
    /// Further members of `meta`.
    var meta: [Value.Member] = []
    /// The number of columns that a union of tables leaves out.
    var omittedColumns = 0

    /// A query inside another one.
    indirect enum Nested { case none, some(Query) }

    /// The way in which the client addresses a page.
    enum Paging {
        case offset
        /// `cursor=*`: the first page of a list with cursors.
        case firstCursor
        case cursor(Cursor)
    }

    /// True if the link to the next page has a cursor.
    var usesCursor: Bool {
        if case .offset = paging { false } else { true }
    }

    /// The filters of all conditions.
    var filters: [Filter] { conditions.flatMap(\.alternatives) }

    /// The scope of the query's cursors: the collection, the order and the text search.
    func scope(of collection: Collection) -> String {
        collection.name + " " + sortText + (searchText.isEmpty ? "" : (isExact ? " exact " : " ") + searchText)
    }

    /// True if rows are sorted by relevance.
    var isByRelevance: Bool { search != nil && sort.isEmpty }
}
