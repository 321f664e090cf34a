// A person's name as a row spells it, taken apart: `Sen. Ann Lee (Malta)` is the role `Sen.`, `Ann` and `Lee`.

/// What is known of a person from one spelling of the name.
struct PersonName {
    /// The name without roles, titles and what stands in brackets.
    let text: String
    /// Folded: the last word, by which running text speaks of the person.
    let surname: String
    /// Folded: the small words before it, `von der`.
    let particles: String
    /// Folded, see `fullKey`; nil where the name is a surname alone.
    let fullKey: String?
    /// The role that stands beside the name, as written.
    let role: String?

    /// Bytes; what is longer names nobody.
    private static let longest = 512

    /// Reads the name of a row; nil where it is none that running text could be searched for.
    init?(_ row: String) {
        guard row.utf8.count <= Self.longest else { return nil }
        var tokens = NameToken.tokens(of: row.prefix { $0 != "(" && $0 != "[" }.description)
        var roles: [String] = []
        // `Ann Lee, Foreign Minister`
        if let comma = tokens.indices.dropFirst().first(where: { tokens[$0].gap == .comma }) {
            let behind = tokens[comma...]
            guard behind.contains(where: { RoleWords.isNoun($0) }) else { return nil }
            roles.append(Self.text(behind))
            tokens.removeSubrange(comma...)
        }
        // `French President Ann Lee`
        if let noun = tokens.lastIndex(where: { RoleWords.isNoun($0) }) {
            roles.insert(Self.text(tokens[...noun]), at: 0)
            tokens.removeFirst(noun + 1)
        }
        while let first = tokens.first, RoleWords.honorifics.contains(first.folded) { tokens.removeFirst() }
        guard let last = tokens.last, tokens.count <= 5, last.isSurname, !last.isInitial,
            tokens.dropFirst().allSatisfy({ $0.gap == .blank })
        else { return nil }
        let surnameStart = Self.particleStart(tokens, before: tokens.count - 1)
        guard tokens[..<surnameStart].allSatisfy(\.isGivenName) else { return nil }
        text = Self.text(tokens[...])
        surname = last.folded
        particles = Self.folded(tokens[surnameStart..<tokens.count - 1])
        fullKey = Self.fullKey(given: tokens[..<surnameStart], rest: tokens[surnameStart...])
        role = roles.first
    }

    /// Where the small words begin that stand right before the word at `index`.
    static func particleStart(_ tokens: [NameToken], before index: Int) -> Int {
        var start = index
        while start > 0, index - start < 4, tokens[start].gap == .blank, !tokens[start - 1].isPossessive,
            RoleWords.particles.contains(tokens[start - 1].folded)
        {
            start -= 1
        }
        return start
    }

    /// What two spellings of one full name have in common: all words folded; nil where no given name is written out.
    static func fullKey(given: ArraySlice<NameToken>, rest: ArraySlice<NameToken>) -> String? {
        guard given.contains(where: { !$0.isInitial }) else { return nil }
        return folded(given + rest)
    }

    static func text(_ tokens: ArraySlice<NameToken>) -> String { tokens.map(\.text).joined(separator: " ") }

    static func folded(_ tokens: ArraySlice<NameToken>) -> String { tokens.map(\.folded).joined(separator: " ") }
}
