// Names that differ: a header or a name of metadata that comes again gets a number.

/// Names given out once each.
package struct UniqueNames {
    private var taken: Set<String>
    /// The next number to try behind a name, so that a thousand equal headers cost a thousand steps.
    private var next: [String: Int] = [:]

    package init(taken: Set<String> = []) { self.taken = taken }

    /// `name`, or with the lowest number from 2 that makes it differ from all names taken so far.
    package mutating func take(_ name: String) -> String {
        var unused = name
        while !taken.insert(unused).inserted {
            let number = next[name, default: 2]
            unused = "\(name)\(number)"
            next[name] = number + 1
        }
        return unused
    }
}

extension Value {
    /// The value with different names in every object; what came again, `name`, is `name2` and is told in `repeated`.
    func withUniqueNames(repeated: inout [String]) -> Value {
        switch self {
        case .object(let members): .object(Member.withUniqueNames(members, repeated: &repeated))
        case .list(let values): .list(values.map { $0.withUniqueNames(repeated: &repeated) })
        default: self
        }
    }
}

extension Value.Member {
    /// The same for the members of an object; beside a `name2` that was written, `name` that comes again is `name3`.
    static func withUniqueNames(_ members: [Self], repeated: inout [String]) -> [Self] {
        if isWithoutRepetition(members) {
            return members.map { Self($0.name, $0.value.withUniqueNames(repeated: &repeated)) }
        }
        var names = UniqueNames(taken: Set(members.map(\.name)))
        var written: Set<String> = []
        return members.map { member in
            var member = member
            if !written.insert(member.name).inserted {
                repeated.append(member.name)
                member.name = names.take(member.name)
            }
            member.value = member.value.withUniqueNames(repeated: &repeated)
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
}
