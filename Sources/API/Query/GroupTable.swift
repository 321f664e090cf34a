// The parameters `group` and `stats` as tables: a row for each combination of values, or for each field.

import Catalog
import Documents
import HTTP

/// Computed rows as records of a collection, so that they have the pages, orders and formats of a list.
struct GroupTable: Records {
    /// The maximum number of rows.
    static let maxRows = 100_000
    /// The column with the number of records.
    static let countName = "count"

    let count: Int
    /// Returns the values of a row in the order of the fields.
    private let row: @Sendable (Int) -> [Value]
    /// The approximate size in bytes of what the rows are made from.
    let memoryBytes: Int

    /// The number of the row as text, so that ids are in the order of the rows.
    func id(at index: Int) -> String {
        let text = String(index)
        return String(repeating: "0", count: String(Self.maxRows).utf8.count - text.utf8.count) + text
    }

    func index(ofID id: String) -> Int? { Int(id).flatMap { (0..<count).contains($0) ? $0 : nil } }

    func value(ofField field: Int, at index: Int) -> Value { row(index)[field] }

    func values(ofFields fields: [Int], at index: Int) -> [Value] {
        let values = row(index)
        return fields.map { values[$0] }
    }

    // MARK: Groups

    /// The errors of making a table.
    enum TableError: Error {
        case tooManyRows
    }

    /// Makes the table of a query without its rows, or with one row for each combination of values.
    ///
    /// After `cancellation`, the table is incomplete and must not be used.
    static func collection(
        _ query: Query, of base: Collection, rows: [Int]? = nil, until cancellation: Cancellation = Cancellation()
    ) throws(TableError) -> Collection {
        var table = GroupTable(count: 0, row: { _ in [] }, memoryBytes: 0)
        if let rows {
            table =
                query.group.isEmpty
                ? statistics(query, of: base, rows, cancellation) : try groups(query, of: base, rows, cancellation)
        }
        return Collection(
            name: base.name, summary: base.summary, fields: fields(query), records: table)
    }

    private static func fields(_ query: Query) -> [Field] {
        if query.group.isEmpty { return [Field("field")] + Statistics.fields(of: .number) }
        let groups = query.group.map { dimension in
            let field = dimension.path.field
            return switch dimension.buckets {
            case nil: Field(dimension.name, field.kind, references: field.references)
            case .calendar: Field(dimension.name)
            // Their names have no order as texts.
            case .ranges, .automatic: Field(dimension.name, isComparable: false)
            }
        }
        let statistics = query.stats.flatMap { Statistics.fields(of: $0.field.kind, prefix: $0.name + ".") }
        return groups + [Field(countName, .integer)] + statistics
    }

    private static func statistics(
        _ query: Query, of base: Collection, _ rows: [Int], _ cancellation: Cancellation
    ) -> GroupTable {
        let values = query.stats.map { path in
            [.text(path.name)] + Statistics(of: path, among: rows, of: base, until: cancellation).values
        }
        return GroupTable(count: values.count, row: { values[$0] }, memoryBytes: 0)
    }

    private static func groups(
        _ query: Query, of base: Collection, _ rows: [Int], _ cancellation: Cancellation
    ) throws(TableError) -> GroupTable {
        var dimensions: [Groups] = []
        for dimension in query.group {
            let groups = Groups(
                dimension, among: rows, of: base, includesEmpty: query.includesEmpty, until: cancellation)
            guard let groups else { throw .tooManyRows }
            dimensions.append(groups)
        }
        guard let counted = GroupCounts(rows, by: dimensions, includesEmpty: query.includesEmpty, until: cancellation),
            counted.entries.count <= maxRows
        else { throw .tooManyRows }
        var statistics: [[Statistics]] = []
        for path in query.stats {
            guard let all = Statistics.ofGroups(path, counted, dimensions, rows, base, cancellation) else {
                throw .tooManyRows
            }
            statistics.append(all)
        }
        let isByCount = dimensions.count == 1 && query.group[0].buckets == nil
        let order = isByCount ? counted.orderByCount : Array(counted.entries.indices)
        return GroupTable(
            count: order.count,
            row: { [dimensions, statistics] row in
                let entry = counted.entries[order[row]]
                let groups = dimensions.indices.map { place in
                    counted.group(entry, place).map { dimensions[place].bucket($0).value } ?? .null
                }
                return groups + [.integer(entry.count)] + statistics.flatMap { $0[order[row]].values }
            },
            memoryBytes: order.count * (24 + query.stats.count * MemoryLayout<Statistics>.stride))
    }
}

extension Statistics {
    /// Computes the statistics of a field among `rows`.
    init(of path: FieldPath, among rows: [Int], of collection: Collection, until cancellation: Cancellation) {
        let all = Statistics.ofGroups(
            path, GroupCounts(rows, by: [], until: cancellation), [], rows, collection, cancellation)
        self = all?.first ?? Statistics([], missing: rows.count, kind: path.field.kind)
    }

    /// Computes the statistics of a field for each entry of `counted`; nil if there are too many combinations.
    static func ofGroups(
        _ path: FieldPath, _ counted: GroupCounts?, _ dimensions: [Groups], _ rows: [Int], _ collection: Collection,
        _ cancellation: Cancellation
    ) -> [Statistics]? {
        let values = Groups(numbersOf: path, among: rows, of: collection, until: cancellation)
        guard let counted, let counts = GroupCounts(rows, by: dimensions + [values], until: cancellation) else {
            return nil
        }
        var known: [Int: Value] = [:]
        func value(_ number: Int) -> Value {
            if let value = known[number] { return value }
            let value = values.bucket(number).value
            known[number] = value
            return value
        }
        let radix = values.count + 1
        var place = 0
        return counted.entries.map { entry in
            var found: [(value: Value, count: Int)] = []
            var missing = 0
            while place < counts.entries.count, counts.entries[place].key / radix == entry.key {
                let count = counts.entries[place].count
                if let number = counts.group(counts.entries[place], dimensions.count) {
                    found.append((value(number), count))
                } else {
                    missing = count
                }
                place += 1
            }
            return Statistics(found, missing: missing, kind: path.field.kind)
        }
    }
}

extension Collection {
    /// A name that two columns of a table have; nil if all are different.
    var repeatedName: String? {
        var seen: Set<String> = []
        return fields.map(\.name).first { !seen.insert($0).inserted }
    }
}
