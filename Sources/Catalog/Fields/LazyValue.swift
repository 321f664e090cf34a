// A value that is made while it is written.

package import Documents

/// A value whose parts are made one by one, so that it can be written without being held whole.
package enum LazyValue {
    case whole(Value)
    /// What gives one element after the other, once, and nil behind the last one.
    case list(() -> LazyValue?)
    case object([Member])

    /// One name and its value.
    package struct Member {
        package var name: String
        package var value: LazyValue

        package init(_ name: String, _ value: LazyValue) {
            self.name = name
            self.value = value
        }

        init(_ name: String, _ value: Value) { self.init(name, .whole(value)) }
    }

    /// The list of what `make` makes of some parts.
    static func list<Element>(_ parts: Parts<Element>, _ make: @escaping (Element) -> LazyValue) -> LazyValue {
        if parts.isWithoutAny { return .whole(.list([])) }
        let next = parts.start()
        return .list { next().map(make) }
    }

    /// The value of an object's first member called `name`.
    package subscript(name: String) -> LazyValue? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.name == name }?.value
    }

    /// All of it; takes a list's elements.
    package var value: Value {
        switch self {
        case .whole(let value): value
        case .list(let next): .list(Array(sequence(state: ()) { _ in next()?.value }))
        case .object(let members): .object(members.map { Value.Member($0.name, $0.value.value) })
        }
    }
}
