// Whom a surname means, if several have it.

/// Those who share a surname; persons are known by number.
struct Namesakes {
    /// The full names that the surname has anywhere.
    private let names: FullNames
    private let certain: Set<String>
    private let titled: Set<String>
    /// True for a word that begins sentences or dates, so that a capital says nothing.
    private let isCommon: Bool
    /// True for a word that stands in small letters somewhere.
    private let isOrdinary: Bool
    private var fullKeys: [Int: String] = [:]
    private var byFullKey: [String: Int] = [:]
    private var ambiguous: Set<Int> = []
    /// Those who can be called by the surname alone, by the small words before it.
    private var byParticles: [String: Set<Int>] = [:]
    private var byDocument: [Int: Set<Int>] = [:]
    /// The small words of each.
    private var particles: [Int: Set<String>] = [:]
    /// Those who are addressed as men, and as women.
    private var men: Set<Int> = []
    private var women: Set<Int> = []

    init(_ names: FullNames, isCommon: Bool, isOrdinary: Bool) {
        (self.names, self.isCommon, self.isOrdinary) = (names, isCommon, isOrdinary)
        certain = Set(names.names.lazy.filter { $0.evidence > .little && !$0.isRelative }.map(\.key))
        titled = Set(names.names.lazy.filter { $0.evidence == .titled }.map(\.key))
    }

    /// Adds one of them, with the names of that surname and the documents that have a row.
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

    /// Notes how one of them is addressed: beside the full name, and beside the surname in a document with the row.
    ///
    /// `Mrs Lee` alone may be the wife of the one who has a row.
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

    /// True where a person is not addressed like that, as far as the text tells.
    private func isOdd(_ address: NameContext.Address, for person: Int) -> Bool {
        let (isMan, isWoman) = (men.contains(person), women.contains(person))
        return isMan != isWoman && isWoman == (address == .man)
    }

    /// True where a row of the document has one of them.
    func isHome(_ document: Int) -> Bool { byDocument[document] != nil }

    /// What counts for all occurrences in one document.
    struct Here {
        /// Those who have a row there.
        let rows: Set<Int>
        /// The one meant by the surname alone, by the small words before it, as far as rows tell.
        let called: [String: Set<Int>]
        /// Those whose full name stands there.
        fileprivate(set) var named: Set<Int> = []
        /// The full names of others, and how many of these are certain.
        fileprivate(set) var strangers: Set<String> = []
        fileprivate(set) var certainStrangers = 0
        /// True where words of headings may be another full name.
        fileprivate(set) var hasUnclearName = false
        /// How those with the surname alone are addressed.
        fileprivate(set) var addresses: Set<NameContext.Address> = []
        /// Some of the roles that stand beside the surname alone, and the offices that they name.
        fileprivate var roles: Set<String> = []
        fileprivate(set) var offices: Set<Set<String>> = []

        fileprivate static let mostRoles = 16
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
                for role in context.roles where here.roles.count < Here.mostRoles {
                    if here.roles.insert(role).inserted { here.offices.insert(RoleWords.offices(of: role)) }
                }
            }
        }
        return here
    }

    /// The one whose full name this is, with other words before it or not.
    private func holder(of key: String) -> Int? {
        if let person = byFullKey[key] ?? names.keys[key].flatMap({ byFullKey[$0] }) { return person }
        return FullNames.ends(of: key).lazy.compactMap { byFullKey[$0] }.first
    }

    /// The person that an occurrence means, nil where that is in doubt; `persons` has what is known of them.
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
        // A word that has other meanings is no name by itself, unless a row says so.
        let isDoubtful = isCommon || !isHome && (isOrdinary || context.isFollowedByName)
        return isNamed || !isDoubtful ? person : nil
    }

    /// True where a document that does not tell who is meant has nothing against a person.
    private func doesFit(_ here: Here, _ number: Int, _ person: Person) -> Bool {
        !here.hasUnclearName && here.offices.allSatisfy(person.mayHold)
            && !here.addresses.contains { isOdd($0, for: number) || $0 == .wife && !women.contains(number) }
    }

    /// True where somebody else of that name may be meant.
    private func isAnother(_ context: NameContext, _ here: Here, than person: Int, isHome: Bool) -> Bool {
        let isNamed = here.named.contains(person)
        var others = here.strangers.count + here.named.count - (isNamed ? 1 : 0)
        if let key = fullKeys[person] {
            // What has little for it does not make a surname alone unclear, but it is nobody else's either.
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
        // `Mrs Lee` may be the wife of the one spoken of.
        return isOdd(address, for: person)
            || address == .wife && here.strangers.count > (fullKeys[person] == nil ? 1 : 0)
    }
}
