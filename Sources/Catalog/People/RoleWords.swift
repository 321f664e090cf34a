// The words that tell roles, titles and given names apart: classes of words, never names of persons.
// Roles are understood in English alone. The titles of other languages live in ForeignWords.swift.

import Documents

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
        cfo cto manager head professor analyst taoiseach tanaiste executive officer sheriff emeritus pm
        """)

    /// Such nouns cut short; each needs its stop.
    static let abbreviations: Set<String> = words("sen gov rep gen col lt adm maj capt sgt pres brig")

    /// Nouns that are surnames as well: behind a name and a comma they are rather the next person's.
    static let surnames: Set<String> = words("bishop king queen prince pope marshal major baron judge justice chair")

    /// What may stand in front of such a noun without a capital letter.
    static let qualifiers: Set<String> = words(
        """
        former late ex acting interim incoming outgoing designated prime vice deputy foreign interior defence \
        defense finance economic economy energy environment health trade transport agriculture education justice \
        culture labour labor development senior junior first second high chief general assistant under permanent \
        special executive managing national federal state policy party opposition security intelligence police
        """)

    /// What is said of those who hold no office: `would-be president`.
    static let doubts: Set<String> = words(
        """
        would-be self-proclaimed self-declared self-styled self-appointed so-called wannabe aspiring prospective \
        potential possible likely next future alleged purported supposed presumptive fake shadow
        """)

    /// What a role is of without a capital letter: `head of state`.
    static let bodies: Set<String> = words("state government staff mission delegation defence defense")

    /// The last words of names that offices are of: `President of the European Council`.
    static let institutions: Set<String> = words(
        """
        academy affairs agency alliance armed army assembly association authority bank board bureau cabinet chamber \
        commission committee community company confederation conference congress convention cooperation corporation \
        corps council court defence defense delegation department development directorate division economy education \
        emirates energy environment exchequer federation finance force forces foundation fund government group guard \
        health house industry initiative institute institution intelligence interior islands justice kingdom labor \
        labour league ministry mission movement nations navy office organisation organization parliament party police \
        programme project protection relations representatives republic science security senate service services ships \
        society staff state states studies summit territories trade transport treasury tribunal trust union university \
        veterans welfare works
        """)

    /// The first words of the names of lands and towns that have two: `South Africa`.
    static let regions: Set<String> = words(
        "burkina central costa cote dominican east el equatorial great hong ivory los new north northern papua puerto "
            + "san santa sao saudi sierra south southern sri trinidad united west western")

    /// Lands and bodies cut short like the initials of a name.
    static let lands: Set<String> = words("u.s u.k u.n e.u d.c u.a.e u.s.a u.s.s.r")

    /// What may follow a role behind a name, where no comma does.
    static let followers: Set<String> = words(
        "in on from with who whose since until under as and or")

    /// Between a role in apposition and what it is of.
    static let links: Set<String> = ["of", "for", "to"]

    /// In front of a name that a sentence may begin with, before its subject.
    static let prepositions: Set<String> = words(
        "about after against alongside as at before behind beside besides between by for from in like near of on over "
            + "per since than to toward towards under unlike versus via with without")

    static let articles: Set<String> = ["the", "a", "an"]

    /// Before an adjective such as `ousted`, which may look like a verb.
    static let determiners: Set<String> = words("a an the this that his her its their our my your and or of")

    /// What looks like a verb, and rather tells of somebody who was or is not what the role says.
    static let participles: Set<String> = words(
        "departed deposed disgraced disputed elected embattled exiled imprisoned jailed ousted re-elected retired "
            + "toppled unelected")

    /// Verbs in front of a role that do not show in their endings, or behind it.
    static let verbs: Set<String> = words(
        """
        said says told tells was is has had will would spoke speaks left won lost met meets saw sees sent gave made \
        took hosts calls urges joins backs beat led went came became wrote fought began chose flew fired
        """)

    /// In front of a name, what a person is to another of that surname.
    static let relatives: Set<String> = words(
        """
        wife husband widow widower spouse partner ex-wife ex-husband mother father brother sister son daughter uncle \
        aunt cousin nephew niece grandson granddaughter grandfather grandmother
        """)

    /// What is asked for in front of a name, or said of somebody who has been named: `Stop Lee!`, `Fellow Lee`.
    static let demands: Set<String> = words(
        """
        ask blame dear defeat elect fellow follow forget hail help hit impeach let meet must oppose poor read remember \
        save see stop support tell thank trust vote watch
        """)

    /// Before a place that is no part of a role: `In Paris President Lee spoke`.
    static let locatives: Set<String> = words("in at near inside outside")

    /// How persons are addressed: neither name nor role.
    static let honorifics: Set<String> = words(
        """
        mr mrs ms miss mx madam dr prof sir dame lord lady baron baroness he hrh hm hon honourable honorable rt rev fr \
        st
        """
    ).union(ForeignWords.honorifics)

    /// What such a word tells of the person.
    static let addresses: [String: NameContext.Address] = [
        "mr": .man, "sir": .man, "lord": .man, "baron": .man, "ms": .woman, "miss": .woman, "dame": .woman,
        "baroness": .woman, "mrs": .wife, "lady": .wife, "madam": .wife, "madame": .wife, "mme": .wife,
    ]

    /// Small words inside a name; `d` is that of `Jeanne d’Arc`.
    static let particles: Set<String> = words(
        "von van der den de del della di da dos du la le al el bin ibn bint abu ben ter ten zu zur af av d")

    /// Small words between names of a father and a child.
    static let descents: Set<String> = words("bin ibn bint binti ben")

    /// What is grown together with a name, beside particles: `as-Sadr`.
    private static let prefixes = particles.union(["l", "o", "ad", "an", "ar", "as", "ash", "at", "az"])

    /// What tells the younger of two people of one name.
    static let generations: Set<String> = words("jr sr")
    /// The same in numbers, which those of kings are too.
    static let numerals: Set<String> = words("ii iii iv")

    /// Words that begin sentences, days and months: no given names, though they are written with a capital there.
    static let others: Set<String> = words(
        """
        a about above according across after against all along alongside also although am amid among an and any are as \
        asked at be because been being \
        before behind below beside besides between beyond both but by can could despite did do does down during each \
        earlier either even every few following for from had has have he her here hers him his how however if in \
        including inside instead into is it its just last later let like many may meanwhile met might moreover most my \
        near neither next no nor not now of off on once one only or other our out outside over per perhaps recently \
        shall she should since so some soon still such than thank thanks that the their them then there therefore \
        these they this those though through throughout thus till to today told together tomorrow tonight too toward \
        towards under unless unlike until via up upon us was we were what when where whereas whether which while who \
        whom whose why will with within without would yes yesterday yet you your monday tuesday wednesday thursday \
        friday saturday sunday january february march april june july august september october november december
        """)

    static func words(_ text: String) -> Set<String> { Set(text.split(separator: " ").map(String.init)) }

    /// True for a noun, alone or as a part of a compound such as `president-elect`.
    static func isNoun(_ token: NameToken) -> Bool {
        isNoun(token.folded) || abbreviations.contains(token.folded) && token.text.hasSuffix(".")
    }

    /// True for a word, folded, that keeps its stop.
    static func isAbbreviation(_ folded: String) -> Bool {
        honorifics.contains(folded) || abbreviations.contains(folded) || generations.contains(folded)
    }

    static func isNoun(_ folded: String) -> Bool {
        nouns.contains(folded)
            || folded.utf8.contains(UInt8(ascii: "-"))
                && folded.split(separator: "-").contains { nouns.contains(String($0)) }
    }

    /// True for a word that may stand in small letters between the parts of a role and a name.
    static func mayLead(_ folded: String) -> Bool {
        leading.contains(folded) || folded.utf8.contains(UInt8(ascii: "-")) && isNoun(folded)
    }

    /// True for a word that may stand in small letters between a name and the parts of a role behind it.
    static func mayFollow(_ folded: String) -> Bool {
        mayLead(folded) || links.contains(folded) || institutions.contains(folded)
    }

    /// True for a word in small letters that says what an office is for: `finance`, `government`.
    static func isField(_ folded: String) -> Bool {
        folded != "under"
            && (bodies.contains(folded) || qualifiers.contains(folded) || institutions.contains(folded)
                || isNoun(folded))
    }

    private static let leading = nouns.union(qualifiers).union(honorifics).union(particles).union(bodies)
        .union(doubts).union(ForeignWords.links).union(["of", "for", "the", "a", "an", "and", "then"])

    /// True for what tells the younger of two people of one name, folded.
    static func isGeneration(_ word: Substring?) -> Bool {
        word.map { generations.contains(String($0)) || numerals.contains(String($0)) } ?? false
    }

    /// The offices that a role names, folded; `leader` and the like say no more than another does.
    static func offices(of role: String) -> Set<String> {
        let words = Folding.key(role).split { $0 == " " || $0 == "-" }.prefix { !links.contains(String($0)) }
        return Set(words.map(String.init)).intersection(nouns).subtracting(vague)
    }

    private static let vague: Set<String> = words(
        "leader chief head member founder manager coordinator adviser advisor deputy delegate professor general "
            + "analyst executive officer emeritus"
    )

    /// True for the beginning of a name in small letters: that of `al-Assad`.
    static func isPrefix(_ folded: String) -> Bool { prefixes.contains(folded) }

    /// True for several holders of a role, whose names follow one after the other.
    static func isPlural(_ folded: String) -> Bool {
        folded.hasSuffix("s") && nouns.contains(String(folded.dropLast()))
            || folded.hasSuffix("men") && nouns.contains(folded.dropLast(2) + "an")
    }

    /// False for words of roles and titles.
    static func isName(_ folded: String) -> Bool {
        !(isNoun(folded) || abbreviations.contains(folded) || isPlural(folded) || qualifiers.contains(folded)
            || honorifics.contains(folded) || generations.contains(folded))
    }

    /// True for an adverb, as far as its ending tells; some surnames have it too.
    static func isAdverb(_ folded: String) -> Bool { folded.hasSuffix("ly") && folded.utf8.count > 5 }
}
