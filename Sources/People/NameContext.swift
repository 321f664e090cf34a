// Analysis of the words around a surname: given names, form of address, and certainty. RolePhrase.swift parses roles.

/// One occurrence of a surname in text, and the information in the words around it.
struct NameContext: Hashable {
    /// The certainty that the words before the surname are a given name.
    enum Certainty {
        case none
        /// A name, but maybe with more or fewer words.
        case unsure
        /// At the beginning of a sentence, where any word has a capital letter.
        case weak
        case strong
    }

    /// A form of address.
    enum Address { case man, woman, wife }

    /// The kind of text around a name.
    enum Setting {
        /// English text: capital letters and order show names, and the words around them roles.
        case prose
        /// Text in a language without rules for roles.
        case foreign
        /// Headings, cells and German text, in which other words than names have capital letters.
        case other
    }

    /// The folded particles before the surname.
    var particles = ""
    /// The key of the full name as in `PersonName.fullKey`; nil without given names.
    var fullKey: String?
    /// The full name as written.
    var fullName: String?
    var certainty = Certainty.none
    /// The roles of the name, as written.
    var roles: [String] = []
    /// The form of address in `Mrs Lee`.
    var address: Address?
    /// True if `Jr.` or the like follows.
    var isGeneration = false
    /// True after `the`, as in names of things.
    var hasArticle = false
    /// True in `Lee’s wife Ann Lee`.
    var isRelative = false
    /// True if an age or the like follows.
    var hasApposition = false
    /// True if another name follows, so that this one may be a given name.
    var isFollowedByName = false
    /// True if the name begins a sentence, and more words follow.
    var opensSentence = false
    /// The name in `President Xi Jinping` for the surname `Xi`; nil if the text does not show that it is a name.
    var familyFirst: FamilyFirst?
    /// True without given names and without another name after it.
    var isAlone = false
    /// True for the name of a row.
    var isRow = false

    /// The limit of given names; longer runs of words with capital letters are headlines.
    private static let maxGivenNames = 3

    init() {}

    /// Analyses the words around the surname at `index`; calls `sentence` if more words are needed.
    init(
        _ tokens: [NameToken], at index: Int, _ setting: Setting, isHeadline: @autoclosure () -> Bool,
        sentence: () -> [NameToken]?
    ) {
        let surnameStart = PersonName.particleStart(tokens, before: index)
        var (start, count) = Self.givenNames(tokens, before: surnameStart, surname: tokens[index])
        // After `Ms` any two words are a name.
        let isAddressed =
            start > 0 && tokens[start].gap == .blank && RoleWords.honorifics.contains(tokens[start - 1].folded)
        let isHeadline = count > 0 && !isAddressed && isHeadline()
        if isHeadline, Headlines.isVerb(tokens[surnameStart - 1].folded) {
            // `Rask Meets Lee` and `Court Seeks Lee`, but `Prime Minister Boris Lee`
            let subject = start > 0 && tokens[start].gap == .blank ? tokens[start - 1] : nil
            let hasSubject = subject.map { RoleWords.institutions.contains($0.folded) } ?? false
            if count > 1 || hasSubject { (start, count) = (surnameStart, 0) }
        }
        // `special envoy to Norland Ann Lee`
        for land in start..<max(start, surnameStart - 1) where RolePhrase.noun(tokens, ofLand: land) != nil {
            (start, count) = (land + 1, surnameStart - land - 1)
        }
        let given = tokens[start..<surnameStart]
        let end = PersonName.generationEnd(tokens, index, hasGivenName: !given.isEmpty)
        isGeneration = end > index
        fullKey = PersonName.fullKey(given: given, rest: tokens[surnameStart...end])
        particles = PersonName.folded(tokens[surnameStart..<index])
        let nameStart = given.isEmpty ? surnameStart : start
        let next = end + 1 < tokens.count ? tokens[end + 1] : nil
        isFollowedByName = !tokens[end].isPossessive && next.map { $0.gap == .blank && $0.isGivenName } ?? false
        let word = nameStart > 0 && tokens[nameStart].gap == .blank ? tokens[nameStart - 1] : nil
        hasArticle = word?.folded == "the"
        address = word.flatMap { RoleWords.addresses[$0.folded] }
        isRelative =
            nameStart > 1 && RoleWords.relatives.contains(word?.folded ?? "") && tokens[nameStart - 2].isPossessive
            && tokens[nameStart - 2].folded == tokens[index].folded
        if fullKey != nil { fullName = PersonName.text(tokens[start...end]) }
        if setting == .prose {
            if given.isEmpty, surnameStart == index { familyFirst = FamilyFirst(tokens, at: index) }
            let last = familyFirst == nil ? end : index + 1
            roles = RolePhrase.roles(tokens, of: nameStart...last) {
                sentence().flatMap { RoleList($0).role(at: tokens[index].range.lowerBound) }
            }
            if isHeadline || familyFirst?.hasEvidence(roles, tokens, at: index) == false { familyFirst = nil }
            // In `author Paul Lee Rask` another person has the role.
            if isFollowedByName, familyFirst == nil { roles = [] }
        }
        isAlone = given.isEmpty && !isFollowedByName
        guard setting != .other, fullKey != nil, count <= Self.maxGivenNames, !isFollowedByName else { return }
        // `prezydent Polski Ann Lee`
        let mayHoldPlace =
            setting == .foreign && count > 1 && start > 0 && ForeignWords.isTitle(tokens[start - 1].folded)
        // `In Paris Lee spoke`
        let isPlace =
            count == 1
            && word.map {
                ($0.isCapital || $0.gap != .blank)
                    && ($0.folded == "from" || RoleWords.locatives.contains($0.folded))
            } ?? false
        // `Hurricane Lee`
        let isThing = count > 0 && RoleWords.things.contains(tokens[start].folded)
        if mayHoldPlace || isPlace || isThing
            || Self.isPart(tokens, from: start) && RolePhrase.before(tokens, start) == nil
        {
            certainty = .unsure
            return
        }
        let isAtStart = ![.blank, .comma, .bracket].contains(tokens[start].gap)
        if isHeadline {
            // `Ann Lee, Mayor of Rome`
            let isNamed = !roles.isEmpty && RolePhrase.before(tokens, nameStart) == nil
            certainty = isNamed && !Headlines.isVerb(tokens[start].folded) ? .strong : .weak
            return
        }
        // `Praising Lee`
        if isAtStart, count == 1, tokens[start].folded.hasSuffix("ing"), tokens[start].folded.utf8.count > 5 { return }
        hasApposition = setting == .prose && RolePhrase.hasApposition(tokens, end)
        let hasRole = !roles.isEmpty || setting == .prose && RolePhrase.hasRoleAfter(tokens, end)
        certainty = isAtStart && !hasRole ? .weak : .strong
        opensSentence = certainty == .weak && !(next?.gap == .blank && next?.isCapital ?? false)
    }

