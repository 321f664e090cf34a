// Parses the parameters of a request into a Query and collects every error, so that one response lists all of them.
// QueryParser+Values.swift parses the values of single parameters.

import Catalog
import HTTP
import Search

/// Parses the parameters of a request for one collection.
struct QueryParser {
    /// The maximum number of parameters.
    static let maxParameters = 100
    /// The maximum length of a parameter's name or value in bytes.
    static let maxValueBytes = 4096
    /// The maximum number of names or values in the list of one parameter.
    static let maxListedNames = 100
    /// The maximum number of fields in `facets`.
    static let maxFacets = 20
    /// The maximum number of fields in `group`.
    static let maxGroups = 4
    /// The maximum number of fields in `stats`.
    static let maxStats = 20
    /// The maximum number of fields in `highlight`.
    static let maxHighlights = 20
    /// The maximum number of names in `allowed` of an error.
    static let maxAllowedNames = 100
    /// The maximum of the parameter `offset`.
    static let maxOffset = 1 << 60

    let collection: Collection
    private let format: MediaFormat
    var query: Query
    private var faults: [Problem.Fault] = []
    private var seen: Set<Query.Parameter> = []
    private var cursorText: String?
    /// True if the response shows rows of a table: `sort`, `limit`, `offset` and `fields` are about these.
    private let isTable: Bool
    private var tableParameters: [(parameter: Query.Parameter, value: String)] = []
    /// The names of the parameters that the resource has.
    private(set) var parameterNames: [String] = []

    /// Parses the parameters of a list.
    ///
    /// `isSearchRequired` makes `q` mandatory. Throws `invalidQuery` with all errors.
    static func parse(
        _ items: [Target.QueryItem], of collection: Collection, format: MediaFormat, isSearchRequired: Bool = false,
        defaultLimit: Int = Query.defaultLimit,
        parameters: [Query.Parameter] = Query.Parameter.allCases
    ) throws(Problem) -> Query {
        let isSearch: (Target.QueryItem) -> Bool = { $0.name == Query.Parameter.q.rawValue }
        let hasSearch = items.contains { isSearch($0) && !isBlank($0.value) }
        let collection = hasSearch ? collection.searchable ?? collection : collection
        let isTable = items.contains { item in
            parameters.contains(.group) && !item.value.isEmpty
                && (item.name == Query.Parameter.group.rawValue
                    || item.name == Query.Parameter.stats.rawValue && format != .json && !format.isFeed)
        }
        var parser = QueryParser(collection: collection, format: format, isComplete: false, isTable: isTable)
        if isSearchRequired, !items.contains(where: isSearch) {
            parser.addFault("q", "The parameter is missing. Give the words to search for: `q=word`.")
        }
        if !format.isExport { parser.query.limit = defaultLimit }
        try parser.parse(items, parameters: parameters, filters: true)
        return parser.query
    }

    /// Parses the parameters of a single record: the fields to show, and the guard of CSV.
    ///
    /// Throws `invalidQuery` with all errors.
    static func parseRecord(
        _ items: [Target.QueryItem], of collection: Collection, format: MediaFormat
    ) throws(Problem) -> Query {
        var parser = QueryParser(collection: collection, format: format, isComplete: true)
        try parser.parse(items, parameters: Query.Parameter.ofRecord, filters: false)
        return parser.query
    }

    /// Parses the parameters of a list of a collection's fields, which has pages of `Query.maxLimit` by default.
    ///
    /// Throws `invalidQuery` with all errors.
    static func parsePage(_ items: [Target.QueryItem], of collection: Collection) throws(Problem) -> Query {
        var parser = QueryParser(collection: collection, format: .json, isComplete: false)
        parser.query.limit = Query.maxLimit
        try parser.parse(items, parameters: [.limit, .offset], filters: false)
        return parser.query
    }

    /// Throws `invalidQuery` if a request has parameters other than `allowed`, for resources that are not lists.
    static func checkParameters(of items: [Target.QueryItem], allowed: [Query.Parameter]) throws(Problem) {
        try checkParameters(of: items, allowedNames: allowed.map(\.rawValue))
    }

