// The fields that records of people have beside those of their tables.

import Documents

enum PersonFields {
    enum Part { case fullName, roles, mentions }

    /// The fields behind the name.
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

    /// Where the computed values stand: a member of `_meta`.
    static let evidence = Field(
        "evidence", .object, isList: true, members: [Field("field"), Field("value"), .source])

    /// Columns of these names get another.
    static let names: Set<String> = ["fullName", "roles", "mentions"]
}

extension Person {
    func value(of part: PersonFields.Part, _ documents: [Document], _ articleIDs: Identifiers) -> Value {
        switch part {
        case .fullName: return fullName.map(Value.text) ?? .null
        case .roles: return .list(roles.map { .text($0.text) })
        case .mentions:
            return .list(
                mentions.map { mention in
                    .object([
                        Value.Member("article", .text(articleIDs[mention.document])),
                        Value.Member("file", .text(documents[mention.document].path)),
                        Value.Member("lines", .list(mention.lines.map(Value.integer))),
                    ])
                })
        }
    }

    /// For the full name and each role, where the text gives it.
    func evidence(_ documents: [Document]) -> Value {
        func member(_ field: String, _ value: String, _ place: Place) -> Value {
            let path = documents[place.document].path
            return .object([
                Value.Member("field", .text(field)), Value.Member("value", .text(value)),
                Value.Member("source", Holdings.source(file: path, line: place.line, heading: nil)),
            ])
        }
        var members: [Value] = []
        if let fullName, let place = fullNamePlace { members.append(member("fullName", fullName, place)) }
        return .list(members + roles.map { member("roles", $0.text, $0.place) })
    }

    /// The same with the newest documents first in the mentions, as with appearances.
    func newestFirst(_ instants: [Instant?]) -> Person {
        var person = self
        person.mentions.sort { left, right in
            switch (instants[left.document], instants[right.document]) {
            case (let one?, let other?) where one != other: one > other
            case (_?, nil): true
            case (nil, _?): false
            default: left.document > right.document
            }
        }
        return person
    }
}
