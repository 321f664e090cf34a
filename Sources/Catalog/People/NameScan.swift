// Finding surnames in documents: one pass over the bytes of those documents that the full-text index names, and a close
// look at the few blocks that hold one.

import Dispatch
import Documents
import Synchronization

/// Where a surname stands.
struct NameOccurrence {
    /// The position of the surname among those that were looked for.
    let surname: UInt32
    let line: UInt32
    /// The position of what stands around it among the scan's contexts.
    let context: UInt32
}

/// The occurrences of surnames in one document.
struct NameScan {
    private(set) var occurrences: [NameOccurrence] = []
    /// Each once; the first one says nothing.
    private(set) var contexts: [NameContext] = [NameContext()]
    private var contextPositions: [NameContext: UInt32] = [NameContext(): 0]
    /// The surnames that stand here in small letters too, so that they are ordinary words.
    private(set) var ordinary: Set<Int> = []

    /// Scans the documents that hold one of the surnames, on all cores; the results are those of `documents` by position.
    static func scans(
        of surnames: [String], in documents: [Document], _ index: TextIndex
    ) -> [(document: Int, scan: NameScan)] {
        let search = CollectionSearch(documents: documents, index: index)
        var found: Set<UInt32> = []
        for surname in surnames { found.formUnion(search.hits(TextQuery("\"\(surname)\"")).positions) }
        let germans = Set(search.hits(TextQuery(RoleWords.german)).positions)
        let positions = found.sorted().map(Int.init)
        let table = SurnameTable(surnames)
        let portion = 32
        let portions = (positions.count + portion - 1) / portion
        let results = Mutex([[(Int, NameScan)]](repeating: [], count: portions))
        DispatchQueue.concurrentPerform(iterations: portions) { number in
            let part = positions[number * portion..<min(positions.count, (number + 1) * portion)].map {
                ($0, NameScan(documents[$0], table, isGerman: germans.contains(UInt32(truncatingIfNeeded: $0))))
            }
            results.withLock { $0[number] = part }
        }
        return results.withLock { $0.flatMap(\.self) }
    }

    init(_ document: Document, _ table: SurnameTable, isGerman: Bool) {
        document.forEachPassage { passage in
            let hits = table.hits(in: passage.source)
            if hits.contains(where: \.isCapital) { read(passage, hits, table, isGerman: isGerman) }
            for hit in hits where hit.isWordInSmallLetters && passage.role != .code { ordinary.insert(hit.surname) }
        }
    }

    private mutating func read(_ passage: Passage, _ hits: [SurnameTable.Hit], _ table: SurnameTable, isGerman: Bool) {
        let isProse = !isGerman && [.paragraph, .item, .quote].contains(passage.role)
        var found: [(surname: Int, context: UInt32)] = []
        var text = passage.text
        text.withUTF8 { bytes in
            for hit in table.hits(in: bytes) where hit.isCapital {
                guard let (tokens, index) = NameToken.tokens(around: hit.offset, in: bytes) else { continue }
                if table.isSurname(tokens[index].folded, hit.surname) {
                    let context = NameContext(tokens, at: index, isProse: isProse)
                    found.append((hit.surname, position(of: context)))
                } else if tokens[index].folded.split(separator: "-").contains(where: {
                    table.isSurname(String($0), hit.surname)
                }) {
                    // `Lee-led`: between hyphens too it is a whole word.
                    found.append((hit.surname, 0))
                }
            }
        }
        let feeds = LineFeeds(passage)
        let places = feeds.isEmpty ? [] : hits.filter(\.isCapital)
        // Where markup hides one of them, such as a link's target, all are said to be where the block begins.
        let isExact = places.count == found.count && zip(places, found).allSatisfy { $0.surname == $1.surname }
        for (number, each) in found.enumerated() {
            let line = passage.line + (isExact ? feeds.count(before: places[number].offset) : 0)
            occurrences.append(
                NameOccurrence(
                    surname: UInt32(truncatingIfNeeded: each.surname), line: UInt32(truncatingIfNeeded: line),
                    context: each.context))
        }
    }

