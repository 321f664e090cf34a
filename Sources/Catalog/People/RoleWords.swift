// The classes of words that distinguish roles, titles and given names, in English. The lists are in WordLists.swift,
// the rules for titles of other languages in ForeignWords.swift.

import Documents

/// What a folded word is in front of a name.
enum RoleWords {
    /// True for a noun, alone or as a part of a compound such as `president-elect`.
    static func isNoun(_ token: NameToken) -> Bool {
        isNoun(token.folded) || abbreviations.contains(token.folded) && token.text.hasSuffix(".")
    }

    /// True for a word, folded, that keeps its stop.
    static func isAbbreviation(_ folded: String) -> Bool {
        honorifics.contains(folded) || abbreviations.contains(folded) || generations.contains(folded)
    }

    static func isNoun(_ folded: String) -> Bool {
        nouns.contains(folded) || occupations.contains(folded)
            || folded.utf8.contains(UInt8(ascii: "-"))
                && folded.split(separator: "-").contains { nouns.contains(String($0)) }
    }

    /// True for a word in small letters that may be between the parts of a role and a name.
    static func mayLead(_ folded: String) -> Bool {
        leading.contains(folded) || isFormer(folded) || folded.utf8.contains(UInt8(ascii: "-")) && isNoun(folded)
    }

    /// True for a word in small letters that may be between a name and the parts of a role after it.
    static func mayFollow(_ folded: String) -> Bool {
        mayLead(folded) || links.contains(folded) || institutions.contains(folded)
    }

    /// True for the beginning of `ex-Prime Minister`.
    static func isFormer(_ folded: String) -> Bool {
        folded.hasPrefix("ex-") && qualifiers.contains(String(folded.dropFirst(3)))
    }

    /// True for a word in small letters that says what an office is for: `finance`, `government`.
    static func isField(_ folded: String) -> Bool {
        folded != "under"
            && (bodies.contains(folded) || qualifiers.contains(folded) || institutions.contains(folded)
                || isNoun(folded))
    }

    private static let leading = nouns.union(occupations).union(qualifiers).union(honorifics).union(particles).union(
        bodies
    )
    .union(doubts).union(ForeignWords.links).union(["of", "for", "to", "in", "the", "a", "an", "and", "then"])

    /// True for a folded word that marks the younger of two people of one name.
    static func isGeneration(_ word: Substring?) -> Bool {
        word.map { generations.contains(String($0)) || numerals.contains(String($0)) } ?? false
    }

    /// The offices that a role names, folded; `leader` and the like say no more than another does.
    static func offices(of role: String) -> Set<String> {
        let words = Folding.key(role).split { $0 == " " || $0 == "-" }.prefix { !links.contains(String($0)) }
        return Set(words.map(String.init)).intersection(nouns).subtracting(vague)
    }

    /// True for the beginning of a name in small letters: that of `al-Assad`.
    static func isPrefix(_ folded: String) -> Bool { prefixes.contains(folded) }

    /// True for several holders of a role: `Presidents`.
    static func isPlural(_ folded: String) -> Bool {
        folded.hasSuffix("s") && nouns.contains(String(folded.dropLast()))
            || folded.hasSuffix("men") && nouns.contains(folded.dropLast(2) + "an")
    }

    /// False for words of roles and titles.
    static func isName(_ folded: String) -> Bool {
        !(isNoun(folded) || abbreviations.contains(folded) || isPlural(folded) || qualifiers.contains(folded)
            || honorifics.contains(folded) || generations.contains(folded))
    }

    /// True for an adverb by its ending; some surnames have it too.
    static func isAdverb(_ folded: String) -> Bool { folded.hasSuffix("ly") && folded.utf8.count > 5 }
}
