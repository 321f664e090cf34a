// The records of a collection as a search shows them: with score, snippet and place under `_meta`.

package import Documents
package import Search
package import Text

/// Adds to the records of another collection what a search found; positions are those of that collection.
struct FoundRecords: Records {
    let base: any Records
    let search: CollectionSearch
    let query: TextQuery
    let hits: Hits
    /// The fields that are shown with marked hits.
    let highlights: [FieldPath]
    /// The articles by position, for the article of a hit; nil if the records have one, or are articles.
    let articles: Collection?
    /// The position of `_meta` among the fields.
    let meta: Int
    /// True if the other collection has `_meta` too.
    let hasMeta: Bool

    static let members = [Field("score", .number), Field.snippet, .highlight]

    var count: Int { base.count }

    func id(at index: Int) -> String { base.id(at: index) }

    func index(ofID id: String) -> Int? { base.index(ofID: id) }

    func column(ofField field: Int) -> [Value]? { field == meta ? nil : base.column(ofField: field) }

    func lazyValues(ofFields fields: [Int], at index: Int) -> [LazyValue] {
        var values = base.lazyValues(ofFields: fields.filter { $0 != meta }, at: index)
        if let place = fields.firstIndex(of: meta) { values.insert(.whole(value(ofField: meta, at: index)), at: place) }
        return values
    }

    func value(ofField field: Int, at index: Int) -> Value {
        values(ofFields: [field], at: index).first ?? .null
    }

    func values(ofFields fields: [Int], at index: Int) -> [Value] {
        let isMetaWanted = fields.contains(meta)
        let known = isMetaWanted && !hasMeta ? fields.filter { $0 != meta } : fields
        var values = base.values(ofFields: known, at: index)
        guard isMetaWanted, let place = fields.firstIndex(of: meta) else { return values }
        if !hasMeta { values.insert(.object([]), at: place) }
        var members: [Value.Member] = []
        if case .object(let own) = values[place] { members = own }
        values[place] = .object(members + found(at: index))
        return values
    }

    private func found(at index: Int) -> [Value.Member] {
        let excerpt = search.excerpt(query, at: index)
        var members = [score(at: index), Value.Member("snippet", .text(excerpt.snippet))]
        if excerpt.source != .null { members.append(Value.Member("source", excerpt.source)) }
        if let articles {
            members.append(Value.Member("article", articles.foundArticle(at: excerpt.article)))
        }
        if !highlights.isEmpty {
            let rules = search.rules(at: index)
            members.append(Value.Member("highlight", base.highlight(highlights, of: query, rules, at: index)))
        }
        return members
    }

    /// A score alone is read without making a snippet.
    func reader(of path: FieldPath) -> ((Int) -> Value)? {
        guard path.position == meta, path.field.isComparable else { return nil }
        if path.members == ["score"] { return { .object([score(at: $0)]) } }
        return hasMeta && !path.members.isEmpty ? { base.value(ofField: meta, at: $0) } : nil
    }

    private func score(at index: Int) -> Value.Member {
        Value.Member("score", hits.score(at: index).map { .number(Hits.rounded($0)) } ?? .null)
    }
}

extension Records {
    /// Returns the texts of some fields as HTML with all hits marked, by the name of the field; lists as lists.
    package func highlight(
        _ paths: [FieldPath], of query: TextQuery, _ rules: StemmingRules?, at index: Int
    ) -> Value {
        let excerpt = Excerpt(query, rules: rules)
        return .object(
            paths.compactMap { path in
                var texts: [Value] = []
                _ = path.anyValue(in: value(ofField: path.position, at: index)) { value in
                    if case .text(let text) = value { texts.append(.text(excerpt.highlighted(text))) }
                    return false
                }
                let value = path.isList ? Value.list(texts) : texts.first
                return texts.isEmpty ? nil : value.map { Value.Member(path.name, $0) }
            })
    }
}

extension Collection {
    /// The collection with the fields that a search adds.
    var withSearchFields: Collection {
        let members = search?.members ?? FoundRecords.members
        var fields = fields
        if let meta = fields.firstIndex(where: { $0.name == "_meta" }) {
            fields[meta].members += members
        } else {
            fields.append(Field("_meta", .object, members: members))
        }
        return Collection(name: name, summary: summary, fields: fields, records: records)
    }

    /// Returns the id, title and date of the article at a position, null without one; `self` is that of articles.
    package func foundArticle(at position: Int?) -> Value {
        guard let position else { return .null }
        return .object(
            Field.foundArticle.members.map { member in
                let value = path(named: member.name).map { records.value(ofField: $0.position, at: position) }
                return Value.Member(member.name, value ?? .null)
            })
    }
}
