// The conditions of a query: filters that must all be met, or of which one must.

import Catalog
import HTTP

/// A condition: one filter, or several with the prefix `any.` of which a record must meet at least one.
struct Condition {
    /// The prefix of the group: `any` or `any2`; nil for a filter by itself.
    let any: String?
    private(set) var alternatives: [Filter]

    /// True if a filter must test every distinct value.
    var scansAllValues: Bool { alternatives.contains(where: \.scansAllValues) }

    /// The names of the parameters, for explanations.
    var name: String { alternatives.map(\.name).joined(separator: ", ") }

    /// The condition as sentences, for explanations.
    var meaning: String {
        (any == nil ? "" : "At least one of these. ") + alternatives.map(\.meaning).joined(separator: " ")
    }

    fileprivate mutating func add(_ filter: Filter) {
        if !alternatives.contains(where: { $0.meaning == filter.meaning }) { alternatives.append(filter) }
    }

    /// Returns those `candidates`, as positions in the collection, that meet the condition.
    ///
    /// After `cancellation`, the result is incomplete and must not be used.
    func positions(
        in collection: Collection, among candidates: some Sequence<Int>, until cancellation: Cancellation
    ) -> [Int] {
        guard alternatives.count > 1 else {
            return alternatives.first?.positions(in: collection, among: candidates, until: cancellation) ?? []
        }
        var marks = [Bool](repeating: false, count: collection.records.count)
        var rest = Array(candidates)
        // Cheap filters run first.
        for filter in alternatives.filter({ !$0.scansAllValues }) + alternatives.filter(\.scansAllValues) {
            for position in filter.positions(in: collection, among: rest, until: cancellation) {
                marks[position] = true
            }
            rest.removeAll { marks[$0] }
        }
        return candidates.filter { marks[$0] }
    }
}

extension Query {
    /// Adds a filter, to the group `any` unless that is nil.
    mutating func add(_ filter: Filter, toAny any: String?) {
        if let any, let group = conditions.firstIndex(where: { $0.any == any }) {
            conditions[group].add(filter)
        } else if any != nil || !conditions.contains(where: { $0.any == nil && $0.meaning == filter.meaning }) {
            conditions.append(Condition(any: any, alternatives: [filter]))
        }
    }
}

/// The prefix of a condition before the name of its field: `any.`, `any2.`, `not.`, or `any.not.`.
struct ConditionPrefix: Equatable {
    var any: String?
    var isNegated = false

    /// Splits a name into the prefix and the rest; `isField` returns true for a field.
    static func split(_ name: String, isField: (String) -> Bool) -> (ConditionPrefix, name: String) {
        var prefix = ConditionPrefix()
        var rest = Substring(name)
        /// Returns the part before the next dot, unless the rest is a field.
        func next() -> Substring? {
            let field = rest.lastIndex(of: ":").map { rest[..<$0] } ?? rest
            if isField(String(rest)) || isField(String(field)) { return nil }
            return rest.firstIndex(of: ".").map { rest[..<$0] }
        }
        if let part = next(), part.hasPrefix("any"), part.dropFirst(3).utf8.allSatisfy({ (0x30...0x39).contains($0) }) {
            prefix.any = String(part)
            rest = rest[part.endIndex...].dropFirst()
        }
        if let part = next(), part == "not" {
            prefix.isNegated = true
            rest = rest[part.endIndex...].dropFirst()
        }
        return (prefix, String(rest))
    }
}
