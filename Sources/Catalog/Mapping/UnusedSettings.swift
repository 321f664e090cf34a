// Settings of configured collections that no document answers to: what they look for is nowhere, so it is probably
// misspelled. Each remark names what comes nearest.

import Documents

enum UnusedSettings {
    /// Returns the diagnostics on the entries that a user wrote; `nearMisses` has the positions of those that match
    /// nothing.
    static func diagnostics(on gathered: [AppearanceGatherer], _ nearMisses: [Int: NearMiss.Found?]) -> [Diagnostic] {
        nearMisses.sorted { $0.key < $1.key }.compactMap { index, near in
            let path = "collections.\(gathered[index].entry.name)"
            let sentence = near.map { " " + $0.miss.sentence } ?? ""
            return remark(gathered[index], .unmatchedCollection, "\(path) matches nothing.\(sentence)")
        }
            + gathered.filter { $0.entry.origin != nil && !$0.keys.isEmpty }
            .flatMap { unusedFields($0) + unusedAliases($0) }
    }

    private static func unusedFields(_ gathered: AppearanceGatherer) -> [Diagnostic] {
        let headers = gathered.fields.flatMap(\.originalHeaders)
        return gathered.entry.fields.filter { !gathered.usedRules.contains(CollectionMatcher.folded($0.header)) }
            .compactMap { rule in
                let nearest = Suggestion.nearest(to: rule.header, among: headers)
                return remark(
                    gathered, .unusedField,
                    "No column is called `\(rule.header)` as collections.\(gathered.entry.name).fields says."
                        + (nearest.map { " Is it `\($0)`?" } ?? ""))
            }
    }

    /// Of more names that stand for nothing, the nearest is not looked for.
    private static let mostSuggested = 32

    private static func unusedAliases(_ gathered: AppearanceGatherer) -> [Diagnostic] {
        let names = gathered.appearances.lazy.compactMap(\.first?.name)
        let unused = gathered.entry.aliases.filter { !gathered.hasRecord(key: Folding.key($0.name)) }
        return unused.enumerated().compactMap { number, aliases in
            let nearest = number < mostSuggested ? Suggestion.nearest(to: aliases.name, among: names) : nil
            return remark(
                gathered, .unusedAlias,
                "No row is called `\(aliases.name)` or one of its other names in"
                    + " collections.\(gathered.entry.name).aliases." + (nearest.map { " Is it `\($0)`?" } ?? ""))
        }
    }

    private static func remark(_ gathered: AppearanceGatherer, _ code: Diagnostic.Code, _ message: String)
        -> Diagnostic?
    {
        gathered.entry.origin.map { Diagnostic(.warning, code, at: $0, message) }
    }
}