    /// Throws `invalidQuery` if a request has parameters with other names than `allowed`.
    static func checkParameters(of items: [Target.QueryItem], allowedNames allowed: [String]) throws(Problem) {
        let faults = items.filter { item in
            !(item.name.isEmpty && item.value.isEmpty) && !allowed.contains(item.name)
        }.prefix(maxParameters).map { item in
            Problem.Fault(
                parameter: String(item.name.prefix(Suggestion.maxNameLength)),
                detail: allowed.isEmpty
                    ? "This resource has no parameters. Remove this one."
                    : "This resource has no parameter of this name.",
                allowed: allowed,
                suggestion: Suggestion.nearest(to: item.name, among: allowed))
        }
        if !faults.isEmpty { throw Problem.invalidQuery(faults) }
    }

    private init(collection: Collection, format: MediaFormat, isComplete: Bool, isTable: Bool = false) {
        self.collection = collection
        self.format = format
        self.isTable = isTable
        query = Query(projection: Projection(of: collection, isComplete: isComplete))
    }

    private mutating func parse(
        _ items: [Target.QueryItem], parameters: [Query.Parameter], filters: Bool
    ) throws(Problem) {
        guard items.count <= Self.maxParameters else {
            throw Problem(
                .invalidQuery, "The query has \(items.count) parameters. The maximum is \(Self.maxParameters).")
        }
        parameterNames = parameters.map(\.rawValue)
        for item in items {
            if item.value.utf8.count > Self.maxValueBytes || item.name.utf8.count > Self.maxValueBytes {
                addFault(item.name, "The name or the value is longer than \(Self.maxValueBytes) bytes.")
            } else if let parameter = parameters.first(where: { $0.rawValue == item.name }) {
                if seen.insert(parameter).inserted {
                    parse(parameter, item.value)
                } else {
                    addFault(item.name, "The parameter occurs more than once. Give it once.")
                }
            } else if filters {
                parseFilter(item)
            } else {
                addUnknownName(
                    item.name, "This resource has no parameter of this name.", among: parameterNames)
            }
        }
        checkCombinations()
        if !faults.isEmpty { throw Problem.invalidQuery(faults) }
    }

    private mutating func parse(_ parameter: Query.Parameter, _ value: String) {
        if isTable, [.sort, .limit, .offset, .fields].contains(parameter) {
            tableParameters.append((parameter, value))
            return
        }
        switch parameter {
        case .q:
            if Self.isBlank(value) { break }
            query.searchText = value
            if TextQuery(value).isCut {
                addFault("q", "The search or a phrase in it has more than \(TextQuery.mostClauses) words. Use fewer.")
            }
        case .highlight: parseHighlight(value)
        case .exact: parseFlag(value, parameter: "exact").map { query.isExact = $0 }
        case .sort: parseSort(value)
        case .limit: parseLimit(value)
        case .offset:
            if let offset = Self.number(value) {
                query.offset = offset
            } else {
                addFault("offset", "The value must be a whole number from 0 to \(Self.maxOffset).")
            }
        case .cursor: cursorText = value
        case .fields: parseFields(value)
        case .include: parseInclude(value)
        case .facets: query.facets = parseDimensions(value, parameter: "facets", max: Self.maxFacets)
        case .group: query.group = parseDimensions(value, parameter: "group", max: Self.maxGroups)
        case .stats: parseStats(value)
        case .empty: parseFlag(value, parameter: "empty").map { query.includesEmpty = $0 }
        // MediaFormat parses it.
        case .format: break
        case .guarded:
            let names = ["on": true, "1": true, "true": true, "off": false, "0": false, "false": false]
            if let flag = names[value] {
                query.isGuarded = flag
            } else {
                addFault("guard", "The value must be `on` or `off`.", allowed: ["on", "off"])
            }
        case .explain: parseFlag(value, parameter: "explain").map { query.isExplained = $0 }
        }
    }

