// Which fields an answer shows.

import Catalog
import Documents

/// The fields of an answer: some of the top-level ones, whole or in part.
struct Projection {
    /// What is shown of a value.
    indirect enum Extent: Hashable {
        case whole
        /// Only these members.
        case only([String: Extent])
        /// All members; of these, only the extent given, nil for none of it.
        case except([String: Extent?])

        /// What is shown of a member, nil where it is left out.
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

    /// Positions in `Collection.fields`, in the order in which they are shown, and what is shown of each.
    private(set) var fields: [(position: Int, extent: Extent)] = []

    /// Everything that a list shows unless asked otherwise, or with `isComplete` everything there is.
    init(of collection: Collection, isComplete: Bool) {
        fields = collection.fields.indices
            .filter { isComplete || collection.fields[$0].isListedByDefault }
            .map { ($0, .whole) }
    }

    /// Shows these paths only, in the order in which their first fields are named.
    mutating func keep(_ paths: [FieldPath]) {
        var order: [Int] = []
        var kept: [Int: Extent] = [:]
        for path in paths {
            if kept[path.position] == nil { order.append(path.position) }
            kept[path.position] = Self.union(kept[path.position], path.members[...])
        }
        fields = order.map { ($0, kept[$0] ?? .whole) }
    }

    /// Shows these paths no more.
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

    /// `value` without what the extent leaves out.
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

    /// The same for a value that is made while it is written; what is left out is not made.
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
