// Word lists for the detection of names and roles, folded by `Folding.key`. They have no names of persons.

private func words(_ text: String) -> Set<String> { Set(text.split(separator: " ").map(String.init)) }

extension RoleWords {
    /// Nouns for persons: the last words of roles.
    static let nouns: Set<String> = words(
        """
        president premier minister chancellor secretary secretary-general general governor mayor senator congressman \
        congresswoman congressperson representative speaker chair chairman chairwoman chairperson director \
        director-general chief commissioner ambassador envoy king queen prince princess emir sultan emperor pope \
        cardinal archbishop bishop rabbi imam ayatollah sheikh commander commander-in-chief admiral brigadier \
        commodore marshal colonel major captain lieutenant sergeant treasurer attorney attorney-general prosecutor \
        judge justice leader spokesman spokeswoman spokesperson deputy delegate member coordinator adviser advisor \
        founder co-founder ceo cfo cto manager head professor analyst taoiseach tanaiste executive officer sheriff \
        emeritus pm count countess duke duchess consul consul-general councillor councilman councilwoman \
        councilmember counsellor negotiator rapporteur registrar mp mep msp md dean rector provost vice-chancellor \
        principal ombudsman inspector superintendent undersecretary co-chair co-leader co-director chairlady \
        facilitator
        """)

    /// Occupations and other nouns before a name that are not offices.
    static let occupations: Set<String> = words(
        """
        academic activist actor actress architect artist author banker billionaire biologist blogger broadcaster \
        businessman businesswoman businessperson campaigner chemist climatologist columnist comedian commentator \
        composer correspondent dissident doctor economist editor engineer entrepreneur epidemiologist filmmaker \
        financier geologist historian industrialist journalist lawmaker lawyer legislator linguist lobbyist \
        mathematician moderator musician novelist nurse oligarch painter parliamentarian philanthropist philosopher \
        photographer physician physicist pilot playwright poet politician psychologist publisher reporter researcher \
        scholar scientist sculptor solicitor sociologist statistician strategist surgeon teacher trustee \
        whistleblower writer
        """)

    /// Abbreviations of such nouns; each needs its full stop.
    static let abbreviations: Set<String> = words("sen gov rep gen col lt adm maj capt sgt pres brig")

    /// Nouns that are also surnames: after a name and a comma they are probably the next person.
    static let surnames: Set<String> = words("bishop king queen prince pope marshal major baron judge justice chair")

    /// Lower-case words before such a noun.
    static let qualifiers: Set<String> = words(
        """
        former late ex acting interim incoming outgoing designated prime vice deputy foreign interior defence \
        defense finance economic economy energy environment health trade transport agriculture education justice \
        culture labour labor development senior junior first second high chief general assistant under permanent \
        special executive managing national federal state policy party opposition security intelligence police
        """)

    /// Words before an office that make another one of it: `vice president`.
    static let ranks: Set<String> = words("vice deputy assistant under associate shadow")

    /// Words that deny an office: `would-be president`.
    static let doubts: Set<String> = words(
        """
        would-be self-proclaimed self-declared self-styled self-appointed so-called wannabe aspiring prospective \
        potential possible likely next future alleged purported supposed presumptive fake shadow
        """)

    /// Lower-case bodies of roles: `head of state`.
    static let bodies: Set<String> = words("state government staff mission delegation defence defense")

    /// The last words of names of institutions: `President of the European Council`.
    static let institutions: Set<String> = words(
        """
        academy affairs agency alliance armed army assembly association authority bank board bureau cabinet chamber \
        commission committee community company confederation conference congress convention cooperation corporation \
        corps council court defence defense delegation department development directorate division economy education \
        emirates energy environment exchequer federation finance force forces foundation fund government group guard \
        health house industry initiative institute institution intelligence interior islands justice kingdom labor \
        labour league ministry mission movement nations navy office organisation organization parliament party \
        police programme project protection relations representatives republic science security senate service \
        services ships society staff state states studies summit territories trade transport treasury tribunal trust \
        union university veterans welfare works
        """)

