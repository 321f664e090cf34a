// Resolution of a surname that several people may share.

/// The people who share a surname, by their numbers.
struct Namesakes {
    /// The full names with the surname in all documents.
    private let names: FullNames
    private let certain: Set<String>
    private let titled: Set<String>
    /// True for a word that begins sentences or dates and has a capital letter there.
    private let isCommon: Bool
    /// True for a word that also occurs in lower case.
    private let isOrdinary: Bool
    private var fullKeys: [Int: String] = [:]
    private var byFullKey: [String: Int] = [:]
    private var ambiguous: Set<Int> = []
    /// The people with the surname, by the particles before it.
    private var byParticles: [String: Set<Int>] = [:]
    private var byDocument: [Int: Set<Int>] = [:]
    /// The particles of each person.
    private var particles: [Int: Set<String>] = [:]
    /// The people with a male and with a female form of address.
    private var men: Set<Int> = []
    private var women: Set<Int> = []

    init(_ names: FullNames, isCommon: Bool, isOrdinary: Bool) {
        (self.names, self.isCommon, self.isOrdinary) = (names, isCommon, isOrdinary)
        certain = Set(names.names.lazy.filter { $0.evidence > .little && !$0.isRelative }.map(\.key))
        titled = Set(names.names.lazy.filter { $0.evidence == .titled }.map(\.key))
    }

    /// Adds a person with the names of that surname and the documents that have a row.
    mutating func add(_ number: Int, _ person: Person, names: [PersonName], documents: [Int]) {
        if let key = person.fullKey {
            fullKeys[number] = key
            for name in names { if let other = name.fullKey { byFullKey[other] = number } }
            byFullKey[key] = number
        }
        if person.isAmbiguous { ambiguous.insert(number) }
        for name in names {
            byParticles[name.particles, default: []].insert(number)
            particles[number, default: []].insert(name.particles)
            if let address = name.address { note(address, of: number) }
        }
        for document in documents { byDocument[document, default: []].insert(number) }
    }

    /// Notes forms of address: with a full name, and with the surname alone in a document with one person's row.
    ///
    /// `Mrs Lee` alone may be the wife of the person with the row.
    mutating func noteAddresses(in document: Int, _ contexts: some Sequence<NameContext>) {
        let rows = byDocument[document] ?? []
        let called = rows.count == 1 ? rows.first : nil
        var addresses: Set<NameContext.Address> = []
        for context in contexts {
            guard let address = context.address, !context.isRow else { continue }
            if let key = context.fullKey {
                if let person = holder(of: key) { note(address, of: person) }
            } else {
                addresses.insert(address)
            }
        }
        if let called, addresses == [.man] || addresses == [.woman] { addresses.forEach { note($0, of: called) } }
    }

    private mutating func note(_ address: NameContext.Address, of person: Int) {
        if address == .man { men.insert(person) } else { women.insert(person) }
    }

    /// True if the documents have a certain full name with the surname that is nobody's here.
    var hasStrangers: Bool { certain.contains { holder(of: $0) == nil } }

    /// Returns the form of address of a person; nil if the text has none, or several that contradict.
    func address(of person: Int) -> NameContext.Address? {
        let (isMan, isWoman) = (men.contains(person), women.contains(person))
        return isMan == isWoman ? nil : isMan ? .man : .woman
    }

    /// Returns true if the form of address contradicts others in the text.
    private func isOdd(_ address: NameContext.Address, for person: Int) -> Bool {
        let known = self.address(of: person)
        return known != nil && (known == .woman) == (address == .man)
    }

    /// Returns true if a row of the document has one of the people.
    func isHome(_ document: Int) -> Bool { byDocument[document] != nil }

    /// The information that all occurrences in one document share.
    struct Here {
        /// The people with a row in the document.
        let rows: Set<Int>
        /// The people with a row in the document, by the particles before the surname.
        let called: [String: Set<Int>]
        /// The people with their full name in the document.
        fileprivate(set) var named: Set<Int> = []
        /// The full names of other people, and the number of certain ones.
        fileprivate(set) var strangers: Set<String> = []
        fileprivate(set) var certainStrangers = 0
        /// True if words of headings may be another full name.
        fileprivate(set) var hasUnclearName = false
        /// The forms of address with the surname alone.
        fileprivate(set) var addresses: Set<NameContext.Address> = []
        /// Up to `maxRoles` roles with the surname alone, and their offices.
        fileprivate var roles: Set<String> = []
        fileprivate(set) var offices: Set<Set<String>> = []

