// What is known of one person. People.swift finds it.

/// A place in the documents.
struct Place: Hashable {
    let document: Int
    let line: Int

    /// Returns the place with the position of its document replaced by that in `places`.
    func moved(_ places: [UInt32]) -> Place { Place(document: Int(places[document]), line: line) }
}

/// What the text says of one person.
struct Person {
    /// Folded; equal ones are one person.
    var fullKey: String?
    var fullName: String?
    var fullNamePlace: Place?
    /// As written, each with the first place of it.
    var roles: [(text: String, place: Place)] = []
    /// True where several people of the text may be meant.
    var isAmbiguous = false
    /// The offices among the roles.
    private var offices: Set<String> = []

    private static let mostRoles = 32

    /// Takes in a role, unless another one says it and more: `President` beside `French president`.
    mutating func add(role: String, at place: Place) {
        guard roles.count < Self.mostRoles, !roles.contains(where: { $0.text == role }) else { return }
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

    /// False where the person has other offices than these.
    func mayHold(_ others: Set<String>) -> Bool {
        offices.isEmpty || others.isEmpty || !others.isDisjoint(with: offices)
    }
}
