// Reading the values that a path leads to.

package import Documents

extension FieldPath {
    /// Reads the first field of the path from many records, from its column where there is one.
    package func reader(of records: any Records) -> (Int) -> Value {
        if let reader = records.reader(of: self) { return reader }
        if let column = records.column(ofField: position) { return { column[$0] } }
        return { records.value(ofField: position, at: $0) }
    }

    /// True where a value at the end of the path passes the test; through a list, any element's may.
    ///
    /// `value` is that of the path's first field.
    package func anyValue(in value: Value, passes test: (Value) -> Bool) -> Bool {
        Self.anyValue(in: value, below: members[...], passes: test)
    }

    /// The value at the end of a path without lists, `.null` where there is none.
    package func value(in value: Value) -> Value {
        var value = value
        for name in members { value = value[name] ?? .null }
        return value
    }

    private static func anyValue(
        in value: Value, below members: ArraySlice<String>, passes test: (Value) -> Bool
    ) -> Bool {
        switch value {
        case .list(let elements):
            return elements.contains { anyValue(in: $0, below: members, passes: test) }
        case .object where !members.isEmpty:
            guard let name = members.first, let member = value[name] else { return false }
            return anyValue(in: member, below: members.dropFirst(), passes: test)
        default:
            return members.isEmpty && test(value)
        }
    }
}

extension Value {
    /// The text of a scalar as it stands in a query; nil for null, lists and objects.
    package var scalarText: String? {
        switch self {
        case .null, .list, .object: nil
        case .boolean(let flag): flag ? "true" : "false"
        case .integer(let number): String(number)
        case .number(let number): number.description
        case .text(let text): text
        }
    }

    /// True for null and for a text, list or object with nothing in it.
    package var isMissing: Bool {
        switch self {
        case .null: true
        case .text(let text): text.isEmpty
        case .list(let elements): elements.isEmpty
        case .object(let members): members.isEmpty
        default: false
        }
    }
}
