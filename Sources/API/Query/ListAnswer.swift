// Answering a query: filter, count, order, cut to a page.

import Catalog
import Documents
import HTTP

/// The rows that answer a query, and what is to be said about them.
struct ListAnswer {
    /// Positions in the collection of the page's rows.
    private(set) var rows: Rows
    /// Rows that meet all filters.
    private(set) var total: Int
    /// Rows before the page; as asked for, where that is past the end.
    private(set) var offset: Int
    /// The cursor of the last row where the query pages by cursor and more follow.
    private(set) var nextCursor: String?
    /// Rows left after each filter, in their order.
    private(set) var remaining: [Int] = []
    /// The rows that meet all filters, in no order, where facets are counted.
    private(set) var matching: [Int] = []

    /// Once `cancellation` is raised, what is made is of no use.
    init(_ query: Query, of collection: Collection, until cancellation: Cancellation) {
        let records = collection.records
        let isNarrowed = !query.filters.isEmpty || query.search != nil
        let matching = isNarrowed ? Self.filter(query, collection, cancellation, &remaining) : []
        total = isNarrowed ? matching.count : records.count
        if !query.facets.isEmpty { self.matching = isNarrowed ? matching : Array(0..<records.count) }

        let order = RowOrder(keys: query.sort, of: collection, until: cancellation)
        if cancellation.isCancelled {
            (rows, offset) = (.range(0..<0), 0)
            return
        }
        offset = query.offset
        let count = query.limit ?? total
        switch query.paging {
        case .offset, .firstCursor:
            // Neither sum can overflow: both are bounded by the number of rows and the longest page.
            let start = min(offset, total)
            let end = min(total, start + count)
            if let search = query.search, query.isByRelevance {
                rows = Rows(search.hits.among(matching).best(end).dropFirst(start).lazy.map(\.position))
            } else if !query.sort.isEmpty {
                let first = isNarrowed ? order.first(end, of: matching) : order.first(end, of: 0..<total)
                rows = Rows(first.dropFirst(start))
            } else {
                rows = isNarrowed ? Rows(matching[start..<end]) : .range(start..<end)
            }
        case .cursor(let cursor):
            let all = isNarrowed ? matching : Array(0..<total)
            if let search = query.search, query.isByRelevance {
                let behind = Self.hits(search.hits.among(all), behind: cursor, records)
                offset = total - behind.count
                rows = Rows(behind.best(count).lazy.map(\.position))
            } else {
                let behind =
                    query.sort.isEmpty
                    ? Self.rows(of: all, behind: cursor, records) : order.rows(of: all, behind: cursor)
                offset = total - behind.count
                rows = Rows(query.sort.isEmpty ? Array(behind.prefix(count)) : order.first(count, of: behind))
            }
        }
        guard query.isPagedByCursor, let last = rows.last, offset + rows.count < total else { return }
        let keys =
            query.isByRelevance
            ? [query.search?.hits.score(at: last).map { Operand.number(Double($0)) }]
            : order.operands(at: last)
        nextCursor = Cursor(keys: keys, id: records.id(at: last), passed: offset + rows.count)
            .text(scope: query.scope(of: collection))
    }

    /// The hits behind a place; where the record there is gone, those of a lower score.
    private static func hits(_ hits: Hits, behind cursor: Cursor, _ records: any Records) -> Hits {
        guard case .number(let score)?? = cursor.keys.first else { return hits }
        return hits.behind(Float(score), position: records.index(ofID: cursor.id))
    }

    private static func filter(
        _ query: Query, _ collection: Collection, _ cancellation: Cancellation, _ remaining: inout [Int]
    ) -> [Int] {
        var rows = query.search.map { $0.hits.positions.map(Int.init) } ?? []
        // An explanation tells the steps as they were asked for; else the cheap ones go first.
        let filters =
            query.explains
            ? query.filters
            : query.filters.filter { !$0.looksAtEveryValue } + query.filters.filter(\.looksAtEveryValue)
        for (number, filter) in filters.enumerated() {
            if cancellation.isCancelled { return [] }
            if rows.isEmpty, number > 0 {
                remaining.append(0)
                continue
            }
            rows =
                number == 0 && query.search == nil
                ? filter.positions(in: collection, among: 0..<collection.records.count, until: cancellation)
                : filter.positions(in: collection, among: rows, until: cancellation)
            remaining.append(rows.count)
        }
        return rows
    }

    /// Without sort keys rows stand by position.
    private static func rows(of all: [Int], behind cursor: Cursor, _ records: any Records) -> [Int] {
        guard let last = records.index(ofID: cursor.id) else { return Array(all.dropFirst(cursor.passed)) }
        return all.filter { $0 > last }
    }
}
