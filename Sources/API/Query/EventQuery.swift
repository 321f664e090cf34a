// The query of an event stream: the changes of which records a client wants. EventStream.swift sends them.

import Catalog
import Documents
import HTTP
import Search

/// The parameters of `/-/events`: a collection, and what its records must match.
struct EventQuery {
    /// The maximum number of records in one event.
    static let maxRecords = Query.defaultLimit
    /// The maximum size in bytes of the records in one event.
    static let maxBytes = Response.Body.maxBufferedBytes

    private static let collectionParameter = "collection"
    private static let includeParameter = "include"
    private static let recordsName = "records"
    /// The parameters of lists that a stream has too.
    private static let listParameters: [Query.Parameter] = [.q, .fields]

    /// The name of the collection.
    let collection: String
    /// True if events have the records themselves.
    let includesRecords: Bool
    /// The parameters that a list of these records would have.
    private let items: [Target.QueryItem]

    /// Parses the parameters of a stream, for a snapshot that has the collection.
    ///
    /// Throws `invalidQuery` with all errors.
    init(_ items: [Target.QueryItem], _ snapshot: Snapshot) throws(Problem) {
        func values(_ name: String) -> [String] { items.filter { $0.name == name }.map(\.value) }
        let names = snapshot.collections.map(\.name)
        var faults: [Problem.Fault] = []
        func add(_ name: String, _ detail: String, _ allowed: [String], for value: String = "") {
            faults.append(
                .init(
                    parameter: name, detail: detail, allowed: allowed,
                    suggestion: Suggestion.nearest(to: value, among: allowed)))
        }
        for name in [Self.collectionParameter, Self.includeParameter] where values(name).count > 1 {
            add(name, "The parameter occurs more than once. Give it once.", [])
        }
        collection = values(Self.collectionParameter).first ?? ""
        if collection.isEmpty {
            add(
                Self.collectionParameter,
                "The parameter is missing. Name the collection with the records: `collection=\(names.first ?? "")`.",
                names)
        } else if !names.contains(collection) {
            add(
                Self.collectionParameter, "There is no collection `\(collection.prefix(Suggestion.maxNameLength))`.",
                names, for: collection)
        }
        let included = values(Self.includeParameter).first
        includesRecords = included == Self.recordsName
        if let included, !includesRecords {
            add(Self.includeParameter, "The value must be `\(Self.recordsName)`.", [Self.recordsName], for: included)
        }
        for parameter in Query.Parameter.allCases
        where parameter != .include && !Self.listParameters.contains(parameter) && !values(parameter.rawValue).isEmpty {
            add(
                parameter.rawValue, "An event stream has no order, pages or formats. Remove the parameter.",
                [Self.collectionParameter, Self.includeParameter] + Self.listParameters.map(\.rawValue))
        }
        if !includesRecords, !values(Query.Parameter.fields.rawValue).isEmpty {
            add(
                Query.Parameter.fields.rawValue, "The parameter needs `include=records`. Add it, or remove this one.",
                [])
        }
        let own = [Self.collectionParameter, Self.includeParameter]
        let handled = Query.Parameter.allCases.filter { !Self.listParameters.contains($0) }.map(\.rawValue)
        self.items = items.filter { !own.contains($0.name) && !handled.contains($0.name) }
        do {
            if let collection = snapshot[collection] { _ = try query(of: collection) }
        } catch {
            faults += error.faults
        }
        if !faults.isEmpty { throw Problem.invalidQuery(faults) }
    }

    /// True if every record of the collection matches.
    private var matchesAll: Bool { items.allSatisfy { $0.name == Query.Parameter.fields.rawValue } }

    /// True if events can only be made while the snapshots of the change exist.
    var needsSnapshots: Bool { includesRecords || !matchesAll }

    private func query(of collection: Collection) throws(Problem) -> Query {
        var query = try QueryParser.parse(items, of: collection, format: .json, parameters: Self.listParameters)
        query.limit = nil
        return query
    }

