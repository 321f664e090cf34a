// The role that stands beside a name: before it, behind it, or above it as in `The President, Ann Lee, spoke`.
// What is cut off or may be somebody else's is no role. The words are in RoleWords.swift.

/// Reads roles among the words around a name.
enum RolePhrase {
    /// Longer runs of words with capitals are headlines.
    private static let mostWords = 6

    /// The role of the name at `name`, as written.
    static func role(_ tokens: [NameToken], of name: ClosedRange<Int>) -> String? {
        if let role = before(tokens, name.lowerBound) { return role }
        if tokens[name.upperBound].isPossessive { return nil }
        return behind(tokens, name.upperBound) ?? above(tokens, name)
    }

    /// The role that ends right before the name: `former French President`.
    static func before(_ tokens: [NameToken], _ name: Int) -> String? {
        var end = name
        while end > 0, tokens[end].gap == .blank, RoleWords.honorifics.contains(tokens[end - 1].folded) { end -= 1 }
        guard end > 0, tokens[end].gap == .blank else { return nil }
        var noun = end - 1
        if noun > 1, RoleWords.bodies.contains(tokens[noun].folded), tokens[noun].gap == .blank,
            tokens[noun - 1].folded == "of", tokens[noun - 1].gap == .blank
        {
            // `Secretary of State`
            noun -= 2
        }
        guard let start = start(tokens, noun) else { return nil }
        return PersonName.text(tokens[start..<end])
    }

    /// The role in apposition: `, the Foreign Minister of Malta,` or `(Chancellor)`.
    private static func behind(_ tokens: [NameToken], _ name: Int) -> String? {
        var start = name + 1
        guard start < tokens.count, tokens[start].gap == .comma else { return nil }
        if ["the", "a", "an"].contains(tokens[start].folded) { start += 1 }
        var end = start
        while end < tokens.count, end - start < mostWords, end == name + 1 || tokens[end].gap == .blank,
            isWord(tokens[end])
        {
            end += 1
        }
        guard end > start, RoleWords.isNoun(tokens[end - 1]) else { return nil }
        let noun = tokens[end - 1].folded
        guard let placed = endOfPlace(tokens, end) else { return nil }
        if RoleWords.surnames.contains(noun), placed == end { return nil }
        guard placed < tokens.count else { return PersonName.text(tokens[start..<placed]) }
        let next = tokens[placed]
        switch next.gap {
        // The role of the next person, or more of this one: `Minister for Trade and Fisheries`.
        case .blank:
            if !RoleWords.followers.contains(next.folded) || placed > end && ["and", "or"].contains(next.folded) {
                return nil
            }
        // `Ann Lee, President of Malta, Bo Rask and others`
        case .comma: if next.isGivenName { return nil }
        case .none, .start, .other: break
        }
        return PersonName.text(tokens[start..<placed])
    }

    /// The role that a sentence begins with, and the name in apposition to it: `The President of Malta, Ann Lee, spoke`.
    ///
    /// Elsewhere, and where more names follow, it may be a list.
    private static func above(_ tokens: [NameToken], _ name: ClosedRange<Int>) -> String? {
        var first = name.lowerBound
        while first > 0, tokens[first].gap == .blank, RoleWords.honorifics.contains(tokens[first - 1].folded) {
            first -= 1
        }
        guard first > 0, tokens[first].gap == .comma, !tokens[first - 1].isPossessive else { return nil }
        if name.upperBound + 1 < tokens.count {
            let next = tokens[name.upperBound + 1]
            let isClosed = next.gap == .comma && !next.isCapital && !["and", "or"].contains(next.folded)
            guard isClosed || next.gap == .start else { return nil }
        }
        var noun = first - 1
        while noun > 0, tokens[noun].gap == .blank, !RoleWords.isNoun(tokens[noun]) { noun -= 1 }
        guard let start = start(tokens, noun), endOfPlace(tokens, noun + 1, limit: first) == first else { return nil }
        if tokens[start].gap != .start {
            guard start > 0, tokens[start].gap == .blank, tokens[start - 1].gap == .start,
                tokens[start - 1].folded == "the" || tokens[start - 1].isPossessive
            else { return nil }
        }
        return PersonName.text(tokens[start..<first])
    }

