// The words that tell roles, titles and given names apart: classes of words, never names of persons.
// English only; in other languages fewer roles are found, and nothing is guessed.

/// What a folded word is in front of a name.
enum RoleWords {
    /// What a person is: a role ends with one of these.
    static let nouns: Set<String> = words(
        """
        president premier minister chancellor secretary secretary-general general governor mayor senator congressman \
        congresswoman congressperson representative speaker chair chairman chairwoman chairperson director \
        director-general chief commissioner ambassador envoy king queen prince princess emir sultan emperor pope \
        cardinal archbishop bishop rabbi imam ayatollah sheikh commander commander-in-chief admiral marshal colonel \
        major captain lieutenant sergeant treasurer attorney attorney-general prosecutor judge justice leader \
        spokesman spokeswoman spokesperson deputy delegate member coordinator adviser advisor founder co-founder ceo \
        cfo cto manager head professor analyst taoiseach
        """)

    /// Such nouns cut short; each needs its stop.
    static let abbreviations: Set<String> = words("sen gov rep gen col lt adm maj capt sgt")

    /// Nouns that are surnames as well: behind a name and a comma they are rather the next person's.
    static let surnames: Set<String> = words("bishop king queen prince pope marshal major baron judge justice chair")

    /// Words of every German text: German writes all nouns with a capital, so that none says that a word is a name.
    static let german = "und die der"

    /// What may stand in front of such a noun without a capital letter.
    static let qualifiers: Set<String> = words(
        """
        former then late ex acting interim incoming outgoing designated prime vice deputy foreign interior defence \
        defense finance economic economy energy environment health trade transport agriculture education justice \
        culture labour labor development senior junior first second high chief general assistant under permanent \
        special executive managing national federal state
        """)

    /// How persons are addressed: neither name nor role.
    static let honorifics: Set<String> = words(
        "mr mrs ms miss mx dr prof sir dame lord lady baron baroness he hrh hm hon honourable honorable rt rev fr st")

    /// Small words inside a name.
    static let particles: Set<String> = words(
        "von van der den de del della di da dos du la le al el bin ibn abu ben ter ten zu zur af av")

    /// Words that begin sentences, days and months: no given names, though they are written with a capital there.
    static let others: Set<String> = words(
        """
        a about above according across after against all along also although amid among an and any as at because \
        before behind below beside besides between beyond both but by can could despite did do does down during each \
        earlier either even every few following for from had has have he her here hers him his how however if in \
        inside instead into is it its just last later like many may meanwhile might moreover most my near neither next \
        no nor not now of off on once one only or other our out outside over per perhaps recently shall she should \
        since so some soon still such than that the their them then there therefore these they this those though \
        through throughout thus till to today together tomorrow tonight too toward towards under unless unlike until \
        up upon us was we were what when where whereas whether which while who whom whose why will with within without \
        would yes yesterday yet you your monday tuesday wednesday thursday friday saturday sunday january february \
        march april june july august september october november december
        """)

    private static func words(_ text: String) -> Set<String> { Set(text.split(separator: " ").map(String.init)) }

    /// True for a noun, alone or as a part of a compound such as `president-elect`.
    static func isNoun(_ token: NameToken) -> Bool {
        isNoun(token.folded) || abbreviations.contains(token.folded) && token.text.hasSuffix(".")
    }

    private static func isNoun(_ folded: String) -> Bool {
        nouns.contains(folded)
            || folded.utf8.contains(UInt8(ascii: "-"))
                && folded.split(separator: "-").contains { nouns.contains(String($0)) }
    }

    /// True for a word that may stand in small letters between the parts of a role and a name.
    static func mayLead(_ folded: String) -> Bool {
        leading.contains(folded) || folded.utf8.contains(UInt8(ascii: "-")) && isNoun(folded)
    }

    private static let leading = nouns.union(qualifiers).union(honorifics).union(particles).union([
        "of", "for", "the", "a", "an", "and",
    ])

    /// True for several holders of a role, whose names follow one after the other.
    static func isPlural(_ folded: String) -> Bool {
        folded.hasSuffix("s") && nouns.contains(String(folded.dropLast()))
    }

    /// False for words of roles and titles, and for adverbs as far as their ending tells.
    static func isName(_ folded: String) -> Bool {
        !(isNoun(folded) || abbreviations.contains(folded) || isPlural(folded) || qualifiers.contains(folded)
            || honorifics.contains(folded)
            || folded.hasSuffix("ly") && folded.utf8.count > 5)
    }
}
