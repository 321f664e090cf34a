// Words of the index that differ by a letter or two from a word that is not in it.

import Text

extension TextIndex {
    /// The maximum number of suggestions for a word.
    private static let maxNearest = 5
    /// The maximum length, in letters, of a word that gets suggestions.
    private static let maxMisspeltLength = 32

    /// Returns the nearest words: those with one edit, then two, the frequent ones first.
    ///
    /// An edit inserts, drops or replaces a letter, or swaps two neighbours. Words of up to five letters get those with
    /// one edit. Reads few of the words: it skips all words with a beginning that no near word has. Once `isStopped` is
    /// true, the answer may be incomplete.
    package func nearestWords(to text: [UInt8], isStopped: () -> Bool = { false }) -> [String] {
        Self.nearestWords(to: text, in: [self], isStopped).map { String(decoding: $0.text, as: UTF8.self) }
    }

    /// Returns the nearest words of several indexes with their distances.
    static func nearestWords(
        to text: [UInt8], in indexes: [TextIndex], _ isStopped: () -> Bool
    ) -> [(text: [UInt8], distance: Int)] {
        var letters: [UInt32] = []
        text.withUnsafeBufferPointer { text in
            var index = 0
            while index < text.count { letters.append(nextLetter(of: text, at: &index)) }
        }
        guard !letters.isEmpty, letters.count <= maxMisspeltLength else { return [] }
        var found: [[UInt8]: (distance: Int, count: Int)] = [:]
        for reader in indexes.lazy.flatMap(\.segments) {
            let words = reader.segment.postings.terms
            var nearWords = NearWordReader(letters, limit: letters.count <= 5 ? 1 : 2)
            words.forEachWord(from: &nearWords, isStopped) { word, distance in
                let count = reader.documentFrequency(of: word)
                if count > 0 { found[Array(words.text(of: word)), default: (distance, 0)].count += count }
            }
        }
        let nearest = found.sorted { left, right in
            if left.value.distance != right.value.distance { return left.value.distance < right.value.distance }
            if left.value.count != right.value.count { return left.value.count > right.value.count }
            return left.key.lexicographicallyPrecedes(right.key)
        }
        return nearest.prefix(maxNearest).map { ($0.key, $0.value.distance) }
    }
}

extension TermDictionary {
    /// Calls `body` with the number and the distance of each near word, in the order of the words.
    fileprivate func forEachWord(
        from reader: inout NearWordReader, _ isStopped: () -> Bool, _ body: (_ word: Int, _ distance: Int) -> Void
    ) {
        var word = 0
        var steps: UInt8 = 0
        while word < count {
            steps &+= 1
            if steps == 0, isStopped() { return }
            if reader.read(text(of: word)) {
                if let distance = reader.distance, distance > 0 { body(word, distance) }
                word += 1
            } else {
                word = firstWord(after: word, beginning: reader.prefix)
            }
        }
    }

    /// Returns the first word after `word` that does not begin with `prefix`, as `word` does.
    private func firstWord(after word: Int, beginning prefix: [UInt8]) -> Int {
        func begins(_ word: Int) -> Bool { text(of: word).starts(with: prefix) }
        // Steps that double, then halves: most of the time the next words already begin differently.
        var (low, step) = (word + 1, 1)
        while low + step <= count, begins(low + step - 1) {
            low += step
            step += step
        }
        return (low..<min(low + step - 1, count)).partitioningIndex { !begins($0) }
    }
}

/// Reads the words of a sorted dictionary and their distances to a wanted word.
///
/// Keeps the distances of the letters that a word has in common with the next one.
private struct NearWordReader {
    private let limit: Int
    private var matrix: EditMatrix<UInt32>
    /// The number of bytes up to the end of each letter of `prefix`.
    private var ends: [Int] = []
    /// The bytes of the letters read so far.
    private(set) var prefix: [UInt8] = []

    /// `wanted` are the letters of the wanted word, each as its bytes of UTF-8.
    init(_ wanted: [UInt32], limit: Int) {
        self.limit = limit
        matrix = EditMatrix(wanted)
    }

    /// The distance of the word that was read last; nil above the limit.
    var distance: Int? { matrix.distance <= limit ? matrix.distance : nil }

    /// Reads a word; false if no word that begins with `prefix`, as it does, is near enough.
    mutating func read(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        var shared = 0
        while shared < prefix.count, shared < text.count, prefix[shared] == text[shared] { shared += 1 }
        while let end = ends.last, end > shared {
            ends.removeLast()
            matrix.removeLast()
        }
        var index = ends.last ?? 0
        prefix.removeLast(prefix.count - index)
        while index < text.count {
            let start = index
            let letter = nextLetter(of: text, at: &index)
            prefix.append(contentsOf: text[start..<index])
            ends.append(index)
            guard matrix.append(letter) <= limit else { return false }
        }
        return true
    }
}

/// Returns the letter at `index` as its bytes of UTF-8, and moves `index` to the next one.
private func nextLetter(of text: UnsafeBufferPointer<UInt8>, at index: inout Int) -> UInt32 {
    var letter: UInt32 = 0
    repeat {
        letter = letter << 8 | UInt32(text[index])
        index += 1
    } while index < text.count && text[index] & 0xC0 == 0x80
    return letter
}
