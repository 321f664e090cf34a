// Why a configured collection has no records: the content that comes nearest to what its entry asks for. Looked for
// only where nothing fits at all, since every table and list is looked at again.

import Documents
import Text

/// Content that misses an entry of the mapping by one of its conditions.
struct NearMiss: Sendable {
    private let condition: CollectionMatcher.Condition
    private let content: Mapping.Content
    /// What it has where the entry asks for something else.
    private let found: String
    private let location: SourceLocation
    /// How far that is from what is asked for; 0 where no distance says anything.
    private let distance: Int

    /// In bytes; longer headers and headings are sentences that nobody meant.
    private static let longest = 80

    /// The nearest content of some documents.
    struct Found {
        /// The position of the document that has it.
        let document: Int
        let miss: NearMiss

        init(_ document: Int, _ miss: NearMiss) { (self.document, self.miss) = (document, miss) }

        /// Of equally near contents, the first one counts.
        static func isNearer(_ left: Found, than right: Found) -> Bool {
            (left.miss.distance, left.document) < (right.miss.distance, right.document)
        }
    }

    /// Returns the nearest content of the documents for each entry; nil if none is near.
    static func nearest(to entries: [CollectionMatcher], in documents: [Document]) -> [Found?] {
        if entries.isEmpty { return [] }
        let found = documents.mapInPortions(of: 256) { documents in
            var searches = entries.map { Search(matcher: $0) }
            for position in documents.indices {
                for index in searches.indices { searches[index].look(at: documents[position], position) }
            }
            return [searches.map(\.nearest)]
        }
        return entries.indices.map { index in found.compactMap { $0[index] }.min(by: Found.isNearer) }
    }

    /// Returns the nearer of `other` and the contents of the documents at some positions.
    static func nearest(
        to entry: CollectionMatcher, in documents: [Document], at positions: [Int], or other: Found?
    ) -> Found? {
        var search = Search(matcher: entry)
        for position in positions { search.look(at: documents[position], position) }
        return [other, search.nearest].compactMap(\.self).min(by: Found.isNearer)
    }

    /// Looks for the content nearest to one entry.
    private struct Search {
        let matcher: CollectionMatcher
        private(set) var nearest: Found?
        /// What has been compared: most headers come again and again.
        private var compared: Set<Comparison> = []

        private struct Comparison: Hashable {
            let condition: CollectionMatcher.Condition
            let found: String
        }

        init(matcher: CollectionMatcher) { self.matcher = matcher }

        mutating func look(at document: Document, _ position: Int) {
            for ordinal in 0..<document.tableCount {
                let table = document.table(at: ordinal)
                look(at: .tables, table.columns, table.heading, table.line, in: document, position)
            }
            if document.pointCount == 0 { return }
            for section in document.sections {
                for list in section.blocks.lazy.compactMap(\.list) {
                    guard let label = list.items.first(where: { $0.label != nil })?.label else { continue }
                    look(at: .bullets, [label], section.heading, list.line, in: document, position)
                }
            }
        }

        private mutating func look(
            at content: Mapping.Content, _ columns: [String], _ heading: String?, _ line: Int,
            in document: Document, _ position: Int
        ) {
            let heading = heading ?? document.title.text
            let unmet = matcher.unmet(by: content, columns: columns, heading: heading, path: document.path)
            guard unmet.count == 1, let condition = unmet.first else { return }
            let (found, wanted) =
                switch condition {
                case .contents: (content.rawValue, [String]())
                case .header: (columns.first ?? "", matcher.entry.match.headers)
                case .heading: (heading, matcher.entry.match.headings)
                case .folder: (folder(of: document.path), matcher.entry.match.folders)
                }
            guard compared.insert(Comparison(condition: condition, found: found)).inserted,
                let distance = distance(found, wanted, below: nearest?.miss.distance ?? .max)
            else { return }
            nearest = Found(
                position,
                NearMiss(
                    condition: condition, content: content, found: found,
                    location: SourceLocation(file: document.path, line: line), distance: distance))
        }
    }

    private static func folder(of path: String) -> String {
        path.split(separator: "/").dropLast().joined(separator: "/")
    }

    /// The edits from `found` to the nearest text of `wanted`, 0 without any; nil where it is no name or has no fewer
    /// than `limit`.
    private static func distance(_ found: String, _ wanted: [String], below limit: Int) -> Int? {
        if wanted.isEmpty { return limit > 0 ? 0 : nil }
        guard !found.isEmpty, found.utf8.count <= longest else { return nil }
        let folded = Array(CollectionMatcher.folded(found).utf8)
        var nearest: Int?
        for other in wanted.map({ Array(CollectionMatcher.folded($0).utf8) }) where other.count <= longest {
            // `Demands` for `Demands of the unions` lacks but words.
            let isPart = folded.starts(with: other + [0x20]) || other.starts(with: folded + [0x20])
            let most = min((nearest ?? limit) - 1, max(other.count, folded.count))
            let distance = isPart ? (most > 0 ? 1 : nil) : EditDistance.between(other, folded, limit: most)
            nearest = distance ?? nearest
        }
        return nearest
    }

    /// A sentence on where the content is, and what it has.
    var sentence: String {
        let place = "(\(location.file):\(location.line))"
        let noun = content == .tables ? "table" : "list"
        return switch condition {
        case .contents: "There are \(content.rawValue) that fit \(place), but `from` does not name them."
        case .header:
            "The nearest \(noun)'s first \(content == .tables ? "column" : "label") is `\(found)` \(place)."
        case .heading: "The nearest \(noun) stands below the heading `\(found)` \(place)."
        case .folder:
            found.isEmpty
                ? "A \(noun) that fits is in no folder \(place)."
                : "The nearest \(noun) that fits is in the folder `\(found)` \(place)."
        }
    }
}
