// Suggests collections for tables that are in no collection, for `briefd check --suggest`.
import Catalog
import Documents

/// Collections for the most frequent table headers that no configured collection takes.
struct CollectionSuggestions {
    private static let maxSuggestions = 12

    /// The suggested entries of `collections`.
    private(set) var entries: [Mapping.Entry] = []
    /// For each entry a line with the frequency and the first place of its header.
    private(set) var lines: [String] = []

    init(for documents: [Document], notIn mapping: Mapping) {
        let headers = HeaderSurvey(of: documents, beside: mapping).frequent
        var taken = Set(mapping.entries.map { $0.name.lowercased() } + Mapping.reservedNames)
        for header in headers.prefix(Self.maxSuggestions) {
            var entry = Mapping.Entry(
                Self.name(for: header.columns[0], taken: &taken), match: .init(headers: [header.columns[0]]))
            entry.isTransposed = header.isTransposed
            entries.append(entry)
            let place = "\(header.location.file):\(header.location.line): \(header.columns.joined(separator: " | "))"
            let tables = "\(header.tables) table\(header.tables == 1 ? "" : "s")"
            let rows = "\(header.rows) row\(header.rows == 1 ? "" : "s")"
            lines.append(
                "\(entry.name): \(tables), \(rows), first \(LogWriter.printable(place))")
        }
        // One pass over the documents for both.
        let measured = Disagreement.measure(Mapping(entries + mapping.entries), in: documents)
        proposeRows(measured.prefix(entries.count))
        addDisagreements(of: mapping, measured.suffix(mapping.entries.count))
        if headers.count > Self.maxSuggestions {
            lines.append("\(headers.count - Self.maxSuggestions) less frequent headers are not listed")
        }
        if entries.isEmpty {
            let hasTables = documents.contains { $0.tableCount > 0 }
            lines.append(
                hasTables
                    ? "no collection to suggest: every table with a header is in a collection, or nearly matches one"
                    : "no collection to suggest: the documents have no table; bullets need \"from\": [\"bullets\"]")
        }
    }

    /// Sets `merge` to `none` in the entries whose keys are shared by rows that disagree, such as dates.
    private mutating func proposeRows(_ measured: some Sequence<Disagreement>) {
        for (position, found) in measured.enumerated() where found.hidesRows {
            entries[position].merge = .none
            lines[position] += "; \(Self.sentence(found)), so each row is a record"
        }
    }

    /// Adds a line for each configured collection that merges rows which disagree.
    private mutating func addDisagreements(of mapping: Mapping, _ measured: some Sequence<Disagreement>) {
        for (entry, found) in zip(mapping.entries, measured)
        where entry.merge == .key && entry.kind != .person && found.hidesRows {
            lines.append("\(entry.name): \(Self.sentence(found)); consider \"merge\": \"none\"")
        }
    }

    private static func sentence(_ found: Disagreement) -> String {
        "\(found.conflicting) of \(found.rows) rows share a key with a row that disagrees"
    }

    /// Returns a header as the name of a collection, with a number if the name is taken.
    private static func name(for header: String, taken: inout Set<String>) -> String {
        let letters = FieldNames.camelCase(Folding.key(header).split(separator: "/").joined(separator: " "))
        let ascii = String(decoding: letters.utf8.filter { $0 < 0x80 }, as: UTF8.self)
        let stem = Mapping.problem(ofName: ascii) == nil || Mapping.reservedNames.contains(ascii) ? ascii : "tables"
        var name = stem
        var number = 2
        while !taken.insert(name.lowercased()).inserted {
            name = "\(stem)\(number)"
            number += 1
        }
        return name
    }
}
