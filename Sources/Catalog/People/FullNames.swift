// The full names that the text has for one surname, and which of them are certain.

/// The full names that the text has for one surname.
struct FullNames {
    struct Name {
        var key: String
        var name: String
        var place: Place
        var strong = 0
        var weak = 0
        var articles = 0
        var hasRole = false

        /// True for a name such as `the West Bank`.
        var isThing: Bool { articles * 2 > strong + weak }
    }

    private(set) var certain: [Name] = []

    /// Certain is one that stands once where a capital letter means a name, or twice where a sentence begins.
    init(_ found: some Sequence<Sighting>, _ contexts: [NameContext]) {
        var seen: [String: Name] = [:]
        for each in found {
            let context = contexts[Int(each.context)]
            guard let key = context.fullKey, let name = context.fullName, context.certainty != .none
            else { continue }
            var known = seen[key] ?? Name(key: key, name: name, place: each.place)
            if context.certainty == .strong {
                if known.strong == 0 { (known.name, known.place) = (name, each.place) }
                known.strong += 1
            } else {
                known.weak += 1
            }
            if context.hasArticle { known.articles += 1 }
            if context.role != nil { known.hasRole = true }
            seen[key] = known
        }
        let keys = Set(seen.filter { $0.value.strong > 0 || $0.value.weak > 1 }.keys)
        let plainKeys = Dictionary(grouping: keys, by: Self.withoutInitials)
        for key in keys.sorted() {
            // `Republican Ann Lee` where there is `Ann Lee`; `Ann B. Lee` where it is the only one of that kind.
            let ends = key.indices.filter { key[$0] == " " }.map { String(key[key.index(after: $0)...]) }
            if ends.contains(where: keys.contains) { continue }
            let plain = Self.withoutInitials(key)
            if plain != key, keys.contains(plain), plainKeys[plain]?.count == 2 { continue }
            if let known = seen[key] { certain.append(known) }
        }
    }

    private static func withoutInitials(_ key: String) -> String {
        key.split(separator: " ").filter { $0.unicodeScalars.count > 1 }.joined(separator: " ")
    }
}
