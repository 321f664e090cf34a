// Titles in other languages than English, and detection of these languages. Titles before names are not given names,
// and the API does not report them as roles.

import Documents
import Search
import Search

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

    /// The language of a document, as far as it affects names and roles.
    enum Language {
        /// English, or any language that is not detected.
        case english
        /// German, in which all nouns have a capital letter.
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

        init(in index: TextIndex) {
            func hits(_ query: String) -> Hits { index.hits(TextQuery(query, isExact: true), in: .units) }
            german = ["und die der", "und", "nicht"].map(hits)
            other = [
                "les", "une", "dans", "que", "una", "por", "che", "della", "het", "een", "och", "att", "og", "jest",
                "nie", "uma",
            ]
            .map(hits)
            english = hits("the")
        }

        /// Detects the language: a text with all three words is German; one of them is enough without `the`.
        func language(of document: Int) -> Language {
            func holds(_ hits: Hits) -> Bool { hits.index(of: document) != nil }
            if german.first.map(holds) ?? false { return .german }
            if holds(english) { return .english }
            if german.contains(where: holds) { return .german }
            return other.contains(where: holds) ? .other : .english
        }
    }
}
