// Parser of roles before a name: `former President Ann Lee`. It gives no role that is incomplete or may belong to
// another name. RoleAfter.swift parses roles after a name, RoleLists.swift lists, and RolePlace.swift places.

/// Parses roles in the words around a name.
enum RolePhrase {
    /// The limit of words in a role; longer runs of words with capital letters are headlines.
    static let maxWords = 6

    /// Returns the roles of the name at `name`, as written: `Senator Ann Lee, the foreign minister, spoke` has two.
    ///
    /// `listed` finds the role in the whole sentence if the words around the name do not decide.
    static func roles(
        _ tokens: [NameToken], of name: ClosedRange<Int>, listed: () -> String?
    ) -> [String] {
        let before = before(tokens, name.lowerBound)
        if tokens[name.upperBound].isPossessive { return [before].compactMap(\.self) }
        let first = firstTitle(tokens, name.lowerBound)
        let isListed = first > 0 && tokens[first].gap == .comma
        guard let before else {
            let role: String? =
                if isListed, !isInBrackets(tokens, name) {
                    listed()
                } else {
                    switch after(tokens, name) {
                    case .role(let role): role
                    case .nothing: labelling(tokens, name)
                    case .doubtful: listed()
                    }
                }
            return [role].compactMap(\.self)
        }
        // After more than one word, another role probably belongs to the next person.
        guard !before.utf8.contains(0x20), !isListed || isInBrackets(tokens, name),
            case .role(let other) = after(tokens, name, isOther: true)
        else { return [before] }
        return [before, other]
    }

    /// Returns the index of the first honorific or rank before the name.
    static func firstTitle(_ tokens: [NameToken], _ name: Int) -> Int {
        var first = name
        while first > 0, tokens[first].gap == .blank, isTitle(tokens[first - 1]) { first -= 1 }
        return first
    }

    /// Returns true for `Ann Lee (mayor)`.
    private static func isInBrackets(_ tokens: [NameToken], _ name: ClosedRange<Int>) -> Bool {
        name.upperBound + 1 < tokens.count && tokens[name.upperBound + 1].gap == .bracket
    }

    static func isTitle(_ token: NameToken) -> Bool {
        RoleWords.honorifics.contains(token.folded) || RoleWords.abbreviations.contains(token.folded)
    }

    /// Returns the role that ends right before the name: `former French President`.
    static func before(_ tokens: [NameToken], _ name: Int) -> String? {
        var end = name
        while end > 0, tokens[end].gap == .blank, RoleWords.honorifics.contains(tokens[end - 1].folded) { end -= 1 }
        guard end > 0, tokens[end].gap == .blank else { return nil }
        let last = noun(tokens, ofField: end - 1) ?? noun(tokens, ofLand: end - 1) ?? end - 1
        guard let start = start(tokens, last) else { return nil }
        return PersonName.text(tokens[start..<end])
    }

    /// Returns the role in `Chair: Ann Lee`, if nothing else is before the name.
    private static func labelling(_ tokens: [NameToken], _ name: ClosedRange<Int>) -> String? {
        let first = firstTitle(tokens, name.lowerBound)
        guard first > 0, tokens[first].gap == .colon, tokens[0].range.lowerBound == 0,
            start(tokens, first - 1) == 0
        else { return nil }
        if name.upperBound + 1 < tokens.count, tokens[name.upperBound + 1].gap == .blank { return nil }
        return PersonName.text(tokens[..<first])
    }

