// The name that a client asks for, parsed by the rules for the names of rows.

import Documents

/// A name as a client writes it: `Mr. Macron`, `French President Macron`.
package struct NameQuery {
    let text: String
    /// The folded text.
    let key: String
    /// The parts of the name; nil if it is not the name of a person.
    let name: PersonName?
    /// The words of such a name.
    let tokens: [NameToken]

    /// Parses a name; one without any capital letter is read as if each word had one.
    package init(_ text: String) {
        self.text = text
        key = Folding.key(text)
        let hasCapital = text.unicodeScalars.contains { $0.properties.isUppercase }
        let spelled = hasCapital ? text : Self.capitalized(text)
        name = PersonName(spelled)
        tokens = name == nil ? [] : NameToken.tokens(of: spelled)
    }

    private static func capitalized(_ text: String) -> String {
        text.split(separator: " ").map { word in
            RoleWords.particles.contains(String(word)) ? String(word) : word.prefix(1).uppercased() + word.dropFirst()
        }.joined(separator: " ")
    }

    /// Returns a folded word as the client wrote it.
    func written(_ word: String) -> String {
        if let token = tokens.first(where: { $0.folded == word }) { return token.text }
        return text.split { !$0.isLetter }.first { Folding.key(String($0)) == word }.map(String.init) ?? word
    }

    /// Returns the whole name as a text has it, and its offset in bytes; nil if it does not occur there.
    func occurrence(in text: String) -> (text: String, offset: Int)? {
        let words = NameToken.tokens(of: text)
        guard tokens.count <= words.count else { return nil }
        let start = (0...words.count - tokens.count).first { start in
            zip(words[start...], tokens).enumerated().allSatisfy { number, pair in
                pair.0.folded == pair.1.folded && (number == 0 || pair.0.gap == pair.1.gap)
            }
        }
        guard let start else { return nil }
        let range = words[start].range.lowerBound..<words[start + tokens.count - 1].range.upperBound
        let bytes = Array(text.utf8)[range]
        return (String(decoding: bytes, as: UTF8.self), range.lowerBound)
    }
}
