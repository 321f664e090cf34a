// Finding surnames in one document: a pass over its bytes, and a close look at the few blocks that hold one.
// Sightings.swift selects the documents.

import Documents

/// Where a surname stands.
struct NameOccurrence {
    let surname: UInt32
    let line: UInt32
    /// The position of what stands around it among the contexts.
    let context: UInt32
}

/// A look through one document for surnames.
struct NameScan {
    /// What was found.
    struct Names {
        var occurrences: [NameOccurrence] = []
        /// Each once; the first one says nothing.
        var contexts: [NameContext] = [NameContext()]
        /// The surnames that stand here in small letters too, so that they are ordinary words.
        var ordinary: Set<Int> = []

        /// The same with some of the occurrences.
        func filter(_ isKept: (NameOccurrence) -> Bool) -> Names {
            var names = self
            names.occurrences = occurrences.filter(isKept)
            return names
        }

        /// Returns the same with other numbers of surnames, each of which has one.
        func renumbered(_ numbers: [Int?]) -> Names {
            var names = self
            names.occurrences = occurrences.map { occurrence in
                NameOccurrence(
                    surname: UInt32(truncatingIfNeeded: numbers[Int(occurrence.surname)] ?? 0), line: occurrence.line,
                    context: occurrence.context)
            }
            names.ordinary = Set(ordinary.compactMap { numbers[$0] })
            return names
        }
    }

    /// A row that has a surname in its name.
    struct Row: Hashable {
        let line: Int
        let surname: Int
    }

    private(set) var names = Names()
    private var contextPositions: [NameContext: UInt32] = [NameContext(): 0]
    /// How often a surname was looked at closely.
    private var looks: [Int: Int] = [:]
    private let surnames: Surnames
    private let table: SurnameTable
    private let language: ForeignWords.Language

    /// Of a surname that stands in a document more often, the other places are mentions and nothing else.
    private static let mostLooks = 256

    /// Looks for some of the surnames; their cells in the lines of `rows` say nothing that is not known.
    init(
        of chosen: [Int], _ surnames: Surnames, in document: Document, rows: Set<Row>,
        _ language: ForeignWords.Language, _ scratch: Words.Scratch
    ) {
        self.surnames = surnames
        self.language = language
        table = SurnameTable(chosen, of: surnames, scratch)
        document.forEachPassage { passage in
            let hits = table.hits(in: passage.source)
            if hits.isEmpty { return }
            // File names have small letters for names too.
            let isFileName = passage.role == .title && document.title.origin == .fileName
            for hit in hits where hit.isWordInSmallLetters && passage.role != .code && !isFileName {
                names.ordinary.insert(hit.surname)
            }
            // Only hits of the surname itself count, so that other surnames change nothing.
            let places = hits.filter { hit in
                hit.isCapital
                    && !(passage.role == .cell && rows.contains(Row(line: passage.line, surname: hit.surname)))
            }
            if !places.isEmpty { read(passage, places) }
        }
        let candidates = Set(names.contexts.compactMap(\.familyFirst))
        if candidates.isEmpty { return }
        let refuted = FamilyFirst.refuted(candidates, in: document, scratch)
        for index in names.contexts.indices {
            if let name = names.contexts[index].familyFirst, refuted.contains(name) {
                names.contexts[index].familyFirst = nil
                // The role is that of another, who has the word as a given name.
                names.contexts[index].roles = []
            }
        }
    }

    private mutating func read(_ passage: Passage, _ places: [SurnameTable.Hit]) {
        let feeds = LineFeeds(passage)
        func note(_ surname: Int, _ offset: Int?, _ context: UInt32) {
            let line = passage.line + (offset.map(feeds.count) ?? 0)
            names.occurrences.append(
                NameOccurrence(
                    surname: UInt32(truncatingIfNeeded: surname), line: UInt32(truncatingIfNeeded: line),
                    context: context))
        }
        let first = places[0].surname
        if places.allSatisfy({ $0.surname == first }), looks[first, default: 0] < Self.mostLooks {
            // Most passages have one surname: without dictionaries.
            var text = passage.text
            let found = text.withUTF8 { self.found(in: $0, passage.role) { $0 == first } }
            let isExact = found.count == places.count
            for (number, each) in found.enumerated() {
                note(first, isExact ? places[number].offset : nil, each.context)
            }
            return
        }
        var offsets: [Int: [Int]] = [:]
        for place in places {
            if looks[place.surname, default: 0] < Self.mostLooks {
                offsets[place.surname, default: []].append(place.offset)
            } else {
                note(place.surname, place.offset, 0)
            }
        }
        if offsets.isEmpty { return }
        var text = passage.text
        let found = text.withUTF8 { [offsets] in self.found(in: $0, passage.role) { offsets[$0] != nil } }
        var counts: [Int: Int] = [:]
        for each in found { counts[each.surname, default: 0] += 1 }
        // If markup hides a place of a surname, such as a link's target, all its lines are the block's first.
        offsets = offsets.filter { $0.value.count == counts[$0.key] }
        var next: [Int: Int] = [:]
        for each in found {
            let place = next[each.surname, default: 0]
            next[each.surname] = place + 1
            note(each.surname, offsets[each.surname]?[place], each.context)
        }
    }

    /// Returns the wanted surnames in plain text, each with its context.
    private mutating func found(
        in text: UnsafeBufferPointer<UInt8>, _ role: TextRole, where isWanted: (Int) -> Bool
    ) -> [(surname: Int, context: UInt32)] {
        let setting = language.setting(of: role)
        var found: [(surname: Int, context: UInt32)] = []
        for hit in table.hits(in: text) where hit.isCapital && isWanted(hit.surname) {
            if looks[hit.surname, default: 0] >= Self.mostLooks {
                found.append((hit.surname, 0))
                continue
            }
            looks[hit.surname, default: 0] += 1
            guard let (tokens, index) = NameToken.tokens(around: hit.offset, in: text) else { continue }
            let surname = surnames.texts[hit.surname]
            if tokens[index].folded == surname {
                found.append(
                    (
                        hit.surname,
                        position(
                            of: NameContext(
                                tokens, at: index, setting, isHeadline: Headlines.hold(hit.offset, in: text),
                                sentence: { NameToken.sentence(around: hit.offset, in: text) }))
                    ))
            } else if tokens[index].folded.split(separator: "-").contains(where: { $0 == surname }),
                tokens[index].text.split(separator: "-").count(where: { $0.first?.isUppercase == true }) == 1
            {
                // `Lee-led`: between hyphens too it is a whole word, but `Lee-Rask` may be another name.
                found.append((hit.surname, 0))
            }
        }
        return found
    }

    private mutating func position(of context: NameContext) -> UInt32 {
        if let known = contextPositions[context] { return known }
        let position = UInt32(truncatingIfNeeded: names.contexts.count)
        contextPositions[context] = position
        names.contexts.append(context)
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
