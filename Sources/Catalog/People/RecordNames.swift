// The names that the rows and the configuration give a record.

import Documents

/// What one record is called.
struct RecordNames {
    /// Of each spelling that running text can be searched for, those of the configuration first.
    private(set) var names: [PersonName] = []
    /// The rows that have such a name: its position, and where.
    private(set) var rows: [(name: Int, place: Place)] = []

    init(of record: Int, _ gatherer: AppearanceGatherer) {
        var positions: [String: Int?] = [:]
        func position(_ text: String) -> Int? {
            if let known = positions[text] { return known }
            let position = PersonName(text).map { name in
                names.append(name)
                return names.count - 1
            }
            positions[text] = .some(position)
            return position
        }
        if let aliases = gatherer.patterns.aliases(ofKey: gatherer.keys[record]) {
            for text in [aliases.name] + aliases.others { _ = position(text) }
        }
        for row in gatherer.appearances[record] {
            guard let name = position(row.name) else { continue }
            rows.append((name, Place(document: row.document, line: row.line)))
        }
    }
}
