// What the words around a surname say: the given names before it, the role before or behind, and how sure that is.

/// One occurrence of a surname in running text.
struct NameContext: Hashable {
    /// How far the words before the surname are a given name.
    enum Certainty: Int { case none, weak, strong }

    /// Folded: the small words before the surname.
    var particles = ""
    /// See `PersonName.fullKey`; nil without given names.
    var fullKey: String?
    /// The full name as written.
    var fullName: String?
    var certainty = Certainty.none
    /// The role beside the name, as written.
    var role: String?
    /// True where `the` stands before the name, as before names of things.
    var hasArticle = false
    /// True where another name follows, so that this one may be a given name.
    var isFollowedByName = false

    /// Longer runs of words with capitals are headlines.
    private static let mostGivenNames = 3
    private static let mostRoleWords = 6

    /// Nothing is known.
    init() {}

    /// Reads the words around the surname at `index`; `isProse` is false for headings and cells, where capitals and
    /// order say nothing.
    init(_ tokens: [NameToken], at index: Int, isProse: Bool) {
        let surnameStart = PersonName.particleStart(tokens, before: index)
        var start = surnameStart
        while start > 0, surnameStart - start <= Self.mostGivenNames, tokens[start].gap == .blank,
            tokens[start - 1].isGivenName,
            !tokens[start - 1].isAllCapitals || tokens[index].isAllCapitals || tokens[start - 1].isInitial
        {
            start -= 1
        }
        let given = tokens[start..<surnameStart]
        fullKey = PersonName.fullKey(given: given, rest: tokens[surnameStart...index])
        // In front of a surname alone, `de` may be a preposition.
        particles = PersonName.folded(tokens[surnameStart..<index])
        let nameStart = fullKey == nil ? (given.isEmpty ? surnameStart : start) : start
        let next = index + 1 < tokens.count ? tokens[index + 1] : nil
        isFollowedByName = !tokens[index].isPossessive && next.map { $0.gap == .blank && $0.isGivenName } ?? false
        hasArticle = nameStart > 0 && tokens[nameStart].gap == .blank && tokens[nameStart - 1].folded == "the"
        guard isProse else {
            if fullKey != nil { fullName = PersonName.text(tokens[start...index]) }
            return
        }
        let before = Self.role(tokens, before: nameStart)
        let behind = tokens[index].isPossessive ? nil : Self.role(tokens, behind: index)
        role = before ?? behind
        guard fullKey != nil else { return }
        fullName = PersonName.text(tokens[start...index])
        if given.count > Self.mostGivenNames || isFollowedByName { return }
        if before == nil, Self.isInsideRole(tokens, before: start) { return }
        certainty = role != nil || [.blank, .comma].contains(tokens[start].gap) ? .strong : .weak
    }

    /// True behind `Secretary of` and `Minister for Trade and`: the first of the names may be a place or an office.
    private static func isInsideRole(_ tokens: [NameToken], before start: Int) -> Bool {
        var index = start
        while index > 1, tokens[index].gap == .blank {
            index -= 1
            let isLink = ["of", "for"].contains(tokens[index].folded)
            if isLink, tokens[index].gap == .blank, RoleWords.isNoun(tokens[index - 1]) { return true }
            guard isLink || tokens[index].isCapital || ["the", "and"].contains(tokens[index].folded) else {
                return false
            }
        }
        return false
    }

    /// The role that ends right before the name: `former French President`.
    private static func role(_ tokens: [NameToken], before name: Int) -> String? {
        var start = name
        while start > 0, tokens[start].gap == .blank, RoleWords.honorifics.contains(tokens[start - 1].folded) {
            start -= 1
        }
        let end = start
        guard end > 0, tokens[end].gap == .blank else { return nil }
        if end > 2, RoleWords.qualifiers.contains(tokens[end - 1].folded), tokens[end - 1].gap == .blank,
            tokens[end - 2].folded == "of", tokens[end - 2].gap == .blank
        {
            // `Secretary of State`
            start = end - 2
        }
        guard RoleWords.isNoun(tokens[start - 1]) else { return nil }
        while start > 0, end - start < mostRoleWords, tokens[start].gap == .blank, isRoleWord(tokens[start - 1]) {
            start -= 1
        }
        return start < end ? PersonName.text(tokens[start..<end]) : nil
    }

    /// The role in apposition: `, the Foreign Minister of Malta,` or `(Chancellor)`.
    private static func role(_ tokens: [NameToken], behind name: Int) -> String? {
        var start = name + 1
        guard start < tokens.count, tokens[start].gap == .comma else { return nil }
        if ["the", "a", "an"].contains(tokens[start].folded) { start += 1 }
        var end = start
        while end < tokens.count, end - start < mostRoleWords, end == name + 1 || tokens[end].gap == .blank,
            isRoleWord(tokens[end])
        {
            end += 1
        }
        guard end > start, RoleWords.isNoun(tokens[end - 1]) else { return nil }
        let isPlaced = end < tokens.count && tokens[end].gap == .blank && ["of", "for"].contains(tokens[end].folded)
        if RoleWords.surnames.contains(tokens[end - 1].folded), !isPlaced { return nil }
        // The role of the next person in a list.
        if end < tokens.count, tokens[end].gap == .blank, tokens[end].isCapital { return nil }
        while end < tokens.count, tokens[end].gap == .blank, ["of", "for"].contains(tokens[end].folded) {
            var tail = end + 1
            if tail < tokens.count, tokens[tail].gap == .blank, tokens[tail].folded == "the" { tail += 1 }
            let place = tail
            while tail < tokens.count, tokens[tail].gap == .blank, tokens[tail].isCapital { tail += 1 }
            if tail == place { break }
            end = tail
        }
        return PersonName.text(tokens[start..<end])
    }

    /// A noun or qualifier in any case, or a capital word that says of what: `French`, `NATO`.
    private static func isRoleWord(_ token: NameToken) -> Bool {
        if token.isPossessive { return false }
        if RoleWords.isNoun(token) || RoleWords.qualifiers.contains(token.folded) { return true }
        return token.isCapital && !RoleWords.others.contains(token.folded)
            && !RoleWords.honorifics.contains(token.folded)
    }
}
