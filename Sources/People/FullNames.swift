// Full names in the text with one surname, and the evidence for each.

/// The full names in the text with one surname.
struct FullNames {
    struct Name {
        let key: String
        var name: String
        var place: Place
        var strong = 0
        var weak = 0
        /// The number of occurrences at the beginning of a sentence with more words after the name.
        var openings = 0
        /// The number of occurrences with a role, in places where only names have a capital letter.
        var titled = 0
        var articles = 0
        var hasRole = false
        /// The number of occurrences as the name of a relative.
        var relative = 0
        /// True if a role, an age or the like is next to it.
        var isDescribed = false

        /// The evidence that the words are a name.
        enum Evidence: Comparable {
            case little
            /// Occurs where only names have a capital letter, or twice at the beginning of a sentence.
            case certain
            /// Also occurs next to a role.
            case titled
        }

        var evidence: Evidence {
            if titled > 0 { return .titled }
            return strong > 0 || weak > 1 ? .certain : .little
        }
        /// True for the name of a relative of another person with the surname.
        var isRelative: Bool { relative > 0 && relative >= strong + weak }
        /// True for a name such as `the West Bank`.
        var isThing: Bool { articles * 2 > strong + weak }
    }

    /// True if the text has `Mrs Lee`, who may be the wife of another person with the surname.
    private var hasWife = false
    /// The names in the order of their keys, with longer spellings of a name joined to it.
    private(set) var names: [Name] = []
    /// The key in `names` for each key in the text.
    private(set) var keys: [String: String] = [:]

    /// The only certain name; nil if there may be several people.
    ///
    /// Names with little evidence do not compete with a name with a role.
    var only: Name? {
        let others = names.filter { !$0.isRelative }
        guard let best = others.max(by: { $0.evidence < $1.evidence }),
            best.evidence > .little || best.isDescribed || others.count == 1 && best.openings > 0 && !hasWife
        else { return nil }
        let rivals = others.lazy.filter { best.evidence < .titled || $0.evidence > .little }
        return rivals.count == 1 ? best : nil
    }
    /// The only name with the family name first, if no other name has the surname and the surname also occurs alone.
    private(set) var familyFirst: Name?
    /// True if there are several names, and none is the only certain one.
    var areSeveral: Bool { names.count > 1 && only == nil }

    init(_ found: some Sequence<Sighting>, _ contexts: [NameContext]) {
        var seen: [String: Name] = [:]
        for each in found {
            let context = contexts[Int(each.context)]
            if context.fullKey == nil, context.address == .wife, !context.isRow { hasWife = true }
            guard let key = context.fullKey, let name = context.fullName, context.certainty != .none
            else { continue }
            var known = seen[key] ?? Name(key: key, name: name, place: each.place)
            switch context.certainty {
            case .strong:
                if known.strong == 0 { (known.name, known.place) = (name, each.place) }
                known.strong += 1
                if !context.roles.isEmpty { known.titled += 1 }
            case .weak:
                known.weak += 1
                if context.opensSentence { known.openings += 1 }
            case .unsure, .none: break
            }
            if context.hasArticle, context.certainty != .unsure { known.articles += 1 }
            if !context.roles.isEmpty { known.hasRole = true }
            if !context.roles.isEmpty || context.hasApposition { known.isDescribed = true }
            if context.isRelative { known.relative += 1 }
            seen[key] = known
        }
        let plainKeys = Dictionary(grouping: seen.keys, by: Self.withoutInitials)
        var longer: [String: String] = [:]
        for key in seen.keys {
            // Joins `Republican Ann Lee` to `Ann Lee`, and `Ann B. Lee` if it is the only one with an initial.
            let end = Self.ends(of: key).last { seen[$0] != nil }
            let plain = Self.withoutInitials(key)
            let isPlain = plain != key && seen[plain] != nil && plainKeys[plain]?.count == 2
            keys[key] = end ?? (isPlain ? plain : key)
            if isPlain, end == nil, seen[plain]?.strong == 0, let name = seen[key], name.strong > 0 {
                longer[plain] = key
            }
        }
        // Joins `George Bush` at the beginning of a sentence to a certain `George W. Bush`.
        let plain = keys
        let next = plain.mapValues { target in plain[target] == target ? longer[target] ?? target : target }
        keys = next.mapValues { Self.end(of: $0, in: next) }
        // Adds the original counts, since a name with joined names may be joined itself.
        let alone = seen
        for (key, target) in keys where key != target {
            guard let name = alone[key] else { continue }
            seen[target]?.strong += name.strong
            seen[target]?.weak += name.weak
            seen[target]?.openings += name.openings
            seen[target]?.titled += name.titled
            seen[target]?.articles += name.articles
            seen[target]?.relative += name.relative
            if name.hasRole { seen[target]?.hasRole = true }
            if name.isDescribed { seen[target]?.isDescribed = true }
        }
        names = seen.values.filter { keys[$0.key] == $0.key }.sorted { $0.key < $1.key }
        if names.isEmpty { familyFirst = Self.familyFirst(found, contexts) }
    }

    private static func familyFirst(_ found: some Sequence<Sighting>, _ contexts: [NameContext]) -> Name? {
        var name: Name?
        var isAlone = false
        for each in found {
            let context = contexts[Int(each.context)]
            if context.isAlone, !context.isRow { isAlone = true }
            guard let full = context.familyFirst else {
                if context.isFollowedByName { return nil }
                continue
            }
            if let known = name, known.key != full.key { return nil }
            if name == nil { name = Name(key: full.key, name: full.text, place: each.place, hasRole: true) }
        }
        return isAlone ? name : nil
    }

    /// Follows `next` from `key` to the end of the chain, which is short.
    private static func end(of key: String, in next: [String: String]) -> String {
        var key = key
        for _ in 0..<16 {
            guard let following = next[key], following != key else { break }
            key = following
        }
        return key
    }

    /// Returns the suffixes of a name, except for those with an initial first: they may be parts of other names.
    static func ends(of key: String) -> some Sequence<String> & BidirectionalCollection {
        key.indices.lazy.filter { key[$0] == " " }.map { String(key[key.index(after: $0)...]) }
            .filter { $0.unicodeScalars.dropFirst().first != " " }
    }

    private static func withoutInitials(_ key: String) -> String {
        key.split(separator: " ").filter { $0.unicodeScalars.count > 1 }.joined(separator: " ")
    }
}
