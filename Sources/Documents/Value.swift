// Values of front matter, JSON files and fields of records. Formats/JSON.swift parses them; the API encodes them.

/// A value of a document or a record: JSON with ordered members.
package enum Value: Hashable, Sendable {
    case null
    case boolean(Bool)
    case integer(Int)
    case number(Double)
    case text(String)
    case list([Value])
    case object([Member])

    /// A name and its value; an object keeps its members in source order.
    package struct Member: Hashable, Sendable {
        package var name: String
        package var value: Value

        package init(_ name: String, _ value: Value) {
            self.name = name
            self.value = value
        }
    }

    /// The value of the first member with the name `name`; nil if there is none or this is not an object.
    package subscript(name: String) -> Value? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.name == name }?.value
    }

    /// The text of a `.text`; nil for every other case.
    package var text: String? {
        guard case .text(let text) = self else { return nil }
        return text
    }
}
