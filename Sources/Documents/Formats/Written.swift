// A value as a document's metadata write it: what it stands for is decided when it is known what it is for.
// Which names mean what is told in MetadataReader.swift.

/// A value before its type is settled, as front matter, JSON and envelopes are read to.
enum Written: Sendable {
    /// Unquoted, so that it may be null, a boolean or a number; where text is wanted, its spelling is the text.
    case plain(String)
    case text(String)
    /// One text, kept line by line so that it can grow without a copy of all that is there.
    case lines([String])
    case list([Written])
    case object([Member])

    /// Nothing: a key without a value.
    static let nothing = Written.plain("")

    /// One name and its value, and where the name stands in the file.
    struct Member: Sendable {
        var name: String
        var value: Written
        /// From 1.
        var line: Int
        /// The byte in its line, from 1; nil where only the line is known.
        var column: Int?

        init(_ name: String, _ value: Written, line: Int, column: Int? = nil) {
            self.name = name
            self.value = value
            self.line = line
            self.column = column
        }
    }

    /// The value that this stands for, with different names in every object; members whose name came before are told
    /// in `repeated`.
    func value(repeated: inout [Member]) -> Value {
        switch self {
        case .plain(let text): Scalar.value(text)
        case .text(let text): .text(text)
        case .lines(let lines): .text(lines.joined(separator: "\n"))
        case .list(let values): .list(values.map { $0.value(repeated: &repeated) })
        case .object(let members): .object(Member.values(members, repeated: &repeated))
        }
    }
}

extension Written.Member {
    /// The members as values, with different names throughout.
    static func values(_ members: [Self], repeated: inout [Self]) -> [Value.Member] {
        withUniqueNames(members, repeated: &repeated).map { Value.Member($0.name, $0.value.value(repeated: &repeated)) }
    }

    /// The members with different names: what came before, `name`, is `name2`; beside a `name2` that was written it is
    /// `name3`.
    static func withUniqueNames(_ members: [Self], repeated: inout [Self]) -> [Self] {
        if isWithoutRepetition(members) { return members }
        var names = UniqueNames(taken: Set(members.map(\.name)))
        var written: Set<String> = []
        return members.map { member in
            guard !written.insert(member.name).inserted else { return member }
            repeated.append(member)
            var member = member
            member.name = names.take(member.name)
            return member
        }
    }

    /// Whether all names differ; of more than a few members, false where that is not known.
    private static func isWithoutRepetition(_ members: [Self]) -> Bool {
        members.count <= 12
            && members.indices.allSatisfy { index in
                members[..<index].allSatisfy { $0.name != members[index].name }
            }
    }

    /// Adds a line that is no member to the one member without a name, which has all of them.
    static func keep(_ text: String, line: Int, column: Int, in members: inout [Self]) {
        if let unnamed = members.firstIndex(where: { $0.name.isEmpty }), case .lines(var lines) = members[unnamed].value
        {
            // Taken out, so that they are not copied.
            members[unnamed].value = .nothing
            lines.append(text)
            members[unnamed].value = .lines(lines)
        } else {
            members.append(Self("", .lines([text]), line: line, column: column))
        }
    }
}
