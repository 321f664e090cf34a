// From parameters to a Query: every problem is found before one answer names them all. What each parameter may hold
// is in QueryReader+Values.swift.

import Catalog
import HTTP

/// Reads the parameters of one request about one collection.
struct QueryReader {
    /// More parameters than this are refused unread.
    static let mostParameters = 100
    /// Longer values, in bytes, are refused unread.
    static let longestValue = 4096
    /// The most values, keys or names that one parameter may list.
    static let mostParts = 100
    /// The most fields whose values are counted for one answer.
    static let mostFacets = 20
    /// The most names that an error lists as allowed.
    static let mostAllowed = 100
    /// The largest offset; more rows than a program can hold.
    static let largestOffset = 1 << 60

    let collection: Collection
    private let format: MediaFormat
    var query: Query
    private var faults: [Problem.Fault] = []
    private var seen: Set<Query.Parameter> = []
    private var cursorText: String?

    /// The question that the parameters ask about a list; with `isSearchRequired`, `q` must be one of them.
    static func read(
        _ items: [Target.QueryItem], of collection: Collection, format: MediaFormat, isSearchRequired: Bool = false
    ) throws(Problem) -> Query {
        let isSearch: (Target.QueryItem) -> Bool = { $0.name == Query.Parameter.q.rawValue }
        let asks = items.contains { isSearch($0) && !isBlank($0.value) }
        let collection = asks ? collection.searchable ?? collection : collection
        var reader = QueryReader(collection: collection, format: format, isComplete: false)
        if isSearchRequired, !items.contains(where: isSearch) {
            reader.fault("q", "It is missing: it says what to search for.")
        }
        try reader.read(items, parameters: Query.Parameter.allCases, filters: true)
        return reader.query
    }

    /// The fields that the parameters of a single record ask for.
    static func readRecord(
        _ items: [Target.QueryItem], of collection: Collection
    ) throws(Problem) -> Projection {
        var reader = QueryReader(collection: collection, format: .json, isComplete: true)
        try reader.read(items, parameters: Query.Parameter.ofRecord, filters: false)
        return reader.query.projection
    }

    /// Throws where a resource that takes `format` alone, or nothing at all, is asked for more.
    static func refuseParameters(of items: [Target.QueryItem], but allowed: [Query.Parameter]) throws(Problem) {
        try refuseParameters(of: items, butNamed: allowed.map(\.rawValue))
    }

    /// The same for a resource with parameters of its own.
    static func refuseParameters(of items: [Target.QueryItem], butNamed allowed: [String]) throws(Problem) {
        let faults = items.filter { item in
            !(item.name.isEmpty && item.value.isEmpty) && !allowed.contains(item.name)
        }.prefix(mostParameters).map { item in
            Problem.Fault(
                parameter: String(item.name.prefix(Suggestion.longestName)),
                detail: allowed.isEmpty ? "This resource takes no parameters." : "There is no such parameter here.",
                allowed: allowed,
                suggestion: Suggestion.nearest(to: item.name, among: allowed))
        }
        if !faults.isEmpty { throw Problem.invalidQuery(faults) }
    }

    private init(collection: Collection, format: MediaFormat, isComplete: Bool) {
        self.collection = collection
        self.format = format
        query = Query(projection: Projection(of: collection, isComplete: isComplete))
        query.limit = format.isExport ? nil : Query.defaultLimit
    }

    private mutating func read(
        _ items: [Target.QueryItem], parameters: [Query.Parameter], filters: Bool
    ) throws(Problem) {
        guard items.count <= Self.mostParameters else {
            throw Problem(
                .invalidQuery, "The query has \(items.count) parameters; at most \(Self.mostParameters) are read.")
        }
        for item in items {
            if item.value.utf8.count > Self.longestValue || item.name.utf8.count > Self.longestValue {
                fault(item.name, "It is longer than \(Self.longestValue) bytes.")
            } else if let parameter = parameters.first(where: { $0.rawValue == item.name }) {
                if seen.insert(parameter).inserted {
                    read(parameter, item.value)
                } else {
                    fault(item.name, "It is given more than once.")
                }
            } else if filters {
                readFilter(item)
            } else {
                unknown(item.name, "There is no such parameter here.", among: parameters.map(\.rawValue))
            }
        }
        finish()
        if !faults.isEmpty { throw Problem.invalidQuery(faults) }
    }

