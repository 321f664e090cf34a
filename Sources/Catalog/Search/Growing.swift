// Memory for the index: plain bytes and records, grown in place where the system can. All of the index's unsafe
// memory is owned here.

import Glibc

/// An array of plain values that grows by moving pages instead of copying, so that a large one is never there twice.
///
/// Positions are not checked: they come from the index itself, never from a request or a document.
struct Growing<Element: BitwiseCopyable>: ~Copyable {
    private(set) var base: UnsafeMutablePointer<Element>
    private(set) var count = 0
    private var capacity: Int

    init(capacity: Int = 16) {
        self.capacity = max(capacity, 1)
        base = Self.reallocated(nil, self.capacity)
    }

    init(repeating element: Element, count: Int) {
        self.init(capacity: count)
        extend(by: count).initialize(repeating: element, count: count)
    }

    deinit { free(base) }

    subscript(position: Int) -> Element { base[position] }

    @inline(__always)
    mutating func append(_ element: Element) {
        if count == capacity { grow(to: count + 1) }
        base[count] = element
        count &+= 1
    }

    /// Makes room for `more` elements at the end, which the caller fills.
    @inline(__always) @discardableResult
    mutating func extend(by more: Int) -> UnsafeMutablePointer<Element> {
        if capacity - count < more { grow(to: count + more) }
        defer { count &+= more }
        return base + count
    }

    mutating func append(_ elements: UnsafePointer<Element>, count more: Int) {
        extend(by: more).update(from: elements, count: more)
    }

    /// Gives back what was reserved and not used.
    mutating func trim() {
        capacity = max(count, 1)
        base = Self.reallocated(base, capacity)
    }

    private mutating func grow(to least: Int) {
        capacity = max(least, capacity + capacity / 2)
        base = Self.reallocated(base, capacity)
    }

    private static func reallocated(
        _ memory: UnsafeMutablePointer<Element>?, _ capacity: Int
    ) -> UnsafeMutablePointer<Element> {
        guard let moved = realloc(memory, capacity * MemoryLayout<Element>.stride) else {
            preconditionFailure("out of memory")
        }
        return moved.bindMemory(to: Element.self, capacity: capacity)
    }
}

extension Growing<UInt8> {
    /// Appends a number in groups of seven bits, the lowest first; the high bit says that more follow.
    @inline(__always)
    mutating func append(variable number: UInt32) {
        var rest = number
        while rest >= 0x80 {
            append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        append(UInt8(truncatingIfNeeded: rest))
    }
}

/// Reads numbers that `append(variable:)` wrote.
struct VariableReader {
    var position: UnsafePointer<UInt8>

    @inline(__always)
    mutating func next() -> UInt32 {
        var byte = position.pointee
        position += 1
        if byte < 0x80 { return UInt32(byte) }
        var number = UInt32(byte & 0x7F)
        var shift: UInt32 = 7
        repeat {
            byte = position.pointee
            position += 1
            number |= UInt32(byte & 0x7F) << shift
            shift &+= 7
        } while byte >= 0x80
        return number
    }

    /// Goes past some numbers.
    @inline(__always)
    mutating func skip(_ count: UInt32) {
        var left = count
        while left > 0 {
            if position.pointee < 0x80 { left &-= 1 }
            position += 1
        }
    }
}
