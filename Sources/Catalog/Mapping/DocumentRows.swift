// The rows of one document for the collections, read from its tables and lists.

import Documents

/// The content of one document that collections take, and the diagnostics about it; independent of other documents.
final class DocumentRows: Sendable {
    /// A table or a list.
    enum Content {
        /// The rows, and the position of the collection that takes them.
        case rows(KeyedRows, collection: Int)
        /// A diagnostic; if the content is of a collection but lacks the names of its records, the position of that.
        case diagnostic(Diagnostic, collection: Int?)
    }

    /// The tables in reading order, then the lists; nil if there are too many rows to be kept.
    private let contents: [Content]?
    /// True if a collection takes some content, even if it gives no rows.
    let isTaken: Bool

    /// Above this number of rows the document is read again when they are needed.
    private static let maxKept = 256

    /// Reads a document; nil if it has nothing for the collections.
    init?(_ document: Document, _ matcher: RowMatcher) {
        let contents = matcher.contents(of: document)
        if contents.isEmpty { return nil }
        var (count, isTaken) = (0, false)
        for content in contents {
            switch content {
            case .rows(let rows, _):
                count += rows.rows.count
                isTaken = true
            case .diagnostic(_, let collection): isTaken = isTaken || collection != nil
            }
        }
        self.isTaken = isTaken
        self.contents = count > Self.maxKept ? nil : contents
    }

    /// Returns the contents of the document that this was made from.
    func contents(of document: Document, _ matcher: RowMatcher) -> [Content] {
        contents ?? matcher.contents(of: document)
    }
}

/// Reads the rows of documents for the collections of a mapping.
struct RowMatcher: Sendable {
    let collections: [CollectionMatcher]
    private let survey: HeaderSurvey

    init(_ mapping: Mapping) {
        collections = mapping.entries.map(CollectionMatcher.init)
        survey = HeaderSurvey(mapping)
    }

    /// Returns the tables of a document in reading order, then its lists.
    fileprivate func contents(of document: Document) -> [DocumentRows.Content] {
        var contents: [DocumentRows.Content] = []
        let takers = collections.indices.filter { collections[$0].takes(path: document.path) }
        for ordinal in 0..<document.tableCount {
            let table = document.table(at: ordinal)
            let taken = takers.filter { collections[$0].takes(table, in: document) }
            for index in taken {
                contents.append(
                    collections[index].rows(of: table, in: document).map { .rows($0, collection: index) }
                        ?? missingKey(Self.keyless(table, collections[index].entry), index, document))
            }
            if taken.isEmpty, let diagnostic = survey.nearHeader(of: table, in: document.path) {
                contents.append(.diagnostic(diagnostic, collection: nil))
            }
        }
        let readers = takers.filter { collections[$0].entry.contents.contains(.bullets) }
        if readers.isEmpty || document.pointCount == 0 { return contents }
        for section in document.sections {
            for list in section.blocks.lazy.compactMap(\.list) {
                for index in readers where collections[index].takes(list, heading: section.heading, in: document) {
                    contents.append(
                        collections[index].rows(of: list, heading: section.heading, in: document)
                            .map { .rows($0, collection: index) }
                            ?? missingKey(
                                Keyless(noun: "list", line: list.line, names: list.items.compactMap(\.label)), index,
                                document))
                }
            }
        }
        return contents
    }

    // MARK: Content without a key

    /// A table or list of a collection that lacks the names of its records.
    private struct Keyless {
        let noun: String
        let line: Int
        /// Its columns, rows or labels.
        let names: [String]
    }

    private static func keyless(_ table: Table, _ entry: Mapping.Entry) -> Keyless {
        let names = entry.isTransposed ? table.columns.prefix(1) + table.rows.compactMap(\.cells.first) : table.columns
        return Keyless(noun: "table", line: table.line, names: names)
    }

    private func missingKey(_ keyless: Keyless, _ index: Int, _ document: Document) -> DocumentRows.Content {
        let entry = collections[index].entry
        var reason = "fewer than two columns or too many rows to be transposed; it is left out."
        if let key = entry.key {
            let name = keyless.noun == "list" ? "label" : entry.isTransposed ? "row" : "column"
            reason = "no \(name) `\(key)` that names its records; it is left out."
            if let nearest = Suggestion.nearest(to: key, among: keyless.names) { reason += " Is it `\(nearest)`?" }
        }
        let diagnostic = Diagnostic(
            .warning, .missingKey, at: SourceLocation(file: document.path, line: keyless.line),
            "The \(keyless.noun) is one of `\(entry.name)`, but has \(reason)")
        return .diagnostic(diagnostic, collection: index)
    }
}
