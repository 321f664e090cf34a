// Selection of a codebook's strings: those with codes that save most bytes in a sample of the documents.

extension Codebook {
    /// Makes a codebook for documents like those of `sample`; a few megabytes are enough.
    ///
    /// O(size of the sample).
    package convenience init(sample: [[UInt8]]) {
        var words: [Token: Int] = [:]
        for text in sample {
            text.withUnsafeBufferPointer { Self.forEachWord(of: $0) { words[$0, default: 0] += 1 } }
        }
        // A string that occurs once is as likely to occur again as any other of its shape.
        let known = Self.best(words.lazy.filter { $0.value > 1 }, Self.capacity - Self.pieces - 256)
        var pieces: [Token: Int] = [:]
        let frequent = Set(known)
        // A quarter of the rare words is enough. The selection must not depend on the hash seed.
        for (word, count) in words where word.slot % 4 == 0 && !frequent.contains(word) {
            word.forEachPiece { pieces[$0, default: 0] += count }
        }
        let bytes = (0...255).map { Token(byte: $0) }
        let candidates = Self.unique(known + bytes + Self.best(pieces.lazy.filter { $0.value > 1 }, Self.pieces))
        // The most used candidates get the short codes.
        let draft = Codebook(candidates)
        var uses = [Int](repeating: 0, count: Self.capacity + 256)
        for text in sample {
            text.withUnsafeBufferPointer { draft.forEachCode(in: $0, $0.indices) { uses[$0] += 1 } }
        }
        self.init(candidates.indices.sorted { (uses[$0], $1) > (uses[$1], $0) }.map { candidates[$0] })
    }

    /// The number of codes reserved for pieces of words.
    private static let pieces = 6_144

    private static func forEachWord(of text: UnsafeBufferPointer<UInt8>, _ body: (Token) -> Void) {
        guard let start = text.baseAddress else { return }
        var position = 0
        while position < text.count {
            let length = WordShape.length(
                of: start + position, limit: text.count - position, readable: text.count - position)
            body(Token(start + position, count: length, readable: text.count - position))
            position += length
        }
    }

    /// Returns the `limit` tokens that save most bytes, in an order that does not depend on the hash seed.
    private static func best(_ found: some Sequence<(key: Token, value: Int)>, _ limit: Int) -> [Token] {
        let sorted = found.map { (saved: $0.value * ($0.key.count - 1), token: $0.key) }
            .sorted { ($0.saved, $0.token.low, $0.token.high) > ($1.saved, $1.token.low, $1.token.high) }
        return sorted.prefix(limit).map(\.token)
    }

    private static func unique(_ tokens: [Token]) -> [Token] {
        var seen: Set<Token> = []
        return tokens.filter { seen.insert($0).inserted }
    }
}

extension Token {
    /// Calls `body` with each substring of 2 to `WordShape.maxPieceLength` bytes.
    fileprivate func forEachPiece(_ body: (Token) -> Void) {
        withUnsafeBytes(of: self) { bytes in
            let bytes = bytes.bindMemory(to: UInt8.self)
            guard let start = bytes.baseAddress else { return }
            for first in 0..<count {
                for length in 2...WordShape.maxPieceLength where first + length <= count {
                    body(Token(start + first, count: length, readable: length))
                }
            }
        }
    }
}
