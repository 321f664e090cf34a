// How headers become names of fields.

import Documents

/// Makes names of fields from table headers.
package enum FieldNames {
    /// Names that every record has for something else.
    static let reserved: Set<String> = ["id", "name", "_meta", "appearances", "article", "source"]

    /// `header` in camelCase: `Focus Area` → `focusArea`, `GDP growth` → `gdpGrowth`; empty where it has no letter or
    /// digit of any script.
    package static func camelCase(_ header: String) -> String {
        var words: [String.UnicodeScalarView] = []
        var isInWord = false
        for scalar in header.unicodeScalars {
            if scalar == "'" || scalar == "\u{2019}" { continue }
            guard Slug.isWordScalar(scalar) else {
                isInWord = false
                continue
            }
            if !isInWord { words.append(String.UnicodeScalarView()) }
            words[words.count - 1].append(scalar)
            isInWord = true
        }
        return words.map(String.init).enumerated().map { position, word in
            let body = word.unicodeScalars.contains { $0.properties.isLowercase } ? word : word.lowercased()
            return withFirstLetter(of: body, upper: position > 0)
        }.joined()
    }

    /// One name for each column but the key's, all different: `name2` for what is taken, `column3` for an empty header.
    ///
    /// `taken` are further names that the records have for something else.
    static func names(
        of columns: [String], key: Int?, taken: Set<String> = [], configured: (String) -> String?
    ) -> [String?] {
        var names = UniqueNames(taken: reserved.union(taken))
        return columns.enumerated().map { position, header in
            if position == key { return nil }
            let wanted = configured(header) ?? camelCase(header)
            return names.take(wanted.isEmpty ? "column\(position + 1)" : wanted)
        }
    }

    private static func withFirstLetter(of word: String, upper: Bool) -> String {
        guard let first = word.unicodeScalars.first else { return word }
        let letter = upper ? first.properties.titlecaseMapping : first.properties.lowercaseMapping
        return letter + String(String.UnicodeScalarView(word.unicodeScalars.dropFirst()))
    }
}
