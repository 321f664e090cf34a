// The parts that a snapshot is made from, each of which follows from that of the snapshot before.

import Documents
import Search
import Text

/// The parts of a snapshot that depend on its documents and its mapping alone.
struct SnapshotParts: Sendable {
    /// In the order of paths and lines.
    let documents: [Document]
    let articleIDs: Identifiers
    let links: LinkTargets
    let shapes: MetadataShapes
    /// The dates of the documents, nil for those that cannot be compared.
    let instants: [Instant?]
    /// The numbers of the records of each of `heldKinds`.
    let spans: [Spans]
    var index: TextIndex
    let gathering: Gathering
    let mapped: [MappedCollection]
    /// The diagnostics of documents.
    let ofDocuments: DiagnosticRecords
    /// What changed since the parts that these follow; nil if they were made afresh.
    private(set) var step: Step?

    /// How parts differ from those before.
    struct Step: Sendable {
        let documents: DocumentChange
        /// The positions of unchanged documents with another article id.
        let renamed: [(old: Int, new: Int)]
        /// For each mapped collection, whether its records are the former ones.
        let isSame: [Bool]
        let articles: RecordChange
        /// For each of `heldKinds`.
        let held: [RecordChange]

        /// Returns whether a mapped collection has the former records; nil if no mapped collection has the name.
        func isSame(collection name: String?, _ mapping: Mapping) -> Bool? {
            zip(mapping.entries, isSame).first { $0.0.name == name }?.1
        }
    }

    /// Makes all parts; `documents` are in the order of paths and lines.
    init(_ documents: [Document], _ mapping: Mapping) {
        self.documents = documents
        let ofDocuments = Beside { DiagnosticRecords(general: [], documents: documents) }
        let index = TextIndex(documents)
        let articleIDs = Self.articleIDs(documents)
        let instants = documents.map(Self.instant)
        shapes = MetadataShapes(documents)
        spans = heldKinds.map { Spans(counts: documents.map($0.count)) }
        gathering = Gathering(documents, mapping)
        mapped = Self.mapped(gathering, documents, articleIDs, index, instants, former: [])
        self.ofDocuments = ofDocuments.value
        links = LinkTargets(documents, articleIDs)
        (self.articleIDs, self.instants, self.index) = (articleIDs, instants, index)
    }

    /// Makes the parts of another list of documents; the cost depends on the documents that changed.
    ///
    /// Nil if so many changed that it takes less time to make all parts afresh, which all cores share.
    func following(with documents: [Document]) -> SnapshotParts? {
        let change = DocumentChange(from: self.documents, to: documents)
        let count = change.removed.count + change.added.count
        return count > 128 && count > documents.count / 4 ? nil : SnapshotParts(self, change, documents)
    }

    private init(_ former: SnapshotParts, _ change: DocumentChange, _ documents: [Document]) {
        let old = former.documents
        self.documents = documents
        shapes = former.shapes.following(change, documents)
        let spans = zip(heldKinds, former.spans).map { kind, spans in
            spans.following(change) { kind.count(in: documents[$0]) }
        }
        self.spans = spans
        let instants = change.applied(to: former.instants) { Self.instant(of: documents[$0]) }
        self.instants = instants
        ofDocuments = former.ofDocuments.following(change, documents)
        let (articleIDs, renamed) = former.articleIDs.following(change) {
            Self.slug(of: old[$0])
        } newSlug: {
            Self.slug(of: documents[$0])
        } suffix: {
            Self.suffix(of: documents[$0], attempt: $1)
        }
        let index = former.index.updated(by: change, from: old, to: documents)
        let (gathering, isSame) = former.gathering.following(change, from: old, to: documents)
        let changed = change.removed.map { old[$0] } + change.added.map { documents[$0] }
        // Ids of rows may depend on the ids of articles.
        let isKept = former.mapped.map { isSame && renamed.isEmpty && !$0.mayName(in: changed) }
        let made = Self.mapped(
            gathering, documents, articleIDs, index, instants, former: former.mapped, except: isKept)
        mapped = zip(former.mapped, made).map { $1 ?? $0.following(change, documents, articleIDs) }
        links = LinkTargets(documents, articleIDs, following: former.links, change)
        (self.articleIDs, self.index, self.gathering) = (articleIDs, index, gathering)
        // A link may lead to any document.
        let others: Set<String> = Self.isSameSet(change, old, documents) && renamed.isEmpty ? [] : ["links"]
        step = Step(
            documents: change, renamed: renamed, isSame: isKept,
            articles: RecordChange(
                change, renamed,
                otherFields: others.union(shapes.hasSameField(as: former.shapes) ? [] : ["extra"])),
            held: zip(former.spans, spans).map { RecordChange(change, renamed, $0, $1, otherFields: others) })
    }

    /// True if the paths and first lines of both lists are equal.
    private static func isSameSet(_ change: DocumentChange, _ old: [Document], _ new: [Document]) -> Bool {
        change.newPositions == nil && change.added.allSatisfy { old[$0].comparePlace(new[$0]) == 0 }
    }

    // MARK: Documents

    private static func instant(of document: Document) -> Instant? { document.metadata.date.flatMap { Instant($0) } }

    private static func slug(of document: Document) -> String {
        Slug.article(path: document.path, line: document.firstLine)
    }

    private static func suffix(of document: Document, attempt: Int) -> String {
        var hash = ContentHash()
        hash.combine(document.path)
        // Two folders may hold the same relative path: then the content decides.
        if attempt > 0 { hash.combine(document.digest) }
        return hash.shortText
    }

    private static func articleIDs(_ documents: [Document]) -> Identifiers {
        Identifiers(slugs: documents.map(slug)) { suffix(of: documents[$0], attempt: $1) }
    }

    // MARK: Mapped collections

    /// Makes collections side by side: each has stages that only one core can work at.
    private static func mapped(
        _ gathering: Gathering, _ documents: [Document], _ articleIDs: Identifiers, _ index: TextIndex,
        _ instants: [Instant?], former: [MappedCollection]
    ) -> [MappedCollection] {
        mapped(
            gathering, documents, articleIDs, index, instants, former: former,
            except: gathering.gatherers.map { _ in false }
        ).compactMap(\.self)
    }

    /// Makes collections side by side; nil for those in `except`.
    private static func mapped(
        _ gathering: Gathering, _ documents: [Document], _ articleIDs: Identifiers, _ index: TextIndex,
        _ instants: [Instant?], former: [MappedCollection], except isKept: [Bool]
    ) -> [MappedCollection?] {
        let made = gathering.gatherers.indices.map { number in
            isKept[number]
                ? nil
                : Beside {
                    MappedCollection(
                        gathering.gatherers[number], documents: documents, articleIDs: articleIDs, index: index,
                        instants: instants, former: former.indices.contains(number) ? former[number] : nil)
                }
        }
        return made.map { $0?.value }
    }
}
