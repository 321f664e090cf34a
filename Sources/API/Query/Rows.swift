// The row numbers of a response, in little memory: an export keeps them until the client has received everything.

/// Positions of records in their collection, in the order of the response.
enum Rows: RandomAccessCollection, Sendable {
    /// Consecutive rows of the collection.
    case range(Range<Int>)
    /// Rows in any order.
    case list([UInt32])

    init(_ positions: some Sequence<Int>) {
        self = .list(positions.map { UInt32(truncatingIfNeeded: $0) })
    }

    var startIndex: Int { 0 }

    var endIndex: Int {
        switch self {
        case .range(let range): range.count
        case .list(let positions): positions.count
        }
    }

    subscript(index: Int) -> Int {
        switch self {
        case .range(let range): range.lowerBound + index
        case .list(let positions): Int(positions[index])
        }
    }

    /// True if each row comes after the one before it in the collection.
    var isAscending: Bool {
        guard case .list(let positions) = self else { return true }
        return zip(positions, positions.dropFirst()).allSatisfy { $0 < $1 }
    }

    /// The number of bytes of memory that the positions take.
    var memoryBytes: Int {
        if case .list(let positions) = self { positions.count * MemoryLayout<UInt32>.size } else { 0 }
    }
}