    private mutating func position(of context: NameContext) -> UInt32 {
        if let known = contextPositions[context] { return known }
        let position = UInt32(truncatingIfNeeded: contexts.count)
        contextPositions[context] = position
        contexts.append(context)
        return position
    }
}

/// The line feeds of a passage, to tell the line of each of its bytes.
private struct LineFeeds {
    private let offsets: [Int]

    var isEmpty: Bool { offsets.isEmpty }

    init(_ passage: Passage) {
        let source = passage.source
        offsets = passage.hasLines ? source.indices.filter { source[$0] == 0x0A } : []
    }

    func count(before offset: Int) -> Int {
        var (low, high) = (0, offsets.count)
        while low < high {
            let middle = low + (high - low) / 2
            if offsets[middle] < offset { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

/// Surnames by their bytes, for a pass over text that makes nothing.
struct SurnameTable: Sendable {
    struct Hit {
        let surname: Int
        let offset: Int
        let isCapital: Bool
        /// True in small letters between blanks and stops, unlike in an address or a handle.
        let isWordInSmallLetters: Bool
    }

    private let surnames: [String]
    /// By hash of the last part of the surname; bits of a set of hashes come first, as nearly all words are none.
    private let byHash: [UInt64: [Int]]
    private var filter: [Bool]

    init(_ surnames: [String]) {
        self.surnames = surnames
        var byHash: [UInt64: [Int]] = [:]
        for (position, surname) in surnames.enumerated() {
            let part = surname.utf8.split { !Self.isLetter($0) }.last.map(Array.init) ?? []
            byHash[Self.hash(part), default: []].append(position)
        }
        self.byHash = byHash
        filter = Array(repeating: false, count: 1 << 16)
        for hash in byHash.keys { filter[Int(hash & 0xFFFF)] = true }
    }

    func isSurname(_ folded: String, _ position: Int) -> Bool { surnames[position] == folded }

    /// The surnames that may stand in a source, in their order.
    func hits(in source: UnsafeBufferPointer<UInt8>) -> [Hit] {
        var hits: [Hit] = []
        var index = 0
        while index < source.count {
            guard Self.isLetter(source[index]) else {
                index += source[index] == 0xE2 ? 3 : source[index] == 0xC2 ? 2 : 1
                continue
            }
            let start = index
            var hash = Self.basis
            var isASCII = true
            while index < source.count, Self.isLetter(source[index]) {
                isASCII = isASCII && source[index] < 0x80
                hash = Self.next(hash, source[index])
                index += 1
            }
            var isCapital = (0x41...0x5A).contains(source[start])
            if !isASCII {
                let word = String(decoding: source[start..<index], as: UTF8.self)
                isCapital = word.unicodeScalars.first?.properties.isLowercase != true
                hash = Self.hash(Array(Folding.key(word).utf8))
            }
            guard filter[Int(hash & 0xFFFF)], let surnames = byHash[hash] else { continue }
            let isApart =
                (start == 0 || source[start - 1] <= 0x20)
                && (index == source.count || source[index] <= 0x20 || Self.stops.contains(source[index]))
            for surname in surnames {
                hits.append(
                    Hit(
                        surname: surname, offset: start, isCapital: isCapital,
                        isWordInSmallLetters: !isCapital && isApart))
            }
        }
        return hits
    }

    private static let stops: [UInt8] = Array(".,;:!?".utf8)

    /// ASCII letters and the bytes of letters beyond; punctuation begins with 0xE2, or with 0xC2 for Latin-1's.
    private static func isLetter(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x41...0x5A, 0x61...0x7A, 0x80...0xC1, 0xC3...0xE1, 0xE3...: true
        default: false
        }
    }

    // FNV-1a, of ASCII letters in lower case.
    private static let basis: UInt64 = 0xCBF2_9CE4_8422_2325

    @inline(__always) private static func next(_ hash: UInt64, _ byte: UInt8) -> UInt64 {
        (hash ^ UInt64((0x41...0x5A).contains(byte) ? byte | 0x20 : byte)) &* 0x100_0000_01B3
    }

    private static func hash(_ bytes: [UInt8]) -> UInt64 { bytes.reduce(basis, next) }
}