    /// Returns the first word of the role with the noun at `noun`; nil if the words are not a whole role.
    static func start(_ tokens: [NameToken], _ noun: Int) -> Int? {
        guard RoleWords.isNoun(tokens[noun]), !RoleWords.doubts.contains(tokens[noun].folded) else { return nil }
        var start = noun
        while start > 0, tokens[start].gap == .blank, isWord(tokens[start - 1]) {
            // `a minister under President Lee`
            if tokens[start - 1].folded == "under", !isUnderSecretary(tokens[start - 1], tokens[start]) { break }
            start -= 1
            if noun - start >= maxWords { return nil }
        }
        start = startAfterOther(tokens, start, noun)
        guard start > 0, tokens[start].gap == .blank else { return start }
        let word = tokens[start - 1]
        if RoleWords.doubts.contains(word.folded) { return nil }
        let other = start > 1 && word.gap == .blank ? tokens[start - 2] : nil
        switch word.folded {
        // `the then President`
        case "then" where other?.folded == "the": return start - 1
        // `Bank of England Governor`, but `the spokesman for President`
        case "of", "for":
            if let other, other.isCapital || RoleWords.isNoun(other),
                !isApart(tokens[start...noun], of: other)
            {
                return nil
            }
        // `Health and Social Care Secretary`
        case "and":
            if let other, RoleWords.qualifiers.contains(other.folded), !RoleWords.isNoun(tokens[start]) { return nil }
            // `founder and chairman`
            if let other, RoleWords.isNoun(other) || !tokens[start].isCapital && isOpen(other) { return nil }
        case let word where RoleWords.locatives.contains(word):
            // `In Paris President Lee`
            while start < noun, !RoleWords.isNoun(tokens[start]), !RoleWords.qualifiers.contains(tokens[start].folded) {
                start += 1
            }
        default:
            // In lower case, as in `foreign relations chief`, the beginning is unknown.
            if isOpen(word), !tokens[noun].isCapital, !isVerb(word, after: other) { return nil }
        }
        return start
    }

    /// Returns true for a word in lower case that may be a part of a role.
    static func isOpen(_ word: NameToken) -> Bool {
        !word.isCapital && !word.isPossessive && !RoleWords.others.contains(word.folded)
    }

    /// Returns the start of the role at `noun` after another office and name, else `start`.
    ///
    /// In `President Rask Meets Chancellor Lee`, it is `Chancellor`.
    private static func startAfterOther(_ tokens: [NameToken], _ start: Int, _ noun: Int) -> Int {
        func isOwn(_ index: Int) -> Bool {
            RoleWords.isNoun(tokens[index]) || RoleWords.qualifiers.contains(tokens[index].folded)
        }
        var own = noun
        while own > start, isOwn(own - 1) { own -= 1 }
        let hasOther = (start..<own).contains { index in
            RoleWords.isNoun(tokens[index]) && !RoleWords.qualifiers.contains(tokens[index].folded)
        }
        return hasOther ? own : start
    }

    /// Returns true for the title of another person in a role: `minister of President Lee`.
    ///
    /// Returns false for `Minister of Defence Senator Lee`.
    private static func isApart(_ title: ArraySlice<NameToken>, of role: NameToken) -> Bool {
        guard let first = title.first, let noun = title.last,
            RoleWords.isNoun(role) || RoleWords.isPlural(role.folded)
        else { return false }
        // `Advisers of Foreign Minister Lee`
        if RoleWords.isPlural(role.folded) { return true }
        if role.isCapital { return RoleWords.isNoun(first) || first.folded == "prime" }
        return first.isCapital || !noun.isCapital
    }

    private static func isUnderSecretary(_ under: NameToken, _ next: NameToken) -> Bool {
        under.isCapital == next.isCapital && next.folded == "secretary"
    }

    /// Returns true for a verb before a role, by its ending and the word before it.
    ///
    /// In `the ousted president`, `ousted` is not a verb.
    static func isVerb(_ word: NameToken, after other: NameToken?) -> Bool {
        if RoleWords.verbs.contains(word.folded) { return true }
        guard word.folded.utf8.count > 4, word.folded.hasSuffix("ed"), !RoleWords.participles.contains(word.folded)
        else { return false }
        // `Bo Rask, the mayor, praised finance minister Lee`
        guard let other else { return word.gap == .comma || word.gap == .start }
        return !RoleWords.determiners.contains(other.folded) && !other.isPossessive
    }

    /// Returns true for a noun or qualifier in any case, or a capital word such as `French` or `NATO`.
    static func isWord(_ token: NameToken) -> Bool {
        if token.isPossessive { return false }
        if RoleWords.doubts.contains(token.folded) { return false }
        if RoleWords.isNoun(token) || RoleWords.qualifiers.contains(token.folded) { return true }
        if RoleWords.isFormer(token.folded) { return true }
        // Not a word that begins a sentence.
        return token.isCapital && (!RoleWords.others.contains(token.folded) || token.text == "US")
            && !RoleWords.honorifics.contains(token.folded)
    }
}
