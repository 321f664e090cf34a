// Computes the rows of a list: filters, counts, sorts and selects the page.

import Catalog
import Documents
import HTTP
import Search

/// The result of a query: the rows of the page, the totals and the next cursor.
struct ListResult {
    /// The rows of the page.
    private(set) var rows: Rows
    /// The number of rows that meet all filters.
    private(set) var total: Int
    /// The number of rows before the page.
    ///
    /// The requested offset stays as it is, even past the end.
    private(set) var offset: Int
    /// The cursor of the next page, nil on the last page or if the query does not use cursors.
    private(set) var nextCursor: String?
    /// The number of rows after each filter.
    private(set) var remaining: [Int] = []
    /// The rows that meet all filters, unsorted; empty if the query counts nothing.
    private(set) var matching: [Int] = []

    /// Computes the result.
    ///
    /// After `cancellation`, the result is incomplete and must not be used.
    init(_ query: Query, of collection: Collection, until cancellation: Cancellation) {
        let records = collection.records
        let isFiltered = query.isFiltered
        let matching = isFiltered ? Self.filter(query, collection, cancellation, &remaining) : []
        total = isFiltered ? matching.count : records.count
        if !query.facets.isEmpty || !query.stats.isEmpty {
            self.matching = isFiltered ? matching : Array(0..<records.count)
        }

        let order = RowOrder(keys: query.sort, of: collection, until: cancellation)
        if cancellation.isCancelled {
            (rows, offset) = (.range(0..<0), 0)
            return
        }
        offset = query.offset
        let count = query.limit ?? total
        switch query.paging {
        case .offset, .firstCursor:
            // The sum cannot overflow: `start` is at most `total`, and `count` at most `total` or `maxLimit`.
            let start = min(offset, total)
            let end = min(total, start + count)
            if let search = query.search, query.isByRelevance {
                rows = Rows(search.hits.among(matching).best(end).dropFirst(start).lazy.map(\.position))
            } else if !query.sort.isEmpty {
                let first = isFiltered ? order.first(end, of: matching) : order.first(end, of: 0..<total)
                rows = Rows(first.dropFirst(start))
            } else {
                rows = isFiltered ? Rows(matching[start..<end]) : .range(start..<end)
            }
        case .cursor(let cursor):
            let all = isFiltered ? matching : Array(0..<total)
            if let search = query.search, query.isByRelevance {
                let following = Self.hits(search.hits.among(all), after: cursor, records)
                offset = total - following.count
                rows = Rows(following.best(count).lazy.map(\.position))
            } else {
                let following =
                    query.sort.isEmpty
                    ? Self.rows(of: all, after: cursor, records) : order.rows(of: all, after: cursor)
                offset = total - following.count
                rows = Rows(query.sort.isEmpty ? Array(following.prefix(count)) : order.first(count, of: following))
            }
        }
        guard query.usesCursor, let last = rows.last, offset + rows.count < total else { return }
        let keys =
            query.isByRelevance
            ? [query.search?.hits.score(at: last).map { Operand.number(Double($0)) }]
            : order.operands(at: last)
        nextCursor = Cursor(keys: keys, id: records.id(at: last), passed: offset + rows.count)
            .text(scope: query.scope(of: collection))
    }

    /// Returns the hits after the cursor's row.
    ///
    /// If that record was removed, they are the hits with a lower score.
    private static func hits(_ hits: Hits, after cursor: Cursor, _ records: any Records) -> Hits {
        guard case .number(let score)?? = cursor.keys.first else { return hits }
        return hits.behind(Float(score), position: records.index(ofID: cursor.id))
    }

    /// Returns the rows that meet all filters, unsorted.
    static func matching(_ query: Query, of collection: Collection, until cancellation: Cancellation) -> [Int] {
        var remaining: [Int] = []
        return query.isFiltered
            ? filter(query, collection, cancellation, &remaining) : Array(0..<collection.records.count)
    }

    private static func filter(
        _ query: Query, _ collection: Collection, _ cancellation: Cancellation, _ remaining: inout [Int]
    ) -> [Int] {
        var rows = query.search.map { $0.hits.positions.map(Int.init) } ?? []
        // Cheap filters run first; an explanation keeps the order of the request.
        let conditions =
            query.isExplained
            ? query.conditions
            : query.conditions.filter { !$0.scansAllValues } + query.conditions.filter(\.scansAllValues)
        for (number, condition) in conditions.enumerated() {
            if cancellation.isCancelled { return [] }
            if rows.isEmpty, number > 0 {
                remaining.append(0)
                continue
            }
            rows =
                number == 0 && query.search == nil
                ? condition.positions(in: collection, among: 0..<collection.records.count, until: cancellation)
                : condition.positions(in: collection, among: rows, until: cancellation)
            remaining.append(rows.count)
        }
        return rows
    }

    /// Returns the rows after the cursor's row in the order of the collection.
    private static func rows(of all: [Int], after cursor: Cursor, _ records: any Records) -> [Int] {
        guard let last = records.index(ofID: cursor.id) else { return Array(all.dropFirst(cursor.passed)) }
        return all.filter { $0 > last }
    }
}

extension Query {
    /// True if some records may not match.
    fileprivate var isFiltered: Bool { !conditions.isEmpty || search != nil }
}
