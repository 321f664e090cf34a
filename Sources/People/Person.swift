// Facts about one person: the full name and roles. People.swift finds them.

/// A place in the documents.
package struct Place: Hashable {
    package let document: Int
    package let line: Int

    /// Makes the place of a line in the document at a position.
    package init(document: Int, line: Int) { (self.document, self.line) = (document, line) }

    /// Returns the place with the position of its document replaced by that in `places`.
    func moved(_ places: [UInt32]) -> Place { Place(document: Int(places[document]), line: line) }
}

/// The full name and roles that the text gives one person.
package struct Person: Sendable {
    /// The folded full name; people with equal keys are one person.
    var fullKey: String?
    package internal(set) var fullName: String?
    package internal(set) var fullNamePlace: Place?
    /// The roles as written, each with its first place.
    package internal(set) var roles: [(text: String, place: Place)] = []
    /// The form of address, if the text has only those of men or only those of women.
    var address: NameContext.Address?
    /// True if the name may refer to several people.
    var isAmbiguous = false
    /// The offices among the roles.
    private var offices: Set<String> = []

    private static let maxRoles = 32

    /// Returns the place of the full name or of a role with this text.
    package func place(of text: String) -> Place? {
        fullName == text ? fullNamePlace : roles.first { $0.text == text }?.place
    }

    /// Adds a role unless another one includes it, such as `President` and `French president`.
    mutating func add(role: String, at place: Place) {
        guard roles.count < Self.maxRoles, !roles.contains(where: { $0.text == role }) else { return }
        func padded(_ role: String) -> String { " \(role.lowercased()) " }
        let new = padded(role)
        if roles.contains(where: { padded($0.text).contains(new) }) { return }
        roles.removeAll { new.contains(padded($0.text)) }
        roles.append((role, place))
        offices.formUnion(RoleWords.offices(of: role))
    }

    /// Returns the person with the positions of documents replaced by those in `places`.
    func moved(_ places: [UInt32]) -> Person {
        var person = self
        person.fullNamePlace = fullNamePlace?.moved(places)
        person.roles = roles.map { ($0.text, $0.place.moved(places)) }
        return person
    }

    /// Returns false if the person has other offices than these.
    func mayHold(_ others: Set<String>) -> Bool {
        offices.isEmpty || others.isEmpty || !others.isDisjoint(with: offices)
    }
}
