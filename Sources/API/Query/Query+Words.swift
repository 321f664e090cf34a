// A query in plain words, for the titles of feeds: `articles where tags has energy, newest first`.

import Catalog
import Documents

extension Query {
    /// The maximum number of characters of a description.
    private static let maxWords = 300

    /// Returns the question that the query asks, without its page.
    func words(for collection: Collection) -> String {
        var parts = conditions.map(\.words)
        if !searchText.isEmpty { parts.append("text matches \"\(searchText)\"") }
        let conditions = parts.isEmpty ? "" : " where " + parts.joined(separator: ", ")
        let order = sort.isEmpty ? "" : ", " + sort.map(\.words).joined(separator: ", then ")
        let words = collection.name + conditions + order
        return words.count > Self.maxWords ? words.prefix(Self.maxWords) + "…" : words
    }
}

extension SortKey {
    /// The order in words.
    fileprivate var words: String {
        if path.field.kind == .date { return isDescending ? "newest first" : "oldest first" }
        return "by \(path.name)" + (isDescending ? " descending" : "")
    }
}

extension Condition {
    /// The condition in words.
    fileprivate var words: String {
        let words = alternatives.map { ($0.isNegated ? "not: " : "") + $0.words }.joined(separator: " or ")
        return alternatives.count > 1 ? "(\(words))" : words
    }
}

extension Filter {
    /// The condition in words, without its negation.
    var words: String {
        if relation == .exists {
            return path.name + (predicate.isWanted ? " exists" : " is missing")
        }
        return "\(path.name) \(verb) \(isQuoted ? "\"\(value)\"" : value)"
    }

    private var verb: String {
        let isDate = path.field.kind == .date
        return switch relation {
        case .eq: path.isList ? "has" : "is"
        case .ieq: path.isList ? "has, in any case," : "is, in any case,"
        case .ne: path.isList ? "does not have" : "is not"
        case .lt: isDate ? "is before" : "is less than"
        case .lte: isDate ? "is not after" : "is at most"
        case .gt: isDate ? "is after" : "is greater than"
        case .gte: isDate ? "is not before" : "is at least"
        case .within: path.isList ? "has one of" : "is one of"
        case .notWithin: path.isList ? "has none of" : "is none of"
        case .contains: "contains"
        case .startswith: "begins with"
        case .endswith: "ends with"
        case .exists: "exists"
        }
    }

    /// True if the end of the value would be hard to see.
    private var isQuoted: Bool {
        switch relation {
        case .contains, .startswith, .endswith: true
        case .within, .notWithin: false
        default: value.isEmpty || value.contains(",") || value.first == " " || value.last == " "
        }
    }
}

extension Filter.Predicate {
    /// False for `exists=false`.
    fileprivate var isWanted: Bool {
        if case .exists(let isWanted) = self { isWanted } else { true }
    }
}
