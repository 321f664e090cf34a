// Parses the values of single parameters of a list.

import Catalog
import HTTP

extension QueryParser {
    /// Parses `limit`.
    mutating func parseLimit(_ value: String) {
        if let limit = Self.number(value, max: Query.maxLimit) {
            query.limit = limit
        } else {
            addFault("limit", "The value must be a whole number from 0 to \(Query.maxLimit).")
        }
    }

    /// Parses `sort`: names of fields, descending after `-`.
    mutating func parseSort(_ value: String) {
        query.sortText = value
        let isSortable: (FieldPath) -> Bool = { !$0.isList && $0.hasComparableValues }
        for part in parseList(value, parameter: "sort") {
            let isDescending = part.hasPrefix("-")
            let name = isDescending ? String(part.dropFirst()) : part
            if let path = collection.path(spelled: name), isSortable(path) {
                query.sort.append(SortKey(path: path, isDescending: isDescending))
            } else {
                addUnknownName(
                    "sort", "`\(name)` is not a field that records can be sorted by.", named: name,
                    among: collection.paths.filter(isSortable).map(\.name))
            }
        }
    }

    /// Parses `fields`: names to show, names to hide after `-`, or `*` for all fields.
    mutating func parseFields(_ value: String) {
        var shown: [FieldPath] = []
        var hidden: [FieldPath] = []
        var isComplete = false
        for part in parseList(value, parameter: "fields") {
            if part == "*" {
                isComplete = true
                continue
            }
            let isHidden = part.hasPrefix("-")
            let name = isHidden ? String(part.dropFirst()) : part
            guard let path = collection.path(spelled: name) else {
                addUnknownName(
                    "fields", "`\(name)` is not a field of `\(collection.name)`.", named: name,
                    among: collection.paths.map(\.name))
                continue
            }
            if isHidden { hidden.append(path) } else { shown.append(path) }
        }
        if !shown.isEmpty, !hidden.isEmpty {
            addFault("fields", "Names with `-` and names without it exclude each other. Use one kind.")
        }
        if isComplete {
            query.projection = Projection(of: collection, isComplete: true)
            query.projection.add(shown.filter { collection.fields[$0.position].isOnRequest })
        }
        if !shown.isEmpty, !isComplete { query.projection.keep(shown) }
        query.projection.drop(hidden)
    }

    /// Parses `highlight`: names of text fields.
    mutating func parseHighlight(_ value: String) {
        let isText: (FieldPath) -> Bool = { $0.field.kind == .text && $0.field.isComparable }
        let names = parseList(value, parameter: "highlight")
        if names.count > Self.maxHighlights {
            addFault("highlight", "The list has more than \(Self.maxHighlights) fields.")
            return
        }
        for part in names {
            if let path = collection.path(spelled: part), isText(path) {
                if !query.highlights.contains(path) { query.highlights.append(path) }
            } else {
                addUnknownName(
                    "highlight", "`\(part)` is not a text field of `\(collection.name)`.", named: part,
                    among: collection.paths.filter(isText).map(\.name))
            }
        }
    }

    /// Parses `include`: names of collections that fields refer to.
    mutating func parseInclude(_ value: String) {
        let available = References.targets(of: collection)
        for part in parseList(value, parameter: "include") {
            if available.contains(part) {
                query.include.append(part)
            } else {
                addUnknownName(
                    "include", "No field of `\(collection.name)` refers to a collection `\(part)`.", named: part,
                    among: available)
            }
        }
    }

    /// Parses `facets` or `group`: names of fields, some with buckets.
    mutating func parseDimensions(_ value: String, parameter: String, max: Int) -> [Dimension] {
        let names = parseList(value, parameter: parameter)
        if names.count > max {
            addFault(parameter, "The list has more than \(max) fields.")
            return []
        }
        var dimensions: [Dimension] = []
        for name in names {
            do {
                let dimension = try Dimension(name, of: collection)
                if !dimensions.contains(where: {
                    $0.path.name == dimension.path.name && $0.buckets == dimension.buckets
                }) {
                    dimensions.append(dimension)
                }
            } catch {
                switch error {
                case .unknownField(let name):
                    addUnknownName(
                        parameter, "`\(name)` is not a field with values to count.", named: name,
                        among: collection.paths.filter(\.hasComparableValues).map(\.name))
                case .unknownBuckets(let buckets, let path):
                    let kind = path.field.kind
                    let detail =
                        switch kind {
                        case .integer, .number:
                            "Ranges of `\(path.name)` are at most \(Dimension.maxLimits) ascending numbers, such as "
                                + "`\(path.name):0..500..1000`, or `\(path.name):auto`."
                        case .date: "`\(buckets)` is not a unit of the calendar."
                        case .text, .boolean, .object:
                            "`\(path.name)` has no buckets, because it is neither a date nor a number."
                        }
                    addUnknownName(parameter, detail, named: buckets, among: Dimension.allowedBuckets(kind))
                }
            }
        }
        return dimensions
    }

