// The role that stands beside a name: before it, behind it, or above it as in `The President, Ann Lee, spoke`.
// What is cut off or may be somebody else's is no role. What it is of is read in RolePlace.swift, the words are in
// RoleWords.swift.

/// Reads roles among the words around a name.
enum RolePhrase {
    /// Longer runs of words with capitals are headlines.
    static let mostWords = 6

    /// The roles of the name at `name`, as written: `Senator Ann Lee, the foreign minister, spoke` has two.
    static func roles(_ tokens: [NameToken], of name: ClosedRange<Int>) -> [String] {
        let before = before(tokens, name.lowerBound)
        if tokens[name.upperBound].isPossessive { return [before].compactMap(\.self) }
        guard let before else { return [behind(tokens, name) ?? above(tokens, name)].compactMap(\.self) }
        // Behind more than a style another role is rather the next person's.
        let isStyle = !before.utf8.contains(0x20)
        return [before] + [isStyle ? behind(tokens, name, isOther: true) : nil].compactMap(\.self)
    }

    /// The role that ends right before the name: `former French President`.
    static func before(_ tokens: [NameToken], _ name: Int) -> String? {
        var end = name
        while end > 0, tokens[end].gap == .blank, RoleWords.honorifics.contains(tokens[end - 1].folded) { end -= 1 }
        guard end > 0, tokens[end].gap == .blank else { return nil }
        guard let start = start(tokens, noun(tokens, ofField: end - 1) ?? end - 1) else { return nil }
        return PersonName.text(tokens[start..<end])
    }

    /// True where a role, whole or not, stands in apposition: before that any two words are a name.
    static func hasRoleBehind(_ tokens: [NameToken], _ name: Int) -> Bool {
        guard let (start, end) = apposition(tokens, name), RoleWords.isNoun(tokens[end - 1]) else { return false }
        guard end < tokens.count, tokens[end].gap == .blank else {
            return !tokens[start].isCapital || !RoleWords.surnames.contains(tokens[end - 1].folded)
        }
        return !tokens[end].isCapital
    }

    /// True where an age or anything with an article stands in apposition.
    static func hasApposition(_ tokens: [NameToken], _ name: Int) -> Bool {
        guard name + 1 < tokens.count, tokens[name + 1].gap == .comma else { return false }
        return tokens[name + 1].isNumber || RoleWords.articles.contains(tokens[name + 1].folded)
    }

    /// The words in apposition as far as they may be a role without what it is of; ages and owners are no part of it:
    /// `, 54, the mayor`, `, Malta’s mayor`.
    private static func apposition(_ tokens: [NameToken], _ name: Int) -> (start: Int, end: Int)? {
        var start = name + 1
        guard start < tokens.count, tokens[start].gap == .comma else { return nil }
        if tokens[start].isNumber {
            start += 1
            guard start < tokens.count, tokens[start].gap == .comma else { return nil }
        }
        var mayBegin = true
        if RoleWords.articles.contains(tokens[start].folded) { (start, mayBegin) = (start + 1, false) }
        var end = start
        while end < tokens.count, end - start < mostWords, mayBegin || tokens[end].gap == .blank {
            if tokens[end].isPossessive {
                start = end + 1
            } else if !isWord(tokens[end]) {
                break
            }
            mayBegin = false
            end += 1
        }
        return end > start ? (start, end) : nil
    }

    /// The role in apposition: `, the Foreign Minister of Malta,` or `(Chancellor)`.
    private static func behind(_ tokens: [NameToken], _ name: ClosedRange<Int>, isOther: Bool = false) -> String? {
        guard let (start, first) = apposition(tokens, name.upperBound), RoleWords.isNoun(tokens[first - 1]),
            !tokens[name.upperBound...].contains(where: { $0.folded == "respectively" }),
            // In `Ann Lee and Bo Rask, chair and director` each has one role.
            case let end = endOfPair(tokens, first), end == first || !isBehind(["and"], tokens, name),
            let placed = endOfPlace(tokens, end, RoleWords.links)
        else { return nil }
        if RoleWords.surnames.contains(tokens[end - 1].folded), placed == first { return nil }
        guard placed < tokens.count else { return isOther ? nil : PersonName.text(tokens[start..<placed]) }
        let next = tokens[placed]
        switch next.gap {
        // The role of the next person, or more of this one: `Minister for Trade and Fisheries`.
        case .blank:
            if !RoleWords.followers.contains(next.folded) || placed > end && ["and", "or"].contains(next.folded) {
                return nil
            }
            // `Ann Lee, the energy minister and the chancellor met`
            if next.folded == "and", placed + 1 < tokens.count,
                RoleWords.articles.contains(tokens[placed + 1].folded)
            {
                return nil
            }
            // In `Unlike Ann Lee, the President and others spoke` the sentence begins behind the name.
            if isOther || isBehind(RoleWords.prepositions, tokens, name) { return nil }
        // `Ann Lee, President of Malta, Bo Rask and others`
        case .comma: if next.isGivenName || isOther && !isClosing(next) { return nil }
        case .none, .start, .other: if isOther { return nil }
        }
        return PersonName.text(tokens[start..<placed])
    }

