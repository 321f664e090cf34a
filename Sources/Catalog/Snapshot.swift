// Everything that answers are made of, built once and never changed.

package import Documents

/// The collections made from one set of documents.
package struct Snapshot: Sendable {
    /// Names the content: equal documents and equal mapping give equal versions, on any machine.
    ///
    /// 32 hexadecimal digits.
    package private(set) var version: String
    /// When the content became what it is, as far as is known; seconds since 1970.
    package let modified: Int
    /// By path, byte by byte.
    package let documents: [Document]
    /// In the order in which `/` lists them: articles, configured ones, points, tables.
    package let collections: [Collection]
    /// The diagnostics as records: `/-/diagnostics`.
    package private(set) var remarks: Collection
    private var diagnosticRecords: Remarks

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
    package func remarking(_ diagnostics: [Diagnostic]) -> Snapshot {
        var snapshot = self
        snapshot.diagnosticRecords.general = diagnostics + diagnosticRecords.general
        snapshot.remarks = Remarks.collection(snapshot.diagnosticRecords).searchedInFieldsLater
        var hash = ContentHash()
        hash.combine(version)
        hash.combine(diagnostics)
        snapshot.version = hash.text
        return snapshot
    }
}

extension Snapshot {
    /// Builds everything from documents in any order; O(their size), once.
    ///
    /// `diagnostics` are those of the files, which no document carries; the documents were read with `options`.
    package static func build(
        documents: [Document], mapping: Mapping, options: ReadingOptions = ReadingOptions(), modified: Int,
        diagnostics: [Diagnostic] = []
    ) -> Snapshot {
        let documents = documents.sorted { left, right in
            let order = left.path.compareBytes(right.path)
            return order == 0 ? left.firstLine < right.firstLine : order < 0
        }
        let articleIDs = articleIDs(documents)
        let links = LinkTargets(documents, articleIDs)
        var general = diagnostics
        let index = TextIndex(documents)
        let ofDocuments = Beside { Remarks(general: [], documents: documents) }
        let gathered = AppearanceGatherer.gather(documents, mapping, &general)
        var remarks = ofDocuments.value
        remarks.general = general
        let mapped = mappedCollections(gathered, documents, articleIDs, index)
        return Snapshot(
            version: version(documents, mapping, options, general),
            modified: modified,
            documents: documents,
            collections: [
                Articles.collection(documents, ids: articleIDs, mentions: mapped, links: links)
                    .searched(by: CollectionSearch(index, .documents(documents)))
            ]
                + mapped.map(\.collection) + [
                    Points.collection(documents, articleIDs: articleIDs, links: links, index: index),
                    Tables.collection(
                        documents, articleIDs: articleIDs, mapping: mapping, links: links, index: index),
                ],
            remarks: Remarks.collection(remarks).searchedInFieldsLater,
            diagnosticRecords: remarks)
    }

    private static func articleIDs(_ documents: [Document]) -> Identifiers {
        Identifiers(slugs: documents.map { Slug.article(path: $0.path, line: $0.firstLine) }) { position, attempt in
            var hash = ContentHash()
            hash.combine(documents[position].path)
            // Two folders may hold the same relative path: then the content decides.
            if attempt > 0 { hash.combine(documents[position].digest) }
            return hash.shortText
        }
    }

    /// The collections of what was gathered, made side by side: each has stages that only one core can work at.
    private static func mappedCollections(
        _ gathered: [AppearanceGatherer], _ documents: [Document], _ articleIDs: Identifiers, _ index: TextIndex
    ) -> [(collection: Collection, positions: [[UInt32]])] {
        let instants = documents.map { $0.metadata.date.flatMap { Instant($0) } }
        let made = gathered.map { gathered in
            Beside {
                var gathered = gathered
                let people =
                    gathered.entry.kind == .person ? gathered.joinPeople(in: documents, index, instants) : .none
                let collection = MappedRecords.collection(
                    gathered, people: people, documents: documents, articleIDs: articleIDs, instants: instants)
                return (collection: collection.searchedInFields, positions: gathered.records)
            }
        }
        return made.map(\.value)
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
