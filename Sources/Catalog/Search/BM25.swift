// How well a text answers a question: Okapi BM25.

import Glibc

/// The weights of Robertson and Zaragoza, "The Probabilistic Relevance Framework", 2009, section 3.
enum BM25 {
    private static let k1: Float = 1.2
    private static let b: Float = 0.75

    /// How telling a word is that `count` of `total` units hold; never negative.
    static func rarity(of count: Int, among total: Int) -> Float {
        logf(1 + (Float(max(0, total - count)) + 0.5) / (Float(count) + 0.5)) * (k1 + 1)
    }

    /// What a unit of this many words is divided by.
    static func norm(ofLength length: Float, mean: Float) -> Float {
        k1 * (1 - b + b * length / max(mean, 1))
    }

    /// The mean length of `count` units with `total` words; a sum of integers does not depend on their order.
    static func mean(ofLength total: UInt64, count: Int) -> Float {
        Float(Double(total) / Double(max(count, 1)))
    }

    /// What a word adds to the score of a unit where it stands `frequency` times.
    @inline(__always)
    static func score(_ frequency: Float, norm: Float, rarity: Float) -> Float {
        rarity * frequency / (frequency + norm)
    }
}
