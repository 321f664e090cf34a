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
        let wanted = Array(String(decoding: text, as: UTF8.self).unicodeScalars)
        guard wanted.count <= Self.longestMisspelt else { return [] }
        let limit = wanted.count <= 4 ? 1 : 2
        let letters = Self.letters(of: text)
        var found: [(distance: Int, count: Int, text: String)] = []
        var terms = TermUnion(segments.map(\.segment.postings))
        while terms.next() {
            let candidate = terms.text
            // Every edit changes one kind of letter on each side at most, and one letter has four bytes at most.
            guard abs(candidate.count - text.count) <= 4 * limit else { continue }
            let others = Self.letters(of: candidate)
            guard (letters & ~others).nonzeroBitCount <= 4 * limit, (others & ~letters).nonzeroBitCount <= 4 * limit
            else { continue }
            if candidate.allSatisfy({ $0 < 0x80 }), abs(candidate.count - wanted.count) > limit { continue }
            let spelling = String(decoding: candidate, as: UTF8.self)
            let scalars = Array(spelling.unicodeScalars)
            guard let distance = EditDistance.between(wanted, scalars, limit: limit), distance > 0 else { continue }
            let count = documentFrequency(of: terms.places)
            if count > 0 { found.append((distance, count, spelling)) }
        }
        found.sort { left, right in
            if left.distance != right.distance { return left.distance < right.distance }
            return left.count == right.count ? left.text.precedesByBytes(right.text) : left.count > right.count
        }
        return found.prefix(Self.mostNearest).map(\.text)
    }

    /// Which bytes a word holds, one bit for each of 64 kinds.
    private static func letters(of text: some Sequence<UInt8>) -> UInt64 {
        text.reduce(0) { $0 | 1 << UInt64($1 & 63) }
    }
}
