// Some of the units of a segment, as a bitmap: those that were deleted, or those whose words have no other forms.

/// Units of a segment, one bit for each.
struct UnitSet: Sendable {
    private var bits: [UInt64]
    private(set) var count = 0

    init(unitCount: Int) { bits = Array(repeating: 0, count: (unitCount + 63) / 64) }

    @inline(__always)
    func contains(_ unit: Int) -> Bool { bits[unit &>> 6] &>> UInt64(truncatingIfNeeded: unit & 63) & 1 == 1 }

    /// False if none of the units from `first` to `last` is there; may be true if one next to them is.
    func containsAny(from first: UInt32, to last: UInt32) -> Bool {
        bits[Int(first >> 6)...Int(last >> 6)].contains { $0 != 0 }
    }

    /// Adds a unit; false if it is there already.
    mutating func insert(_ unit: Int) -> Bool {
        guard !contains(unit) else { return false }
        bits[unit >> 6] |= 1 << UInt64(unit & 63)
        count += 1
        return true
    }

    var byteCount: Int { bits.count * MemoryLayout<UInt64>.stride }
}
