// What is known of one person. Where it comes from is told in People.swift.

/// A place in the documents.
struct Place: Hashable {
    let document: Int
    let line: Int
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

    /// Takes in a role, unless another one says it and more: `President` beside `French President`.
    mutating func add(role: String, at place: Place) {
        guard roles.count < Self.mostRoles, !roles.contains(where: { $0.text == role }) else { return }
        let padded = " \(role) "
        if roles.contains(where: { " \($0.text) ".contains(padded) }) { return }
        roles.removeAll { padded.contains(" \($0.text) ") }
        roles.append((role, place))
        offices.formUnion(RoleWords.offices(of: role))
    }

    /// False where the person has other offices than this role.
    func mayBe(_ role: String) -> Bool {
        let others = offices.isEmpty ? [] : RoleWords.offices(of: role)
        return others.isEmpty || !others.isDisjoint(with: offices)
    }
}