    /// The end of the second role in `chair and chief executive of a bank`, where the first ends at `end`; `end` itself
    /// where there is one alone.
    private static func endOfPair(_ tokens: [NameToken], _ end: Int) -> Int {
        guard end + 1 < tokens.count, tokens[end].gap == .blank, tokens[end].folded == "and" else { return end }
        var next = end + 1
        while next < tokens.count, next - end <= mostWords, tokens[next].gap == .blank, isWord(tokens[next]) {
            next += 1
        }
        return RoleWords.isNoun(tokens[next - 1]) ? next : end
    }

    private static func isBehind(_ words: Set<String>, _ tokens: [NameToken], _ name: ClosedRange<Int>) -> Bool {
        let first = name.lowerBound
        return first > 0 && tokens[first].gap == .blank && words.contains(tokens[first - 1].folded)
    }

    /// True where a comma and the word behind it end an apposition, unlike in a list.
    private static func isClosing(_ token: NameToken) -> Bool {
        token.gap == .comma && !token.isCapital && !["and", "or"].contains(token.folded)
            && !RoleWords.articles.contains(token.folded)
    }

    /// The role that a sentence begins with, and the name in apposition to it:
    /// `The President of Malta, Ann Lee, spoke`.
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
            guard isClosing(next) || next.gap == .start else { return nil }
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
            // `a minister under President Lee`
            if tokens[start - 1].folded == "under", !isUnderSecretary(tokens[start - 1], tokens[start]) { break }
            start -= 1
            if noun - start >= mostWords { return nil }
        }
        start = startBehindOther(tokens, start, noun)
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
        case let word where RoleWords.locatives.contains(word):
            // `In Paris President Lee`
            while start < noun, !RoleWords.isNoun(tokens[start]), !RoleWords.qualifiers.contains(tokens[start].folded) {
                start += 1
            }
        default:
            // `foreign relations chief`: in small letters nothing tells where it begins.
            let isOpen = !word.isCapital && !word.isPossessive && !RoleWords.others.contains(word.folded)
            if isOpen, !tokens[noun].isCapital, !isVerb(word, behind: other) { return nil }
        }
        return start
    }

    /// Where the role at `noun` begins if an office and a name stand before it: in
    /// `President Rask Meets Chancellor Lee` it is `Chancellor`; else `start`.
    private static func startBehindOther(_ tokens: [NameToken], _ start: Int, _ noun: Int) -> Int {
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

    /// True for a title of a person that another role is of, and no more of that role: `minister of President Lee`, but
    /// `Minister of Defence Senator Lee`.
    private static func isApart(_ title: ArraySlice<NameToken>, of role: NameToken) -> Bool {
        guard let first = title.first, let noun = title.last,
            RoleWords.isNoun(role) || RoleWords.isPlural(role.folded)
        else { return false }
        if role.isCapital { return RoleWords.isNoun(first) || first.folded == "prime" }
        return first.isCapital || !noun.isCapital
    }

    private static func isUnderSecretary(_ under: NameToken, _ next: NameToken) -> Bool {
        under.isCapital == next.isCapital && next.folded == "secretary"
    }

    /// True for a word in front of a role that is a verb, as far as its ending and the word before it tell: in
    /// `the ousted president` it is none.
    static func isVerb(_ word: NameToken, behind other: NameToken?) -> Bool {
        if RoleWords.verbs.contains(word.folded) { return true }
        guard word.folded.utf8.count > 4, word.folded.hasSuffix("ed"), !RoleWords.participles.contains(word.folded)
        else { return false }
        // `Bo Rask, the mayor, praised finance minister Lee`
        guard let other else { return word.gap == .comma }
        return !RoleWords.determiners.contains(other.folded) && !other.isPossessive
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
