// Words of the index that differ by a letter or two from one that is not there.

extension TextIndex {
    /// The most words that are named for one.
    private static let mostNearest = 5
    /// Longer words get no suggestion, in letters.
    private static let longestMisspelt = 32

    /// The nearest words: those with one edit, then two, the frequent ones first; one edit alone for short words.
    ///
    /// An edit inserts, drops, replaces or swaps letters. O(number of words), without allocating for most of them.
    func nearestWords(to text: [UInt8]) -> [String] {
        let wanted = Misspelt(text)
        guard wanted.scalars.count <= Self.longestMisspelt else { return [] }
        var found: [(distance: Int, count: Int, text: String)] = []
        var terms = TermUnion(segments)
        while terms.next() {
            if let near = wanted.near(terms.text) { found.append((near.distance, terms.unitCount, near.text)) }
        }
        found.sort { left, right in
            if left.distance != right.distance { return left.distance < right.distance }
            return left.count == right.count ? left.text.precedesByBytes(right.text) : left.count > right.count
        }
        return found.prefix(Self.mostNearest).map(\.text)
    }
}

/// A word that does not occur.
private struct Misspelt {
    let scalars: [Unicode.Scalar]
    private let byteCount: Int
    private let letters: UInt64
    /// The most edits.
    private let limit: Int

    init(_ text: [UInt8]) {
        scalars = Array(String(decoding: text, as: UTF8.self).unicodeScalars)
        byteCount = text.count
        letters = Self.letters(of: text)
        limit = scalars.count <= 4 ? 1 : 2
    }

    /// Another word with its distance, if that is within the limit.
    func near(_ candidate: UnsafeBufferPointer<UInt8>) -> (distance: Int, text: String)? {
        // Every edit changes one kind of letter on each side at most, and one letter has four bytes at most.
        guard abs(candidate.count - byteCount) <= 4 * limit else { return nil }
        let others = Self.letters(of: candidate)
        guard (letters & ~others).nonzeroBitCount <= 4 * limit, (others & ~letters).nonzeroBitCount <= 4 * limit
        else { return nil }
        if candidate.allSatisfy({ $0 < 0x80 }), abs(candidate.count - scalars.count) > limit { return nil }
        let text = String(decoding: candidate, as: UTF8.self)
        guard let distance = EditDistance.between(scalars, Array(text.unicodeScalars), limit: limit), distance > 0
        else { return nil }
        return (distance, text)
    }

    /// Which bytes a word has, one bit for each of 64 kinds.
    private static func letters(of text: some Sequence<UInt8>) -> UInt64 {
        text.reduce(0) { $0 | 1 << UInt64($1 & 63) }
    }
}
