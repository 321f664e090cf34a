// Text search as a collection offers it: hits, excerpts, suggestions, and the collection of what was found.

package import Documents
package import Search
package import Text

/// How the records of one collection are searched.
package final class CollectionSearch: Sendable {
    /// Where a collection's text is.
    enum Source {
        case documents([Document])
        /// Parts of documents.
        case parts(any HeldRecords, SearchScope)
        /// The texts of the records themselves.
        case records(any Records, TextFields)
    }

    private let deferredIndex: Deferred<TextIndex>
    private let source: Source

    /// Searches in an index that is made when somebody asks, or made already.
    init(_ index: @autoclosure @escaping @Sendable () -> TextIndex, _ source: Source) {
        deferredIndex = Deferred(index)
        self.source = source
    }

    private init(_ index: Deferred<TextIndex>, _ source: Source) { (deferredIndex, self.source) = (index, source) }

    /// Returns a search of records with the same texts, by the same index.
    func replacingRecords(_ records: any Records) -> CollectionSearch {
        guard case .records(_, let fields) = source else { return self }
        return CollectionSearch(deferredIndex, .records(records, fields))
    }

    /// Returns a search in another index of the same documents; nil if the search is in the texts of records.
    func replacingIndex(_ index: TextIndex) -> CollectionSearch? {
        if case .records = source { nil } else { CollectionSearch(index, source) }
    }

    private var index: TextIndex { deferredIndex.value }

    /// Equal for collections that are searched by the same index, and so have the same words.
    package var indexIdentity: ObjectIdentifier { ObjectIdentifier(index) }

    private var scope: SearchScope {
        switch source {
        case .parts(_, let scope): scope
        case .documents, .records: .units
        }
    }

    /// Makes the index, unless somebody does or has.
    func prepare() { deferredIndex.prepare() }

    /// Searches documents as articles.
    package convenience init(documents: [Document], index: TextIndex) { self.init(index, .documents(documents)) }

    /// Every record that the query asks for; none or some once `isStopped`, which is asked often, is true.
    package func hits(_ query: TextQuery, isStopped: @escaping () -> Bool = { false }) -> Hits {
        index.hits(query, in: scope, isStopped: isStopped)
    }

    /// Returns a query with the nearest words in place of those that none of some collections has.
    package static func corrected(
        _ query: TextQuery, in searches: [CollectionSearch], isStopped: () -> Bool = { false }
    ) -> TextQuery {
        // Articles, points and tables have the same index.
        var indexes: [TextIndex] = []
        for search in searches where !indexes.contains(where: { $0 === search.index }) { indexes.append(search.index) }
        return query.corrected(by: indexes, isStopped: isStopped)
    }

    /// Returns the records whose field may contain a text: all that contain it, and some others, in ascending order.
    ///
    /// Nil if the text index cannot exclude enough records, or does not have all text of the field.
    package func candidates(
        forSubstring text: [UInt8], in field: String, isStopped: () -> Bool
    ) -> [Int]? {
        guard case .parts(let records, let scope) = source, type(of: records).indexedFields.contains(field) else {
            return nil
        }
        let limit = max(max(records.count, records.holdings.documents.count) / Self.minSelectivity, 100)
        return index.candidates(forSubstring: text, in: scope, limit: limit, isStopped: isStopped)
    }

    /// The text index answers for a substring if it leaves about one in so many records to be compared.
    private static let minSelectivity = 3

    /// Returns the nearest words for those that the index does not have; empty if each single word occurs somewhere.
    package func suggestions(_ query: TextQuery, isStopped: () -> Bool = { false }) -> [String] {
        var found: [String] = []
        for clause in query.clauses.prefix(Self.mostSuggested) where !clause.isNegated && clause.corrections.isEmpty {
            if clause.matchesForms, index.hasForm(of: clause.words[0]) { continue }
            for (number, word) in clause.words.prefix(Self.mostSuggested).enumerated() {
                let isPrefix = clause.isPrefix && number == clause.words.count - 1
                if isPrefix ? index.hasWord(beginning: word) : index.documentFrequency(of: word) > 0 { continue }
                for nearest in index.nearestWords(to: word, isStopped: isStopped) where !found.contains(nearest) {
                    found.append(nearest)
                }
            }
        }
        return found
    }

    /// Of more unknown words than this no nearest ones are looked for.
    private static let mostSuggested = 8

    /// Finds the part of a record's text that has most of the query, and its place.
    package func excerpt(_ query: TextQuery, at position: Int) -> FoundText {
        var excerpt = Excerpt(query, rules: rules(at: position))
        switch source {
        case .documents(let documents):
            var lines: LineMap?
            documents[position].forEachRun(countsLines: true) { run in
                if excerpt.visit(run.role, run.text) { lines = run.lines }
            }
            return FoundText(excerpt, lines, in: documents[position], at: position)
        case .parts(let records, _):
            let (number, ordinal) = records.holdings.spans.locate(position)
            let document = records.holdings.documents[number]
            var found: LineMap?
            type(of: records).forEachText(of: ordinal, in: document) { text, lines in
                if excerpt.visit(text) { found = lines }
            }
            return FoundText(excerpt, found, in: document, at: number)
        case .records(let records, let fields):
            var found: (text: String, isName: Bool)?
            fields.forEach(of: records, at: position) { text, isName in
                if excerpt.visit(text) { found = (text, isName) }
            }
            guard let found, let records = records as? MappedRecords else { return FoundText(snippet: excerpt.html) }
            return records.place(of: found.text, isName: found.isName, excerpt, at: position)
        }
    }

    /// Returns the rules for the words of a record: those of its document's language.
    package func rules(at position: Int) -> StemmingRules? {
        let document: Document? =
            switch source {
            case .documents(let documents): documents[position]
            case .parts(let records, _):
                records.holdings.documents[records.holdings.spans.locate(position).document]
            case .records: nil
            }
        return StemmingRules.rules(for: document?.metadata.language)
    }

    /// Returns the position of the article that a hit is from; nil if it may be from several ones.
    ///
    /// O(size of the record) for records that are merged from several articles, O(log n) for others.
    package func article(_ query: TextQuery, at position: Int) -> Int? {
        switch source {
        case .documents: position
        case .parts(let records, _): records.holdings.spans.locate(position).0
        case .records(let records as MappedRecords, _):
            records.onlyDocument(at: position) ?? excerpt(query, at: position).article
        case .records: nil
        }
    }

    /// The members that a search adds to `_meta` of its records.
    var members: [Field] {
        let place = Field.source.notComparable
        switch source {
        case .records(let records, _):
            return FoundRecords.members + (records is MappedRecords ? [place, .foundArticle.notComparable] : [])
        case .documents, .parts: return FoundRecords.members + [place]
        }
    }
}

