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

    /// A member with the name of an earlier one, and the name that it got instead.
    struct Repetition: Sendable {
        var member: Member
        var newName: String
        /// The line of the earlier one.
        var firstLine: Int

        var finding: Finding {
            Finding(
                .repeatedName(member.name, firstLine: firstLine, newName: newName), line: member.line,
                column: member.column)
        }
    }

    /// Returns the value that this stands for, with different names in every object.
    ///
    /// Adds members with the name of an earlier one to `repeated`.
    func value(repeated: inout [Repetition]) -> Value {
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
    static func values(_ members: [Self], repeated: inout [Written.Repetition]) -> [Value.Member] {
        withUniqueNames(members, repeated: &repeated).map { Value.Member($0.name, $0.value.value(repeated: &repeated)) }
    }

    /// The members with names that differ in more than case: the second `name` or `Name` is `name2`, or `name3` if
    /// `name2` is there.
    static func withUniqueNames(_ members: [Self], repeated: inout [Written.Repetition]) -> [Self] {
        if differQuickly(members) { return members }
        let keys = members.map { $0.name.lowercased() }
        var names = UniqueNames(taken: Set(keys), ignoringCase: true)
        var firstLines: [String: Int] = [:]
        return zip(members, keys).map { member, key in
            guard let firstLine = firstLines[key] else {
                firstLines[key] = member.line
                return member
            }
            var renamed = member
            renamed.name = names.take(member.name)
            repeated.append(Written.Repetition(member: member, newName: renamed.name, firstLine: firstLine))
            return renamed
        }
    }

    /// Returns true if it takes few steps to see that all names differ in more than case.
    private static func differQuickly(_ members: [Self]) -> Bool {
        guard members.count <= 24 else { return false }
        for (index, member) in members.enumerated() {
            guard member.name.utf8.allSatisfy({ $0 < 0x80 }) else { return false }
            for earlier in members[..<index] where member.mayBeNamed(earlier.name) { return false }
        }
        return true
    }

    /// Returns false only if the name differs from `other` in more than case.
    private func mayBeNamed(_ other: some StringProtocol) -> Bool {
        guard name.utf8.count == other.utf8.count else { return !name.utf8.allSatisfy { $0 < 0x80 } }
        return zip(name.utf8, other.utf8).allSatisfy { $0 | 0x20 == $1 | 0x20 || ($0 | $1) >= 0x80 }
    }

    /// Returns true if the name in lower case is `key`.
    func isNamed(_ key: some StringProtocol) -> Bool { mayBeNamed(key) && name.lowercased() == key }

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

extension [Written.Member] {
    /// Returns the member with a name in lower case; `a.b` is also the member `b` of the mapping `a`.
    func member(named name: Substring) -> Written.Member? {
        if let member = first(where: { $0.isNamed(name) }) { return member }
        var rest = name
        while let dot = rest.firstIndex(of: ".") {
            rest = name[name.index(after: dot)...]
            if let outer = first(where: { $0.isNamed(name[..<dot]) }),
                case .object(let inner) = outer.value,
                let member = inner.member(named: rest)
            {
                return member
            }
        }
        return nil
    }
}
