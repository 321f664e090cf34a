// Patches the index of a path after some records came and went.

import Documents
import Text

extension ColumnData {
    /// Returns the index of the same path in the next version of the records, as if it were made from all of them.
    ///
    /// Nil for lists with much text, and once `isStopped` is true. O(records) numbers, and values of O(m log(n / m))
    /// records for m of n records that came.
    func following(
        _ change: RecordChange, _ path: FieldPath, in records: any Records, isStopped: () -> Bool
    ) -> ColumnData? {
        let read = path.reader(of: records)
        let keptText = textBytes - removedTextBytes(change)
        let maxText = Self.maxText(definition, records: change.newCount)
        var added = GatheredValues(isList: path.isList, maxText: max(0, maxText - keptText))
        added.add(change.added.joined(), of: path, read, isStopped: isStopped)
        guard keptText <= maxText, !added.isOverfull, !isStopped() else { return nil }

        var splice = ColumnSplice(self, added, change)
        let merge = ColumnMerge(self, added, splice) { path.value(in: read($0)) }
        let addedRows = splice.recode(merge.codes, unlessKept: merge.isIdentity, change)
        return ColumnData(
            definition, recordCount: change.newCount, count: merge.sources.count, comparable: merge.comparable,
            orders: merge.orders, codes: splice.codes, listStarts: splice.listStarts,
            holders: holders.following(splice, merge, addedRows, records: change.newCount),
            values: values.map { values in
                merge.sources.map { Int($0) < count ? values[Int($0)] : added.values[Int($0) - count] }
            }, textBytes: keptText + added.textBytes)
    }

    private func removedTextBytes(_ change: RecordChange) -> Int {
        guard let values, definition.isList else { return 0 }
        var bytes = 0
        for record in change.removed.joined() {
            forEachCode(of: record) { bytes += values[$0].text?.utf8.count ?? 0 }
        }
        return bytes
    }
}

/// The codes of the next version's records: first still those of the former version.
struct ColumnSplice {
    /// As in `ColumnData`; the numbers of values that came follow the former codes.
    private(set) var codes: [UInt32] = []
    private(set) var listStarts: [UInt32]?
    /// The new position of each former record.
    let newPositions: NewPositions
    /// The former codes that no record has any more, ascending.
    private(set) var lost: [Int] = []
    /// The former codes that removed records had and other records still have.
    private(set) var touched: Set<Int> = []
    /// If only the first holders are known: the first record of each code that went in some record.
    private var firsts: [Int: Int] = [:]
    private let data: ColumnData

    /// The number of former codes.
    var formerCount: Int { data.count }

    init(_ data: ColumnData, _ added: GatheredValues, _ change: RecordChange) {
        self.data = data
        newPositions = change.newPositions
        if let starts = data.listStarts {
            spliceLists(starts, added, change)
        } else {
            spliceRecords(added, change)
        }
        findLostCodes(change)
    }

    private func provisional(_ number: UInt32) -> UInt32 {
        number == CompactIntArray.none ? number : number + UInt32(truncatingIfNeeded: data.count)
    }

    private mutating func spliceRecords(_ added: GatheredValues, _ change: RecordChange) {
        var codes: [UInt32] = []
        codes.reserveCapacity(change.newCount)
        var numbers = added.numbers[...]
        func append(addedUntil end: Int) {
            let count = end - codes.count
            codes.append(contentsOf: numbers.prefix(count).lazy.map(provisional))
            numbers = numbers.dropFirst(count)
        }
        for run in change.keptRuns {
            append(addedUntil: run.new)
            data.codes.append(run.old..<run.old + run.count, to: &codes)
        }
        append(addedUntil: change.newCount)
        self.codes = codes
    }

    private mutating func spliceLists(_ oldStarts: CompactIntArray, _ added: GatheredValues, _ change: RecordChange) {
        var (codes, starts) = ([UInt32](), [UInt32]())
        codes.reserveCapacity(data.codeCount + added.numbers.count)
        starts.reserveCapacity(change.newCount + 1)
        let addedStarts = added.starts
        var next = 0
        func append(addedUntil end: Int) {
            while starts.count < end {
                starts.append(UInt32(truncatingIfNeeded: codes.count))
                for place in addedStarts[next]..<addedStarts[next + 1] {
                    codes.append(provisional(added.numbers[Int(place)]))
                }
                next += 1
            }
        }
        for run in change.keptRuns {
            append(addedUntil: run.new)
            let (first, end) = (oldStarts[run.old], oldStarts[run.old + run.count])
            let shift = UInt32(truncatingIfNeeded: codes.count) &- first
            for record in run.old..<run.old + run.count { starts.append(oldStarts[record] &+ shift) }
            data.codes.append(Int(first)..<Int(end), to: &codes)
        }
        append(addedUntil: change.newCount)
        starts.append(UInt32(truncatingIfNeeded: codes.count))
        self.codes = codes
        listStarts = starts
    }

    private mutating func findLostCodes(_ change: RecordChange) {
        var removed: Set<Int> = []
        for record in change.removed.joined() { data.forEachCode(of: record) { removed.insert($0) } }
        touched = removed
        switch data.holders {
        case .single: break
        case .few: removed = removed.filter { firstHolder(of: $0) == nil }
        case .many:
            var isRemoved = [Bool](repeating: false, count: data.count)
            for code in removed { isRemoved[code] = true }
            for (place, code) in codes.enumerated() where code < isRemoved.count && isRemoved[Int(code)] {
                isRemoved[Int(code)] = false
                firsts[Int(code)] = record(at: place)
                removed.remove(Int(code))
                if removed.isEmpty { break }
            }
        }
        lost = removed.sorted()
        touched.subtract(removed)
    }

    /// The record with the code at `place`.
    private func record(at place: Int) -> Int {
        guard let listStarts else { return place }
        return (0..<listStarts.count).partitioningIndex { listStarts[$0] > place } - 1
    }

    /// Returns the new position of the first kept record with a former code; nil if no kept record has it.
    func firstHolder(of code: Int) -> Int? {
        switch data.holders {
        case .single(let rows): return newPosition(rows[code])
        case .few(let starts, let rows):
            for place in starts[code]..<starts[code + 1] {
                if let position = newPosition(rows[Int(place)]) { return position }
            }
            return nil
        case .many(let first): return firsts[code] ?? newPosition(first[code])
        }
    }

    private func newPosition(_ record: UInt32) -> Int? {
        let position = newPositions[record]
        return position == CompactIntArray.none ? nil : Int(position)
    }

    /// Replaces all codes by those of the next version; `isIdentity` if former codes are the same.
    ///
    /// Returns the codes of records that came with their positions, in ascending order.
    mutating func recode(
        _ newCodes: [UInt32], unlessKept isIdentity: Bool, _ change: RecordChange
    ) -> [(code: UInt32, record: UInt32)] {
        let none = CompactIntArray.none
        if !isIdentity {
            codes.withUnsafeMutableBufferPointer { codes in
                for place in codes.indices where codes[place] != none { codes[place] = newCodes[Int(codes[place])] }
            }
        }
        var rows: [(code: UInt32, record: UInt32)] = []
        for record in change.added.joined() {
            let places = listStarts.map { Int($0[record])..<Int($0[record + 1]) } ?? record..<record + 1
            for place in places where codes[place] != none {
                if isIdentity { codes[place] = newCodes[Int(codes[place])] }
                rows.append((codes[place], UInt32(truncatingIfNeeded: record)))
            }
        }
        return rows.sorted { $0 < $1 }
    }
}
