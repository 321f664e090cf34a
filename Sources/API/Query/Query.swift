// What a list is asked for: the parameters of section "Lists" of the contract, understood. Reading them is
// QueryReader's business, answering them ListAnswer's.

import Catalog
import HTTP

/// A question about one collection.
struct Query {
    /// Rows of a page where none are asked for, and the most that can be.
    static let defaultLimit = 100
    static let longestPage = 1000

    /// Words that are parameters; as fields they need an operator (`limit:eq=5`).
    enum Parameter: String, CaseIterable {
        case q, sort, limit, offset, cursor, fields, include, facets, format, explain

        /// The parameters of a single record.
        static let ofRecord: [Parameter] = [.fields, .format]
    }

    /// A text search, and what it found.
    struct Search {
        let text: TextQuery
        let hits: Hits
        /// The nearest words, where it found nothing.
        let suggestions: [String]
    }

    /// Nil where no text is searched for.
    var search: Search?
    /// Conditions, all of which a record must meet.
    var filters: [Filter] = []
    /// None: by relevance where a text is searched for, else as the collection has them.
    var sort: [SortKey] = []
    /// The values of `sort` and `q` as they were sent.
    var sortText = ""
    var searchText = ""
    /// Nil for everything: an export without a limit.
    var limit: Int?
    var offset = 0
    var paging = Paging.offset
    var projection: Projection
    /// Names of collections whose referenced records are embedded.
    var include: [String] = []
    var facets: [FieldPath] = []
    var explains = false

    /// How the place of a page is told.
    enum Paging {
        case offset
        /// `cursor=*`: by cursor, from the beginning.
        case firstCursor
        case cursor(Cursor)
    }

    /// True where the next page is told by a cursor.
    var isPagedByCursor: Bool {
        if case .offset = paging { false } else { true }
    }

    /// What cursors of this question are bound to.
    func scope(of collection: Collection) -> String {
        collection.name + " " + sortText + (searchText.isEmpty ? "" : " " + searchText)
    }

    /// True where the best hits come first.
    var isByRelevance: Bool { search != nil && sort.isEmpty }
}
