// Answering a query: filter, count, order, cut to a page.

import Catalog
import Documents

/// The rows that answer a query, and what is to be said about them.
struct ListAnswer {
    /// Positions in the collection of the page's rows.
    private(set) var rows: [Int]
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

    init(_ query: Query, of collection: Collection) {
        let records = collection.records
        let isFiltered = !query.filters.isEmpty
        let matching = isFiltered ? Self.filter(query, collection, &remaining) : []
        total = isFiltered ? matching.count : records.count
        if !query.facets.isEmpty { self.matching = isFiltered ? matching : Array(0..<records.count) }

        let order = RowOrder(keys: query.sort, of: collection)
        offset = query.offset
        let count = query.limit ?? total
        switch query.paging {
        case .offset, .firstCursor:
            // Neither sum can overflow: both are bounded by the number of rows and the longest page.
            let start = min(offset, total)
            let end = min(total, start + count)
            if !query.sort.isEmpty {
                let first = isFiltered ? order.first(end, of: matching) : order.first(end, of: 0..<total)
                rows = Array(first.dropFirst(start))
            } else {
                rows = isFiltered ? Array(matching[start..<end]) : Array(start..<end)
            }
        case .cursor(let cursor):
            let all = isFiltered ? matching : Array(0..<total)
            let behind =
                query.sort.isEmpty
                ? Self.rows(of: all, behind: cursor, records) : order.rows(of: all, behind: cursor)
            offset = total - behind.count
            rows = query.sort.isEmpty ? Array(behind.prefix(count)) : order.first(count, of: behind)
        }
        guard query.isPagedByCursor, let last = rows.last, offset + rows.count < total else { return }
        nextCursor = Cursor(keys: order.operands(at: last), id: records.id(at: last), passed: offset + rows.count)
            .text(scope: Query.scope(collection: collection, sortText: query.sortText))
    }

    private static func filter(_ query: Query, _ collection: Collection, _ remaining: inout [Int]) -> [Int] {
        var rows: [Int] = []
        for (number, filter) in query.filters.enumerated() {
            rows =
                number == 0
                ? filter.positions(in: collection, among: 0..<collection.records.count)
                : filter.positions(in: collection, among: rows)
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
