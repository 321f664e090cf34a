// Rows such as `Xi Jinping` of people who are called `Xi` in the same document.

import Documents
import Text

/// The rows with the family name first, as far as their documents show it.
struct FamilyFirstRows {
    /// A record with a name of two words.
    struct Candidate {
        let record: Int
        /// Folded.
        let first: String
        let last: String
    }

    /// Returns the places in `candidates` of the records that a document calls by the first word of their name.
    ///
    /// A title or an office comes before that word, as in `President Xi`, or before the name that the row has. The
    /// other word never comes without the first one. The first one never comes in small letters, before another name,
    /// or as a place.
    static func shown(
        among candidates: [Candidate], in document: Document, _ scratch: Words.Scratch
    ) -> [Int] {
        var words = Surnames()
        var firsts: [Int: [Int]] = [:]
        var lasts: [Int: [Int]] = [:]
        for (position, candidate) in candidates.enumerated() {
            firsts[words.position(of: candidate.first, scratch), default: []].append(position)
            lasts[words.position(of: candidate.last, scratch), default: []].append(position)
        }
        // `Ann Lee` and `Ann Rask` are both called `Ann`.
        firsts = firsts.filter { $0.value.count == 1 }
        let crowds = Set(lasts.values.filter { $0.count > SurnameTable.maxAlike }.joined())
        lasts = lasts.filter { $0.value.count <= SurnameTable.maxAlike }
        firsts = firsts.filter { crowds.isDisjoint(with: $0.value) }
        let table = SurnameTable(Array(words.texts.indices), of: words, scratch)
        var titled: Set<Int> = []
        var alone: Set<Int> = []
        var refuted: Set<Int> = []
        document.forEachBlockRun { run in
            let hits = table.hits(in: run.text)
            guard run.role != .code, !hits.isEmpty else { return false }
            for hit in hits where hit.isWordInSmallLetters { refuted.formUnion(firsts[hit.surname] ?? []) }
            return run.role != .heading && run.role != .title
        } _: { run in
            for hit in table.hits(in: run.text) where hit.isCapital {
                guard let (tokens, index) = NameToken.tokens(around: hit.offset, in: run.text) else { continue }
                let before = index > 0 && tokens[index].gap == .blank ? tokens[index - 1] : nil
                for position in lasts[hit.surname] ?? [] where before?.folded != candidates[position].first {
                    refuted.insert(position)
                }
                let next = index + 1 < tokens.count && !tokens[index].isPossessive ? tokens[index + 1] : nil
                let name = next.flatMap { $0.gap == .blank && $0.isCapital ? $0.folded : nil }
                let isPlace = before.map { $0.folded == "from" || RoleWords.locatives.contains($0.folded) } ?? false
                for position in firsts[hit.surname] ?? [] {
                    let isFull = name == candidates[position].last
                    if !isFull, name != nil || isPlace {
                        refuted.insert(position)
                    } else {
                        if before.map(isTitle) ?? false { titled.insert(position) }
                        if !isFull { alone.insert(position) }
                    }
                }
            }
        }
        return titled.intersection(alone).subtracting(refuted).sorted()
    }

    /// Whether a word before a name shows that this is a surname, unlike `Sir`.
    private static func isTitle(_ token: NameToken) -> Bool {
        !RoleWords.givenNameTitles.contains(token.folded)
            && (RoleWords.honorifics.contains(token.folded) || RoleWords.isNoun(token))
    }
}

extension PersonName {
    /// The two words of a name that consists of them.
    var twoWords: (first: String, last: String)? {
        guard let words = fullKey?.split(separator: " "), words.count == 2, words[1] == surname, particles.isEmpty,
            words[0] != words[1]
        else { return nil }
        let first = String(words[0])
        let others = [RoleWords.others, RoleWords.institutions, RoleWords.regions, RoleWords.lands]
        return others.contains { $0.contains(first) } ? nil : (first, surname)
    }

    /// The same name with its first word as the surname.
    func withFamilyFirst(_ first: String) -> PersonName {
        var name = self
        name.surname = first
        return name
    }
}
