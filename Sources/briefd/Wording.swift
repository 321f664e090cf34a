// Formats counts for messages: digits in groups, nouns in singular or plural.

enum Wording {
    /// Returns a count with its noun: `1 article`, `2 articles`, `1,234 points`.
    ///
    /// `plural` is the name of a collection or another plural noun; a name without a plural ending stays as it is.
    static func counted(_ count: Int, _ plural: String) -> String {
        "\(number(count)) \(count == 1 ? singular(plural) : plural)"
    }

    /// Returns a whole number with commas between its groups of three digits.
    static func number(_ count: Int) -> String {
        var digits = Array(String(count))
        let first = digits.first == "-" ? 1 : 0
        for place in stride(from: digits.count - 3, to: first, by: -3) { digits.insert(",", at: place) }
        return String(digits)
    }

    /// Words that end like plurals but have no other singular.
    private static let unchanged = ["ss", "us", "is", "news", "series", "species"]

    /// Returns the singular of an English plural that ends in `ies` or `s`; other words stay as they are.
    private static func singular(_ plural: String) -> String {
        if plural == "people" { return "person" }
        if unchanged.contains(where: plural.hasSuffix) { return plural }
        if plural.hasSuffix("ies") { return plural.dropLast(3) + "y" }
        return plural.hasSuffix("s") ? String(plural.dropLast()) : plural
    }
}
