// The formats of responses, and the choice of one: by suffix, then the parameter `format`, then `Accept`.

import Catalog
import HTTP

/// A format of a response.
enum MediaFormat: String, CaseIterable {
    case json, ndjson, csv, array, atom, jsonfeed, html
    /// Markdown.
    case md

    /// The media type that selects the format in `Accept`, nil if only a suffix or the parameter selects it.
    var negotiated: String? {
        switch self {
        case .json: "application/json"
        case .ndjson: "application/x-ndjson"
        case .csv: "text/csv"
        case .atom: "application/atom+xml"
        case .jsonfeed: "application/feed+json"
        case .html: "text/html"
        case .md: "text/markdown"
        case .array: nil
        }
    }

    /// The value of `Content-Type`.
    var contentType: String {
        switch self {
        case .json, .array: "application/json"
        case .csv: "text/csv; charset=utf-8; header=present"
        case .html, .md: mediaType + "; charset=utf-8"
        case .ndjson, .atom, .jsonfeed: mediaType
        }
    }

    /// The media type without parameters.
    var mediaType: String { negotiated ?? "application/json" }

    /// The formats of records in every collection.
    static let ofRecords: [MediaFormat] = [.json, .ndjson, .csv, .array]

    /// Returns the formats of a list of records.
    static func offered(for collection: Collection) -> [MediaFormat] {
        collection.name == "articles" ? ofRecords + [.atom, .jsonfeed] : ofRecords
    }

    /// True for feeds.
    ///
    /// Their entries have fixed fields, and the newest article comes first.
    var isFeed: Bool { self == .atom || self == .jsonfeed }

    /// True for formats that are saved as files, which contain all rows unless `limit` is given.
    var isExport: Bool { self == .csv || self == .ndjson }

    /// The chosen format, and whether `Accept` selected it.
    struct Choice {
        var format: MediaFormat
        var isNegotiated: Bool
    }

    /// Chooses one of the `offered` formats.
    ///
    /// Throws `notAcceptable`, with the offered formats.
    static func choose(
        suffix: String?, parameter: String?, accept: String?, offered: [MediaFormat]
    ) throws(Problem) -> Choice {
        let names = [suffix, parameter].compactMap { $0 }
        let named = names.map { name in offered.first { $0.rawValue == name } }
        let unknown = zip(names, named).filter { $1 == nil }.map { name, _ in
            Problem.Fault(
                parameter: "format", detail: "The resource has no format `\(name.prefix(Suggestion.maxNameLength))`.",
                allowed: offered.map(\.rawValue),
                suggestion: Suggestion.nearest(to: name, among: offered.map(\.rawValue)))
        }
        guard unknown.isEmpty else { throw notAcceptable("The resource has no format of this name", offered, unknown) }
        if let format = named.first ?? nil { return Choice(format: format, isNegotiated: false) }
        let types = offered.compactMap(\.negotiated)
        guard let type = Accept(accept).best(of: types),
            let format = offered.first(where: { $0.negotiated == type })
        else {
            var problem = notAcceptable(
                "The resource has no media type of `Accept`", offered,
                [.init(parameter: "Accept", detail: "The resource has none of these media types.", allowed: types)])
            problem.headers[.vary] = "Accept"
            throw problem
        }
        return Choice(format: format, isNegotiated: true)
    }

    private static func notAcceptable(
        _ detail: String, _ offered: [MediaFormat], _ faults: [Problem.Fault]
    ) -> Problem {
        let names = offered.map { format in
            format.negotiated.map { "\(format.rawValue) (\($0))" } ?? format.rawValue
        }
        return Problem(.notAcceptable, detail + ". Its formats are \(names.joined(separator: ", ")).", faults: faults)
    }
}
