// The records that have each value of a column.

import Text

/// The records of each code, in as few bytes as their numbers allow.
enum ColumnHolders: Sendable {
    /// One each.
    case single(CompactIntArray)
    /// A few each: where those of a code begin, and records by code, then by position.
    case few(starts: CompactIntArray, rows: CompactIntArray)
    /// The first one of each; the others are found by going through all codes, which are not many more.
    case many(first: CompactIntArray)

    /// From so many records a code on, only the first ones are kept.
    private static let many = 4

    /// Finds the holders of `count` codes; of lists, the codes of each record begin at `listStarts`.
    init(of codes: [UInt32], count: Int, listStarts: [UInt32]?, records: Int) {
        let none = CompactIntArray.none
        var starts = [UInt32](repeating: 0, count: count + 1)
        for code in codes where code != none { starts[Int(code) + 1] += 1 }
        for code in 0..<count { starts[code + 1] += starts[code] }
        let held = Int(starts[count])
        let isMany = held >= count * Self.many
        var next = isMany ? [UInt32](repeating: none, count: count) : starts
        var rows = [UInt32](repeating: 0, count: isMany ? 0 : held)
        func place(_ code: UInt32, _ record: Int) {
            guard code != none else { return }
            if !isMany {
                rows[Int(next[Int(code)])] = UInt32(truncatingIfNeeded: record)
                next[Int(code)] += 1
            } else if next[Int(code)] == none {
                next[Int(code)] = UInt32(truncatingIfNeeded: record)
            }
        }
        for record in 0..<records {
            if let listStarts {
                for number in listStarts[record]..<listStarts[record + 1] { place(codes[Int(number)], record) }
            } else {
                place(codes[record], record)
            }
        }
        self.init(starts: starts, rows: rows, first: next, isMany: isMany, records: records)
    }

    private init(starts: [UInt32], rows: [UInt32], first: [UInt32], isMany: Bool, records: Int) {
        if isMany {
            self = .many(first: CompactIntArray(first, below: records))
        } else if rows.count == starts.count - 1 {
            self = .single(CompactIntArray(rows, below: records))
        } else {
            self = .few(
                starts: CompactIntArray(starts, below: rows.count + 1), rows: CompactIntArray(rows, below: records))
        }
    }

    /// The first record that has a code.
    func first(of code: Int) -> Int {
        switch self {
        case .single(let rows): Int(rows[code])
        case .few(let starts, let rows): Int(rows[Int(starts[code])])
        case .many(let first): Int(first[code])
        }
    }
}

extension ColumnHolders {
    /// Returns the holders of the next version's codes.
    ///
    /// `addedRows` are the codes of records that came with their positions, in ascending order.
    func following(
        _ splice: ColumnSplice, _ merge: ColumnMerge, _ addedRows: [(code: UInt32, record: UInt32)], records: Int
    ) -> ColumnHolders {
        let (none, count, formerCount) = (CompactIntArray.none, merge.sources.count, splice.formerCount)
        let isMany = splice.codes.count { $0 != none } >= count * Self.many
        switch (self, isMany) {
        case (.many, true):
            var added = addedRows[...]
            var first: [UInt32] = []
            first.reserveCapacity(count)
            for (code, source) in merge.sources.enumerated() {
                let former = source < formerCount ? splice.firstHolder(of: Int(source)) : nil
                var record = former.map { UInt32(truncatingIfNeeded: $0) } ?? none
                while let next = added.first, next.code == code {
                    record = min(record, next.record)
                    added.removeFirst()
                }
                first.append(record)
            }
            return .many(first: CompactIntArray(first, below: records))
        case (.single(let rows), false):
            var starts: [UInt32] = []
            starts.append(numbers: 0..<formerCount + 1)
            return Self.patched(starts, rows.prefix(formerCount), splice, merge, addedRows, records: records)
        case (.few(let starts, let rows), false):
            return Self.patched(
                starts.prefix(formerCount + 1), rows.prefix(Int(starts[formerCount])), splice, merge, addedRows,
                records: records)
        default:
            return ColumnHolders(of: splice.codes, count: count, listStarts: splice.listStarts, records: records)
        }
    }

    /// Merges the rows of former codes that stay with those that came.
    private static func patched(
        _ formerStarts: [UInt32], _ formerRows: [UInt32], _ splice: ColumnSplice, _ merge: ColumnMerge,
        _ addedRows: [(code: UInt32, record: UInt32)], records: Int
    ) -> ColumnHolders {
        let (formerCount, count) = (splice.formerCount, merge.sources.count)
        let formerRows = splice.newPositions.mapped(formerRows)
        var (starts, rows) = ([UInt32](), [UInt32]())
        starts.reserveCapacity(count + 1)
        rows.reserveCapacity(formerRows.count + addedRows.count)
        var (code, lost, added) = (0, splice.lost[...], addedRows[...])

        /// Appends codes below `end` that have their former rows.
        func appendFormer(below end: Int) {
            while code < end {
                let source = Int(merge.sources[code])
                lost = lost.drop { $0 < source }
                let length = min(end - code, (lost.first ?? formerCount) - source)
                let places = Int(formerStarts[source])..<Int(formerStarts[source + length])
                let shift = UInt32(truncatingIfNeeded: rows.count - places.lowerBound)
                starts.append(formerStarts[source..<source + length], shiftedBy: shift)
                rows += formerRows[places]
                code += length
            }
        }
        let touched = Set(splice.touched.map { merge.isIdentity ? UInt32(truncatingIfNeeded: $0) : merge.codes[$0] })
            .union(addedRows.lazy.map(\.code)).sorted()
        for other in touched.map(Int.init) {
            appendFormer(below: other)
            starts.append(UInt32(truncatingIfNeeded: rows.count))
            let source = Int(merge.sources[other])
            if source < formerCount {
                for place in formerStarts[source]..<formerStarts[source + 1] {
                    let record = formerRows[Int(place)]
                    if record == CompactIntArray.none { continue }
                    while let next = added.first, next.code == other, next.record < record {
                        rows.append(next.record)
                        added.removeFirst()
                    }
                    rows.append(record)
                }
            }
            while let next = added.first, next.code == other {
                rows.append(next.record)
                added.removeFirst()
            }
            code = other + 1
        }
        appendFormer(below: count)
        starts.append(UInt32(truncatingIfNeeded: rows.count))
        return ColumnHolders(starts: starts, rows: rows, first: [], isMany: false, records: records)
    }
}
