// The records of people: how the search for people joins them, and their computed fields.

import Documents
import People
import Search

enum PersonFields {
    enum Part { case fullName, roles, mentions }

    /// The fields after the name.
    static let leading: [(field: Field, part: Part)] = [
        (Field("fullName"), .fullName), (Field("roles", isList: true), .roles),
    ]

    static let mentions: Field = {
        var field = Field(
            "mentions", .object, isList: true,
            members: [Field("article", references: "articles"), Field("file"), Field("lines", .integer, isList: true)])
        field.isSearched = false
        return field
    }()

    /// The member of `_meta` with the places of the computed values.
    static let evidence = Field(
        "evidence", .object, isList: true, members: [Field("field"), Field("value"), .source])

    /// The reserved names; columns with these names get others.
    static let names: Set<String> = ["fullName", "roles", "mentions"]
}

extension PeopleIndex {
    func value(
        of part: PersonFields.Part, at index: Int, _ documents: [Document], _ articleIDs: Identifiers
    ) -> Value {
        switch part {
        case .fullName: return persons[index].fullName.map(Value.text) ?? .null
        case .roles: return .list(persons[index].roles.map { .text($0.text) })
        case .mentions:
            return .list(
                mentions.of(index).map { document, lines in
                    .object([
                        Value.Member("article", .text(articleIDs[document])),
                        Value.Member("file", .text(documents[document].path)),
                        Value.Member("lines", .list(lines.map { .integer(Int($0)) })),
                    ])
                })
        }
    }
}

extension Person {
    /// Returns the places of the full name and each role.
    func evidence(_ documents: [Document]) -> Value {
        func member(_ field: String, _ value: String, _ place: Place) -> Value {
            let document = documents[place.document]
            let source = Holdings.source(
                file: document.path, line: place.line, heading: document.heading(aboveLine: place.line))
            return .object([
                Value.Member("field", .text(field)), Value.Member("value", .text(value)),
                Value.Member("source", source),
            ])
        }
        var members: [Value] = []
        if let fullName, let place = fullNamePlace { members.append(member("fullName", fullName, place)) }
        return .list(members + roles.map { member("roles", $0.text, $0.place) })
    }
}

extension AppearanceGatherer {
    /// Finds the people of the gathered rows, joins the records with equal full names, and adds the documents that
    /// mention them to the documents of each record.
    ///
    /// `instants` are the dates of the documents; `former` has scans of documents that can be used again.
    mutating func joinPeople(
        in documents: [Document], _ index: TextIndex, _ instants: [Instant?], former: PeopleSearchState?
    ) -> (people: PeopleIndex, state: PeopleSearchState) {
        let records = keys.indices.map { record in
            let aliases = matcher.aliases(ofKey: keys[record])
            return NamedRecord(
                key: keys[record], spellings: aliases.map { [$0.name] + $0.others } ?? [],
                rows: appearances[record].map { row in
                    NamedRecord.Row(name: row.name, document: row.document, line: row.line, nameLine: row.nameLine)
                })
        }
        let newest = documents.indices.sorted { Appearance.isNewer($0, than: $1, instants) }
        var ranks: [UInt32] = Array(repeating: 0, count: documents.count)
        for (rank, document) in newest.enumerated() { ranks[document] = UInt32(truncatingIfNeeded: rank) }
        let (people, targets, state) = PeopleIndex.find(records, in: documents, index, ranks: ranks, former: former)
        join(targets)
        note(mentionsIn: people.persons.indices.lazy.map { people.mentions.of($0).map(\.document) })
        return (people, state)
    }
}
