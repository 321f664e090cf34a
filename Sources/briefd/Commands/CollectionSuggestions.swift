// Entries of `collections` for tables that none takes: what `briefd check --suggest` prints.
import Catalog
import Documents

/// Collections that a set of documents could have besides those configured.
struct CollectionSuggestions {
    private static let most = 12

    /// Ready for a configuration.
    private(set) var entries: [Mapping.Entry] = []
    /// For each entry how often its header was seen, and where first.
    private(set) var lines: [String] = []

    init(for documents: [Document], beside mapping: Mapping) {
        let headers = HeaderSurvey(of: documents, beside: mapping).frequent
        var taken = Set(mapping.entries.map { $0.name.lowercased() } + Mapping.reservedNames)
        for header in headers.prefix(Self.most) {
            var entry = Mapping.Entry(
                Self.name(for: header.columns[0], taken: &taken), match: .init(headers: [header.columns[0]]))
            entry.isTransposed = header.isTransposed
            entries.append(entry)
            let tables = "\(header.tables) table\(header.tables == 1 ? "" : "s")"
            let rows = "\(header.rows) row\(header.rows == 1 ? "" : "s")"
            lines.append(
                "\(entry.name): \(tables), \(rows), first \(header.location.file):\(header.location.line):"
                    + " \(header.columns.joined(separator: " | "))")
        }
        if headers.count > Self.most {
            lines.append("\(headers.count - Self.most) headers seen less often are left out")
        }
        if entries.isEmpty { lines = ["no collection to suggest: every table with a header is taken, or nearly"] }
    }

    /// The header in the form of a collection's name, with a number where that is taken.
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