    /// Parses the cursor, which depends on other parameters, and reports parameters that exclude each other.
    private mutating func checkCombinations() {
        if format.isFeed, !seen.contains(.sort), let date = collection.path(named: "date") {
            query.sort = [SortKey(path: date, isDescending: true)]
            query.sortText = "-date"
        }
        if let cursorText {
            let scope = query.scope(of: collection)
            if seen.contains(.offset) {
                addFault("cursor", "`cursor` and `offset` exclude each other. Remove one of them.")
            } else if cursorText == "*" {
                query.paging = .firstCursor
            } else if let cursor = Cursor(cursorText, scope: scope),
                cursor.keys.count == max(query.sort.count, query.searchText.isEmpty ? 0 : 1)
            {
                query.paging = .cursor(cursor)
            } else {
                addFault(
                    "cursor",
                    "The value must be `*` or come from `links.next` of the same list with the same `sort` and `q`.")
            }
        }
        if seen.contains(.exact), !seen.contains(.q) {
            addFault("exact", "The parameter needs `q`. Remove it, or give the words to search for: `q=word`.")
        }
        if format != .json {
            for parameter in [Query.Parameter.include, .facets, .explain] where seen.contains(parameter) {
                addFault(parameter.rawValue, "The parameter needs the format `json`. Remove it, or use `format=json`.")
            }
        }
        if isTable { parseTableParameters() }
        if format != .csv, seen.contains(.guarded), !faults.contains(where: { $0.parameter == "guard" }) {
            addFault("guard", "The parameter needs the format `csv`. Remove it, or use `format=csv`.")
        }
        for parameter in [Query.Parameter.fields, .highlight]
        where (format.isFeed || format == .md) && seen.contains(parameter) {
            let owner = format.isFeed ? "A feed has fixed fields" : "Markdown is the document as it is"
            addFault(parameter.rawValue, owner + ". Remove the parameter, or use another format.")
        }
        if seen.contains(.highlight), query.searchText.isEmpty {
            addFault("highlight", "The parameter needs a search. Add `q`, or remove the parameter.")
        } else if !query.highlights.isEmpty, let path = collection.path(named: "_meta.highlight") {
            query.projection.show(path)
        }
    }

    /// Parses the parameters that are about the rows of the table, not about records.
    private mutating func parseTableParameters() {
        for parameter in [Query.Parameter.cursor, .include, .facets, .explain] where seen.contains(parameter) {
            addFault(
                parameter.rawValue,
                "`\(query.group.isEmpty ? "stats" : "group")` shows a table instead of records. Remove this parameter.")
        }
        if format.isFeed { addFault("group", "A feed has articles, no table. Use another format.") }
        guard faults.isEmpty, let table = try? GroupTable.collection(query, of: collection) else { return }
        if let name = table.repeatedName {
            addFault("group", "The table would have two columns `\(name)`. Remove one, or count it with `facets`.")
        }
        var parser = QueryParser(collection: table, format: format, isComplete: false)
        for (parameter, value) in tableParameters { parser.parse(parameter, value) }
        query.table = .some(parser.query)
        faults += parser.faults
    }

    /// Splits a list of names at its commas.
    ///
    /// Reports an empty name or too many names and then returns an empty list.
    mutating func parseList(_ value: String, parameter: String) -> [String] {
        let parts = value.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        if parts.count > Self.maxListedNames {
            addFault(parameter, "The list has more than \(Self.maxListedNames) names.")
            return []
        }
        if parts.contains(where: \.isEmpty) {
            addFault(parameter, "The list has an empty name. Separate names by single commas.")
            return []
        }
        return parts
    }

    /// Returns true for white space only.
    ///
    /// An HTML form sends `q` even if it is empty.
    private static func isBlank(_ text: String) -> Bool { text.unicodeScalars.allSatisfy(\.properties.isWhitespace) }

    /// Parses `1` or `0`; reports anything else and then returns nil.
    private mutating func parseFlag(_ value: String, parameter: String) -> Bool? {
        let flag = ["1": true, "true": true, "0": false, "false": false][value]
        if flag == nil { addFault(parameter, "The value must be 1 or 0.", allowed: ["1", "0"]) }
        return flag
    }

    /// Parses decimal digits; returns nil for anything else and for numbers over `max`.
    static func number(_ text: String, max: Int = maxOffset) -> Int? {
        guard !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let number = Int(text),
            number <= max
        else { return nil }
        return number
    }

    /// Reports an unknown name with the nearest of the valid names.
    ///
    /// `name` is the parameter's name unless given.
    mutating func addUnknownName(_ parameter: String, _ detail: String, named name: String? = nil, among: [String]) {
        addFault(
            parameter, detail, allowed: among, suggestion: Suggestion.nearest(to: name ?? parameter, among: among))
    }

    /// Reports an error of one parameter.
    mutating func addFault(
        _ parameter: String, _ detail: String, allowed: [String] = [], suggestion: String? = nil
    ) {
        faults.append(
            Problem.Fault(
                parameter: String(parameter.prefix(Suggestion.maxNameLength)), detail: detail,
                allowed: Array(allowed.prefix(Self.maxAllowedNames)), suggestion: suggestion))
    }
}
