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
    private var matching: [Int] = []

    init(_ query: Query, of collection: Collection) {
        let records = collection.records
        let isFiltered = !query.filters.isEmpty
        let matching = isFiltered ? Self.filter(query, records, &remaining) : []
        total = isFiltered ? matching.count : records.count
        if !query.facets.isEmpty { self.matching = isFiltered ? matching : Array(0..<records.count) }

        let order = RowOrder(keys: query.sort, records: records)
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
            let behind = Self.rows(of: all, behind: cursor, order)
            offset = total - behind.count
            rows = query.sort.isEmpty ? Array(behind.prefix(count)) : order.first(count, of: behind)
        }
        guard query.isPagedByCursor, let last = rows.last, offset + rows.count < total else { return }
        let row = order.row(at: last)
        nextCursor = Cursor(keys: order.operands(of: row), id: records.id(at: last), passed: offset + rows.count)
            .text(scope: Query.scope(collection: collection, sortText: query.sortText))
    }

    /// The values of a field among the matching rows with their numbers, the most frequent first, equal ones by value.
    func facet(_ path: FieldPath, of collection: Collection) -> Value {
        var counts: [Value: Int] = [:]
        let value = path.reader(of: collection.records)
        for row in matching {
            guard path.isList else {
                let value = path.value(in: value(row))
                if !value.isMissing { counts[value, default: 0] += 1 }
                continue
            }
            var values: Set<Value> = []
            _ = path.anyValue(in: value(row)) { value in
                if !value.isMissing { values.insert(value) }
                return false
            }
            for value in values { counts[value, default: 0] += 1 }
        }
        let kind = path.field.kind
        let sorted = counts.sorted { left, right in
            if left.value != right.value { return left.value > right.value }
            guard let one = Operand(left.key, kind: kind), let other = Operand(right.key, kind: kind) else {
                return (left.key.scalarText ?? "").precedesByBytes(right.key.scalarText ?? "")
            }
            return (one.compare(other) ?? 0) < 0
        }
        return .list(
            sorted.prefix(Self.mostFacetValues).map {
                .object([.init("value", $0.key), .init("count", .integer($0.value))])
            })
    }

    /// The most values of one facet.
    static let mostFacetValues = 1000

    private static func filter(_ query: Query, _ records: any Records, _ remaining: inout [Int]) -> [Int] {
        var rows: [Int] = []
        for (number, filter) in query.filters.enumerated() {
            rows =
                number == 0
                ? filter.positions(in: records, among: 0..<records.count) : filter.positions(in: records, among: rows)
            remaining.append(rows.count)
        }
        return rows
    }

    private static func rows(of all: [Int], behind cursor: Cursor, _ order: RowOrder) -> [Int] {
        guard !order.keys.isEmpty else {
            guard let last = order.records.index(ofID: cursor.id) else { return Array(all.dropFirst(cursor.passed)) }
            return all.filter { $0 > last }
        }
        return all.filter { position in
            let row = order.row(at: position)
            for (index, key) in order.keys.enumerated() {
                let difference = order.order(
                    cursor.keys[index], order.operand(index, of: row), isDescending: key.isDescending)
                if difference != 0 { return difference < 0 }
            }
            return cursor.id.precedesByBytes(order.records.id(at: position))
        }
    }
}
