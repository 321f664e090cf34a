// Matching of a name with the people of a collection: the facts that both share. NameQuery.swift parses the name.

package import Documents
import Text

/// A fact that a name and a person share, and where the documents say it.
package struct MatchReason {
    /// The kinds of facts.
    package enum Kind: String, CaseIterable, Sendable {
        case surname
        /// The whole name, with the family name first.
        case fullName = "full-name"
        case givenName = "given-name"
        case initial, generation, role, row, alias, mention

        /// The points that the fact adds to the score.
        package var points: Int {
            switch self {
            case .fullName: 4
            case .surname, .givenName: 2
            case .initial, .generation, .role, .row, .alias, .mention: 1
            }
        }
    }

    package let kind: Kind
    /// The word or words of the name, as the client wrote them.
    package let word: String
    /// The name or role of the person that has the word.
    package let value: String
    /// Nil if the configuration says it.
    package let place: Place?

    init(_ kind: Kind, _ word: String, _ value: String, _ place: Place?) {
        (self.kind, self.word, self.value, self.place) = (kind, word, value, place)
    }
}

extension PeopleIndex {
    /// A row of a person.
    package typealias Row = (name: String, place: Place)

    /// Returns the people with the surname of a name, in ascending order; nil if it is not the name of a person.
    package func candidates(for query: NameQuery) -> [Int]? {
        guard let name = query.name else { return nil }
        var found = Set(surnames[name.surname]?.map(Int.init) ?? [])
        if let key = name.fullKey { found.formUnion(persons.indices.filter { persons[$0].fullKey == key }) }
        return found.sorted()
    }

    /// Returns the facts that a name and a person share; nil if something contradicts, or leaves a doubt.
    ///
    /// `rows` are those of the person, newest first.
    package func reasons(
        for query: NameQuery, _ number: Int, rows: [Row], in documents: [Document]
    ) -> [MatchReason]? {
        let others = aliases[number] ?? []
        var reasons: [MatchReason] = []
        let mention = query.tokens.count > 1 ? mention(of: query, number, in: documents) : nil
        if let name = query.name {
            guard let shared = SharedWords(query, name, persons[number], rows, others, isCalled(number, name.surname))
            else { return nil }
            reasons = shared.reasons
            // `President Lee` may be somebody else unless the text says that this one is a president.
            let isOpen = name.role != nil && name.given.isEmpty && !reasons.contains { $0.kind == .role }
            if isOpen, mention == nil { return nil }
        }
        if let row = rows.first(where: { Folding.key($0.name) == query.key }) {
            reasons.append(MatchReason(.row, query.text, row.name, row.place))
        } else if let alias = others.first(where: { Folding.key($0) == query.key }) {
            reasons.append(MatchReason(.alias, query.text, alias, nil))
        }
        if let mention { reasons.append(mention) }
        return reasons.isEmpty ? nil : reasons
    }

    /// Returns true if a name without a given name may belong to several people of the documents.
    package func isAmbiguous(_ number: Int, _ query: NameQuery) -> Bool {
        guard let name = query.name, name.given.isEmpty else { return false }
        return persons[number].isAmbiguous || sharedSurnames.contains(name.surname)
    }

    private func isCalled(_ number: Int, _ surname: String) -> Bool {
        surnames[surname]?.contains { Int($0) == number } ?? false
    }

    /// The maximum number of documents that are searched for the whole name.
    private static let maxDocuments = 16

    /// Returns the newest line that mentions the person by the whole name of the query.
    private func mention(of query: NameQuery, _ number: Int, in documents: [Document]) -> MatchReason? {
        for (document, lines) in mentions.of(number).prefix(Self.maxDocuments) {
            var mention: MatchReason?
            documents[document].forEachBlockRun { run in
                mention == nil && run.role != .code
            } _: { run in
                let last = run.lines.line(at: max(0, run.text.count - 1))
                guard mention == nil, lines.contains(where: { (run.line...last).contains(Int($0)) }),
                    let found = query.occurrence(in: run.string)
                else { return }
                let line = run.lines.line(at: found.offset)
                guard lines.contains(UInt32(truncatingIfNeeded: line)) else { return }
                mention = MatchReason(.mention, query.text, found.text, Place(document: document, line: line))
            }
            if let mention { return mention }
        }
        return nil
    }
}

/// The words that a name shares with those of one person.
private struct SharedWords {
    private(set) var reasons: [MatchReason] = []
    private let query: NameQuery
    private let name: PersonName