        fileprivate static let maxRoles = 16
    }

    func here(_ document: Int, _ contexts: some Sequence<NameContext>) -> Here {
        let rows = byDocument[document] ?? []
        var called: [String: Set<Int>] = [:]
        for person in rows {
            for words in particles[person] ?? [] { called[words, default: []].insert(person) }
        }
        var here = Here(rows: rows, called: called)
        for context in contexts {
            if let key = context.fullKey, !context.isRow {
                if let person = holder(of: key) {
                    here.named.insert(person)
                } else if let known = names.keys[key] {
                    if here.strangers.insert(known).inserted, certain.contains(known) { here.certainStrangers += 1 }
                } else {
                    here.hasUnclearName = true
                }
            } else if !context.isRow {
                if let address = context.address { here.addresses.insert(address) }
                for role in context.roles where here.roles.count < Here.maxRoles {
                    if here.roles.insert(role).inserted { here.offices.insert(RoleWords.offices(of: role)) }
                }
            }
        }
        return here
    }

    /// Returns the person with this full name, maybe with other words before it.
    private func holder(of key: String) -> Int? {
        if let person = byFullKey[key] ?? names.keys[key].flatMap({ byFullKey[$0] }) { return person }
        return FullNames.ends(of: key).lazy.compactMap { byFullKey[$0] }.first
    }

    /// Returns the person that an occurrence refers to; nil in doubt.
    func person(_ context: NameContext, _ here: Here, _ persons: [Person]) -> Int? {
        if let person = context.fullKey.flatMap(holder) { return person }
        var particles = context.particles
        // In `plans d’Attal` it is a preposition.
        if particles == "d", byParticles[particles] == nil { particles = "" }
        let called = here.called[particles] ?? []
        let candidates = called.isEmpty ? byParticles[particles] ?? [] : called
        guard candidates.count == 1, let person = candidates.first, !ambiguous.contains(person) else {
            return nil
        }
        let isHome = !called.isEmpty
        let isNamed = here.named.contains(person)
        if isAnother(context, here, than: person, isHome: isHome) { return nil }
        guard isHome || isNamed || doesFit(here, person, persons[person]) else { return nil }
        // A word with other meanings is a name by itself only if a row has it.
        let isDoubtful = isCommon || !isHome && (isOrdinary || context.isFollowedByName)
        return isNamed || !isDoubtful ? person : nil
    }

    /// Returns true if nothing in the document contradicts the person.
    private func doesFit(_ here: Here, _ number: Int, _ person: Person) -> Bool {
        !here.hasUnclearName && here.offices.allSatisfy(person.mayHold)
            && !here.addresses.contains { isOdd($0, for: number) || $0 == .wife && !women.contains(number) }
    }

    /// Returns true if the occurrence may refer to another person of that name.
    private func isAnother(_ context: NameContext, _ here: Here, than person: Int, isHome: Bool) -> Bool {
        let isNamed = here.named.contains(person)
        var others = here.strangers.count + here.named.count - (isNamed ? 1 : 0)
        if let key = fullKeys[person] {
            // Names with little evidence do not make the surname alone ambiguous.
            if isNamed, titled.contains(names.keys[key] ?? key) {
                others += here.certainStrangers - here.strangers.count
            }
            if others > 0 || context.fullKey != nil && (context.certainty != .none || context.isFollowedByName) {
                return true
            }
            if context.isGeneration, !RoleWords.isGeneration(key.split(separator: " ").last) { return true }
        } else if others > 1 || others == 1 && !(isHome && here.certainStrangers == 0) {
            // The only full name may be that of the row.
            return true
        }
        guard let address = context.address, context.fullKey == nil, !context.isRow else { return false }
        if here.addresses.contains(.man), here.addresses.count > 1, men.contains(person) == women.contains(person) {
            return true
        }
        // `Mrs Lee` may be the wife of the person.
        return isOdd(address, for: person)
            || address == .wife && here.strangers.count > (fullKeys[person] == nil ? 1 : 0)
    }
}
