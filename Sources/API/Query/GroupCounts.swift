// Counts rows by combinations of groups: one pass over the rows, for `facets`, `group` and `stats`.

import HTTP
import Text

/// How many rows have each combination of groups, one of each dimension.
struct GroupCounts {
    /// A combination and the number of its rows.
    struct Entry {
        /// The numbers of the groups as one number: the first dimension has the highest digit.
        let key: Int
        var count: Int
    }

    /// The combinations that some row has, in ascending order.
    private(set) var entries: [Entry] = []
    /// By dimension the number of digits: one for each group, and the last one for rows without any.
    let radices: [Int]

    /// The maximum number of combinations that are counted in an array, in four bytes each.
    private static let maxCells = 1 << 22
    /// The maximum number of combinations of all rows together: rows with long lists have many each.
    static let maxCombinations = 1 << 25
    /// The number of rows between polls for a cancellation.
    private static let rowsBetweenPolls = 4096

    /// Counts `rows`; returns nil if there are too many combinations.
    ///
    /// `includesEmpty` adds the combinations without rows, except those that lack a group of some dimension. After
    /// `cancellation`, the result is incomplete and must not be used.
    init?(_ rows: [Int], by dimensions: [Groups], includesEmpty: Bool = false, until cancellation: Cancellation) {
        radices = dimensions.map { $0.count + 1 }
        var cellCount = 1
        for radix in radices {
            let (product, isOverflow) = cellCount.multipliedReportingOverflow(by: radix)
            if isOverflow { return nil }
            cellCount = product
        }
        if cellCount <= Self.maxCells {
            var cells = [UInt32](repeating: 0, count: cellCount)
            guard Self.forEachKey(of: rows, dimensions, radices, cancellation, { cells[$0] += 1 }) else { return nil }
            for (key, count) in cells.enumerated() {
                let entry = Entry(key: key, count: Int(count))
                if count > 0 || includesEmpty && radices.indices.allSatisfy({ group(entry, $0) != nil }) {
                    entries.append(entry)
                }
            }
        } else if includesEmpty {
            return nil
        } else {
            var keys: [Int] = []
            keys.reserveCapacity(rows.count)
            guard Self.forEachKey(of: rows, dimensions, radices, cancellation, { keys.append($0) }) else { return nil }
            keys.sort(by: <) { cancellation.isCancelled }
            for key in keys {
                if entries.last?.key == key {
                    entries[entries.count - 1].count += 1
                } else {
                    entries.append(Entry(key: key, count: 1))
                }
            }
        }
    }

    /// Returns the group of an entry in a dimension; nil for rows without any.
    func group(_ entry: Entry, _ dimension: Int) -> Int? {
        var key = entry.key
        for radix in radices[(dimension + 1)...] { key /= radix }
        let number = key % radices[dimension]
        return number < radices[dimension] - 1 ? number : nil
    }

    /// The indexes of the entries of one dimension: the most frequent value is the first, and no value the last.
    var orderByCount: [Int] {
        let counts: [Int] = entries.map { group($0, 0) == nil ? 0 : $0.count }
        return entries.indices.sorted { left, right in
            counts[left] == counts[right] ? left < right : counts[left] > counts[right]
        }
    }

    /// Calls `body` with each combination of each row; returns false if there are too many.
    @inline(__always)
    private static func forEachKey(
        of rows: [Int], _ dimensions: [Groups], _ radices: [Int], _ cancellation: Cancellation, _ body: (Int) -> Void
    ) -> Bool {
        var rest = maxCombinations
        for start in stride(from: 0, to: rows.count, by: rowsBetweenPolls) {
            if cancellation.isCancelled { return true }
            let rows = rows[start..<min(rows.count, start + rowsBetweenPolls)]
            if dimensions.allSatisfy({ !$0.isList }) {
                var keys = [Int](repeating: 0, count: rows.count)
                for (dimension, radix) in zip(dimensions, radices) {
                    dimension.appendDigits(of: rows, radix: radix, to: &keys)
                }
                for key in keys { body(key) }
            } else {
                for row in rows {
                    let keys = keys(of: row, dimensions, radices, &rest)
                    if rest < 0 { return false }
                    keys.forEach(body)
                }
            }
        }
        return true
    }

    /// Returns the combinations of a row; takes their number from `rest`, and returns none if there are more.
    private static func keys(of row: Int, _ dimensions: [Groups], _ radices: [Int], _ rest: inout Int) -> [Int] {
        var keys = [0]
        for (dimension, radix) in zip(dimensions, radices) {
            var numbers: [Int] = []
            dimension.forEachGroup(of: row) { number in
                if !dimension.mayRepeat || !numbers.contains(number) { numbers.append(number) }
            }
            if numbers.isEmpty { numbers.append(radix - 1) }
            rest -= keys.count * numbers.count
            if rest < 0 { return [] }
            keys = keys.flatMap { key in numbers.map { key * radix + $0 } }
        }
        return keys
    }
}
