// The formats of answers and how one is chosen: suffix, then the parameter, then Accept.

import Catalog
import HTTP

/// A format of records.
enum MediaFormat: String, CaseIterable {
    case json, ndjson, csv, array, atom, jsonfeed, html

    /// The media type by which `Accept` chooses it; nil for what only a suffix or a parameter can choose.
    var negotiated: String? {
        switch self {
        case .json: "application/json"
        case .ndjson: "application/x-ndjson"
        case .csv: "text/csv"
        case .atom: "application/atom+xml"
        case .jsonfeed: "application/feed+json"
        case .html: "text/html"
        case .array: nil
        }
    }

    var contentType: String {
        switch self {
        case .json, .array: "application/json"
        case .csv: "text/csv; charset=utf-8; header=present"
        case .html: "text/html; charset=utf-8"
        case .ndjson, .atom, .jsonfeed: mediaType
        }
    }

    /// The media type without parameters.
    var mediaType: String { negotiated ?? "application/json" }

    /// The formats of any record.
    static let ofRecords: [MediaFormat] = [.json, .ndjson, .csv, .array]

    /// The formats of a list of this collection's records.
    static func offered(for collection: Collection) -> [MediaFormat] {
        collection.name == "articles" ? ofRecords + [.atom, .jsonfeed] : ofRecords
    }

    /// True for what feed readers read; entries have their own fields, and the newest come first.
    var isFeed: Bool { self == .atom || self == .jsonfeed }

    /// True for what is meant for files: it has no room for paging, so it holds everything unless a limit is given.
    var isExport: Bool { self == .csv || self == .ndjson }

    /// The format of an answer, and whether `Accept` decided it.
    struct Choice {
        var format: MediaFormat
        var isNegotiated: Bool
    }

    /// Chooses among `offered`; throws `notAcceptable`, naming what there is.
    static func choose(
        suffix: String?, parameter: String?, accept: String?, offered: [MediaFormat]
    ) throws(Problem) -> Choice {
        let names = [suffix, parameter].compactMap { $0 }
        let named = names.map { name in offered.first { $0.rawValue == name } }
        let unknown = zip(names, named).filter { $1 == nil }.map { name, _ in
            Problem.Fault(
                parameter: "format", detail: "There is no format `\(name.prefix(Suggestion.longestName))` here.",
                allowed: offered.map(\.rawValue),
                suggestion: Suggestion.nearest(to: name, among: offered.map(\.rawValue)))
        }
        guard unknown.isEmpty else { throw refusal("There is no format of that name here", offered, unknown) }
        if let format = named.first ?? nil { return Choice(format: format, isNegotiated: false) }
        let types = offered.compactMap(\.negotiated)
        guard let type = Accept(accept).best(of: types),
            let format = offered.first(where: { $0.negotiated == type })
        else {
            var problem = refusal(
                "No media type that `Accept` names is offered here", offered,
                [.init(parameter: "Accept", detail: "It names no type offered here.", allowed: types)])
            problem.headers[.vary] = "Accept"
            throw problem
        }
        return Choice(format: format, isNegotiated: true)
    }

    private static func refusal(
        _ detail: String, _ offered: [MediaFormat], _ faults: [Problem.Fault]
    ) -> Problem {
        let names = offered.map { format in
            format.negotiated.map { "\(format.rawValue) (\($0))" } ?? format.rawValue
        }
        return Problem(.notAcceptable, detail + "; there are \(names.joined(separator: ", ")).", faults: faults)
    }
}
