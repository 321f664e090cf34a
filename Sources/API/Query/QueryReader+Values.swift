// What single parameters of a list may hold.

import Catalog
import HTTP

extension QueryReader {
    mutating func readLimit(_ value: String) {
        if let limit = number(value, upTo: Query.longestPage) {
            query.limit = limit
        } else {
            fault("limit", "It must be a whole number from 0 to \(Query.longestPage).")
        }
    }

    mutating func readSort(_ value: String) {
        query.sortText = value
        let isSortable: (FieldPath) -> Bool = { !$0.isList && $0.hasComparableValues }
        for part in parts(of: value, parameter: "sort") {
            let isDescending = part.hasPrefix("-")
            let name = isDescending ? String(part.dropFirst()) : part
            if let path = collection.path(named: name), isSortable(path) {
                query.sort.append(SortKey(path: path, isDescending: isDescending))
            } else {
                unknown(
                    "sort", "`\(name)` is not a field with a single value.", named: name,
                    among: collection.paths.filter(isSortable).map(\.name))
            }
        }
    }

    mutating func readFields(_ value: String) {
        var shown: [FieldPath] = []
        var hidden: [FieldPath] = []
        var isComplete = false
        for part in parts(of: value, parameter: "fields") {
            if part == "*" {
                isComplete = true
                continue
            }
            let isHidden = part.hasPrefix("-")
            let name = isHidden ? String(part.dropFirst()) : part
            guard let path = collection.path(named: name) else {
                unknown("fields", "`\(name)` is not a field.", named: name, among: collection.paths.map(\.name))
                continue
            }
            if isHidden { hidden.append(path) } else { shown.append(path) }
        }
        if !shown.isEmpty, !hidden.isEmpty {
            fault("fields", "Names to show and names to leave out cannot stand together.")
        }
        if isComplete { query.projection = Projection(of: collection, isComplete: true) }
        if !shown.isEmpty, !isComplete { query.projection.keep(shown) }
        query.projection.drop(hidden)
    }

    mutating func readInclude(_ value: String) {
        let available = References.targets(of: collection)
        for part in parts(of: value, parameter: "include") {
            if available.contains(part) {
                query.include.append(part)
            } else {
                unknown("include", "`\(part)` is not referenced from here.", named: part, among: available)
            }
        }
    }

    mutating func readFacets(_ value: String) {
        let names = parts(of: value, parameter: "facets")
        if names.count > Self.mostFacets {
            fault("facets", "It lists more than \(Self.mostFacets) fields.")
            return
        }
        for part in names {
            if let path = collection.path(named: part), path.hasComparableValues {
                if !query.facets.contains(where: { $0.name == path.name }) { query.facets.append(path) }
            } else {
                unknown(
                    "facets", "`\(part)` is not a field with values.", named: part,
                    among: collection.paths.filter(\.hasComparableValues).map(\.name))
            }
        }
    }

    mutating func readFilter(_ item: Target.QueryItem) {
        let pieces = item.name.split(separator: ":", omittingEmptySubsequences: false)
        let fieldName: String
        let operatorName: String?
        if collection.path(named: item.name) != nil || pieces.count < 2 {
            (fieldName, operatorName) = (item.name, nil)
        } else {
            (fieldName, operatorName) = (pieces.dropLast().joined(separator: ":"), pieces.last.map(String.init))
        }
        guard let path = collection.path(named: fieldName), path.field.isComparable else {
            let parameters = operatorName == nil ? Query.Parameter.allCases.map(\.rawValue) : []
            let detail =
                operatorName == nil
                ? "It is neither a field of `\(collection.name)` nor a parameter."
                : "`\(fieldName.prefix(Suggestion.longestName))` is not a field of `\(collection.name)`."
            unknown(
                item.name, detail, named: fieldName,
                among: collection.paths.filter(\.field.isComparable).map(\.name) + parameters)
            return
        }
        let available = Filter.Operator.available(for: path.field.kind)
        guard let relation = Filter.Operator(rawValue: operatorName ?? "eq"), available.contains(relation) else {
            let kind = path.field.kind
            let detail =
                operatorName == nil
                ? "`\(fieldName)` is an object; filter by one of its members or by `exists`."
                : "A field of type \(kind.rawValue) is not compared by `\(operatorName ?? "")`."
            unknown(item.name, detail, named: operatorName ?? "", among: available.map(\.rawValue))
            return
        }
        if [.within, .notWithin].contains(relation), item.value.utf8.count(where: { $0 == 0x2C }) >= Self.mostParts {
            fault(item.name, "It lists more than \(Self.mostParts) values.")
            return
        }
        do {
            let filter = try Filter(name: item.name, path: path, operator: relation, value: item.value)
            // The same condition twice is one.
            if !query.filters.contains(where: { $0.meaning == filter.meaning }) { query.filters.append(filter) }
        } catch {
            fault(item.name, error.detail)
        }
    }
}

extension FieldPath {
    /// True where records can be ordered and counted by what stands at the end.
    var hasComparableValues: Bool { field.kind != .object && field.isComparable }
}

extension Filter.Fault {
    /// What a client is told.
    var detail: String {
        switch self {
        case .unreadable(.integer), .unreadable(.number): "The value must be a number: `5`, `-2.5`."
        case .unreadable(.boolean): "The value must be `true` or `false`."
        case .unreadable(.date):
            "The value must be a date: `2026`, `2026-01`, `2026-01-20` or `2026-01-20T10:00:00Z`."
        case .unreadable: "The value cannot be read."
        }
    }
}