/// The fields of records that hold text to be searched.
struct TextFields {
    private let positions: [Int]
    private let name: Int?

    init(_ fields: [Field]) {
        positions = fields.indices.filter { position in
            let field = fields[position]
            return field.isSearched && !["id", "source", "_meta"].contains(field.name) && field.references == nil
        }
        name = fields.firstIndex { $0.name == "name" }
    }

    /// Calls `body` with each text of a record, and whether it is its name.
    ///
    /// The newest of a record's appearances is what its own fields show, so that only the older ones are looked at.
    func forEach(of records: any Records, at index: Int, _ body: (String, _ isName: Bool) -> Void) {
        for (position, value) in zip(positions, records.values(ofFields: positions, at: index)) {
            if position == name, case .text(let text) = value {
                body(text, true)
            } else if case .list(let elements) = value, case .object? = elements.first {
                for element in elements.dropFirst() { Self.forEach(of: element) { body($0, false) } }
            } else {
                Self.forEach(of: value) { body($0, false) }
            }
        }
    }

    static func forEach(of value: Value, _ body: (String) -> Void) {
        switch value {
        case .null, .boolean: break
        case .integer(let number): body(String(number))
        case .number(let number): body(number.description)
        case .text(let text): body(text)
        case .list(let elements): for element in elements { forEach(of: element, body) }
        case .object(let members):
            for member in members where member.name != "source" && member.name != "article" {
                forEach(of: member.value, body)
            }
        }
    }
}

extension Collection {
    /// The same collection, searched in what its records hold.
    var searchedInFields: Collection {
        let fields = TextFields(fields)
        let index = TextIndex(records, fields)
        return searched(by: CollectionSearch(index, .records(records, fields)))
    }

    /// The same, with an index that is made when somebody searches or it is prepared.
    var searchedInFieldsLater: Collection {
        let (records, fields) = (records, TextFields(fields))
        return searched(by: CollectionSearch(TextIndex(records, fields), .records(records, fields)))
    }
}

extension TextIndex {
    /// The index of a collection's records, from their values.
    convenience init(_ records: any Records, _ fields: TextFields) {
        // Reading the values of a record takes as long as reading about this much text.
        self.init(count: records.count, size: { _ in 2048 }) { position, writer in
            fields.forEach(of: records, at: position) { text, isName in writer.add(text, isName ? .title : .plain) }
        }
    }
}
