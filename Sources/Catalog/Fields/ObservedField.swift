// Inference of fields from typed values of front matter and JSON.

import Documents

/// The kinds and members of all values of a field.
struct ObservedField: Sendable {
    /// The maximum depth of objects; deeper values are shown, but have no fields of their own.
    static let maxDepth = 6

    private var kinds: Set<Field.Kind> = []
    private var isList = false
    /// The members' names in lower case, in the order of their first occurrence.
    private var keys: [String] = []
    private var members: [String: ObservedField] = [:]
    /// The spellings of the field's name.
    private var spellings: Set<String> = []

    /// Adds all values of another field.
    mutating func observe(_ other: ObservedField) {
        kinds.formUnion(other.kinds)
        isList = isList || other.isList
        spellings.formUnion(other.spellings)
        for key in other.keys {
            guard let member = other.members[key] else { continue }
            if members[key] == nil { keys.append(key) }
            members[key, default: ObservedField()].observe(member)
        }
    }

    /// Adds a value.
    mutating func observe(_ value: Value, depth: Int = 0) {
        switch value {
        case .null: break
        case .boolean: kinds.insert(.boolean)
        case .integer: kinds.insert(.integer)
        case .number: kinds.insert(.number)
        case .text(let text): kinds.insert(Instant(text) == nil ? .text : .date)
        case .list(let elements):
            isList = true
            guard depth < Self.maxDepth else { return }
            for element in elements { observe(element, depth: depth + 1) }
        case .object(let object):
            kinds.insert(.object)
            guard depth < Self.maxDepth else { return }
            for member in object {
                let key = member.name.lowercased()
                if members[key] == nil { keys.append(key) }
                members[key, default: ObservedField()].spellings.insert(member.name)
                members[key, default: ObservedField()].observe(member.value, depth: depth + 1)
            }
        }
    }

    /// Returns a field for all values.
    func field(named name: String) -> Field {
        let kind: Field.Kind
        switch kinds {
        case [.integer, .number]: kind = .number
        case let one where one.count == 1: kind = one.first ?? .text
        default: kind = .text
        }
        return Field(
            name, kind, isList: isList, members: keys.compactMap { members[$0]?.field(named: spelling(of: $0)) })
    }

    /// Returns the name as written if it has one spelling, else in lower case.
    private func spelling(of key: String) -> String {
        guard let spellings = members[key]?.spellings, spellings.count == 1 else { return key }
        return spellings.first ?? key
    }

    /// The members of the field that need another spelling; nil if none does.
    var respelling: Respelling? {
        let inner = members.compactMapValues(\.respelling)
        let keys = Set(members.keys.filter { members[$0]?.spellings.count != 1 })
        return keys.isEmpty && inner.isEmpty ? nil : Respelling(keys: keys, members: inner)
    }
}

/// Gives members of objects one spelling over all documents.
struct Respelling: Sendable {
    /// The names in lower case that have several spellings.
    fileprivate var keys: Set<String>
    fileprivate var members: [String: Respelling]

    /// Returns `value` with the names of its fields.
    func applied(to value: Value) -> Value {
        switch value {
        case .list(let elements): .list(elements.map(applied))
        case .object(let object):
            .object(
                object.map { member in
                    let key = member.name.lowercased()
                    return Value.Member(
                        keys.contains(key) ? key : member.name, members[key]?.applied(to: member.value) ?? member.value)
                })
        default: value
        }
    }
}
