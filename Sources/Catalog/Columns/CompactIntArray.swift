// Many small numbers in as few bytes as they need.

/// Numbers in one byte each, two or four, by how large they can be.
struct CompactIntArray: Sendable {
    /// What stands for no number, in whatever width.
    static let none = UInt32.max

    /// All are empty but the one that is used.
    private var bytes: [UInt8] = []
    private var shorts: [UInt16] = []
    private var words: [UInt32] = []

    /// `numbers` that are below `limit`, or `none`; those that need four bytes are not copied.
    init(_ numbers: [UInt32], below limit: Int) {
        if limit <= Int(UInt8.max) {
            bytes = Self.converted(numbers[...]) { UInt8(truncatingIfNeeded: $0) }
        } else if limit <= Int(UInt16.max) {
            shorts = Self.converted(numbers[...]) { UInt16(truncatingIfNeeded: $0) }
        } else {
            words = numbers
        }
    }

    /// Appends the numbers of a range to others.
    func append(_ range: Range<Int>, to numbers: inout [UInt32]) {
        if !words.isEmpty {
            numbers += words[range]
        } else if !shorts.isEmpty {
            numbers += Self.converted(shorts[range]) { $0 == .max ? Self.none : UInt32($0) }
        } else {
            numbers += Self.converted(bytes[range]) { $0 == .max ? Self.none : UInt32($0) }
        }
    }

    /// The first `count` numbers.
    func prefix(_ count: Int) -> [UInt32] {
        var numbers: [UInt32] = []
        append(0..<count, to: &numbers)
        return numbers
    }

    /// Returns what `map` does, with a loop that can be vectorised.
    @inline(__always)
    private static func converted<From: FixedWidthInteger, To: FixedWidthInteger>(
        _ numbers: ArraySlice<From>, _ convert: (From) -> To
    ) -> [To] {
        numbers.withUnsafeBufferPointer { numbers in
            [To](unsafeUninitializedCapacity: numbers.count) { buffer, count in
                for place in numbers.indices { buffer.initializeElement(at: place, to: convert(numbers[place])) }
                count = numbers.count
            }
        }
    }

    @inline(__always)
    subscript(index: Int) -> UInt32 {
        if !words.isEmpty { return words[index] }
        if !shorts.isEmpty { return shorts[index] == .max ? Self.none : UInt32(shorts[index]) }
        return bytes[index] == .max ? Self.none : UInt32(bytes[index])
    }
}
