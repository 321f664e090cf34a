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
        case sort, limit, offset, cursor, fields, include, facets, format, explain

        /// The parameters of a single record.
        static let ofRecord: [Parameter] = [.fields, .format]
    }

    /// Conditions, all of which a record must meet.
    var filters: [Filter] = []
    var sort: [SortKey] = []
    /// The value of `sort` as it was sent.
    var sortText = ""
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
    static func scope(collection: Collection, sortText: String) -> String { collection.name + " " + sortText }
}
