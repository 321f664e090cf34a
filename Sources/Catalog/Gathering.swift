// One walk over the documents that hands their tables and lists to the collections that take them.

package import Documents

extension AppearanceGatherer {
    /// Gathers the rows of every collection of `mapping`; remarks on what nearly matches and on what matches nothing.
    static func gather(
        _ documents: [Document], _ mapping: Mapping, _ diagnostics: inout [Diagnostic]
    ) -> [AppearanceGatherer] {
        var gatherers = mapping.entries.map { AppearanceGatherer(EntryPatterns($0), documents: documents.count) }
        var survey = HeaderSurvey(mapping)
        let patterns = gatherers.map(\.patterns)
        documents.readAhead {
            contents(of: $0, for: patterns)
        } take: { position, contents in
            let file = documents[position].path
            for content in contents {
                switch content {
                case .rows(let rows, let index):
                    gatherers[index].gather(rows, document: position, file: file, diagnostics: &diagnostics)
                case .withoutKey(let keyless, let index):
                    gatherers[index].isMatched = true
                    diagnostics.append(missingKey(keyless, gatherers[index].entry, file: file))
                case .untaken(let table):
                    survey.see(table, in: file, isTaken: false, &diagnostics)
                }
            }
        }
        diagnostics += UnusedSettings.remarks(on: gatherers, in: documents)
        for gatherer in gatherers { diagnostics += gatherer.conflictDiagnostics(documents) }
        return gatherers
    }

    /// What one document has for the collections.
    private enum Content {
        /// The rows of a table or list, and the position of the collection that takes them.
        case rows(KeyedRows, Int)
        case withoutKey(Keyless, Int)
        case untaken(Table)
    }

    /// A table or list of a collection that lacks what names its records.
    private struct Keyless {
        let noun: String
        let line: Int
        /// What it has in that place.
        let names: [String]
    }

    /// The tables of a document in reading order, then its lists; this is all that takes time, and is done on all
    /// cores.
    private static func contents(of document: Document, for patterns: [EntryPatterns]) -> [Content] {
        var contents: [Content] = []
        let takers = patterns.indices.filter { patterns[$0].takes(path: document.path) }
        for ordinal in 0..<document.tableCount {
            let table = document.table(at: ordinal)
            let taken = takers.filter { patterns[$0].takes(table, in: document) }
            for index in taken {
                contents.append(
                    patterns[index].rows(of: table, in: document).map { .rows($0, index) }
                        ?? .withoutKey(keyless(table, patterns[index].entry), index))
            }
            if taken.isEmpty { contents.append(.untaken(table)) }
        }
        let readers = takers.filter { patterns[$0].entry.contents.contains(.bullets) }
        if readers.isEmpty || document.pointCount == 0 { return contents }
        for section in document.sections {
            for case .list(let list) in section.blocks {
                for index in readers where patterns[index].takes(list, heading: section.heading, in: document) {
                    contents.append(
                        patterns[index].rows(of: list, heading: section.heading, in: document).map { .rows($0, index) }
                            ?? .withoutKey(
                                Keyless(noun: "list", line: list.line, names: list.items.compactMap(\.label)), index))
                }
            }
        }
        return contents
    }

    private static func keyless(_ table: Table, _ entry: Mapping.Entry) -> Keyless {
        let names = entry.isTransposed ? table.columns.prefix(1) + table.rows.compactMap(\.cells.first) : table.columns
        return Keyless(noun: "table", line: table.line, names: names)
    }

    private static func missingKey(_ keyless: Keyless, _ entry: Mapping.Entry, file: String) -> Diagnostic {
        var reason = "fewer than two columns or too many rows to be transposed; it is left out."
        if let key = entry.key {
            let name = keyless.noun == "list" ? "label" : entry.isTransposed ? "row" : "column"
            reason = "no \(name) `\(key)` that names its records; it is left out."
            if let nearest = Suggestion.nearest(to: key, among: keyless.names) { reason += " Is it `\(nearest)`?" }
        }
        return Diagnostic(
            .warning, .missingKey, at: SourceLocation(file: file, line: keyless.line),
            "The \(keyless.noun) is one of `\(entry.name)`, but has \(reason)")
    }
}

extension HeaderSurvey {
    /// The headers of the tables that no collection of `mapping` takes.
    package init(of documents: [Document], beside mapping: Mapping) {
        self.init(mapping)
        let patterns = mapping.entries.map(EntryPatterns.init)
        var remarks: [Diagnostic] = []
        for document in documents {
            let takers = patterns.filter { $0.takes(path: document.path) }
            for ordinal in 0..<document.tableCount {
                let table = document.table(at: ordinal)
                let isTaken = takers.contains { $0.takes(table, in: document) }
                see(table, in: document.path, isTaken: isTaken, &remarks)
            }
        }
    }
}