    /// Finds the words; fails if something contradicts, or leaves a doubt.
    ///
    /// `isCalled` is true if the documents call the person by the surname, which may be the first word of a row.
    init?(
        _ query: NameQuery, _ name: PersonName, _ person: Person, _ rows: [PeopleIndex.Row], _ aliases: [String],
        _ isCalled: Bool
    ) {
        (self.query, self.name) = (query, name)
        var fullNames: [FullName] = []
        var bearer: (text: String, place: Place?)?
        for (text, place) in rows.map({ ($0.name, Optional($0.place)) }) + aliases.map({ ($0, nil) }) {
            guard let other = PersonName(text), other.surname == name.surname, other.particles == name.particles
            else { continue }
            bearer = bearer ?? (text, place)
            if !other.given.isEmpty { fullNames.append(FullName(other, at: place)) }
        }
        if let key = person.fullKey, let text = person.fullName,
            let full = FullName(key, name, text, at: person.fullNamePlace)
        {
            fullNames.append(full)
        }
        if let bearer {
            add(.surname, name.surname, bearer.text, bearer.place)
        } else if let key = name.fullKey, key == person.fullKey, let text = person.fullName {
            reasons = [MatchReason(.fullName, name.text, text, person.fullNamePlace)]
        } else if isCalled, name.given.isEmpty, name.particles.isEmpty,
            let row = rows.first(where: { PersonName($0.name)?.twoWords?.first == name.surname })
        {
            add(.surname, name.surname, row.name, row.place)
        } else {
            return nil
        }
        guard reasons.first?.kind == .fullName || addGivenNames(among: fullNames), addRole(of: person),
            !name.given.isEmpty || doesFitAddress(person)
        else { return nil }
    }

    private mutating func add(_ kind: MatchReason.Kind, _ word: String, _ value: String, _ place: Place?) {
        reasons.append(MatchReason(kind, query.written(word), value, place))
    }

    /// Adds the given names; returns false if no full name of the person has them.
    private mutating func addGivenNames(among fullNames: [FullName]) -> Bool {
        if name.given.isEmpty, name.generation == nil { return true }
        let full = fullNames.first { full in
            full.generation == name.generation && Self.areWords(name.given, in: full.given)
        }
        guard let full else { return false }
        for word in name.given {
            add(word.unicodeScalars.count == 1 ? .initial : .givenName, word, full.text, full.place)
        }
        if let generation = name.generation { add(.generation, generation, full.text, full.place) }
        return true
    }

    /// Returns true if all words are among the given names in this order, the first one first.
    ///
    /// An initial fits any name that begins with it.
    private static func areWords(_ words: [String], in given: [String]) -> Bool {
        var rest = given[...]
        for (number, word) in words.enumerated() {
            let isInitial = word.unicodeScalars.count == 1
            func isSame(_ other: String) -> Bool {
                other == word || isInitial && other.unicodeScalars.first == word.unicodeScalars.first
            }
            guard let place = number == 0 ? rest.indices.first : rest.firstIndex(where: isSame), isSame(rest[place])
            else { return false }
            rest = rest[(place + 1)...]
        }
        return true
    }

    /// Adds the words of the role that a role of the person has; returns false if the person holds other offices.
    private mutating func addRole(of person: Person) -> Bool {
        guard let role = name.role else { return true }
        let offices = RoleWords.offices(of: role)
        let holds = person.roles.filter { !RoleWords.offices(of: $0.text).isEmpty }
        if name.given.isEmpty, !offices.isEmpty, !holds.isEmpty {
            let ranks = RoleWords.ranks(of: role)
            let isHeld = holds.contains { held in
                !RoleWords.offices(of: held.text).isDisjoint(with: offices) && RoleWords.ranks(of: held.text) == ranks
            }
            if !isHeld { return false }
        }
        let words = RoleWords.parts(of: role)
        let shared = person.roles.map { held in
            (held: held, words: words.filter(RoleWords.parts(of: held.text).contains))
        }
        guard let best = shared.max(by: { $0.words.count < $1.words.count }) else { return true }
        for word in best.words { add(.role, word, best.held.text, best.held.place) }
        return true
    }

    /// Returns false if the form of address contradicts the text, or may be that of a wife.
    private func doesFitAddress(_ person: Person) -> Bool {
        switch name.address {
        case nil: true
        case .man: person.address != .woman
        case .woman: person.address != .man
        case .wife: person.address == .woman
        }
    }
}

/// A full name of a person.
private struct FullName {
    let given: [String]
    let generation: String?
    let text: String
    let place: Place?

    init(_ name: PersonName, at place: Place?) {
        (given, generation, text, self.place) = (name.given, name.generation, name.text, place)
    }

    /// Splits the key of a full name with the surname of `name`, which may come first; fails if it has another one.
    init?(_ key: String, _ name: PersonName, _ text: String, at place: Place?) {
        var words = key.split(separator: " ").map(String.init)
        generation = RoleWords.isGeneration(words.last?[...]) ? words.removeLast() : nil
        let surname = name.particles.split(separator: " ").map(String.init) + [name.surname]
        if words.suffix(surname.count) == surname[...] {
            words.removeLast(surname.count)
        } else if words.first == name.surname, name.particles.isEmpty {
            words.removeFirst()
        } else {
            return nil
        }
        (given, self.text, self.place) = (words, text, place)
    }
}
