// One walk over the documents that hands their tables and lists to the collections that take them.

package import Documents

extension AppearanceGatherer {
    /// Gathers the rows of every collection of `mapping`; remarks on what nearly matches and on what matches nothing.
    static func gather(
        _ documents: [Document], _ mapping: Mapping, _ diagnostics: inout [Diagnostic]
    ) -> [AppearanceGatherer] {
        var gatherers = mapping.entries.map { AppearanceGatherer(EntryPatterns($0), documents: documents.count) }
        var survey = HeaderSurvey(mapping)
        for (position, document) in documents.enumerated() {
            let takers = gatherers.indices.filter { gatherers[$0].patterns.takes(path: document.path) }
            for ordinal in 0..<document.tableCount {
                let table = document.table(at: ordinal)
                var isTaken = false
                for index in takers where gatherers[index].patterns.takes(table, in: document) {
                    isTaken = true
                    if let rows = gatherers[index].patterns.rows(of: table, in: document) {
                        gatherers[index].gather(
                            rows, document: position, file: document.path, diagnostics: &diagnostics)
                    } else {
                        diagnostics.append(missingKey(table, gatherers[index].entry, file: document.path))
                    }
                }
                survey.see(table, in: document.path, isTaken: isTaken, &diagnostics)
            }
            let readers = takers.filter { gatherers[$0].entry.contents.contains(.bullets) }
            if readers.isEmpty || document.pointCount == 0 { continue }
            for section in document.sections {
                for case .list(let list) in section.blocks {
                    for index in readers {
                        guard
                            let rows = gatherers[index].patterns.rows(of: list, heading: section.heading, in: document)
                        else { continue }
                        gatherers[index].gather(
                            rows, document: position, file: document.path, diagnostics: &diagnostics)
                    }
                }
            }
        }
        for gatherer in gatherers where gatherer.keys.isEmpty {
            if let remark = survey.remark(onUnmatched: gatherer.entry) { diagnostics.append(remark) }
        }
        return gatherers
    }

    private static func missingKey(_ table: Table, _ entry: Mapping.Entry, file: String) -> Diagnostic {
        let reason =
            entry.key.map { "no column `\($0)` that names its records" }
            ?? "fewer than two columns or too many rows to be transposed"
        return Diagnostic(
            .warning, .missingKey, at: SourceLocation(file: file, line: table.line),
            "The table is one of `\(entry.name)`, but has \(reason); it is left out.")
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

extension Diagnostic.Code {
    /// A table that a collection takes, but without what names its records.
    static let missingKey = Self(rawValue: "missing-key")
}
