// The records of a collection that the same articles name, counted with the index of the articles' ids.

import Documents
import Text

/// A record that articles name together with another one.
package struct RelatedRecord {
    package let id: String
    /// The number of articles that name both.
    package let articles: Int
    /// The number of articles that name the record.
    package let allArticles: Int
    /// The positions of the first articles that name both, `RelatedRecords.maxExamples` at most.
    package let examples: [Int]
}

/// The records that articles name together with one record.
package struct RelatedRecords {
    /// The maximum number of articles that a related record lists.
    package static let maxExamples = 3

    /// Most articles first, then by id.
    package let records: [RelatedRecord]
    /// The number of articles that name the record.
    package let articles: Int

    /// Returns the field of articles with the ids of a collection's records; nil if they have none.
    package static func path(to collection: Collection, in articles: Collection) -> FieldPath? {
        articles.paths.first { $0.members.isEmpty && $0.field.references == collection.name }
    }

    /// Counts the records of the field at `path` in the articles with `id`; O(ids in all articles).
    ///
    /// Nil soon after `isStopped` is true.
    package init?(to id: String, along path: FieldPath, in articles: Collection, isStopped: () -> Bool) {
        guard let index = articles.index(of: path, isStopped: isStopped),
            let range = OperandRange(id, kind: .text)
        else { return nil }
        let own = index.codes(in: range)
        let isShared = index.marks(of: [own])
        var shared = Array(repeating: 0, count: index.count)
        var all = shared
        var examples = Array(repeating: [Int](), count: index.count)
        var count = 0
        for article in isShared.indices {
            let isShared = isShared[article]
            if isShared { count += 1 }
            index.forEachCode(of: article) { code in
                all[code] += 1
                guard isShared else { return }
                shared[code] += 1
                if examples[code].count < Self.maxExamples { examples[code].append(article) }
            }
        }
        if isStopped() { return nil }
        self.articles = count
        let found = shared.indices.filter { shared[$0] > 0 && !own.contains($0) && !index.isMissing($0) }
        records = found.compactMap { code in
            index.value(of: code).text.map {
                RelatedRecord(id: $0, articles: shared[code], allArticles: all[code], examples: examples[code])
            }
        }.sorted {
            $0.articles == $1.articles ? $0.id.compareBytes($1.id) < 0 : $0.articles > $1.articles
        }
    }
}
