// The score of a text for a query: Okapi BM25.

import Glibc

/// The weights of Robertson and Zaragoza, "The Probabilistic Relevance Framework", 2009, section 3.
enum BM25 {
    private static let k1: Float = 1.2
    private static let b: Float = 0.75

    /// Returns the weight of a word that `count` of `total` units have; never negative.
    static func rarity(of count: Int, among total: Int) -> Float {
        logf(1 + (Float(max(0, total - count)) + 0.5) / (Float(count) + 0.5)) * (k1 + 1)
    }

    /// Returns the divisor for a unit with so many words.
    static func norm(ofLength length: Float, mean: Float) -> Float {
        k1 * (1 - b + b * length / max(mean, 1))
    }

    /// The mean length of `count` units with `total` words; a sum of integers does not depend on their order.
    static func mean(ofLength total: UInt64, count: Int) -> Float {
        Float(Double(total) / Double(max(count, 1)))
    }

    /// Returns the share of a word in the score of a unit with `frequency` occurrences.
    @inline(__always)
    static func score(_ frequency: Float, norm: Float, rarity: Float) -> Float {
        rarity * frequency / (frequency + norm)
    }
}
