// Which rows an answer has, in as little memory as that takes: an export holds them until its reader has everything.

/// Positions in a collection, in the order of an answer.
enum Rows: RandomAccessCollection, Sendable {
    /// Rows as the collection has them, one after the other.
    case range(Range<Int>)
    /// Any others.
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

    /// The bytes that they take.
    var size: Int {
        if case .list(let positions) = self { positions.count * MemoryLayout<UInt32>.size } else { 0 }
    }
}
