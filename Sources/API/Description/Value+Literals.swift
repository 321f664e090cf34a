// Literals of Value, which keep fixed JSON readable.

package import Documents

extension Value: ExpressibleByDictionaryLiteral, ExpressibleByArrayLiteral, ExpressibleByStringLiteral {
    /// Makes an object with members in the order of the literal.
    package init(dictionaryLiteral elements: (String, Value)...) {
        self = .object(elements.map { Member($0, $1) })
    }

    /// Makes a list.
    package init(arrayLiteral elements: Value...) { self = .list(elements) }

    /// Makes a text.
    package init(stringLiteral text: String) { self = .text(text) }
}

extension Value: ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral {
    /// Makes an integer.
    package init(integerLiteral number: Int) { self = .integer(number) }

    /// Makes a boolean.
    package init(booleanLiteral flag: Bool) { self = .boolean(flag) }
}

extension Value {
    /// Makes a list of texts.
    static func texts(_ texts: some Sequence<String>) -> Value { .list(texts.map(Value.text)) }

    /// Returns this object with further members at the end.
    func adding(_ members: [Member]) -> Value {
        guard case .object(let own) = self else { return self }
        return .object(own + members)
    }

    /// Returns this object with one further member at the end, or unchanged if `value` is nil.
    package func adding(_ name: String, _ value: Value?) -> Value {
        value.map { adding([Member(name, $0)]) } ?? self
    }
}
