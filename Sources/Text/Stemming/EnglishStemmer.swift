// Stems of English words by the rules of Snowball's English stemmer ("Porter2"), as its description publishes them:
// Porter, "The English (Porter2) stemming algorithm", 2001, with the changes up to Snowball 3.1.

/// Finds the stem that the forms of an English word share: `exercise`, `exercises` and `exercising` have `exercis`.
///
/// Works in place. A stem is never longer than its word.
struct EnglishStemmer {
    private let word: UnsafeMutablePointer<UInt8>
    private var count: Int
    /// Where the regions R1 and R2 begin: suffixes are only removed there, so that a part of the word stays.
    private var r1 = 0
    private var r2 = 0

    /// Replaces a word of small ASCII letters by its stem, and returns the stem's length; other words stay.
    static func stem(_ word: UnsafeMutablePointer<UInt8>, count: Int) -> Int {
        guard count > 2, (0..<count).allSatisfy({ isSmallLetter(word[$0]) }) else { return count }
        var stemmer = EnglishStemmer(word: word, count: count)
        stemmer.stem()
        return stemmer.count
    }

    /// Returns the letters that words with a stem begin with: all of its letters, or nearly all.
    static func beginnings(ofStem stem: [UInt8]) -> [[UInt8]] {
        func ends(with suffix: StaticString) -> Bool {
            stem.count > suffix.utf8CodeUnitCount
                && suffix.withUTF8Buffer { stem.suffix(suffix.utf8CodeUnitCount).elementsEqual($0) }
        }
        // The stem of `capability` is `capabl`.
        if ends(with: "bl") { return [stem.dropLast()] }
        if ends(with: "ble") { return [stem.dropLast(2)] }
        // The stem of `dying` is `die`.
        if stem.count == 3, ends(with: "ie") { return [stem.dropLast(), [stem[0]] + Array("ying".utf8)] }
        return [stem.count > 2 && "eiy".utf8.contains(stem[stem.count - 1]) ? stem.dropLast() : stem]
    }

    private init(word: UnsafeMutablePointer<UInt8>, count: Int) { (self.word, self.count) = (word, count) }

    private mutating func stem() {
        for (exception, stem) in Self.exceptions where isWord(exception) {
            replace(suffix: exception, by: stem)
            return
        }
        markConsonants()
        findRegions()
        removePlural()
        removeVerbEnding()
        replaceLastY()
        if !replaceSuffix(in: Self.doubleSuffixes) { removeAdverbEnding() }
        removeAdjectiveEnding()
        removeLastSuffix()
        removeLastLetter()
        for index in 0..<count where word[index] == Self.consonantY { word[index] = UInt8(ascii: "y") }
    }

    // MARK: Letters

    /// Marks a `y` that is a consonant.
    private static let consonantY = UInt8(ascii: "Y")

