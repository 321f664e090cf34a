// Memory for the index: plain bytes and records that grow in place if the system can. All unsafe memory of the index
// belongs to the values of this file.

import Glibc

/// An array of plain values that grows by moving pages instead of copying, so that a large one never exists twice.
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

    mutating func removeAll() { count = 0 }

    /// Frees the memory that is reserved but not used.
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
