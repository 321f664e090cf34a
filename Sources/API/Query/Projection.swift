// The fields that a response shows: the parameter `fields`.

import Catalog
import Documents

/// A selection of top-level fields, each shown whole or in part.
struct Projection {
    /// The part of a value that is shown.
    indirect enum Extent: Hashable {
        case whole
        /// Only these members.
        case only([String: Extent])
        /// All members, but the listed ones only to the given extent; nil hides a member.
        case except([String: Extent?])

        /// The extent of a member, nil if it is hidden.
        subscript(name: String) -> Extent? {
            switch self {
            case .whole: return .whole
            case .only(let shown): return shown[name]
            case .except(let hidden):
                guard let rest = hidden[name] else { return .whole }
                return rest
            }
        }
    }

    /// The shown fields in their order: the position in `Collection.fields`, and the shown part.
    private(set) var fields: [(position: Int, extent: Extent)] = []

    /// Selects the fields that a list shows by default, or all fields if `isComplete`.
    init(of collection: Collection, isComplete: Bool) {
        fields = collection.fields.indices
            .filter { isComplete ? !collection.fields[$0].isOnRequest : collection.fields[$0].isListedByDefault }
            .map { ($0, .whole) }
    }

    /// Shows only these paths.
    ///
    /// Their top-level fields keep the order in which `paths` first names them.
    mutating func keep(_ paths: [FieldPath]) {
        var order: [Int] = []
        var kept: [Int: Extent] = [:]
        for path in paths {
            if kept[path.position] == nil { order.append(path.position) }
            kept[path.position] = Self.union(kept[path.position], path.members[...])
        }
        fields = order.map { ($0, kept[$0] ?? .whole) }
    }

    /// Shows these top-level fields too.
    mutating func add(_ paths: [FieldPath]) {
        for path in paths where !fields.contains(where: { $0.position == path.position }) {
            fields.append((path.position, .whole))
        }
    }

    /// Shows a path, whatever else is shown.
    mutating func show(_ path: FieldPath) {
        if let index = fields.firstIndex(where: { $0.position == path.position }) {
            if case .only = fields[index].extent {
                fields[index].extent = Self.union(fields[index].extent, path.members[...])
            }
        } else {
            fields.append((path.position, Self.union(nil, path.members[...])))
        }
    }

    /// Hides these paths.
    mutating func drop(_ paths: [FieldPath]) {
        for path in paths {
            guard let index = fields.firstIndex(where: { $0.position == path.position }) else { continue }
            if let extent = Self.difference(fields[index].extent, path.members[...]) {
                fields[index].extent = extent
            } else {
                fields.remove(at: index)
            }
        }
    }

    /// Returns `value` without the parts that the extent hides.
    static func apply(_ extent: Extent, to value: Value) -> Value {
        switch (extent, value) {
        case (.whole, _): return value
        case (_, .list(let elements)): return .list(elements.map { apply(extent, to: $0) })
        case (_, .object(let members)):
            return .object(
                members.compactMap { member in
                    extent[member.name].map { Value.Member(member.name, apply($0, to: member.value)) }
                })
        default: return value
        }
    }

    /// Returns a lazy value without the parts that the extent hides.
    ///
    /// Hidden parts are never computed.
    static func apply(_ extent: Extent, to value: LazyValue) -> LazyValue {
        switch (extent, value) {
        case (.whole, _): value
        case (_, .whole(let value)): .whole(apply(extent, to: value))
        case (_, .list(let next)): .list { next().map { apply(extent, to: $0) } }
        case (_, .object(let members)):
            .object(
                members.compactMap { member in
                    extent[member.name].map { LazyValue.Member(member.name, apply($0, to: member.value)) }
                })
        }
    }

    private static func union(_ extent: Extent?, _ path: ArraySlice<String>) -> Extent {
        guard let first = path.first, extent != .whole else { return .whole }
        var shown: [String: Extent] = [:]
        if case .only(let members)? = extent { shown = members }
        shown[first] = union(shown[first], path.dropFirst())
        return .only(shown)
    }

    private static func difference(_ extent: Extent, _ path: ArraySlice<String>) -> Extent? {
        guard let first = path.first else { return nil }
        switch extent {
        case .whole: return .except([first: difference(.whole, path.dropFirst())])
        case .except(var hidden):
            let rest: Extent? = hidden[first] ?? .whole
            hidden[first] = .some(rest.flatMap { difference($0, path.dropFirst()) })
            return .except(hidden)
        case .only: return extent
        }
    }
}
