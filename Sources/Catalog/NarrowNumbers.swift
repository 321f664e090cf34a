// Many small numbers in as few bytes as they need.

/// Numbers in one byte each, two or four, by how large they can be.
struct NarrowNumbers: Sendable {
    /// What stands for no number, in whatever width.
    static let none = UInt32.max

    /// All are empty but the one that is used.
    private var bytes: [UInt8] = []
    private var shorts: [UInt16] = []
    private var words: [UInt32] = []

    /// `numbers` that are below `limit`, or `none`; those that need four bytes are not copied.
    init(_ numbers: [UInt32], below limit: Int) {
        if limit <= Int(UInt8.max) {
            bytes = numbers.map { UInt8(truncatingIfNeeded: $0) }
        } else if limit <= Int(UInt16.max) {
            shorts = numbers.map { UInt16(truncatingIfNeeded: $0) }
        } else {
            words = numbers
        }
    }

    /// Appends the numbers of a range to others.
    func append(_ range: Range<Int>, to numbers: inout [UInt32]) {
        if !words.isEmpty {
            numbers += words[range]
        } else if !shorts.isEmpty {
            numbers.append(contentsOf: shorts[range].lazy.map { $0 == .max ? Self.none : UInt32($0) })
        } else {
            numbers.append(contentsOf: bytes[range].lazy.map { $0 == .max ? Self.none : UInt32($0) })
        }
    }

    @inline(__always)
    subscript(index: Int) -> UInt32 {
        if !words.isEmpty { return words[index] }
        if !shorts.isEmpty { return shorts[index] == .max ? Self.none : UInt32(shorts[index]) }
        return bytes[index] == .max ? Self.none : UInt32(bytes[index])
    }
}
