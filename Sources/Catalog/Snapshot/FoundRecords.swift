// The records of a collection as a search shows them: with score and snippet under `_meta`.

import Documents
import Search

/// Adds score and snippet to the records of another collection; positions stay theirs.
struct FoundRecords: Records {
    let base: any Records
    let search: CollectionSearch
    let query: TextQuery
    let hits: Hits
    /// The position of `_meta` among the fields.
    let meta: Int
    /// Where the other collection has `_meta` too.
    let hasMeta: Bool

    static let members = [Field("score", .number), Field.snippet]

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
        values[place] = .object(
            members + [score(at: index), Value.Member("snippet", .text(search.snippet(query, at: index)))])
        return values
    }

    /// A score alone is read without making a snippet.
    func reader(of path: FieldPath) -> ((Int) -> Value)? {
        guard path.position == meta, path.members != ["snippet"] else { return nil }
        if path.members == ["score"] { return { .object([score(at: $0)]) } }
        return hasMeta && !path.members.isEmpty ? { base.value(ofField: meta, at: $0) } : nil
    }

    private func score(at index: Int) -> Value.Member {
        Value.Member("score", hits.score(at: index).map { .number(Hits.rounded($0)) } ?? .null)
    }
}

extension Collection {
    /// The collection with the fields that a search adds.
    var withSearchFields: Collection {
        var fields = fields
        if let meta = fields.firstIndex(where: { $0.name == "_meta" }) {
            fields[meta].members += FoundRecords.members
        } else {
            fields.append(Field("_meta", .object, members: FoundRecords.members))
        }
        return Collection(name: name, summary: summary, fields: fields, records: records)
    }
}
