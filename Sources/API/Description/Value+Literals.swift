// Values written as literals, for descriptions that are mostly fixed text.

package import Documents

extension Value: ExpressibleByDictionaryLiteral, ExpressibleByArrayLiteral, ExpressibleByStringLiteral {
    package init(dictionaryLiteral elements: (String, Value)...) {
        self = .object(elements.map { Member($0, $1) })
    }

    package init(arrayLiteral elements: Value...) { self = .list(elements) }

    package init(stringLiteral text: String) { self = .text(text) }
}

extension Value: ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral {
    package init(integerLiteral number: Int) { self = .integer(number) }

    package init(booleanLiteral flag: Bool) { self = .boolean(flag) }
}

extension Value {
    /// A list of texts.
    static func texts(_ texts: some Sequence<String>) -> Value { .list(texts.map(Value.text)) }

    /// This object with further members behind its own.
    func adding(_ members: [Member]) -> Value {
        guard case .object(let own) = self else { return self }
        return .object(own + members)
    }

    /// This object with one further member, unless that has no value.
    package func adding(_ name: String, _ value: Value?) -> Value {
        value.map { adding([Member(name, $0)]) } ?? self
    }
}
