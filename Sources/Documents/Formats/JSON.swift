// Values parsed from JSON text (RFC 8259), with or without their lines. JSONReader.swift has the parser.

/// A syntax error in JSON text and its place.
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

    /// The message of the error, one sentence.
    package var description: String { "Invalid JSON: \(reason.rawValue)." }
}

/// A JSON value and the place where it begins.
package struct JSONNode: Sendable {
    package var value: Value
    /// From 1.
    package var line: Int
    /// The byte in its line, from 1.
    package var column: Int
    /// The elements of an array or the values of an object, in source order; empty for other values.
    package var children: [JSONNode]

    /// Parses all of `bytes`.
    package init(_ bytes: [UInt8]) throws(JSONError) {
        var reader = JSONReader<JSONNode>(bytes)
        self = try reader.document()
    }
}

extension Value {
    /// Parses JSON text of at most 512 levels.
    ///
    /// Numbers that `Value` cannot represent stay text. Lone surrogates and NUL become U+FFFD.
    package init(json bytes: [UInt8]) throws(JSONError) {
        var reader = JSONReader<Value>(bytes)
        self = try reader.document()
    }
}

// MARK: Results

/// A place in JSON text.
struct JSONPlace {
    /// From 1.
    var line: Int
    /// The byte in its line, from 1.
    var column: Int
}

/// The type that the parser makes of each JSON value.
protocol JSONTree {
    associatedtype Member

    init(text: String, at place: JSONPlace)
    /// Makes null, a boolean or a number with its spelling.
    init(_ value: Value, spelling: String, at place: JSONPlace)
    init(list: [Self], at place: JSONPlace)
    init(object: [Member], at place: JSONPlace)
    /// Makes a member of an object with its name at `place`.
    static func member(_ name: String, at place: JSONPlace, _ value: Self) -> Member
}

extension Value: JSONTree {
    init(text: String, at place: JSONPlace) { self = .text(text) }
    init(_ value: Value, spelling: String, at place: JSONPlace) { self = value }
    init(list: [Value], at place: JSONPlace) { self = .list(list) }
    init(object: [Member], at place: JSONPlace) { self = .object(object) }
    static func member(_ name: String, at place: JSONPlace, _ value: Value) -> Member { Member(name, value) }
}

extension JSONNode: JSONTree {
    typealias Member = (name: String, node: JSONNode)

    init(text: String, at place: JSONPlace) { self.init(.text(text), [], place) }
    init(_ value: Value, spelling: String, at place: JSONPlace) { self.init(value, [], place) }
    init(list: [JSONNode], at place: JSONPlace) { self.init(.list(list.map(\.value)), list, place) }
    init(object: [Member], at place: JSONPlace) {
        self.init(.object(object.map { Value.Member($0.name, $0.node.value) }), object.map(\.node), place)
    }
    static func member(_ name: String, at place: JSONPlace, _ value: JSONNode) -> Member { (name, value) }

    private init(_ value: Value, _ children: [JSONNode], _ place: JSONPlace) {
        self.value = value
        self.children = children
        line = place.line
        column = place.column
    }
}

extension Written: JSONTree {
    init(text: String, at place: JSONPlace) { self = .text(text) }
    init(_ value: Value, spelling: String, at place: JSONPlace) { self = .plain(spelling) }
    init(list: [Written], at place: JSONPlace) { self = .list(list) }
    init(object: [Member], at place: JSONPlace) { self = .object(object) }
    static func member(_ name: String, at place: JSONPlace, _ value: Written) -> Member {
        Member(name, value, line: place.line, column: place.column)
    }
}
