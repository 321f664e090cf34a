// Values of metadata before their type is known. MetadataReader.swift assigns them to fields by their names.

/// A value of front matter, JSON or an envelope before its type is known.
enum Written: Sendable {
    /// Unquoted: it may be null, a boolean or a number; a field of text takes its spelling.
    case plain(String)
    case text(String)
    /// One text in lines, so that appending a line does not copy the others.
    case lines([String])
    case list([Written])
    case object([Member])

    /// The value of a key without a value.
    static let nothing = Written.plain("")

    /// A name, its value, and the place of the name in the file.
    struct Member: Sendable {
        var name: String
        var value: Written
        /// From 1.
        var line: Int
        /// The byte in its line, from 1; nil if only the line is known.
        var column: Int?

        init(_ name: String, _ value: Written, line: Int, column: Int? = nil) {
            self.name = name
            self.value = value
            self.line = line
            self.column = column
        }
    }

    /// A member with the name of an earlier one, and its new name.
    struct Repetition: Sendable {
        var member: Member
        var newName: String
        /// The line of the earlier one.
        var firstLine: Int

        var issue: ParseIssue {
            ParseIssue(
                .repeatedName(member.name, firstLine: firstLine, newName: newName), line: member.line,
                column: member.column)
        }
    }

    /// Returns the typed value, with different names in every object.
    ///
    /// Appends members with the name of an earlier one to `repeated`.
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
    /// Returns the members with typed values and different names.
    static func values(_ members: [Self], repeated: inout [Written.Repetition]) -> [Value.Member] {
        withUniqueNames(members, repeated: &repeated).map { Value.Member($0.name, $0.value.value(repeated: &repeated)) }
    }

    /// Returns the members with names that differ in more than case.
    ///
    /// The second `name` or `Name` becomes `name2`, or `name3` if `name2` exists.
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

    /// Appends a line that is not a member to the one member without a name, which has all such lines.
    static func keep(_ text: String, line: Int, column: Int, in members: inout [Self]) {
        if let unnamed = members.firstIndex(where: { $0.name.isEmpty }), case .lines(var lines) = members[unnamed].value
        {
            // Moves the lines out to avoid a copy.
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
