// Who the people of a collection are, as far as the text says: full names, roles, mentions. When the text leaves a
// doubt, nothing is said. PeopleSearch.swift finds them.

import Documents

/// The people of one collection, and where they are spoken of.
struct People: Sendable {
    let persons: [Person]
    let mentions: Mentions

    /// Returns the same people in another list of documents; `places` has the new positions.
    func moved(_ places: [UInt32]) -> People {
        People(persons: persons.map { $0.moved(places) }, mentions: mentions.moved(places))
    }

    /// Returns true if a person has the full name, roles and mentions of another one, at the same places.
    func isSame(
        at index: Int, as other: People, at otherIndex: Int, _ isSameDocument: (Int, Int) -> Bool
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
    static let none = People(persons: [], mentions: Mentions([], people: 0, ranks: []))
}

extension AppearanceGatherer {
    /// Finds the people of the gathered rows, joins the records with equal full names, and adds the documents that
    /// mention them to the documents of each record.
    ///
    /// `instants` are the dates of the documents; `former` has scans of documents that can be used again.
    mutating func joinPeople(
        in documents: [Document], _ index: TextIndex, _ instants: [Instant?], former: PeopleSearchState?
    ) -> (people: People, state: PeopleSearchState) {
        let search = PeopleSearch(self, in: documents, index, former)
        join(search.targets)
        var numbers: [Int: Int] = [:]
        var persons: [Person] = []
        for (record, target) in search.targets.enumerated() where record == target {
            numbers[record] = persons.count
            persons.append(search.persons[record])
        }
        let newest = documents.indices.sorted { Appearance.isNewer($0, than: $1, instants) }
        var ranks: [UInt32] = Array(repeating: 0, count: documents.count)
        for (rank, document) in newest.enumerated() { ranks[document] = UInt32(truncatingIfNeeded: rank) }
        let mentions = Mentions(
            search.mentions.compactMap { found in numbers[found.record].map { Mention($0, found.place) } },
            people: persons.count, ranks: ranks)
        note(mentionsIn: persons.indices.lazy.map { mentions.of($0).map(\.document) })
        return (People(persons: persons, mentions: mentions), search.state)
    }
}