    /// The first words of names of countries and towns: `South Africa`.
    static let regions: Set<String> = words(
        "burkina central costa cote dominican east el equatorial great hong ivory los new north northern papua puerto "
            + "san santa sao saudi sierra south southern sri trinidad united west western")

    /// Abbreviations of countries and bodies that look like initials.
    static let lands: Set<String> = words("u.s u.k u.n e.u d.c u.a.e u.s.a u.s.s.r")

    /// Words that may follow a role after a name without a comma.
    static let followers: Set<String> = words(
        "in on from with who whose since until under as and or")

    /// Words between a role in apposition and its place.
    static let links: Set<String> = ["of", "for", "to", "at"]

    /// Roles with a country after `to`: `ambassador to Malta`.
    static let envoys: Set<String> = words("ambassador envoy representative delegate commissioner consul")

    /// Words before a name at the beginning of a sentence that is not its subject.
    static let prepositions: Set<String> = words(
        "about after against alongside as at before behind beside besides between by for from in like near of on over "
            + "per since than to toward towards under unlike versus via with without")

    static let articles: Set<String> = ["the", "a", "an"]

    /// Words before an adjective such as `ousted`, which may look like a verb.
    static let determiners: Set<String> = words("a an the this that his her its their our my your and or of")

    /// Participles that look like a verb and describe a holder of the role.
    static let participles: Set<String> = words(
        "departed deposed disgraced disputed elected embattled exiled imprisoned jailed ousted re-elected retired "
            + "toppled unelected")

    /// Verbs before or after a role without the ending of one.
    static let verbs: Set<String> = words(
        """
        said says told tells was is has had will would spoke speaks left won lost met meets saw sees sent gave made \
        took hosts calls urges joins backs beat led went came became wrote fought began chose flew fired
        """)

    /// Words before a name for a relative of another person with that surname.
    static let relatives: Set<String> = words(
        """
        wife husband widow widower spouse partner ex-wife ex-husband mother father brother sister son daughter uncle \
        aunt cousin nephew niece grandson granddaughter grandfather grandmother
        """)

    /// Demands and other words before a name: `Stop Lee!`, `Fellow Lee`.
    static let demands: Set<String> = words(
        """
        ask blame dear defeat elect fellow follow forget hail help hit impeach let meet must oppose poor read \
        remember save see stop support tell thank trust vote watch
        """)

    /// Members of parties and peoples, and adjectives before a surname: not given names.
    static let groups: Set<String> = words(
        """
        republican democrat democratic socialist liberal conservative communist centrist populist nationalist \
        libertarian independent progressive moderate radical leftist rightist labour tory unionist separatist \
        american african arab argentine asian australian austrian bavarian belgian brazilian british bulgarian \
        canadian catholic chilean chinese colombian croatian cuban czech danish dutch egyptian english estonian \
        ethiopian european finnish flemish french georgian german greek hungarian icelandic indian indonesian \
        iranian iraqi irish israeli italian japanese kenyan korean latvian lebanese lithuanian malaysian mexican \
        moroccan muslim nigerian norwegian pakistani palestinian peruvian philippine polish portuguese protestant \
        romanian russian saudi scottish serbian slovak slovenian somali spanish swedish swiss syrian taiwanese thai \
        tunisian turkish ukrainian vietnamese welsh yemeni
        """)

    /// Words before a surname in names of things or other people: `Hurricane Lee`, `Old Lee`.
    static let things: Set<String> = words(
        """
        camp cape casa case castle cyclone fort hotel hurricane lake mount old operation port project radio river \
        storm street team tropical typhoon young
        """)

    /// Pronouns before an office with one holder.
    static let possessives: Set<String> = words("his her its their our my your")

    /// Words that begin a clause with a comma at its end.
    static let subordinators: Set<String> = words(
        "although as because before if once since though unless until when whenever where while")

    /// Words before a place that is not part of a role: `In Paris President Lee spoke`.
    static let locatives: Set<String> = words("in at near inside outside")

    /// Forms of address: neither name nor role.
    static let honorifics: Set<String> = words(
        """
        mr mrs ms miss mx madam dr prof sir dame lord lady baron baroness he hrh hm hon honourable honorable rt rev \
        fr st
        """
    ).union(ForeignWords.honorifics)

