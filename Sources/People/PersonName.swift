// Parser of a person's name in a row: `Sen. Ann Lee (Malta)` has the role `Sen.`, `Ann` and `Lee`.

/// The parts of one spelling of a person's name.
struct PersonName {
    /// The name without roles, titles and brackets.
    let text: String
    /// The folded last word, by which text refers to the person.
    var surname: String
    /// The folded particles before it, such as `von der`.
    let particles: String
    /// The folded given names, with initials separated.
    let given: [String]
    /// The folded `Jr.` or the like after the surname.
    let generation: String?
    /// The key by `fullKey(given:rest:)`; nil if the name is a surname alone.
    let fullKey: String?
    /// The role of the name, as written.
    let role: String?
    /// The form of address.
    let address: NameContext.Address?

    /// The limit of a name in bytes.
    private static let maxLength = 512

    /// Parses the name of a row; returns nil if it is not the name of a person.
    init?(_ row: String) {
        guard row.utf8.count <= Self.maxLength else { return nil }
        var tokens = NameToken.tokens(of: row.prefix { $0 != "(" && $0 != "[" }.description)
        var roles: [String] = []
        var address: NameContext.Address?
        var generation: NameToken?
        if let last = tokens.last, RoleWords.generations.contains(last.folded), tokens.count > 1 {
            generation = tokens.removeLast()
        }
        // `Ann Lee, Foreign Minister`
        if let comma = tokens.indices.dropFirst().first(where: { tokens[$0].gap == .comma }) {
            let suffix = tokens[comma...]
            guard suffix.contains(where: { RoleWords.isNoun($0) }) else { return nil }
            roles.append(Self.text(suffix))
            tokens.removeSubrange(comma...)
        }
        // `French President Ann Lee`
        if let noun = tokens.lastIndex(where: { RoleWords.isNoun($0) }) {
            roles.insert(Self.text(tokens[...noun]), at: 0)
            tokens.removeFirst(noun + 1)
        }
        while let first = tokens.first,
            RoleWords.honorifics.contains(first.folded) || tokens.count > 1 && ForeignWords.isTitle(first.folded)
        {
            address = RoleWords.addresses[first.folded]
            tokens.removeFirst()
        }
        let fathers = tokens.lazy.filter { RoleWords.descents.contains($0.folded) }.count
        guard let last = tokens.last, tokens.count <= Self.maxWords + 2 * fathers, last.isSurname, !last.isInitial,
            tokens.dropFirst().allSatisfy({ $0.gap == .blank })
        else { return nil }
        let surnameStart = Self.particleStart(tokens, before: tokens.count - 1)
        guard Self.areGivenNames(tokens[..<surnameStart]) else { return nil }
        let rest = tokens[surnameStart...] + [generation].compactMap(\.self)
        text = Self.text(tokens[..<surnameStart] + rest)
        surname = last.folded
        particles = Self.folded(tokens[surnameStart..<tokens.count - 1])
        given = Self.givenWords(tokens[..<surnameStart], rest: rest)
        self.generation = generation?.folded
        fullKey = Self.fullKey(given: tokens[..<surnameStart], rest: rest)
        role = roles.first
        self.address = address
    }

    /// The limit of words, except for those of fathers.
    private static let maxWords = 5

    /// Returns true for given names, maybe with names of fathers: `Tamim bin Hamad`.
    private static func areGivenNames(_ tokens: ArraySlice<NameToken>) -> Bool {
        for (position, token) in tokens.enumerated() where !token.isGivenName {
            guard position > 0, position < tokens.count - 1, RoleWords.descents.contains(token.folded) else {
                return false
            }
        }
        return true
    }

    /// Returns the last word of a name with its surname at `index`: `Jr.` or, after full names, `III` belongs to it.
    static func generationEnd(_ tokens: [NameToken], _ index: Int, hasGivenName: Bool) -> Int {
        guard index + 1 < tokens.count, !tokens[index].isPossessive else { return index }
        let next = tokens[index + 1]
        if RoleWords.generations.contains(next.folded), next.isCapital, [.blank, .comma].contains(next.gap) {
            return index + 1
        }
        return hasGivenName && next.gap == .blank && next.isAllCapitals && RoleWords.numerals.contains(next.folded)
            ? index + 1 : index
    }

    /// Returns the start of the particles right before the word at `index`.
    static func particleStart(_ tokens: [NameToken], before index: Int) -> Int {
        var start = index
        while start > 0, index - start < 4, tokens[start].gap == .blank, !tokens[start - 1].isPossessive,
            // `Franklin D. Lee` has an initial there.
            RoleWords.particles.contains(tokens[start - 1].folded),
            !(tokens[start - 1].isInitial && tokens[start - 1].isCapital)
        {
            start -= 1
        }
        return start
    }

    /// Returns the key of a full name: all words folded, with initials separated.
    ///
    /// Returns nil without a whole given name or two initials.
    static func fullKey(given: ArraySlice<NameToken>, rest: ArraySlice<NameToken>) -> String? {
        let names = givenWords(given, rest: rest)
        guard given.contains(where: { !$0.isInitial }) || names.count > 1 else { return nil }
        return (names + [folded(rest)]).joined(separator: " ")
    }

    /// Returns the folded words of given names, each initial as a word: `JD` and `J.D.` are `j` and `d`.
    private static func givenWords(_ given: ArraySlice<NameToken>, rest: ArraySlice<NameToken>) -> [String] {
        let isShouted = rest.contains(where: \.isAllCapitals)
        return given.flatMap { name in
            name.isTwoCapitals && !isShouted
                ? name.folded.map(String.init) : name.folded.split(separator: ".").map(String.init)
        }
    }

    static func text(_ tokens: ArraySlice<NameToken>) -> String {
        var text = ""
        for token in tokens {
            // `d’Arc`
            if !text.isEmpty, !["'", "\u{2019}"].contains(text.last) { text += " " }
            text += token.text
        }
        return text
    }

    static func folded(_ tokens: ArraySlice<NameToken>) -> String { tokens.map(\.folded).joined(separator: " ") }
}
