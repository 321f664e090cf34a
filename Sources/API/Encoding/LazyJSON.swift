// A value as JSON text, made and written piece by piece.

import Catalog

/// The JSON text of one value, which can be left anywhere between two of its parts and gone on with.
struct LazyJSON {
    /// The lists and objects that have begun and not ended, the innermost last.
    private var open: [Open] = []
    /// What has not begun yet.
    private var rest: LazyValue?

    private enum Open {
        /// What gives the elements that are still to come.
        case list(() -> LazyValue?, isFirst: Bool)
        /// The members from `position` on are still to come.
        case object([LazyValue.Member], position: Int)
    }

    init(_ value: LazyValue) { rest = value }

    /// Writes on until `writer` holds `size` bytes or more; true once the value has ended.
    mutating func write(to writer: inout JSONWriter, upTo size: Int) -> Bool {
        if let value = rest {
            rest = nil
            begin(value, &writer)
        }
        while writer.bytes.count < size, let last = open.popLast() {
            switch last {
            case .list(let next, let isFirst): goOn(next, isFirst: isFirst, upTo: size, &writer)
            case .object(let members, let position): goOn(members, position, &writer)
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
            goOn(members, 0, &writer)
        }
    }

    /// Writes further elements, up to one that is made while it is written.
    private mutating func goOn(
        _ next: @escaping () -> LazyValue?, isFirst: Bool, upTo size: Int, _ writer: inout JSONWriter
    ) {
        let depth = open.count
        var isFirst = isFirst
        while let element = next() {
            if !isFirst { writer.write(raw: ",") }
            isFirst = false
            begin(element, &writer)
            // What the element has left open comes first.
            if open.count > depth || writer.bytes.count >= size {
                return open.insert(.list(next, isFirst: false), at: depth)
            }
        }
        writer.write(raw: "]")
    }

    /// Writes the members from `position` on, up to one that is made while it is written.
    private mutating func goOn(_ members: [LazyValue.Member], _ position: Int, _ writer: inout JSONWriter) {
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
