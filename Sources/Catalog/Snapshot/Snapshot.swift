// Everything that answers are made of, built once and never changed.

package import Documents
package import Search

/// The collections made from one set of documents.
package struct Snapshot: Sendable {
    /// Names the content: equal documents and equal mapping give equal versions, on any machine.
    ///
    /// 32 hexadecimal digits.
    package private(set) var version: String
    /// When the content became what it is, as far as is known; seconds since 1970.
    package let modified: Int
    /// By path, byte by byte.
    package var documents: [Document] { parts.documents }
    /// In the order in which `/` lists them: articles, configured ones, points, tables.
    package private(set) var collections: [Collection]
    /// The diagnostics as records: `/-/diagnostics`.
    package private(set) var diagnosticCollection: Collection
    private var diagnosticRecords: DiagnosticRecords
    let mapping: Mapping
    private(set) var parts: SnapshotParts
    /// The version of the snapshot that `parts` follow.
    let formerVersion: String?

    /// The collection of that name among `collections`.
    package subscript(name: String) -> Collection? { collections.first { $0.name == name } }

    /// True if collections are configured and documents were read, but no configured collection has a record.
    package var isMappingUnmatched: Bool {
        let configured = collections.filter { !Mapping.reservedNames.contains($0.name) }
        return !documents.isEmpty && !configured.isEmpty && configured.allSatisfy { $0.records.count == 0 }
    }

    /// Every diagnostic: of files and rows first, then of documents by path and line.
    package var diagnostics: [Diagnostic] {
        (0..<diagnosticRecords.count).compactMap { diagnosticRecords.diagnostic(at: $0) }
    }

    /// The time when the file of an article changed, seconds since 1970; nil if it is not known.
    package func fileTime(ofArticle id: String) -> Int? {
        guard let position = self["articles"]?.records.index(ofID: id), documents.indices.contains(position) else {
            return nil
        }
        return documents[position].fileTime
    }

    /// How many diagnostics there are of each kind; none is made for it.
    package var diagnosticKinds: [DiagnosticKind: Int] { diagnosticRecords.kinds }

    /// The diagnostics that tell of something missing, in the order of all.
    package var errors: [Diagnostic] { diagnosticRecords.errors }

    /// The same collections with further diagnostics before the others, and so with another version.
    package func adding(_ diagnostics: [Diagnostic]) -> Snapshot {
        var snapshot = self
        snapshot.diagnosticRecords.general = diagnostics + diagnosticRecords.general
        snapshot.diagnosticCollection = DiagnosticRecords.collection(snapshot.diagnosticRecords).searchedInFieldsLater
        var hash = ContentHash()
        hash.combine(version)
        hash.combine(diagnostics)
        snapshot.version = hash.text
        return snapshot
    }
}

extension Snapshot {
    /// True if the snapshot was made from the one before, so that indexes made for that are patched when needed.
    package var isFollowing: Bool { parts.step != nil }

    /// The merge of segments of the text index that is due, nil if none is.
    package func mergePlan() -> MergePlan? { parts.index.mergePlan() }

    /// Returns a snapshot with equal answers and a merged segment; nil if it lacks one of the merged segments.
    package func replacing(_ merged: MergedSegment) -> Snapshot? {
        guard let index = parts.index.replacing(merged) else { return nil }
        var snapshot = self
        snapshot.parts.index = index
        snapshot.collections = collections.map { $0.replacingIndex(index) }
        return snapshot
    }

    /// Builds a snapshot of documents in any order.
    ///
    /// `diagnostics` are those of the files, which no document carries; the documents were read with `options`. With a
    /// former snapshot of the same mapping, the cost depends on the documents that changed; the result is the same.
    package static func build(
        documents: [Document], mapping: Mapping, options: ReadingOptions = ReadingOptions(), modified: Int,
        diagnostics: [Diagnostic] = [], former: Snapshot? = nil
    ) -> Snapshot {
        let documents = documents.sorted { $0.comparePlace($1) < 0 }
        let parts =
            former.flatMap { $0.mapping == mapping ? $0.parts.following(with: documents) : nil }
            ?? SnapshotParts(documents, mapping)
        let general = diagnostics + parts.gathering.diagnostics
        var records = parts.ofDocuments
        records.general = general
        var articles = Articles.collection(
            documents, ids: parts.articleIDs, shapes: parts.shapes, mentions: parts.mapped, links: parts.links
        ).searched(by: CollectionSearch(parts.index, .documents(documents)))
        var held = zip(heldKinds, parts.spans).map { $0.collection($1, parts, mapping) }
        if let former, let step = parts.step {
            let mentions = articles.fields.filter { step.isSame(collection: $0.references, mapping) == false }
            articles = articles.following(former["articles"], step.articles.alsoChanging(mentions.map(\.name)))
            held = zip(held, step.held).map { $0.following(former[$0.name], $1) }
        }
        return Snapshot(
            version: version(documents, mapping, options, general),
            modified: modified,
            collections: [articles] + parts.mapped.map(\.collection) + held,
            diagnosticCollection: DiagnosticRecords.collection(records).searchedInFieldsLater,
            diagnosticRecords: records, mapping: mapping, parts: parts, formerVersion: former?.version)
    }

    private static func version(
        _ documents: [Document], _ mapping: Mapping, _ options: ReadingOptions, _ general: [Diagnostic]
    ) -> String {
        var hash = ContentHash()
        mapping.combine(into: &hash)
        for source in options.titles { hash.combine(source.text) }
        for name in options.metadata {
            hash.combine(name.name)
            hash.combine(name.field.rawValue)
        }
        hash.combine(options.dateOrder.rawValue)
        for document in documents {
            hash.combine(document.path)
            hash.combine(document.digest)
        }
        hash.combine(general)
        return hash.text
    }
}

extension ContentHash {
    fileprivate mutating func combine(_ diagnostics: [Diagnostic]) {
        for diagnostic in diagnostics {
            for text in [diagnostic.location.file, diagnostic.code.rawValue, diagnostic.message] { combine(text) }
        }
    }
}
