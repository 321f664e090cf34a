// The records that have each value of a column.

/// The records of each code, in as few bytes as their numbers allow.
enum ColumnHolders: Sendable {
    /// One each.
    case single(NarrowNumbers)
    /// A few each: where those of a code begin, and records by code, then by position.
    case few(starts: NarrowNumbers, rows: NarrowNumbers)
    /// The first one of each; the others are found by going through all codes, which are not many more.
    case many(first: NarrowNumbers)

    /// From so many records a code on, only the first ones are kept.
    private static let many = 4

    /// Finds the holders of `count` codes; of lists, the codes of each record begin at `listStarts`.
    init(of codes: [UInt32], count: Int, listStarts: [UInt32]?, records: Int) {
        let none = NarrowNumbers.none
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
            self = .many(first: NarrowNumbers(first, below: records))
        } else if rows.count == starts.count - 1 {
            self = .single(NarrowNumbers(rows, below: records))
        } else {
            self = .few(
                starts: NarrowNumbers(starts, below: rows.count + 1), rows: NarrowNumbers(rows, below: records))
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
        let (none, count, formerCount) = (NarrowNumbers.none, merge.sources.count, splice.formerCount)
        let held = splice.codes.count { $0 != none }
        let isMany = held >= count * Self.many
        var added = addedRows[...]
        switch (self, isMany) {
        case (.many, true):
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
            return .many(first: NarrowNumbers(first, below: records))
        case (.single, false), (.few, false):
            var (starts, rows) = ([UInt32](), [UInt32]())
            starts.reserveCapacity(count + 1)
            rows.reserveCapacity(held)
            for (code, source) in merge.sources.enumerated() {
                starts.append(UInt32(truncatingIfNeeded: rows.count))
                forEachRow(ofSource: source, formerCount) { row in
                    let record = splice.newPositions[Int(row)]
                    if record == none { return }
                    while let next = added.first, next.code == code, next.record < record {
                        rows.append(next.record)
                        added.removeFirst()
                    }
                    rows.append(record)
                }
                while let next = added.first, next.code == code {
                    rows.append(next.record)
                    added.removeFirst()
                }
            }
            starts.append(UInt32(truncatingIfNeeded: rows.count))
            return ColumnHolders(starts: starts, rows: rows, first: [], isMany: false, records: records)
        default:
            return ColumnHolders(of: splice.codes, count: count, listStarts: splice.listStarts, records: records)
        }
    }

    /// Calls `body` with each former record of a source, which is none if it is not below `formerCount`.
    @inline(__always)
    private func forEachRow(ofSource source: UInt32, _ formerCount: Int, _ body: (UInt32) -> Void) {
        guard source < formerCount else { return }
        switch self {
        case .single(let rows): body(rows[Int(source)])
        case .few(let starts, let rows):
            for place in starts[Int(source)]..<starts[Int(source) + 1] { body(rows[Int(place)]) }
        case .many: break
        }
    }
}
