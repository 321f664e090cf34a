// Whom a surname means, if several have it.

/// Those who share a surname; persons are known by number.
struct Namesakes {
    /// The full names that the surname certainly has anywhere, folded.
    private let certain: Set<String>
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

    init(certain: Set<String>, isCommon: Bool, isOrdinary: Bool) {
        (self.certain, self.isCommon, self.isOrdinary) = (certain, isCommon, isOrdinary)
    }

    /// Adds one of them, with the small words before the surname and the documents that have a row.
    mutating func add(_ number: Int, _ person: Person, particles: [String], documents: [Int]) {
        if let key = person.fullKey {
            fullKeys[number] = key
            byFullKey[key] = number
        }
        if person.isAmbiguous { ambiguous.insert(number) }
        for words in particles {
            byParticles[words, default: []].insert(number)
            self.particles[number, default: []].insert(words)
        }
        for document in documents { byDocument[document, default: []].insert(number) }
    }

    /// What counts for all occurrences in one document.
    struct Here {
        /// Those who have a row there.
        let rows: Set<Int>
        /// The one meant by the surname alone, by the small words before it, as far as rows tell.
        let called: [String: Set<Int>]
        /// The full names that the document gives, and those of them that are certain.
        let fullKeys: Set<String>
        let certain: Set<String>
    }

    func here(_ document: Int, _ fullKeys: some Sequence<String>) -> Here {
        let rows = byDocument[document] ?? []
        let fullKeys = Set(fullKeys)
        var called: [String: Set<Int>] = [:]
        for person in rows {
            for words in particles[person] ?? [] { called[words, default: []].insert(person) }
        }
        return Here(rows: rows, called: called, fullKeys: fullKeys, certain: fullKeys.intersection(certain))
    }

    /// The person that an occurrence means, nil where that is in doubt.
    func person(_ context: NameContext, _ here: Here) -> Int? {
        if let key = context.fullKey {
            if let person = byFullKey[key] { return person }
            for blank in key.indices where key[blank] == " " {
                if let person = byFullKey[String(key[key.index(after: blank)...])] { return person }
            }
            if certain.contains(key) { return nil }
        }
        let called = here.called[context.particles] ?? []
        let candidates = called.isEmpty ? byParticles[context.particles] ?? [] : called
        guard candidates.count == 1, let person = candidates.first, !ambiguous.contains(person) else {
            return nil
        }
        let fullKey = fullKeys[person]
        // Somebody else of that name is spoken of.
        let isHere = fullKey.map(here.fullKeys.contains) ?? false
        if here.certain.count > (fullKey.map(here.certain.contains) == true ? 1 : 0) { return nil }
        // A word that has other meanings is no name by itself, unless a row says so.
        let isDoubtful = isCommon || called.isEmpty && (isOrdinary || context.isFollowedByName)
        return isHere || !isDoubtful ? person : nil
    }
}
