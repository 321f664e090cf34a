// The rows of all documents, gathered into the collections that take them.

package import Documents
import Text

/// The rows of every collection of a mapping, and the diagnostics about them.
struct Gathering: Sendable {
    private let matcher: RowMatcher
    /// By document; nil for those that have nothing for the collections.
    private var rows: [DocumentRows?]
    /// One for each collection.
    private(set) var gatherers: [AppearanceGatherer] = []
    /// The diagnostics of documents that have some, in the order of the documents.
    private var ofDocuments: [(document: Int, diagnostics: [Diagnostic])] = []
    /// The content nearest to each collection that a user configured and that matches nothing.
    private var nearMisses: [Int: NearMiss.Found?] = [:]
    private var unused: [Diagnostic] = []
    private var conflicts: [Diagnostic] = []

    /// Reads the documents on all cores, and gathers their rows in order.
    init(_ documents: [Document], _ mapping: Mapping) {
        let matcher = RowMatcher(mapping)
        self.matcher = matcher
        rows = documents.mapInPortions(of: 64) { $0.map { DocumentRows($0, matcher) } }
        gather(documents)
    }

    /// The diagnostics of documents first, then those of settings and of records.
    var diagnostics: [Diagnostic] { ofDocuments.flatMap(\.diagnostics) + unused + conflicts }

    /// Gathers the rows of the next list of documents; only changed documents are read.
    ///
    /// `isSame` is true if all rows are the former ones, as no changed document has any.
    func following(
        _ change: DocumentChange, from old: [Document], to documents: [Document]
    ) -> (gathering: Gathering, isSame: Bool) {
        var new = self
        let read = change.added.mapInPortions(of: 64) { [matcher] in
            $0.map { DocumentRows(documents[$0], matcher) }
        }
        let added = Dictionary(uniqueKeysWithValues: zip(change.added, read))
        new.rows = change.applied(to: rows) { added[$0] ?? nil }
        let isSame =
            change.removed.allSatisfy { rows[$0]?.isTaken != true }
            && change.added.allSatisfy { new.rows[$0]?.isTaken != true }
        if isSame { new.move(change, documents) } else { new.gather(documents) }
        return (new, isSame)
    }

    // MARK: Gathering

    private mutating func gather(_ documents: [Document]) {
        var gatherers = matcher.collections.map { AppearanceGatherer($0, documents: documents.count) }
        ofDocuments = []
        for (position, rows) in rows.enumerated() {
            guard let rows else { continue }
            var diagnostics: [Diagnostic] = []
            for content in rows.contents(of: documents[position], matcher) {
                switch content {
                case .rows(let rows, let index):
                    gatherers[index].gather(
                        rows, document: position, file: documents[position].path, diagnostics: &diagnostics)
                case .diagnostic(let diagnostic, let index):
                    if let index { gatherers[index].isMatched = true }
                    diagnostics.append(diagnostic)
                }
            }
            if !diagnostics.isEmpty { ofDocuments.append((position, diagnostics)) }
        }
        self.gatherers = gatherers
        let unmatched = gatherers.indices.filter(isUnmatched)
        let nearest = NearMiss.nearest(to: unmatched.map { matcher.collections[$0] }, in: documents)
        nearMisses = Dictionary(uniqueKeysWithValues: zip(unmatched, nearest))
        unused = UnusedSettings.diagnostics(on: gatherers, nearMisses)
        conflicts = gatherers.flatMap { $0.conflictDiagnostics(documents) }
    }

    /// True if a user wrote the entry of a collection and nothing matches it; built-in entries may match nothing.
    private func isUnmatched(_ index: Int) -> Bool {
        gatherers[index].entry.origin != nil && !gatherers[index].isMatched
    }

    /// Moves the rows to the positions of a list of documents that differs in documents without rows only.
    private mutating func move(_ change: DocumentChange, _ documents: [Document]) {
        for index in gatherers.indices { gatherers[index].move(change) }
        ofDocuments = ofDocuments.compactMap { document, diagnostics in
            change.position(ofOld: document).map { ($0, diagnostics) }
        }
        for position in change.added {
            guard let contents = rows[position]?.contents(of: documents[position], matcher) else { continue }
            let diagnostics = contents.compactMap { content in
                if case .diagnostic(let diagnostic, _) = content { diagnostic } else { nil }
            }
            ofDocuments.append((position, diagnostics))
        }
        ofDocuments.sort { $0.document < $1.document }
        if nearMisses.isEmpty { return }
        for (index, former) in nearMisses {
            let moved = former.flatMap { former in
                change.position(ofOld: former.document).map { NearMiss.Found($0, former.miss) }
            }
            if former != nil, moved == nil {
                nearMisses[index] = .some(NearMiss.nearest(to: [matcher.collections[index]], in: documents)[0])
                continue
            }
            nearMisses[index] = .some(
                NearMiss.nearest(to: matcher.collections[index], in: documents, at: change.added, or: moved))
        }
        unused = UnusedSettings.diagnostics(on: gatherers, nearMisses)
    }
}

extension HeaderSurvey {
    /// The headers of the tables that no collection of `mapping` takes.
    package init(of documents: [Document], beside mapping: Mapping) {
        self.init(mapping)
        let collections = mapping.entries.map(CollectionMatcher.init)
        for document in documents {
            let takers = collections.filter { $0.takes(path: document.path) }
            for ordinal in 0..<document.tableCount {
                let table = document.table(at: ordinal)
                if !takers.contains(where: { $0.takes(table, in: document) }) { see(table, in: document.path) }
            }
        }
    }
}
