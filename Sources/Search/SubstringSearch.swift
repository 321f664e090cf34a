// The records whose text may contain a substring: looks up the words of the substring, so that only few texts must be
// compared with it.

import Documents
import Text

/// A piece of a word in a substring: ASCII letters and digits next to each other, in lower case.
struct WordPiece: Equatable {
    let bytes: [UInt8]
    /// True if the word begins and ends with the piece, because white space is around it in the substring.
    var isStart = false
    var isEnd = false

    /// The pieces of a substring; any text that contains it has a word with each.
    ///
    /// Other characters are left out, because their form in the index depends on what is next to them.
    static func pieces(of text: [UInt8]) -> [WordPiece] {
        var pieces: [WordPiece] = []
        var start = 0
        while start < text.count {
            guard text[start].isAlphanumeric else {
                start += 1
                continue
            }
            let end = text[start...].firstIndex { !$0.isAlphanumeric } ?? text.count
            // With this bit a capital is its small letter; small letters and digits have it.
            let bytes = text[start..<end].map { $0 | 0x20 }
            // An `s` after an apostrophe is not indexed. A word of the index ends after its first 64 bytes.
            if bytes.count <= Words.longest, bytes != [UInt8(ascii: "s")] {
                pieces.append(
                    WordPiece(
                        bytes: bytes, isStart: start > 0 && text[start - 1] == 0x20,
                        isEnd: end < text.count && text[end] == 0x20))
            }
            start = end
        }
        return pieces
    }
}

extension TextIndex {
    /// The number of pieces that are looked up: those after the most selective ones exclude few texts.
    private static let maxPieces = 3
    /// The part of the limit, as a divisor, below which the records of a piece are few.
    private static let minGain = 16

    /// Returns the records whose text has a word with each piece of a substring: all that contain it, and some others.
    ///
    /// Their positions ascend. Nil if more than about `limit` records have the pieces, or the substring has none. Once
    /// `isStopped` is true, the answer may be incomplete.
    package func candidates(
        forSubstring text: [UInt8], in scope: SearchScope, limit: Int, isStopped: () -> Bool = { false }
    ) -> [Int]? {
        // For each piece, its words in each segment.
        var found: [(count: Int, words: [[Int]])] = []
        // Few words have a long piece.
        for piece in WordPiece.pieces(of: text).sorted(by: { $0.bytes.count > $1.bytes.count }) {
            if isStopped() { return nil }
            // Reading the words of further pieces would take longer than comparing these records.
            if let last = found.last, last.count <= limit / Self.minGain { break }
            var count = 0
            var words: [[Int]] = []
            for reader in segments {
                guard let own = reader.segment.postings.words(with: piece, &count, limit: limit) else { break }
                words.append(own)
            }
            if words.count == segments.count { found.append((count, words)) }
        }
        if found.isEmpty { return nil }
        found.sort { $0.count < $1.count }
        var records: [Int] = []
        for (number, piece) in found.prefix(Self.maxPieces).enumerated() {
            if isStopped() { return nil }
            var list: [Int] = []
            for (reader, words) in zip(segments, piece.words) {
                reader.appendRecords(with: words, in: scope, to: &list)
            }
            list.sort()
            records = number == 0 ? Self.unique(list) : Self.common(records, list)
        }
        return records
    }

    private static func unique(_ sorted: [Int]) -> [Int] {
        var unique: [Int] = []
        for record in sorted where unique.last != record { unique.append(record) }
        return unique
    }

    /// Returns the numbers of `left` that `right` has; both ascend.
    private static func common(_ left: [Int], _ right: [Int]) -> [Int] {
        var next = 0
        return left.filter { record in
            while next < right.count, right[next] < record { next += 1 }
            return next < right.count && right[next] == record
        }
    }
}

extension Postings {
    /// Returns the words with a piece, and adds the number of their units to `count`; nil if that is over `limit`.
    fileprivate func words(with piece: WordPiece, _ count: inout Int, limit: Int) -> [Int]? {
        var found: [Int] = []
        func add(_ word: Int) -> Bool {
            count += unitCount(of: word)
            found.append(word)
            return count <= limit
        }
        // What follows the kept bytes of a long word is unknown.
        for word in longWords { if !add(word) { return nil } }
        if piece.isStart, piece.isEnd {
            if let word = piece.bytes.withUnsafeBufferPointer({ terms.find($0) }), !add(word) { return nil }
        } else if piece.isStart {
            for word in terms.range(beginning: piece.bytes) { if !add(word) { return nil } }
        } else {
            var place = 0
            while let (word, end) = terms.nextWord(with: piece.bytes, from: &place) {
                if (!piece.isEnd || end) && !add(word) { return nil }
            }
        }
        return found
    }
}

extension TermDictionary {
    /// Returns the next word that contains some bytes, at or after a place in `texts`, and whether it ends with them.
    ///
    /// Moves the place after the beginning of the match. A word with several matches is returned several times.
    fileprivate func nextWord(with bytes: [UInt8], from place: inout Int) -> (word: Int, isAtEnd: Bool)? {
        let texts = UnsafeBufferPointer(start: texts, count: Int(words[count].text))
        while let start = texts.firstMatch(of: bytes, from: place) {
            let matchEnd = start + bytes.count
            place = start + 1
            let word = (0..<count).partitioningIndex { Int(words[$0 + 1].text) > start }
            let wordEnd = Int(words[word + 1].text)
            // The match may begin in one word and end in the next one.
            if matchEnd <= wordEnd { return (word, matchEnd == wordEnd) }
        }
        return nil
    }
}

extension SegmentReader {
    /// Appends the positions of the records with one of these words; a record may come several times.
    fileprivate func appendRecords(with words: [Int], in scope: SearchScope, to list: inout [Int]) {
        let room = Growing<UInt32>(capacity: PostingsIterator.room)
        var found: [UInt32] = []
        for word in words {
            var iterator = segment.postings.iterator(of: word, room: room.base)
            while iterator.next() {
                let unit = Int(iterator.unit)
                if deleted?.contains(unit) == true { continue }
                let (parts, places): (PartSpans, Spans)
                switch scope {
                case .units:
                    list.append(Int(positions[unit]))
                    continue
                case .points(let spans): (parts, places) = (segment.points, spans)
                case .tables(let spans): (parts, places) = (segment.tables, spans)
                }
                let range = parts.range(of: unit)
                guard !range.isEmpty, let first = places.range(of: Int(positions[unit]))?.lowerBound else { continue }
                found.removeAll(keepingCapacity: true)
                iterator.appendPositions(to: &found)
                for position in found {
                    let part = range.partitioningIndex { parts.spans[$0].end > position }
                    guard part < range.upperBound, parts.spans[part].start <= position else { continue }
                    list.append(first + part - range.lowerBound)
                }
            }
        }
    }
}
