// The titles of other languages, and which texts are in one. A title in front of a name would be taken for a given
// name; it is not reported as a role.

import Documents

/// Words of other languages than English.
enum ForeignWords {
    /// True for a title such as `Außenministerin`, folded.
    static func isTitle(_ folded: String) -> Bool {
        if titles.contains(folded) || folded.hasSuffix("chef") { return true }
        var folded = folded
        return folded.withUTF8 { word in
            word.indices.contains { start in
                stems[Int(word[start])].contains { stem in
                    start + stem.count <= word.count && word[start..<start + stem.count].elementsEqual(stem)
                }
            }
        }
    }

    /// What a document is written in, as far as names and roles are written otherwise there.
    enum Language {
        /// Any language without a word of those below counts as English.
        case english
        /// All nouns have a capital, so that none says that a word is a name.
        case german
        case other

        func setting(of role: TextRole) -> NameContext.Setting {
            guard [.paragraph, .item, .quote].contains(role) else { return .other }
            return switch self {
            case .english: .prose
            case .german: .other
            case .other: .foreign
            }
        }
    }

    /// The languages of all documents.
    struct Languages {
        private let german: [Hits]
        private let other: [Hits]
        private let english: Hits

        init(of search: CollectionSearch) {
            german = ["und die der", "und", "nicht"].map { search.hits(TextQuery($0)) }
            other = [
                "les", "une", "dans", "que", "una", "por", "che", "della", "het", "een", "och", "att", "og", "jest",
                "nie", "uma",
            ]
            .map { search.hits(TextQuery($0)) }
            english = search.hits(TextQuery("the"))
        }

        /// A text with all three words is German; one of them is enough if `the` does not occur.
        func language(of document: Int) -> Language {
            func holds(_ hits: Hits) -> Bool { hits.index(of: document) != nil }
            if german.first.map(holds) ?? false { return .german }
            if holds(english) { return .english }
            if german.contains(where: holds) { return .german }
            return other.contains(where: holds) ? .other : .english
        }
    }
}