    /// Returns the start and number of the given names before a surname, including those of fathers.
    private static func givenNames(
        _ tokens: [NameToken], before surnameStart: Int, surname: NameToken
    ) -> (start: Int, count: Int) {
        var (start, count) = (surnameStart, 0)
        while start > 0, count <= maxGivenNames, tokens[start].gap == .blank {
            let word = tokens[start - 1]
            // `the Minister for Foreign Affairs Ann Lee`
            if RoleWords.institutions.contains(word.folded) { break }
            if word.isGivenName, !word.isAllCapitals || surname.isAllCapitals || word.isInitial {
                start -= 1
            } else if count > 0, start > 1, word.gap == .blank, RoleWords.descents.contains(word.folded),
                tokens[start - 2].isGivenName
            {
                start -= 2
            } else if count == 0, word.isTwoCapitals, RolePhrase.before(tokens, start - 1) != nil {
                return (start - 1, 1)
            } else {
                break
            }
            count += 1
        }
        return (start, count)
    }

    /// Returns true if the words before the names may belong to them or a role.
    ///
    /// After `Maria de`, `Secretary of` and `Minister for Trade and`, the first name may be a place or an office.
    private static func isPart(_ tokens: [NameToken], from start: Int) -> Bool {
        // In `the spokesman for President` the title belongs to the name; in `Minister of Finance` the office ends.
        if start > 0, tokens[start].gap == .blank,
            RoleWords.isNoun(tokens[start - 1]) || RoleWords.isField(tokens[start - 1].folded)
        {
            return false
        }
        var index = start
        while index > 1, tokens[index].gap == .blank {
            index -= 1
            let word = tokens[index].folded
            let isLink = ["of", "for", "to", "in"].contains(word) || ForeignWords.links.contains(word)
            let isParticle = !tokens[index].isCapital && RoleWords.particles.contains(word)
            guard isLink || isParticle || tokens[index].isCapital || ["the", "and"].contains(word) else { return false }
            guard tokens[index].gap == .blank, isLink || isParticle else { continue }
            let before = tokens[index - 1]
            if RoleWords.isNoun(before) || ForeignWords.isTitle(before.folded) { return true }
            if index == start - 1, isParticle, before.isGivenName { return true }
        }
        return false
    }
}