    /// Parses `stats`: names of fields with numbers or dates.
    mutating func parseStats(_ value: String) {
        let names = parseList(value, parameter: "stats")
        if names.count > Self.maxStats {
            addFault("stats", "The list has more than \(Self.maxStats) fields.")
            return
        }
        for name in names {
            if let path = collection.path(spelled: name), Statistics.areAvailable(for: path) {
                if !query.stats.contains(where: { $0.name == path.name }) { query.stats.append(path) }
            } else {
                addUnknownName(
                    "stats", "`\(name)` is not a field with numbers or dates.", named: name,
                    among: collection.paths.filter(Statistics.areAvailable).map(\.name))
            }
        }
    }

    /// Returns `x:op` for `filters[x:op]`, as some generated clients write the members of `filters`.
    private static func withoutBrackets(_ name: String) -> String {
        let start = "filters["
        return name.hasPrefix(start) && name.hasSuffix("]") ? String(name.dropFirst(start.count).dropLast()) : name
    }

    /// Parses a condition: `field=value` or `field:operator=value`, after `not.`, `any.` or both.
    mutating func parseFilter(_ item: Target.QueryItem) {
        let (prefix, name) = ConditionPrefix.split(Self.withoutBrackets(item.name)) { name in
            collection.path(spelled: name) != nil
        }
        let parts = name.split(separator: ":", omittingEmptySubsequences: false)
        let fieldName: String
        let operatorName: String?
        if collection.path(named: name) != nil || parts.count < 2 {
            (fieldName, operatorName) = (name, nil)
        } else {
            (fieldName, operatorName) = (parts.dropLast().joined(separator: ":"), parts.last.map(String.init))
        }
        guard let path = collection.path(spelled: fieldName), path.field.isComparable else {
            let parameters = operatorName == nil && prefix == ConditionPrefix() ? parameterNames : []
            let detail =
                operatorName == nil && prefix == ConditionPrefix()
                ? "This is neither a field of `\(collection.name)` nor a parameter."
                : "`\(fieldName.prefix(Suggestion.maxNameLength))` is not a field of `\(collection.name)`."
            addUnknownName(
                item.name, detail, named: fieldName,
                among: collection.paths.filter(\.field.isComparable).map(\.name) + parameters)
            return
        }
        let available = Filter.Operator.available(for: path.field.kind)
        guard let relation = Filter.Operator(rawValue: operatorName ?? "eq"), available.contains(relation) else {
            let kind = path.field.kind
            let detail =
                operatorName == nil
                ? "`\(fieldName)` is an object. Filter by one of its members, or use `exists`."
                : "Fields of type \(kind.rawValue) have no operator `\(operatorName ?? "")`."
            addUnknownName(item.name, detail, named: operatorName ?? "", among: available.map(\.rawValue))
            return
        }
        if [.within, .notWithin].contains(relation), item.value.utf8.count(where: { $0 == 0x2C }) >= Self.maxListedNames
        {
            addFault(item.name, "The list has more than \(Self.maxListedNames) values.")
            return
        }
        do {
            let filter = try Filter(
                name: item.name, path: path, operator: relation, value: item.value, isNegated: prefix.isNegated)
            query.add(filter, toAny: prefix.any)
        } catch {
            addFault(item.name, error.detail)
        }
    }
}

extension FieldPath {
    /// True if records can be sorted by the field and its values counted.
    var hasComparableValues: Bool { field.kind != .object && field.isComparable }
}

extension Filter.ValueError {
    /// The message for the client.
    var detail: String {
        switch self {
        case .unreadable(.integer), .unreadable(.number): "The value must be a number, such as `5` or `-2.5`."
        case .unreadable(.boolean): "The value must be `true` or `false`."
        case .unreadable(.date):
            "The value must be a date, such as `2026`, `2026-01`, `2026-01-20` or `2026-01-20T10:00:00Z`."
        case .unreadable: "The value is not valid for this field."
        }
    }
}
