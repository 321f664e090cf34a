// The groups of one dimension: its values, or buckets of them.

import Catalog
import Documents
import HTTP

/// The values or buckets of a dimension, numbered in ascending order, and those of each row.
struct Groups {
    /// The buckets, of which automatic ones are ranges by now; nil if each value is counted by itself.
    private let buckets: Dimension.Buckets?
    private let codes: ValueCodes
    /// By number the place of a bucket among all buckets, or the code of a value; nil if the number is the code.
    private var members: [Int]?
    /// By code the number of its group, or -1 for none; nil if that is the code itself.
    private var numbers: [Int32]?
    /// True if a row may be in several groups.
    let isList: Bool
    /// True if a row may be in one group several times.
    let mayRepeat: Bool

    /// The number of groups; some may have no row.
    var count: Int { members?.count ?? codes.count }

    /// The maximum number of buckets, empty ones included.
    static let maxBuckets = 10_000

    /// Finds the groups of a dimension among `rows`.
    ///
    /// `includesEmpty` adds the buckets without rows between the others, and leaves out values without rows. Nil if
    /// these are too many. After `cancellation`, the result is incomplete and must not be used.
    init?(
        _ dimension: Dimension, among rows: [Int], of collection: Collection, includesEmpty: Bool = false,
        until cancellation: Cancellation
    ) {
        let codes = ValueCodes(dimension.path, among: rows, of: collection, until: cancellation)
        let kind = dimension.path.field.kind
        self.codes = codes
        isList = dimension.path.isList
        mayRepeat = dimension.buckets != nil && dimension.path.isList
        let isCounted = includesEmpty || dimension.buckets == .automatic
        let counts = isCounted ? codes.counts(of: rows) : []
        var buckets = dimension.buckets
        if buckets == .automatic { buckets = Self.ranges(codes, kind, counts) }
        self.buckets = buckets
        if let buckets {
            var places: [Int] = []
            var numbers = [Int32](repeating: -1, count: codes.count)
            for code in 0..<codes.comparable where !includesEmpty || counts[code] > 0 {
                if cancellation.isCancelled { break }
                guard let place = buckets.place(of: codes.value(of: code), kind) else { continue }
                if places.last != place { places.append(place) }
                numbers[code] = Int32(truncatingIfNeeded: places.count - 1)
            }
            if includesEmpty, let first = places.first, let last = places.last {
                let all = buckets.places(from: first, to: last)
                guard all.count <= Self.maxBuckets else { return nil }
                for code in numbers.indices where numbers[code] >= 0 {
                    numbers[code] = Int32(truncatingIfNeeded: places[Int(numbers[code])] - all.lowerBound)
                }
                places = Array(all)
            }
            (members, self.numbers) = (places, numbers)
        } else if includesEmpty || (0..<codes.count).contains(where: codes.isMissing) {
            keep((0..<codes.count).filter { (!includesEmpty || counts[$0] > 0) && !codes.isMissing($0) })
        }
    }

    /// Takes the numbers or dates of a field among `rows`, without values of another kind.
    ///
    /// After `cancellation`, the result is incomplete and must not be used.
    init(numbersOf path: FieldPath, among rows: [Int], of collection: Collection, until cancellation: Cancellation) {
        codes = ValueCodes(path, among: rows, of: collection, until: cancellation)
        (buckets, isList, mayRepeat) = (nil, path.isList, false)
        if codes.comparable < codes.count { keep(Array(0..<codes.comparable)) }
    }

    /// Leaves only some values.
    private mutating func keep(_ kept: [Int]) {
        var numbers = [Int32](repeating: -1, count: codes.count)
        for (number, code) in kept.enumerated() { numbers[code] = Int32(truncatingIfNeeded: number) }
        (members, self.numbers) = (kept, numbers)
    }

    /// Returns automatic ranges from the least to the greatest number that has rows.
    private static func ranges(_ codes: ValueCodes, _ kind: Field.Kind, _ counts: [UInt32]) -> Dimension.Buckets {
        let counts = counts[..<codes.comparable]
        guard let first = counts.firstIndex(where: { $0 > 0 }), let last = counts.lastIndex(where: { $0 > 0 }),
            let least = Operand(codes.value(of: first), kind: kind)?.number,
            let greatest = Operand(codes.value(of: last), kind: kind)?.number
        else { return .ranges([0]) }
        return .ranges(from: least, to: greatest, areWhole: kind == .integer)
    }

    /// What a group shows.
    func bucket(_ number: Int) -> Bucket {
        let member = members?[number] ?? number
        return buckets.map { $0.bucket(at: member) } ?? Bucket(value: codes.value(of: member))
    }

    /// Calls `body` with each group of a row.
    @inline(__always)
    func forEachGroup(of row: Int, _ body: (Int) -> Void) {
        guard let numbers else { return codes.forEachCode(of: row, body) }
        codes.forEachCode(of: row) { code in
            let number = Int(numbers[code])
            if number >= 0 { body(number) }
        }
    }

    /// Appends a digit to the key of each row: the number of its group, and the last digit for none; not of lists.
    func appendDigits(of rows: ArraySlice<Int>, radix: Int, to keys: inout [Int]) {
        for (place, row) in rows.enumerated() {
            var digit = radix - 1
            forEachGroup(of: row) { digit = $0 }
            keys[place] = keys[place] * radix + digit
        }
    }
}
