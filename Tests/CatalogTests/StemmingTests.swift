// Stems of English words, and which language has which rules.

import Testing

@testable import Text

struct StemmingTests {
    private func stem(_ word: String) -> String {
        String(decoding: StemmingRules.english.stem(Array(word.utf8)), as: UTF8.self)
    }

    @Test(
        "stems are those of the published examples",
        arguments: [
            // Step 1.
            ("caresses", "caress"), ("ties", "tie"), ("cries", "cri"), ("gas", "gas"), ("this", "this"),
            ("gaps", "gap"), ("kiwis", "kiwi"), ("campus", "campus"), ("agreed", "agre"), ("feed", "feed"),
            ("luxuriating", "luxuri"), ("hopping", "hop"), ("hoping", "hope"), ("hoped", "hope"), ("adding", "add"),
            ("egged", "egg"), ("offing", "off"), ("cry", "cri"), ("by", "by"), ("say", "say"), ("sing", "sing"),
            // Step 2.
            ("conditional", "condit"), ("dependency", "depend"), ("relational", "relat"), ("capability", "capabl"),
            ("hopefully", "hope"), ("carelessly", "careless"), ("geologist", "geolog"), ("geology", "geolog"),
            ("quickly", "quick"), ("bodily", "bodili"), ("nationalization", "nation"),
            // Steps 3 to 5.
            ("electrical", "electr"), ("goodness", "good"), ("formative", "format"), ("adjustment", "adjust"),
            ("replacement", "replac"), ("adoption", "adopt"), ("communion", "communion"), ("rate", "rate"),
            ("cease", "ceas"), ("controlling", "control"), ("roll", "roll"),
            // A y after a vowel, or at the beginning, is a consonant.
            ("boyish", "boyish"), ("youth", "youth"), ("enjoying", "enjoy"), ("yes", "yes"),
            // The sample vocabulary of the description.
            ("consigned", "consign"), ("consistency", "consist"), ("consolations", "consol"),
            ("conspirators", "conspir"), ("knackeries", "knackeri"), ("knaves", "knave"), ("knightly", "knight"),
            ("knitting", "knit"), ("knobs", "knob"), ("knotty", "knotti"),
        ])
    func examples(_ word: String, _ expected: String) { #expect(stem(word) == expected) }

    @Test(
        "exceptional words have stems of their own",
        arguments: [
            ("skis", "ski"), ("skies", "sky"), ("sky", "sky"), ("dying", "die"), ("lying", "lie"), ("tying", "tie"),
            ("idly", "idl"), ("gently", "gentl"), ("ugly", "ugli"), ("early", "earli"), ("only", "onli"),
            ("singly", "singl"), ("news", "news"), ("atlas", "atlas"), ("andes", "andes"), ("inning", "inning"),
            ("outings", "outing"), ("herring", "herring"), ("evening", "evening"), ("proceed", "proceed"),
            ("succeeded", "succeed"), ("generate", "generat"), ("general", "general"), ("generic", "generic"),
            ("communities", "communiti"), ("arsenal", "arsenal"), ("past", "past"), ("pasted", "paste"),
            ("university", "universiti"), ("universe", "univers"), ("laterally", "lateral"),
        ])
    func exceptions(_ word: String, _ expected: String) { #expect(stem(word) == expected) }

    @Test("other words keep their form", arguments: ["", "a", "is", "covid19s", "cafés", "häfen", "кораблями"])
    func others(_ word: String) { #expect(stem(word) == word) }

    @Test(
        "words of a stem begin as search expects",
        arguments: [
            ("capability", "capable"), ("dying", "dies"), ("skies", "sky"), ("cries", "cry"), ("hoping", "hope"),
            ("being", "be"), ("agencies", "agency"), ("probably", "probable"), ("exercises", "exercise"),
        ])
    func beginnings(_ one: String, _ other: String) {
        let rules = StemmingRules.english
        let stem = rules.stem(Array(one.utf8))
        #expect(stem == rules.stem(Array(other.utf8)))
        for word in [one, other] {
            #expect(rules.beginnings(ofStem: stem).contains { word.utf8.starts(with: $0) }, "\(word)")
        }
    }

    @Test("a language has rules by its code and by its name")
    func languages() {
        for language in [nil, "", "en", "EN", "en-GB", "en_US", "eng", "English"] {
            #expect(StemmingRules.rules(for: language) != nil, "\(language ?? "none")")
        }
        for language in ["de", "fr-CA", "enm", "Deutsch", "zxx"] {
            #expect(StemmingRules.rules(for: language) == nil, "\(language)")
        }
    }
}