    @inline(__always)
    private static func isSmallLetter(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "a") < 26 }

    /// Vowels are a, e, i, o, u, and y where it is not marked.
    @inline(__always)
    private func isVowel(_ index: Int) -> Bool { Self.contains("aeiouy", word[index]) }

    @inline(__always)
    private static func contains(_ letters: StaticString, _ letter: UInt8) -> Bool {
        letters.withUTF8Buffer { $0.contains(letter) }
    }

    /// Marks each `y` that begins the word or follows a vowel.
    private func markConsonants() {
        for index in 0..<count where word[index] == UInt8(ascii: "y") {
            if index == 0 || isVowel(index - 1) { word[index] = Self.consonantY }
        }
    }

    private mutating func findRegions() {
        r1 = Self.beginnings.first(where: begins)?.utf8CodeUnitCount ?? region(after: 0)
        r2 = region(after: r1)
    }

    /// Returns the place after the first consonant that follows a vowel, from `start` on; else the end.
    private func region(after start: Int) -> Int {
        var index = start
        while index < count, !isVowel(index) { index += 1 }
        while index < count, isVowel(index) { index += 1 }
        return min(index + 1, count)
    }

    /// True if the first `end` letters end with a short syllable.
    private func hasShortSyllable(before end: Int) -> Bool {
        if hasSuffix("past", before: end) { return true }
        guard end >= 2, !isVowel(end - 1), isVowel(end - 2) else { return false }
        return end == 2 || !isVowel(end - 3) && !Self.contains("wxY", word[end - 1])
    }

    // MARK: Suffixes

    private func isWord(_ text: StaticString) -> Bool { count == text.utf8CodeUnitCount && hasSuffix(text) }

    private func begins(with text: StaticString) -> Bool {
        let length = text.utf8CodeUnitCount
        return length <= count && (0..<length).allSatisfy { word[$0] == text.utf8Start[$0] }
    }

    private func hasSuffix(_ suffix: StaticString) -> Bool { hasSuffix(suffix, before: count) }

    private func hasSuffix(_ suffix: StaticString, before end: Int) -> Bool {
        let start = end - suffix.utf8CodeUnitCount
        return start >= 0 && (0..<suffix.utf8CodeUnitCount).allSatisfy { word[start + $0] == suffix.utf8Start[$0] }
    }

    private func hasVowel(before end: Int) -> Bool { (0..<max(end, 0)).contains(where: isVowel) }

    /// Replaces a suffix that the word has.
    private mutating func replace(suffix: StaticString, by replacement: StaticString) {
        count -= suffix.utf8CodeUnitCount
        for index in 0..<replacement.utf8CodeUnitCount { word[count + index] = replacement.utf8Start[index] }
        count += replacement.utf8CodeUnitCount
    }

    private typealias Replacement = (suffix: StaticString, replacement: StaticString)

    /// Replaces the longest suffix of a table if it is in R1; returns false if the word has none of them.
    private mutating func replaceSuffix(in table: [Replacement]) -> Bool {
        guard let found = table.first(where: { hasSuffix($0.suffix) }) else { return false }
        if count - found.suffix.utf8CodeUnitCount >= r1 { replace(suffix: found.suffix, by: found.replacement) }
        return true
    }

    // MARK: Steps

    /// Step 1a: `ponies`, `gaps`, but not `gas` and `class`.
    private mutating func removePlural() {
        if hasSuffix("sses") {
            count -= 2
        } else if hasSuffix("ied") || hasSuffix("ies") {
            count -= count > 4 ? 2 : 1
        } else if hasSuffix("s"), !hasSuffix("us"), !hasSuffix("ss"), hasVowel(before: count - 2) {
            count -= 1
        }
    }

    /// Step 1b: `agreed`, `hoped`, `hopping`.
    private mutating func removeVerbEnding() {
        if let suffix = (["eedly", "eed"] as [StaticString]).first(where: hasSuffix) {
            let start = count - suffix.utf8CodeUnitCount
            if start >= r1, !Self.stemsOfEed.contains(where: { hasOnly($0, before: start) }) { count = start + 2 }
            return
        }
        guard let suffix = (["ingly", "edly", "ing", "ed"] as [StaticString]).first(where: hasSuffix) else { return }
        let start = count - suffix.utf8CodeUnitCount
        if suffix.utf8CodeUnitCount == 3 {
            if start == 2, word[1] == UInt8(ascii: "y"), !isVowel(0) { return replace(suffix: "ying", by: "ie") }
            if Self.stemsOfIng.contains(where: { hasOnly($0, before: start) }) { return }
        }
        guard hasVowel(before: start) else { return }
        count = start
        if hasSuffix("at") || hasSuffix("bl") || hasSuffix("iz") {
            replace(suffix: "", by: "e")
        } else if count >= 2, word[count - 1] == word[count - 2], Self.contains("bdfgmnprt", word[count - 1]) {
            if count != 3 || !Self.contains("aeo", word[0]) { count -= 1 }
        } else if count == r1, hasShortSyllable(before: count) {
            replace(suffix: "", by: "e")
        }
    }

    private func hasOnly(_ text: StaticString, before end: Int) -> Bool {
        end == text.utf8CodeUnitCount && begins(with: text)
    }

    /// Step 1c: `cry`, but not `by` and `say`.
    private func replaceLastY() {
        guard count > 2, word[count - 1] | 0x20 == UInt8(ascii: "y"), !isVowel(count - 2) else { return }
        word[count - 1] = UInt8(ascii: "i")
    }

    /// Step 2, the suffixes that depend on the letter before them: `geology`, `quickly`.
    private mutating func removeAdverbEnding() {
        if hasSuffix("ogi") {
            if count - 3 >= r1, hasSuffix("logi") { count -= 1 }
        } else if hasSuffix("li"), count - 2 >= r1, count > 2, Self.contains("cdeghkmnrt", word[count - 3]) {
            count -= 2
        }
    }

    /// Step 3: `hopeful`, `electrical`.
    private mutating func removeAdjectiveEnding() {
        if replaceSuffix(in: Self.adjectiveSuffixes) { return }
        if hasSuffix("ative"), count - 5 >= r2 { count -= 5 }
    }

    /// Step 4: removes the longest suffix if it is in R2.
    private mutating func removeLastSuffix() {
        guard let suffix = Self.lastSuffixes.first(where: hasSuffix) else { return }
        let start = count - suffix.utf8CodeUnitCount
        guard start >= r2 else { return }
        if hasSuffix("ion"), start == 0 || !Self.contains("st", word[start - 1]) { return }
        count = start
    }

    /// Step 5: `rate`, but not `rat`; `controll`.
    private mutating func removeLastLetter() {
        let start = count - 1
        if hasSuffix("e") {
            if start >= r2 || start >= r1 && !hasShortSyllable(before: start) { count = start }
        } else if hasSuffix("ll"), start >= r2 {
            count = start
        }
    }

    // MARK: Tables

    /// Words with stems of their own.
    private static let exceptions: [Replacement] = [
        ("skis", "ski"), ("skies", "sky"), ("sky", "sky"), ("idly", "idl"), ("gently", "gentl"), ("ugly", "ugli"),
        ("early", "earli"), ("only", "onli"), ("singly", "singl"), ("news", "news"), ("howe", "howe"),
        ("atlas", "atlas"), ("cosmos", "cosmos"), ("bias", "bias"), ("andes", "andes"),
    ]

    /// R1 follows these beginnings: `generic` and `generate` have different stems.
    private static let beginnings: [StaticString] = [
        "arsen", "commun", "emerg", "gener", "inter", "later", "organ", "past", "univers",
    ]

    private static let stemsOfEed: [StaticString] = ["proc", "exc", "succ"]
    private static let stemsOfIng: [StaticString] = ["inn", "out", "cann", "herr", "earr", "even"]

    /// Step 2; a suffix that another one ends with comes after it, as in the other tables.
    private static let doubleSuffixes: [Replacement] = [
        ("ization", "ize"), ("ational", "ate"), ("fulness", "ful"), ("ousness", "ous"), ("iveness", "ive"),
        ("tional", "tion"), ("biliti", "ble"), ("lessli", "less"), ("entli", "ent"), ("ation", "ate"),
        ("alism", "al"), ("aliti", "al"), ("ousli", "ous"), ("iviti", "ive"), ("fulli", "ful"), ("ogist", "og"),
        ("enci", "ence"), ("anci", "ance"), ("abli", "able"), ("izer", "ize"), ("ator", "ate"), ("alli", "al"),
        ("bli", "ble"),
    ]

    private static let adjectiveSuffixes: [Replacement] = [
        ("ational", "ate"), ("tional", "tion"), ("alize", "al"), ("icate", "ic"), ("iciti", "ic"), ("ical", "ic"),
        ("ness", ""), ("ful", ""),
    ]

    private static let lastSuffixes: [StaticString] = [
        "ement", "ance", "ence", "able", "ible", "ment", "ant", "ent", "ism", "ate", "iti", "ous", "ive", "ize",
        "ion", "al", "er", "ic",
    ]
}
