// The records that the search for people takes, and the names in their rows and in the configuration.

/// A record with a name that may be that of a person.
package struct NamedRecord: Sendable {
    /// A row that names the record.
    package struct Row: Sendable {
        /// The name as written.
        let name: String
        /// The position of the document.
        let document: Int
        let line: Int
        /// The line of the name; nil if it is a heading or the title.
        let nameLine: Int?

        /// Makes a row of the document at a position.
        package init(name: String, document: Int, line: Int, nameLine: Int?) {
            self.name = name
            self.document = document
            self.line = line
            self.nameLine = nameLine
        }
    }

    /// The folded key.
    let key: String
    /// The spellings in the configuration.
    let spellings: [String]
    /// In the order of documents and lines.
    let rows: [Row]

    /// Makes a record; `rows` are in the order of documents and lines.
    package init(key: String, spellings: [String], rows: [Row]) {
        self.key = key
        self.spellings = spellings
        self.rows = rows
    }
}

/// The names of one record.
struct RecordNames {
    /// The parsed spellings, those of the configuration first.
    private(set) var names: [PersonName] = []
    /// The rows with such a name: its index in `names`, and its place.
    private(set) var rows: [(name: Int, place: Place)] = []

    init(of record: NamedRecord) {
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
        for text in record.spellings { _ = position(text) }
        for row in record.rows {
            guard let name = position(row.name) else { continue }
            rows.append((name, Place(document: row.document, line: row.line)))
        }
    }
}
