// The computed fields of records of people.

import Documents

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

extension People {
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
