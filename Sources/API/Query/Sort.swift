// The order of records: sort keys, the tie-break by id, and the first rows without sorting the others.

import Catalog
import Documents

/// One field that records are ordered by.
struct SortKey {
    let path: FieldPath
    let isDescending: Bool
}

/// Orders rows by some keys; missing values stand last in both directions, ids break ties.
struct RowOrder {
    let keys: [SortKey]
    let records: any Records
    private let readers: [(Int) -> Value]

    init(keys: [SortKey], records: any Records) {
        self.keys = keys
        self.records = records
        readers = keys.map { $0.path.reader(of: records) }
    }

    /// A row's position, and its value of the first key; those of the others are read where the first ones are equal.
    struct Row {
        let position: Int
        let first: Operand?
    }

    func row(at position: Int) -> Row {
        Row(position: position, first: keys.isEmpty ? nil : operand(0, at: position))
    }

    /// The value of each key, nil for a missing one.
    func operands(of row: Row) -> [Operand?] { keys.indices.map { operand($0, of: row) } }

    func operand(_ key: Int, of row: Row) -> Operand? {
        key == 0 ? row.first : operand(key, at: row.position)
    }

    /// The first `count` of some rows in order, by position.
    ///
    /// Where few are wanted of many, rows that stand behind the `count` best so far are dropped as they come: n
    /// comparisons and sorts of small pieces only.
    func first(_ count: Int, of positions: some Sequence<Int>) -> [Int] {
        guard count > 0 else { return [] }
        let capacity = count > Int.max / 2 ? Int.max : max(2 * count, 256)
        var best: [Row] = []
        var last: Row?
        for position in positions {
            let row = row(at: position)
            if let last, !precedes(row, last) { continue }
            best.append(row)
            if best.count >= capacity {
                best.sort(by: precedes)
                best.removeLast(best.count - count)
                last = best.last
            }
        }
        best.sort(by: precedes)
        return best.prefix(count).map(\.position)
    }

    func precedes(_ left: Row, _ right: Row) -> Bool {
        for index in keys.indices {
            let order = order(
                operand(index, of: left), operand(index, of: right), isDescending: keys[index].isDescending)
            if order != 0 { return order < 0 }
        }
        return records.id(at: left.position).precedesByBytes(records.id(at: right.position))
    }

    /// Orders two values of one key; nil is last in both directions.
    func order(_ left: Operand?, _ right: Operand?, isDescending: Bool) -> Int {
        guard let left else { return right == nil ? 0 : 1 }
        guard let right else { return -1 }
        let order = left.compare(right) ?? 0
        return isDescending ? -order : order
    }

    private func operand(_ key: Int, at position: Int) -> Operand? {
        let path = keys[key].path
        let value = path.value(in: readers[key](position))
        return value.isMissing ? nil : Operand(value, kind: path.field.kind)
    }
}