    /// Returns the records that match in a snapshot; nil if it has no such collection.
    private func matches(in snapshot: Snapshot, until cancellation: Cancellation) throws(Problem) -> MatchingRecords? {
        guard let collection = snapshot[collection] else { return nil }
        var query = try query(of: collection)
        let found = query.search(collection, articles: snapshot["articles"], until: cancellation)
        return MatchingRecords(found, ListResult(query, of: found, until: cancellation).rows.sorted())
    }

    /// What a change means for the records that match.
    struct Result {
        let part: Changes.Part
        /// The first records that were added or changed as JSON, within the limits; nil if nobody asked for them.
        let records: [UInt8]?
    }

    /// Returns the changes of the records that match; nil if there are none.
    ///
    /// Throws the problem if a snapshot has no such field, or after `cancellation`.
    func result(of entry: History.Entry, until cancellation: Cancellation) throws(Problem) -> Result? {
        let part = entry.changes.collections.first { $0.name == collection }
        if !needsSnapshots { return part.flatMap { $0.isEmpty ? nil : Result(part: $0, records: nil) } }
        guard let (former, current) = entry.snapshots else { return nil }
        let old = try matches(in: former, until: cancellation)
        let new = try matches(in: current, until: cancellation)
        let matches = Changes.Matches(collection, from: old, to: new, changed: part?.changed) {
            cancellation.isCancelled
        }
        guard let matches, !cancellation.isCancelled else {
            throw Problem(.tooCostly, Problem.Code.tooCostly.entry.explanation)
        }
        if matches.part.isEmpty { return nil }
        guard includesRecords else { return Result(part: matches.part, records: nil) }
        return Result(part: matches.part, records: try new.map { new throws(Problem) in try json(matches, of: new) })
    }

    /// Encodes the records that were added or changed as a JSON array.
    private func json(_ matches: Changes.Matches, of new: MatchingRecords) throws(Problem) -> [UInt8] {
        let encoder = RecordEncoder(new.collection, try query(of: new.collection).projection)
        var bytes = [UInt8(ascii: "[")]
        for position in matches.positions.prefix(Self.maxRecords) {
            var record: [UInt8] = bytes.count > 1 ? [UInt8(ascii: ",")] : []
            for chunk in RecordChunks(Rows([position]), encoder, format: .ndjson) {
                record += chunk
                if bytes.count + record.count > Self.maxBytes { return bytes + [UInt8(ascii: "]")] }
            }
            bytes += record.dropLast()
        }
        return bytes + [UInt8(ascii: "]")]
    }

    // MARK: Description

    static func describe(_ snapshot: Snapshot) -> [Value] {
        [
            Parameters.query(
                collectionParameter, ["type": "string", "enum": .texts(snapshot.collections.map(\.name))],
                "Only changes of records of this collection. The filters of its list are parameters too."),
            Parameters.query("q", ["type": "string"], "Only changes of records that this search finds."),
            Parameters.query(
                includeParameter, ["type": "string", "enum": [.text(recordsName)]],
                "`records` adds the records that were added or changed, \(maxRecords) at most."),
            Parameters.query("fields", ["type": "string"], "The fields of these records, as in a list."),
        ]
    }
}

extension Query {
    /// Computes the hits of `q`; returns the collection with what a search adds, or the same one without `q`.
    mutating func search(
        _ collection: Collection, articles: Collection?, until cancellation: Cancellation
    ) -> Collection {
        guard !searchText.isEmpty, let search = collection.search else { return collection }
        let isStopped = { cancellation.isCancelled }
        let text = CollectionSearch.corrected(
            TextQuery(searchText, isExact: isExact), in: [search], isStopped: isStopped)
        let hits = search.hits(text, isStopped: isStopped)
        self.search = Search(
            text: text, hits: hits,
            suggestions: hits.count == 0 ? search.suggestions(text, isStopped: isStopped) : [])
        return collection.found(text, hits, highlights: highlights, articles: articles) ?? collection
    }
}
