// Why a configured collection has no records: the content that comes nearest to what its entry asks for. Looked for only
// where nothing fits at all, since every table and list is looked at again.

import Documents

/// Content that misses an entry of the mapping by one of its conditions.
struct NearMiss: Sendable {
    private let condition: EntryPatterns.Condition
    private let content: Mapping.Content
    /// What it has where the entry asks for something else.
    private let found: String
    private let location: SourceLocation
    /// How far that is from what is asked for; 0 where no distance says anything.
    fileprivate let distance: Int

    /// In bytes; longer headers and headings are sentences that nobody meant.
    private static let longest = 80

    /// For each of the entries the nearest content of the documents, the first of several; nil where none is near.
    static func nearest(to entries: [EntryPatterns], in documents: [Document]) -> [NearMiss?] {
        let found = documents.mapInPortions(of: 256) { documents in
            [entries.map { entry in documents.lazy.compactMap { nearest(to: entry, in: $0) }.nearest }]
        }
        return entries.indices.map { index in found.compactMap { $0[index] }.nearest }
    }

    private static func nearest(to patterns: EntryPatterns, in document: Document) -> NearMiss? {
        var near: [NearMiss] = []
        func look(at content: Mapping.Content, _ columns: [String], _ heading: String?, _ line: Int) {
            let heading = heading ?? document.title.text
            let unmet = patterns.unmet(by: content, columns: columns, heading: heading, path: document.path)
            guard unmet.count == 1, let condition = unmet.first else { return }
            let location = SourceLocation(file: document.path, line: line)
            let (found, wanted) =
                switch condition {
                case .contents: (content.rawValue, [String]())
                case .header: (columns.first ?? "", patterns.entry.match.headers)
                case .heading: (heading, patterns.entry.match.headings)
                case .folder: (folder(of: document.path), patterns.entry.match.folders)
                }
            guard let distance = distance(found, wanted) else { return }
            near.append(
                NearMiss(
                    condition: condition, content: content, found: found, location: location, distance: distance))
        }
        for ordinal in 0..<document.tableCount {
            let table = document.table(at: ordinal)
            look(at: .tables, table.columns, table.heading, table.line)
        }
        if document.pointCount > 0 {
            for section in document.sections {
                for case .list(let list) in section.blocks {
                    guard let label = list.items.first(where: { $0.label != nil })?.label else { continue }
                    look(at: .bullets, [label], section.heading, list.line)
                }
            }
        }
        return near.nearest
    }

    private static func folder(of path: String) -> String {
        path.split(separator: "/").dropLast().joined(separator: "/")
    }

    /// The edits from `found` to the nearest text of `wanted`; nil where it has none or is no name.
    private static func distance(_ found: String, _ wanted: [String]) -> Int? {
        if wanted.isEmpty { return 0 }
        guard !found.isEmpty, found.utf8.count <= longest else { return nil }
        let folded = Array(EntryPatterns.folded(found).utf8)
        return wanted.map { Array(EntryPatterns.folded($0).utf8) }.filter { $0.count <= longest }.compactMap { other in
            // `Demands` for `Demands of the unions` lacks but words.
            if folded.starts(with: other + [0x20]) || other.starts(with: folded + [0x20]) { return 1 }
            return EditDistance.between(other, folded, limit: max(other.count, folded.count))
        }.min()
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

extension Sequence<NearMiss> {
    /// The first of those at the least distance.
    fileprivate var nearest: NearMiss? { self.min { $0.distance < $1.distance } }
}
