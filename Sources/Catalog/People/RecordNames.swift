// The names of a record in rows and in the configuration.

import Documents

/// The names of one record.
struct RecordNames {
    /// The parsed spellings, those of the configuration first.
    private(set) var names: [PersonName] = []
    /// The rows with such a name: its index in `names`, and its place.
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
        if let aliases = gatherer.matcher.aliases(ofKey: gatherer.keys[record]) {
            for text in [aliases.name] + aliases.others { _ = position(text) }
        }
        for row in gatherer.appearances[record] {
            guard let name = position(row.name) else { continue }
            rows.append((name, Place(document: row.document, line: row.line)))
        }
    }
}
