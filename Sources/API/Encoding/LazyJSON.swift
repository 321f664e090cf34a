// Encodes a lazy value as JSON in steps of limited size.

import Catalog

/// An encoder of one lazy value that can pause between any two of its parts and continue later.
struct LazyJSON {
    /// The unfinished lists and objects, the innermost last.
    private var open: [Container] = []
    /// The value, until encoding starts.
    private var pending: LazyValue?

    private enum Container {
        /// A list; the closure returns the next element, nil after the last one.
        case list(() -> LazyValue?, isFirst: Bool)
        /// An object; the members from `position` on are unwritten.
        case object([LazyValue.Member], position: Int)
    }

    init(_ value: LazyValue) { pending = value }

    /// Continues until `writer` has at least `size` bytes.
    ///
    /// Returns true when the value is complete.
    mutating func write(to writer: inout JSONWriter, upTo size: Int) -> Bool {
        if let value = pending {
            pending = nil
            begin(value, &writer)
        }
        while writer.bytes.count < size, let last = open.popLast() {
            switch last {
            case .list(let next, let isFirst): continueList(next, isFirst: isFirst, upTo: size, &writer)
            case .object(let members, let position): continueObject(members, from: position, &writer)
            }
        }
        return open.isEmpty
    }

    private mutating func begin(_ value: LazyValue, _ writer: inout JSONWriter) {
        switch value {
        case .whole(let value): writer.write(value)
        case .list(let next):
            writer.write(raw: "[")
            open.append(.list(next, isFirst: true))
        case .object(let members):
            writer.write(raw: "{")
            continueObject(members, from: 0, &writer)
        }
    }

    /// Writes further elements, until `writer` is full or an element pauses.
    private mutating func continueList(
        _ next: @escaping () -> LazyValue?, isFirst: Bool, upTo size: Int, _ writer: inout JSONWriter
    ) {
        let depth = open.count
        var isFirst = isFirst
        while let element = next() {
            if !isFirst { writer.write(raw: ",") }
            isFirst = false
            begin(element, &writer)
            // The containers that the element left open are inside the list, so the list goes below them.
            if open.count > depth || writer.bytes.count >= size {
                return open.insert(.list(next, isFirst: false), at: depth)
            }
        }
        writer.write(raw: "]")
    }

    /// Writes the members from `position` on, until one of them is lazy.
    private mutating func continueObject(_ members: [LazyValue.Member], from position: Int, _ writer: inout JSONWriter)
    {
        for index in position..<members.count {
            if index > 0 { writer.write(raw: ",") }
            writer.write(string: members[index].name)
            writer.write(raw: ":")
            if case .whole(let value) = members[index].value {
                writer.write(value)
            } else {
                open.append(.object(members, position: index + 1))
                return begin(members[index].value, &writer)
            }
        }
        writer.write(raw: "}")
    }
}
