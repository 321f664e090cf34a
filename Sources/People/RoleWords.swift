// Rules for the English words of roles, titles and names. WordLists.swift has the lists of words.

import Documents

/// Classes of folded words near a name.
enum RoleWords {
    /// Returns true for a noun, alone or in a compound such as `president-elect`.
    static func isNoun(_ token: NameToken) -> Bool {
        isNoun(token.folded) || abbreviations.contains(token.folded) && token.text.hasSuffix(".")
    }

    /// Returns true for a folded word that keeps its full stop.
    static func isAbbreviation(_ folded: String) -> Bool {
        honorifics.contains(folded) || abbreviations.contains(folded) || generations.contains(folded)
    }

    static func isNoun(_ folded: String) -> Bool {
        nouns.contains(folded) || occupations.contains(folded)
            || folded.utf8.contains(UInt8(ascii: "-"))
                && folded.split(separator: "-").contains { nouns.contains(String($0)) }
    }

    /// Returns true for a word in lower case that may be between the parts of a role and a name.
    static func mayLead(_ folded: String) -> Bool {
        leading.contains(folded) || isFormer(folded) || folded.utf8.contains(UInt8(ascii: "-")) && isNoun(folded)
    }

    /// Returns true for a word in lower case that may be between a name and the parts of a role after it.
    static func mayFollow(_ folded: String) -> Bool {
        mayLead(folded) || links.contains(folded) || institutions.contains(folded)
    }

    /// Returns true for the beginning of `ex-Prime Minister`.
    static func isFormer(_ folded: String) -> Bool {
        folded.hasPrefix("ex-") && qualifiers.contains(String(folded.dropFirst(3)))
    }

    /// Returns true for the field of an office in lower case: `finance`, `government`.
    static func isField(_ folded: String) -> Bool {
        folded != "under"
            && (bodies.contains(folded) || qualifiers.contains(folded) || institutions.contains(folded)
                || isNoun(folded))
    }

    private static let leading = nouns.union(occupations).union(qualifiers).union(honorifics).union(particles).union(
        bodies
    )
    .union(doubts).union(ForeignWords.links).union(["of", "for", "to", "in", "the", "a", "an", "and", "then"])

    /// Returns true for a folded word that marks the younger of two people of one name.
    static func isGeneration(_ word: Substring?) -> Bool {
        word.map { generations.contains(String($0)) || numerals.contains(String($0)) } ?? false
    }

    /// Returns the folded offices of a role, without general ones such as `leader`.
    static func offices(of role: String) -> Set<String> {
        let words = Folding.key(role).split { $0 == " " || $0 == "-" }.prefix { !links.contains(String($0)) }
        return Set(words.map(String.init)).intersection(nouns).subtracting(vague)
    }

    /// Returns the folded words of a role, without those that only join others.
    static func parts(of role: String) -> [String] {
        Folding.key(role).split { !($0.isLetter || $0.isNumber || $0 == ".") }
            .map { String($0.last == "." ? $0.dropLast() : $0) }
            .filter { !links.contains($0) && !articles.contains($0) && !["in", "and"].contains($0) }
    }

    /// Returns the words of a role that make another office of it: `vice`.
    static func ranks(of role: String) -> Set<String> { Set(parts(of: role)).intersection(ranks) }

    /// Returns true for a lower-case prefix of a name, as in `al-Assad`.
    static func isPrefix(_ folded: String) -> Bool { prefixes.contains(folded) }

    /// Returns true for the plural of a role: `Presidents`.
    static func isPlural(_ folded: String) -> Bool {
        folded.hasSuffix("s") && nouns.contains(String(folded.dropLast()))
            || folded.hasSuffix("men") && nouns.contains(folded.dropLast(2) + "an")
    }

    /// Returns false for words of roles and titles.
    static func isName(_ folded: String) -> Bool {
        !(isNoun(folded) || abbreviations.contains(folded) || isPlural(folded) || qualifiers.contains(folded)
            || honorifics.contains(folded) || generations.contains(folded))
    }

    /// Returns true for the ending of adverbs, which some surnames have too.
    static func isAdverb(_ folded: String) -> Bool { folded.hasSuffix("ly") && folded.utf8.count > 5 }
}
