// What a document and its blocks hold, made one by one. What a block is lives in Section.swift.

/// Sections, blocks or list items, each made when it is reached, so that a large document need not be held as views.
///
/// May be gone through again and again; each time all of them are made anew.
package struct Parts<Element>: Sequence, Sendable {
    /// Nil for none.
    private let begin: Begin?

    /// Gives what gives one element after the other, and nil behind the last one.
    package typealias Begin = @Sendable () -> (() -> Element?)

    init(_ begin: Begin? = nil) { self.begin = begin }

    package func makeIterator() -> AnyIterator<Element> { AnyIterator(start()) }

    /// What gives one element after the other, and nil behind the last one.
    package func start() -> () -> Element? {
        guard let begin else { return { nil } }
        return begin()
    }

    /// The first one, nil where there is none.
    package var first: Element? { begin?()() }

    package var isEmpty: Bool { first == nil }

    /// True where it takes no look to see that there are none.
    package var isWithoutAny: Bool { begin == nil }
}

extension Parts: Equatable where Element: Equatable {
    package static func == (left: Self, right: Self) -> Bool { left.elementsEqual(right) }
}

extension Parts: Hashable where Element: Hashable {
    package func hash(into hasher: inout Hasher) {
        for element in self { hasher.combine(element) }
    }
}
