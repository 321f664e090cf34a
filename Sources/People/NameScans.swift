// The scans of documents for surnames, kept for the next snapshot.

import Documents
import Text

/// The results of scans, each for one document and some surnames.
///
/// A scan depends on its key alone, so the next snapshot uses it again.
struct NameScans: Sendable {
    /// What a scan depends on.
    struct Key: Hashable, Sendable {
        let document: Document
        let surnames: [Int]
        let rows: Set<NameScan.Row>
        let language: ForeignWords.Language

        init(
            _ document: Document, _ surnames: [Int], _ rows: Set<NameScan.Row>, _ language: ForeignWords.Language
        ) {
            (self.document, self.surnames, self.rows, self.language) = (document, surnames, rows, language)
        }

        /// Returns the key with the new numbers of its surnames; nil if one of these is no surname of the people now.
        fileprivate func renumbered(_ numbers: [Int?]) -> Key? {
            let surnames = surnames.compactMap { numbers[$0] }
            let rows = rows.compactMap { row in numbers[row.surname].map { NameScan.Row(line: row.line, surname: $0) } }
            guard surnames.count == self.surnames.count, rows.count == self.rows.count else { return nil }
            return Key(document, surnames.sorted(), Set(rows), language)
        }

        static func == (left: Key, right: Key) -> Bool {
            left.document === right.document && left.surnames == right.surnames && left.rows == right.rows
                && left.language == right.language
        }

        func hash(into hasher: inout Hasher) {
            hasher.combine(ObjectIdentifier(document))
            hasher.combine(surnames)
        }
    }

    private let former: [Key: NameScan.Names]
    private var made: [Key: NameScan.Names] = [:]

    /// Takes the former scans, made for `others`, that are for some of the surnames.
    init(_ surnames: Surnames, former: NameScans?, of others: Surnames?) {
        let made = former?.made ?? [:]
        guard let others, surnames.texts != others.texts else {
            self.former = made
            return
        }
        let numbers = others.texts.map(surnames.number)
        let renumbered = made.compactMap { key, names in
            key.renumbered(numbers).map { ($0, names.renumbered(numbers)) }
        }
        self.former = Dictionary(renumbered) { first, _ in first }
    }

    /// Returns the results for some keys; scans that were not made before are made on all cores.
    mutating func names(of keys: [Key], _ surnames: Surnames) -> [NameScan.Names] {
        let names = keys.mapInPortions(of: 32) { [former] keys in
            let scratch = Words.Scratch()
            return keys.map { key in
                former[key]
                    ?? NameScan(
                        of: key.surnames, surnames, in: key.document, rows: key.rows, key.language, scratch
                    ).names
            }
        }
        for (key, names) in zip(keys, names) { made[key] = names }
        return names
    }

    /// The scans without those of the snapshot before, which only hold memory.
    var withoutFormer: NameScans { NameScans(made: made) }

    private init(made: [Key: NameScan.Names]) { (former, self.made) = ([:], made) }
}
