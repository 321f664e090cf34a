// A hash table of surnames, for an allocation-free search of a document's text.

import Documents
import Search
import Text

/// The surnames of a collection's people, folded.
struct Surnames: Sendable {
    private(set) var texts: [String] = []
    /// The hash and the bit of the first letter of each surname's last word.
    fileprivate private(set) var lastWords: [(hash: UInt64, initial: UInt32)] = []
    private var positions: [String: Int] = [:]

    /// Returns the position of a surname, which is added if it is new.
    mutating func position(of surname: String, _ scratch: Words.Scratch) -> Int {
        if let known = positions[surname] { return known }
        var last: (hash: UInt64, initial: UInt32) = (SurnameTable.basis, 0)
        Words.forEach(in: surname, scratch) { word in
            last = (SurnameTable.hash(word), word.length > 0 ? SurnameTable.initial(word.word[0]) : 0)
        }
        positions[surname] = texts.count
        texts.append(surname)
        lastWords.append(last)
        return texts.count - 1
    }

    /// Returns the position of a surname, or nil if it is unknown.
    func number(of surname: String) -> Int? { positions[surname] }

    /// Returns the words of a surname, separated by blanks.
    func words(of surname: Int) -> String { String(texts[surname].map { $0.isLetter ? $0 : " " }) }

    /// Returns groups of surnames with the same last word that have more than `SurnameTable.maxAlike` members.
    func crowds() -> [[Int]] {
        let several = texts.indices.filter { words(of: $0).contains(" ") }
        return Dictionary(grouping: several) { lastWords[$0].hash }.values
            .filter { $0.count > SurnameTable.maxAlike }
            .map { $0.sorted { texts[$0].precedesByBytes(texts[$1]) } }.sorted { $0[0] < $1[0] }
    }
}

/// A search for some of the surnames.
struct SurnameTable {
    struct Hit {
        let surname: Int
        let offset: Int
        let isCapital: Bool
        /// True in lower case between blanks and punctuation, unlike in an address or a handle.
        let isWordInSmallLetters: Bool
    }

    /// The limit of surnames with the same last word (`Bo-Lee`, `Ann-Lee`) that a search of one document finds.
    static let maxAlike = 8

    private let scratch: Words.Scratch
    /// The surnames in the order of their hashes.
    private let entries: [(hash: UInt64, surname: Int)]
    /// A filter by the lowest bits of a hash: nearly no word is a surname.
    private var filter: [Bool]
    private var initials: UInt32 = 0

    init(_ chosen: [Int], of surnames: Surnames, _ scratch: Words.Scratch) {
        self.scratch = scratch
        var size = 256
        while size < 16 * chosen.count { size *= 2 }
        filter = Array(repeating: false, count: size)
        // Surnames with equal hashes are in the order of their bytes: their numbers depend on other documents.
        entries = chosen.map { (surnames.lastWords[$0].hash, $0) }.sorted { left, right in
            left.0 == right.0 ? surnames.texts[left.1].precedesByBytes(surnames.texts[right.1]) : left.0 < right.0
        }
        for surname in chosen {
            let word = surnames.lastWords[surname]
            filter[Int(truncatingIfNeeded: word.hash) & (size - 1)] = true
            initials |= word.initial
        }
    }

    /// Returns the candidates for surnames in a source, in source order.
    func hits(in source: UnsafeBufferPointer<UInt8>) -> [Hit] {
        let letters = scratch.letters.ascii
        var hits: [Hit] = []
        var index = 0
        while index < source.count {
            let start = index
            var letter = letters[Int(source[index])]
            if letter > 1, initials & Self.initial(letter) == 0 {
                while letter > 1 {
                    index += 1
                    letter = index < source.count ? letters[Int(source[index])] : 0
                }
                if letter == 0 { continue }
            }
            var hash = Self.basis
            while letter > 1 {
                hash = Self.next(hash, letter)
                index += 1
                letter = index < source.count ? letters[Int(source[index])] : 0
            }
            if letter == 1 {
                while index < source.count, letters[Int(source[index])] > 0 { index += 1 }
                var words = Words(UnsafeBufferPointer(rebasing: source[start..<index]), scratch)
                while words.next() {
                    add(to: &hits, Self.hash(words), start + words.start..<start + words.end, source)
                }
            } else if start < index {
                add(to: &hits, hash, start..<index, source)
            }
            // Skips the byte after the word.
            index += 1
        }
        return hits
    }

    @inline(__always)
    private func add(
        to hits: inout [Hit], _ hash: UInt64, _ word: Range<Int>, _ source: UnsafeBufferPointer<UInt8>
    ) {
        guard filter[Int(truncatingIfNeeded: hash) & (filter.count - 1)] else { return }
        var entry = lowerBound(hash)
        guard entry < entries.count, entries[entry].hash == hash else { return }
        let isCapital =
            source[word.lowerBound] < 0x80
            ? (0x41...0x5A).contains(source[word.lowerBound])
            : String(decoding: source[word], as: UTF8.self).unicodeScalars.first?.properties.isLowercase != true
        let isApart =
            (word.lowerBound == 0 || source[word.lowerBound - 1] <= 0x20)
            && (word.upperBound == source.count || source[word.upperBound] <= 0x20
                || Self.stops.contains(source[word.upperBound]))
        let last = min(entries.count, entry + Self.maxAlike)
        while entry < last, entries[entry].hash == hash {
            hits.append(
                Hit(
                    surname: entries[entry].surname, offset: word.lowerBound, isCapital: isCapital,
                    isWordInSmallLetters: !isCapital && isApart))
            entry += 1
        }
    }

    /// Returns the first entry that is not before `hash`.
    private func lowerBound(_ hash: UInt64) -> Int {
        entries.partitioningIndex { $0.hash >= hash }
    }

    private static let stops: [UInt8] = Array(".,;:!?".utf8)

    /// Returns a bit for each ASCII letter in either case; 0 for other bytes.
    @inline(__always)
    fileprivate static func initial(_ byte: UInt8) -> UInt32 { byte < 0x80 ? 1 << UInt32(byte & 31) : 0 }

    // FNV-1a.
    fileprivate static let basis: UInt64 = 0xCBF2_9CE4_8422_2325

    @inline(__always)
    private static func next(_ hash: UInt64, _ byte: UInt8) -> UInt64 {
        (hash ^ UInt64(byte)) &* 0x100_0000_01B3
    }

    fileprivate static func hash(_ word: borrowing Words) -> UInt64 {
        var hash = basis
        for position in 0..<word.length { hash = next(hash, word.word[position]) }
        return hash
    }
}