    /// Titles before a given name.
    static let givenNameTitles: Set<String> = words("sir dame lady lord pope king queen prince princess saint st fr")

    /// Words in brackets between a rank and a name.
    static let retirements: Set<String> = words("ret retd rtd")

    /// The meanings of forms of address.
    static let addresses: [String: NameContext.Address] = [
        "mr": .man, "sir": .man, "lord": .man, "baron": .man, "ms": .woman, "miss": .woman, "dame": .woman,
        "baroness": .woman, "mrs": .wife, "lady": .wife, "madam": .wife, "madame": .wife, "mme": .wife,
    ]

    /// Particles of names; `d` is that of `Jeanne d’Arc`.
    static let particles: Set<String> = words(
        "von van der den de del della di da dos du la le al el bin ibn bint abu ben ter ten zu zur af av d")

    /// Words between the names of a child and a father.
    static let descents: Set<String> = words("bin ibn bint binti ben")

    /// Suffixes for the younger of two people of one name.
    static let generations: Set<String> = words("jr sr")
    /// Roman numerals for generations and kings.
    static let numerals: Set<String> = words("ii iii iv")

    /// Words at the beginning of sentences, days and months: not given names despite their capital letters.
    static let others: Set<String> = words(
        """
        a about above according across after against all along alongside also although am amid among an and any are \
        as asked at be because been being before behind below beside besides between beyond both but by can could \
        despite did do does down during each earlier either even every few following for from had has have he her \
        here hers him his how however if in including inside instead into is it its just last later let like many \
        may meanwhile met might moreover most my near neither next no nor not now of off on once one only or other \
        our out outside over per perhaps recently shall she should since so some soon still such than thank thanks \
        that the their them then there therefore these they this those though through throughout thus till to today \
        told together tomorrow tonight too toward towards under unless unlike until via up upon us was we were what \
        when where whereas whether which while who whom whose why will with within without would yes yesterday yet \
        you your monday tuesday wednesday thursday friday saturday sunday january february march april june july \
        august september october november december
        """)

    /// Prefixes of a name besides particles: `as-Sadr`.
    static let prefixes = particles.union(["l", "o", "ad", "an", "ar", "as", "ash", "at", "az"])

    static let vague: Set<String> = words(
        "leader chief head member founder manager coordinator adviser advisor deputy delegate professor general "
            + "analyst executive officer emeritus"
    )
}

extension ForeignWords {
    /// Forms of address.
    static let honorifics: Set<String> = words(
        """
        herr herrn frau fraulein monsieur madame mademoiselle mme mlle senor senora senorita sra dona signor signora \
        signore heer mevrouw pani
        """)

    /// Words between a title and its place: `président de la République`.
    static let links: Set<String> = words(
        "de des du d l la le les del de dei degli delle della dello di do da dos das der van el los las")

    static let titles: Set<String> = words(
        "graf prinz prins principe konig konigin koning koningin roi reine reina papst pape papa maire sindaco lider "
            + "jefe"
    )

    /// The stems of titles in any inflection or compound, by the first byte.
    static let stems: [[[UInt8]]] = words(
        """
        president prezydent prasident presedint predsed predsjed minist kanzler kancl cancill cancell chancel sekret \
        secret segret kommiss commiss comisar komisar senador senateur senatore diputad deputad deputat gobernador \
        governator gouverneur alcald burgermeist burgemeester vorsitz sprecher beauftragt botschaft ambass embaj \
        direkt direct cumhurbaskan basbakan elnok президент министр міністр канцлер премьер премєр секретар προεδρ \
        υπουργ
        """
    ).reduce(into: Array(repeating: [], count: 256)) { stems, stem in
        let bytes = Array(stem.utf8)
        if let first = bytes.first { stems[Int(first)].append(bytes) }
    }
}

extension Headlines {
    /// Lower-case words in headlines.
    static let small: Set<String> = words(
        "a an the and but or nor for of in on at to by up as from with over into than vs amid after")
}
