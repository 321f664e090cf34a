// Conversion of headers to names of fields.

import Documents
import Text

/// Makes names of fields from table headers.
package enum FieldNames {
    /// The names of fields that every record has.
    static let reserved: Set<String> = ["id", "name", "_meta", "appearances", "article", "source"]

    /// Returns the reason why `name` cannot be a field of a collection of this kind; nil if it can.
    package static func problem(ofName name: String, kind: Mapping.Kind) -> String? {
        if reserved.contains(name) || kind == .person && PersonFields.names.contains(name) {
            return "every record has something else of that name"
        }
        let isWord = name.unicodeScalars.allSatisfy { $0.isWordPart || $0 == "_" || $0 == "-" }
        return isWord && name.utf8.first != UInt8(ascii: "-")
            ? nil
            : "a name has letters, digits, `_` and, after the first character, `-`, since queries ask for it by "
                + "`name:op=value`"
    }

    /// Returns `header` in camelCase: `Focus Area` → `focusArea`, `GDP growth` → `gdpGrowth`.
    ///
    /// The result is empty if the header has no letter or digit of any script.
    package static func camelCase(_ header: String) -> String {
        var words: [String.UnicodeScalarView] = []
        var isInWord = false
        var rest = header.unicodeScalars[...]
        while let scalar = rest.popFirst() {
            if scalar == "'" || scalar == "\u{2019}" { continue }
            // `Owner(s)` has the same name as `Owners`.
            if scalar == "(", isInWord, let ending = optionalPlurals.first(where: { rest.starts(with: $0.closed) }) {
                words[words.count - 1].append(contentsOf: ending.letters)
                rest.removeFirst(ending.closed.count)
                continue
            }
            guard scalar.isWordPart else {
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

    /// Makes a unique name for each column but the key's; also returns the name that the header gives.
    ///
    /// A name that exists already or is in `taken` becomes `name2`; an empty header gives `column3`.
    static func names(
        of columns: [String], key: Int?, taken: Set<String> = [], configured: (String) -> String?
    ) -> [(name: String, wanted: String)?] {
        var names = UniqueNames(taken: reserved.union(taken), ignoringCase: true)
        return columns.enumerated().map { position, header in
            if position == key { return nil }
            var wanted = configured(header) ?? camelCase(header)
            if wanted.isEmpty { wanted = "column\(position + 1)" }
            return (names.take(wanted), wanted)
        }
    }

    /// The endings of words such as `Owner(s)` and `Process(es)`, with and without the closing parenthesis.
    private static let optionalPlurals = ["s", "es"].map { letters in
        (letters: letters.unicodeScalars, closed: (letters + ")").unicodeScalars)
    }

    private static func withFirstLetter(of word: String, upper: Bool) -> String {
        guard let first = word.unicodeScalars.first else { return word }
        let letter = upper ? first.properties.titlecaseMapping : first.properties.lowercaseMapping
        return letter + String(String.UnicodeScalarView(word.unicodeScalars.dropFirst()))
    }
}