    /// Where the role begins whose noun stands at `noun`; nil where there is none, or but a part of one.
    private static func start(_ tokens: [NameToken], _ noun: Int) -> Int? {
        guard RoleWords.isNoun(tokens[noun]), !RoleWords.doubts.contains(tokens[noun].folded) else { return nil }
        var start = noun
        while start > 0, tokens[start].gap == .blank, isWord(tokens[start - 1]) {
            start -= 1
            if noun - start >= mostWords { return nil }
        }
        guard start > 0, tokens[start].gap == .blank else { return start }
        let word = tokens[start - 1]
        if RoleWords.doubts.contains(word.folded) { return nil }
        let other = start > 1 && word.gap == .blank ? tokens[start - 2] : nil
        switch word.folded {
        // `the then President`
        case "then" where other?.folded == "the": return start - 1
        // `Bank of England Governor`
        case "of", "for": if let other, other.isCapital || RoleWords.isNoun(other) { return nil }
        // `Health and Social Care Secretary`
        case "and":
            if let other, RoleWords.qualifiers.contains(other.folded), !RoleWords.isNoun(tokens[start]) { return nil }
        case let word where RoleWords.locatives.contains(word):
            // `In Paris President Lee`
            while start < noun, !RoleWords.isNoun(tokens[start]), !RoleWords.qualifiers.contains(tokens[start].folded) {
                start += 1
            }
        default:
            // `foreign relations chief`: in small letters nothing tells where it begins.
            let isOpen = !word.isCapital && !word.isPossessive && !RoleWords.others.contains(word.folded)
            if isOpen, !tokens[noun].isCapital { return nil }
        }
        return start
    }

    /// The end of `of the European Council` at `end`, which is `end` itself where there is none; nil for one that is cut
    /// off or may hold the name of a person.
    private static func endOfPlace(_ tokens: [NameToken], _ end: Int, limit: Int? = nil) -> Int? {
        let limit = limit ?? tokens.count
        var end = end
        while end < limit, tokens[end].gap == .blank, ["of", "for"].contains(tokens[end].folded) {
            var tail = end + 1
            if tail < limit, tokens[tail].gap == .blank, tokens[tail].folded == "the" { tail += 1 }
            let place = tail
            while tail < limit, tokens[tail].gap == .blank, tokens[tail].isCapital, !tokens[tail].isPossessive {
                tail += 1
            }
            if tail == place, tail < limit, tokens[tail].gap == .blank, RoleWords.bodies.contains(tokens[tail].folded) {
                tail += 1
            }
            guard isPlace(tokens[place..<tail]) else { return nil }
            end = tail
        }
        return end
    }

    /// True for one word, and for more only where these tell that no person is named: `Jordan Abdullah` is none.
    private static func isPlace(_ words: ArraySlice<NameToken>) -> Bool {
        guard let first = words.first, let last = words.last else { return false }
        return words.count == 1 || words.count == 2 && RoleWords.regions.contains(first.folded)
            || RoleWords.institutions.contains(last.folded)
    }

    /// A noun or qualifier in any case, or a capital word that says of what: `French`, `NATO`.
    private static func isWord(_ token: NameToken) -> Bool {
        if token.isPossessive { return false }
        if RoleWords.doubts.contains(token.folded) { return false }
        if RoleWords.isNoun(token) || RoleWords.qualifiers.contains(token.folded) { return true }
        // The land is none of the words that begin sentences.
        return token.isCapital && (!RoleWords.others.contains(token.folded) || token.text == "US")
            && !RoleWords.honorifics.contains(token.folded)
    }
}
