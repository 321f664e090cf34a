// JSON text (RFC 8259) as values, each with its line. It is read in JSONReader.swift; what a JSON document means is told
// in Extract.swift.

/// Why bytes are no JSON text, and where.
package struct JSONError: Error, Hashable, CustomStringConvertible {
    package enum Reason: String, Sendable {
        case end = "the text ends within a value"
        case unexpected = "a value was expected here"
        case separator = "a comma or the closing bracket was expected here"
        case name = "a member's name in double quotes was expected here"
        case colon = "a colon was expected here"
        case number = "the number is not spelled as JSON spells numbers"
        case escape = "the escape is none of JSON's"
        case control = "a control character in a string must be written as an escape"
        case encoding = "the text is not UTF-8"
        case depth = "arrays and objects are nested deeper than 512"
        case trailing = "something follows the value"
    }

    package var reason: Reason
    /// From 1.
    package var line: Int
    /// The byte in its line, from 1.
    package var column: Int

    package init(reason: Reason, line: Int, column: Int) {
        self.reason = reason
        self.line = line
        self.column = column
    }

    /// One sentence.
    package var description: String { "Invalid JSON: \(reason.rawValue)." }
}

/// A JSON value with the place where it begins.
package struct JSONNode: Sendable {
    package var value: Value
    /// From 1.
    package var line: Int
    /// The byte in its line, from 1.
    package var column: Int
    /// The elements of an array or the values of an object's members, in their order; empty for other values.
    package var children: [JSONNode]
    /// Where the member's name stands whose value this is.
    var namePlace: (line: Int, column: Int)?
    /// A number as it is spelled.
    var spelling: String?

    /// Reads `bytes`, the whole of them.
    package init(_ bytes: [UInt8]) throws(JSONError) {
        var reader = JSONReader(bytes, keepsChildren: true)
        self = try reader.document()
    }

    init(_ value: Value, line: Int, column: Int, children: [JSONNode] = []) {
        self.value = value
        self.line = line
        self.column = column
        self.children = children
    }

    /// The value of the first member called `name`; nil when there is none or this is no object.
    package subscript(name: String) -> JSONNode? {
        guard case .object(let members) = value, let index = members.firstIndex(where: { $0.name == name }),
            children.indices.contains(index)
        else { return nil }
        return children[index]
    }
}

extension Value {
    /// Reads JSON text, the whole of it: at most 512 levels deep; numbers that `Value` cannot hold stay text, and
    /// lone surrogates and NUL become U+FFFD.
    package init(json bytes: [UInt8]) throws(JSONError) {
        var reader = JSONReader(bytes, keepsChildren: false)
        self = try reader.document().value
    }
}
