// Finding surnames in one document: a pass over its bytes, and a close look at the few blocks that hold one.
// Sightings.swift selects the documents.

import Documents
import Search
import Text

/// The place of a surname in a document.
struct NameOccurrence {
    let surname: UInt32
    let line: UInt32
    /// The index of the words around it among the contexts.
    let context: UInt32
}

/// A look through one document for surnames.
struct NameScan {
    /// What was found.
    struct Names {
        var occurrences: [NameOccurrence] = []
        /// Each once; the first one says nothing.
        var contexts: [NameContext] = [NameContext()]
        /// The surnames that also occur here in small letters, so that they are ordinary words.
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

    /// The maximum number of occurrences in a document with a context; all others are mentions only.
    private static let mostLooks = 256

    /// Looks for some of the surnames; their cells in the lines of `rows` say nothing that is not known.
    init(
        of chosen: [Int], _ surnames: Surnames, in document: Document, rows: Set<Row>,
        _ language: ForeignWords.Language, _ scratch: Words.Scratch
    ) {
        self.surnames = surnames
        self.language = language
        table = SurnameTable(chosen, of: surnames, scratch)
        var wanted: Set<Int> = []
        document.forEachBlockRun { run in
            wanted.removeAll(keepingCapacity: true)
            // File names have small letters for names too.
            let isFileName = run.role == .title && document.title.origin == .fileName
            for hit in table.hits(in: run.text) {
                if hit.isWordInSmallLetters, run.role != .code, !isFileName { names.ordinary.insert(hit.surname) }
                // Only hits of the surname itself count, so that other surnames change nothing.
                guard hit.isCapital else { continue }
                if run.role == .cell, rows.contains(Row(line: run.line, surname: hit.surname)) { continue }
                wanted.insert(hit.surname)
            }
            return !wanted.isEmpty
        } _: { run in
            for hit in table.hits(in: run.text) where hit.isCapital && wanted.contains(hit.surname) {
                guard let context = context(of: hit, in: run) else { continue }
                names.occurrences.append(
                    NameOccurrence(
                        surname: UInt32(truncatingIfNeeded: hit.surname),
                        line: UInt32(truncatingIfNeeded: run.lines.line(at: hit.offset)), context: context))
            }
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

    /// Returns the position of what is around a surname in plain text, nil if it is a part of another word.
    private mutating func context(of hit: SurnameTable.Hit, in run: TextRun) -> UInt32? {
        if looks[hit.surname, default: 0] >= Self.mostLooks { return 0 }
        looks[hit.surname, default: 0] += 1
        guard let (tokens, index) = NameToken.tokens(around: hit.offset, in: run.text) else { return nil }
        let surname = surnames.texts[hit.surname]
        if tokens[index].folded == surname {
            return position(
                of: NameContext(
                    tokens, at: index, language.setting(of: run.role),
                    isHeadline: Headlines.hold(hit.offset, in: run.text),
                    sentence: { NameToken.sentence(around: hit.offset, in: run.text) }))
        }
        // `Lee-led`: between hyphens too it is a whole word, but `Lee-Rask` may be another name.
        let isWhole =
            tokens[index].folded.split(separator: "-").contains { $0 == surname }
            && tokens[index].text.split(separator: "-").count(where: { $0.first?.isUppercase == true }) == 1
        return isWhole ? 0 : nil
    }

    private mutating func position(of context: NameContext) -> UInt32 {
        if let known = contextPositions[context] { return known }
        let position = UInt32(truncatingIfNeeded: names.contexts.count)
        contextPositions[context] = position
        names.contexts.append(context)
        return position
    }
}
