// What differs between two snapshots, record by record. When snapshots follow one another is not told here.

import Documents
import Text

/// The differences between a snapshot and the one that took its place.
package struct Changes: Hashable, Sendable {
    /// Versions of the snapshots.
    package let since: String
    package let version: String
    /// The collections of either snapshot, those that are gone last.
    package let collections: [Part]

    package init(since: String, version: String, collections: [Part]) {
        self.since = since
        self.version = version
        self.collections = collections
    }

    /// What became of one collection.
    package struct Part: Hashable, Sendable {
        package let name: String
        /// Records that there are now.
        package let count: Int
        package var added = IDs()
        package var removed = IDs()
        /// Records that have the same id and other content.
        package var changed = IDs()
    }

    /// Ids of records: the first thousand of them in the order of their bytes or documents, and how many there are.
    package struct IDs: Hashable, Sendable {
        package private(set) var ids: [String] = []
        package private(set) var count = 0

        static let mostListed = 1000

        mutating func insert(_ id: @autoclosure () -> String) {
            count += 1
            if ids.count < Self.mostListed { ids.append(id()) }
        }

        fileprivate mutating func append(_ others: IDs) {
            ids += others.ids.prefix(Self.mostListed - ids.count)
            count += others.count
        }
    }
}

extension Snapshot {
    /// Returns what changed from `former` to this one.
    ///
    /// If this snapshot was made from `former`, only changed documents and the collections with changed rows are
    /// compared; else all documents and records.
    package func changes(since former: Snapshot) -> Changes {
        let step = parts.step.flatMap { formerVersion == former.version ? $0 : nil }
        let articles = ArticleChanges(from: former, to: self, step)
        var parts = collections.map { collection in
            if step?.isSame(collection: collection.name, mapping) == true {
                return Changes.Part(name: collection.name, count: collection.records.count)
            }
            let other = former[collection.name]
            if collection.records is Articles { return articles.part(collection) }
            if let other, let olds = other.records as? any HeldRecords,
                let news = collection.records as? any HeldRecords
            {
                return articles.part(other, olds.holdings, collection, news.holdings)
            }
            return Changes.Part(other, collection)
        }
        for gone in former.collections where self[gone.name] == nil { parts.append(Changes.Part(gone, nil)) }
        return Changes(since: former.version, version: version, collections: parts)
    }
}

extension Changes.Part {
    /// Compares two collections of one name by going through their ids in order.
    init(_ old: Collection?, _ new: Collection?) {
        self.init(name: (new ?? old)?.name ?? "", count: new?.records.count ?? 0)
        let (former, now) = (old?.records as? MappedRecords, new?.records as? MappedRecords)
        let hasSameFields = old?.fields == new?.fields
        /// True if two records surely have the same values, which need not be made then.
        func isSame(_ before: Int, _ position: Int) -> Bool {
            guard hasSameFields, let former, let now else { return false }
            return now.isSame(at: position, as: former, at: before)
        }
        let olds = old?.idOrder.positions ?? []
        let news = new?.idOrder.positions ?? []
        var (left, right) = (0, 0)
        while left < olds.count || right < news.count {
            let oldID = left < olds.count ? old?.records.id(at: Int(olds[left])) : nil
            let newID = right < news.count ? new?.records.id(at: Int(news[right])) : nil
            let order =
                switch (oldID, newID) {
                case (let one?, let other?): one.compareBytes(other)
                case (_, nil): -1
                case (nil, _): 1
                }
            if order < 0, let oldID {
                removed.insert(oldID)
            } else if order > 0, let newID {
                added.insert(newID)
            } else if let old, let new, let newID, !isSame(Int(olds[left]), Int(news[right])),
                old.record(at: Int(olds[left])) != new.record(at: Int(news[right]))
            {
                changed.insert(newID)
            }
            if order <= 0 { left += 1 }
            if order >= 0 { right += 1 }
        }
    }
}

/// Which documents came, went and changed; what stands in the others need not be looked at.
private struct ArticleChanges {
    private let old: Articles?
    private let new: Articles?
    /// Positions of documents by the ids of their articles: before, now.
    private var pairs: [(old: Int?, new: Int?)] = []

    /// Compares all documents or, if the step from one snapshot to the other is known, those that changed.
    init(from former: Snapshot, to now: Snapshot, _ step: SnapshotParts.Step?) {
        old = former["articles"]?.records as? Articles
        new = now["articles"]?.records as? Articles
        guard let old, let new else { return }
        let change = step.flatMap { $0.renamed.isEmpty ? $0.documents : nil }
        for position in change?.added ?? Array(new.documents.indices) {
            guard let before = old.index(ofID: new.id(at: position)) else {
                pairs.append((nil, position))
                continue
            }
            let (one, other) = (old.documents[before], new.documents[position])
            let isSame = one === other || one.isReadLike(other)
            if !isSame { pairs.append((before, position)) }
        }
        for position in change?.removed ?? Array(old.documents.indices)
        where new.index(ofID: old.id(at: position)) == nil {
            pairs.append((position, nil))
        }
    }

    func part(_ collection: Collection) -> Changes.Part {
        var part = Changes.Part(name: collection.name, count: collection.records.count)
        for pair in pairs {
            switch (pair.old, pair.new) {
            case (let position?, nil): part.removed.insert(old?.id(at: position) ?? "")
            case (nil, let position?): part.added.insert(new?.id(at: position) ?? "")
            default: part.changed.insert(pair.new.flatMap { new?.id(at: $0) } ?? "")
            }
        }
        return part
    }

    /// Compares the points or tables of the documents of the pairs, number by number.
    func part(_ old: Collection, _ olds: Holdings, _ new: Collection, _ news: Holdings) -> Changes.Part {
        let empty = Changes.Part(name: new.name, count: new.records.count)
        let portions = pairs.mapInPortions(of: 32) { pairs in
            var part = empty
            for pair in pairs {
                let before = pair.old.flatMap(olds.spans.range) ?? 0..<0
                let now = pair.new.flatMap(news.spans.range) ?? 0..<0
                for ordinal in 0..<max(before.count, now.count) {
                    let (left, right) = (before.lowerBound + ordinal, now.lowerBound + ordinal)
                    if ordinal >= now.count {
                        part.removed.insert(olds.id(at: left))
                    } else if ordinal >= before.count {
                        part.added.insert(news.id(at: right))
                    } else if old.record(at: left) != new.record(at: right) {
                        part.changed.insert(news.id(at: right))
                    }
                }
            }
            return [part]
        }
        return portions.reduce(into: empty) { part, portion in
            part.added.append(portion.added)
            part.removed.append(portion.removed)
            part.changed.append(portion.changed)
        }
    }
}
