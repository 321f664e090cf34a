// The people of a collection, as far as the text says: full names, roles, mentions. When the text leaves a doubt,
// nothing is said. PeopleSearch.swift finds them.

package import Documents
package import Search

/// The people of one collection, and where they are spoken of.
package struct PeopleIndex: Sendable {
    package let persons: [Person]
    package let mentions: Mentions
    /// The people who are called by each folded surname.
    let surnames: [String: [UInt32]]
    /// The folded surnames that are also those of people without a record, as full names in the text show.
    let sharedSurnames: Set<String>
    /// The spellings in the configuration, for people who have any.
    let aliases: [Int: [String]]

    /// Returns the same people in another list of documents; `places` has the new positions.
    package func moved(_ places: [UInt32]) -> PeopleIndex {
        PeopleIndex(
            persons: persons.map { $0.moved(places) }, mentions: mentions.moved(places), surnames: surnames,
            sharedSurnames: sharedSurnames, aliases: aliases)
    }

    /// Returns true if a person has the full name, roles and mentions of another one, at the same places.
    package func isSame(
        at index: Int, as other: PeopleIndex, at otherIndex: Int, _ isSameDocument: (Int, Int) -> Bool
    ) -> Bool {
        guard persons.indices.contains(index), other.persons.indices.contains(otherIndex) else {
            return persons.isEmpty && other.persons.isEmpty
        }
        func isSame(_ left: Place?, _ right: Place?) -> Bool {
            guard let left, let right else { return left == nil && right == nil }
            return left.line == right.line && isSameDocument(left.document, right.document)
        }
        let (one, two) = (persons[index], other.persons[otherIndex])
        return one.fullName == two.fullName && isSame(one.fullNamePlace, two.fullNamePlace)
            && one.roles.count == two.roles.count
            && zip(one.roles, two.roles).allSatisfy { $0.text == $1.text && isSame($0.place, $1.place) }
            && mentions.of(index).elementsEqual(other.mentions.of(otherIndex)) {
                isSameDocument($0.document, $1.document) && $0.lines == $1.lines
            }
    }

    /// The value for collections of other kinds.
    package static let none = PeopleIndex(
        persons: [], mentions: Mentions([], people: 0, ranks: []), surnames: [:], sharedSurnames: [], aliases: [:])
}

extension PeopleIndex {
    /// Finds the people of records; also returns the record that each one joins, for most of them itself.
    ///
    /// Records with equal full names are one person. `ranks` has the rank of each document, newest first. `former` has
    /// scans of documents that can be used again.
    package static func find(
        _ records: [NamedRecord], in documents: [Document], _ index: TextIndex, ranks: [UInt32],
        former: PeopleSearchState?
    ) -> (people: PeopleIndex, targets: [Int], state: PeopleSearchState) {
        let search = PeopleSearch(records, in: documents, index, former)
        var numbers: [Int: Int] = [:]
        var persons: [Person] = []
        for (record, target) in search.targets.enumerated() where record == target {
            numbers[record] = persons.count
            persons.append(search.persons[record])
        }
        let mentions = Mentions(
            search.mentions.compactMap { found in numbers[found.record].map { Mention($0, found.place) } },
            people: persons.count, ranks: ranks)
        var surnames: [String: [UInt32]] = [:]
        for (surname, records) in search.bearers {
            let people = Set(records.compactMap { numbers[search.targets[$0]] }).sorted()
            surnames[surname] = people.map { UInt32(truncatingIfNeeded: $0) }
        }
        var aliases: [Int: [String]] = [:]
        for (record, target) in search.targets.enumerated() where !records[record].spellings.isEmpty {
            if let person = numbers[target] { aliases[person, default: []] += records[record].spellings }
        }
        let people = PeopleIndex(
            persons: persons, mentions: mentions, surnames: surnames, sharedSurnames: search.sharedSurnames,
            aliases: aliases)
        return (people, search.targets, search.state)
    }
}
