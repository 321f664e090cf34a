// Names with the family name first: `Xi Jinping`, who is called `Xi` elsewhere in the text.

import Documents
import Text

/// A surname and the given name after it.
struct FamilyFirst: Hashable {
    /// Folded.
    let key: String
    let text: String
    /// The given name, folded.
    let given: String

    /// Reads the word after the surname at `index`; fails if it is no name, or if more of a name follows.
    init?(_ tokens: [NameToken], at index: Int) {
        guard index + 1 < tokens.count, !tokens[index].isPossessive, tokens[index + 1].gap == .blank else { return nil }
        let name = tokens[index + 1]
        guard name.isGivenName || name.isPossessive && name.isCapital && RoleWords.isName(name.folded),
            !name.isInitial, !name.isAllCapitals, !RoleWords.institutions.contains(name.folded),
            !RoleWords.regions.contains(name.folded)
        else { return nil }
        if index + 2 < tokens.count, !name.isPossessive, tokens[index + 2].gap == .blank, tokens[index + 2].isCapital {
            return nil
        }
        given = name.folded
        key = "\(tokens[index].folded) \(name.folded)"
        text = "\(tokens[index].text) \(name.text)"
    }

    /// True if a role, a form of address or an age is next to the name; `Trump Tower` has none.
    func hasEvidence(_ roles: [String], _ tokens: [NameToken], at index: Int) -> Bool {
        let title = index > 0 && tokens[index].gap == .blank ? tokens[index - 1].folded : ""
        // `Sir James Lee` has the given name first.
        if RoleWords.givenNameTitles.contains(title) { return false }
        let isAddressed = RoleWords.honorifics.contains(title)
        return !roles.isEmpty || isAddressed || RolePhrase.hasApposition(tokens, index + 1)
    }
}

extension FamilyFirst {
    /// The names among `candidates` with a given name that is also elsewhere in the document: after `Paul Ryan`, `Ryan`
    /// alone shows that it is the surname.
    static func refuted(
        _ candidates: Set<FamilyFirst>, in document: Document, _ scratch: Words.Scratch
    ) -> Set<FamilyFirst> {
        var names = Surnames()
        var byName: [Int: [FamilyFirst]] = [:]
        for each in candidates { byName[names.position(of: each.given, scratch), default: []].append(each) }
        let table = SurnameTable(Array(byName.keys), of: names, scratch)
        var refuted: Set<FamilyFirst> = []
        document.forEachBlockRun {
            $0.role != .code && table.hits(in: $0.text).contains(where: \.isCapital)
        } _: { run in
            for hit in table.hits(in: run.text) where hit.isCapital {
                guard let (tokens, index) = NameToken.tokens(around: hit.offset, in: run.text) else { continue }
                let before = index > 0 && tokens[index].gap == .blank ? tokens[index - 1].folded : ""
                let others = byName[hit.surname]?.filter { $0.key != "\(before) \($0.given)" }
                refuted.formUnion(others ?? [])
            }
        }
        return refuted
    }
}