    private mutating func read(_ parameter: Query.Parameter, _ value: String) {
        switch parameter {
        // What would be cut off is not ignored but refused.
        case .q:
            if Self.isBlank(value) { break }
            query.searchText = value
            if TextQuery(value).isCut {
                fault("q", "It asks for more than \(TextQuery.mostClauses) words, or a phrase longer than that.")
            }
        case .sort: readSort(value)
        case .limit: readLimit(value)
        case .offset:
            if let offset = number(value, upTo: Self.largestOffset) {
                query.offset = offset
            } else {
                fault("offset", "It must be a whole number from 0 to \(Self.largestOffset).")
            }
        case .cursor: cursorText = value
        case .fields: readFields(value)
        case .include: readInclude(value)
        case .facets: readFacets(value)
        // MediaFormat has read it already.
        case .format: break
        case .explain:
            if let flag = ["1": true, "true": true, "0": false, "false": false][value] {
                query.explains = flag
            } else {
                fault("explain", "It must be 1 or 0.", allowed: ["1", "0"])
            }
        }
    }

    /// What only the whole query can tell.
    private mutating func finish() {
        if format.isFeed, !seen.contains(.sort), let date = collection.path(named: "date") {
            query.sort = [SortKey(path: date, isDescending: true)]
            query.sortText = "-date"
        }
        if let cursorText {
            let scope = query.scope(of: collection)
            if seen.contains(.offset) {
                fault("cursor", "It cannot stand beside `offset`.")
            } else if cursorText == "*" {
                query.paging = .firstCursor
            } else if let cursor = Cursor(cursorText, scope: scope),
                cursor.keys.count == max(query.sort.count, query.searchText.isEmpty ? 0 : 1)
            {
                query.paging = .cursor(cursor)
            } else {
                fault("cursor", "It must be `*` or one that this list gave for the same `sort`.")
            }
        }
        if format != .json {
            for parameter in [Query.Parameter.include, .facets, .explain] where seen.contains(parameter) {
                fault(parameter.rawValue, "Only the format json has room for it.")
            }
        }
        if format.isFeed, seen.contains(.fields) { fault("fields", "The entries of a feed have fields of their own.") }
    }

    mutating func parts(of value: String, parameter: String) -> [String] {
        let parts = value.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        if parts.count > Self.mostParts {
            fault(parameter, "It lists more than \(Self.mostParts) names.")
            return []
        }
        if parts.contains(where: \.isEmpty) {
            fault(parameter, "It holds an empty name.")
            return []
        }
        return parts
    }

    /// A form sends an empty field along with the others: that asks for nothing.
    private static func isBlank(_ text: String) -> Bool { text.unicodeScalars.allSatisfy(\.properties.isWhitespace) }

    func number(_ text: String, upTo most: Int) -> Int? {
        guard !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(text),
            number <= most
        else { return nil }
        return number
    }

    mutating func unknown(_ parameter: String, _ detail: String, named name: String? = nil, among: [String]) {
        fault(
            parameter, detail, allowed: among, suggestion: Suggestion.nearest(to: name ?? parameter, among: among))
    }

    mutating func fault(
        _ parameter: String, _ detail: String, allowed: [String] = [], suggestion: String? = nil
    ) {
        faults.append(
            Problem.Fault(
                parameter: String(parameter.prefix(Suggestion.longestName)), detail: detail,
                allowed: Array(allowed.prefix(Self.mostAllowed)), suggestion: suggestion))
    }
}
