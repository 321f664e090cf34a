// Holding a collection's entry against content: headers, headings, folders and aliases, folded once for many questions.

import Documents

/// What an entry asks of content, ready to be compared.
struct EntryPatterns: Sendable {
    let entry: Mapping.Entry
    private let headers: Set<String>
    private let headings: [Glob]
    private let folders: [[Glob]]
    private let key: String?
    private let rules: [String: Mapping.FieldRule]
    /// By folded name, the name that the record is known by.
    private let names: [String: String]
    private let aliases: [String: Mapping.Aliases]

    init(_ entry: Mapping.Entry) {
        self.entry = entry
        headers = Set(entry.match.headers.map(Self.folded))
        headings = entry.match.headings.map { Glob(Self.folded($0)) }
        folders = entry.match.folders.map { folder in
            folder.utf8.split(separator: UInt8(ascii: "/")).map { Glob(String(Substring($0))) }
        }
        key = entry.key.map(Self.folded)
        rules = Dictionary(entry.fields.map { (Self.folded($0.header), $0) }) { first, _ in first }
        let names = entry.aliases.flatMap { aliases in
            ([aliases.name] + aliases.others).map { (Folding.key($0), aliases.name) }
        }
        self.names = Dictionary(names) { first, _ in first }
        aliases = Dictionary(entry.aliases.map { (Folding.key($0.name), $0) }) { first, _ in first }
    }

    /// A header as headers are compared.
    static func folded(_ header: String) -> String { Folding.key(Folding.withoutTrailingColon(header)) }

    /// True where documents of this path may hold records.
    func takes(path: String) -> Bool {
        guard !folders.isEmpty else { return true }
        let parts = path.utf8.split(separator: UInt8(ascii: "/")).dropLast()
        return folders.contains { folder in
            folder.count <= parts.count && zip(folder, parts).allSatisfy { $0.matches($1) }
        }
    }

    /// True where a table with these columns, or a list with these labels, below this heading is one of this
    /// collection's.
    func takes(columns: [String], heading: String?) -> Bool {
        takes(columns: columns) && takes(heading: heading)
    }

    private func takes(columns: [String]) -> Bool {
        headers.isEmpty || columns.first.map { headers.contains(Self.folded($0)) } ?? false
    }

    func takes(heading: String?) -> Bool {
        guard !headings.isEmpty else { return true }
        guard let heading else { return false }
        let folded = Self.folded(heading)
        return headings.contains { $0.matches(folded.utf8) }
    }

    /// What an entry asks of content.
    enum Condition: CaseIterable { case contents, header, heading, folder }

    /// The conditions that content does not meet; none where it is one of this collection's.
    func unmet(by content: Mapping.Content, columns: [String], heading: String, path: String) -> [Condition] {
        Condition.allCases.filter { condition in
            switch condition {
            case .contents: !entry.contents.contains(content)
            // Bullets have a header where they are one record: their first label. Others are known by where they stand,
            // and whoever names a header does not mean them.
            case .header where content == .bullets && !entry.isTransposed:
                entry.contents.contains(.bullets) ? headings.isEmpty && folders.isEmpty : !headers.isEmpty
            case .header: !takes(columns: columns)
            case .heading: !takes(heading: heading)
            case .folder: !takes(path: path)
            }
        }
    }

    /// True where a table of a document is one of this collection's, by its header and heading.
    func takes(_ table: Table, in document: Document) -> Bool {
        entry.contents.contains(.tables)
            && takes(columns: table.columns, heading: table.heading ?? document.title.text)
    }

    /// True for the column whose cells name the records, if one is named.
    func isKey(_ header: String) -> Bool { key.map { $0 == Self.folded(header) } ?? false }

    /// The position of the column whose cells name the records.
    func keyColumn(of columns: [String]) -> Int? {
        key == nil ? (columns.isEmpty ? nil : 0) : columns.firstIndex(where: isKey)
    }

    /// What is said of a column, nil where nothing is.
    func rule(ofHeader header: String) -> Mapping.FieldRule? {
        rules.isEmpty ? nil : rules[Self.folded(header)]
    }

    /// The name that rows with this folded key are gathered under, nil where it is no alias.
    func name(ofAlias key: String) -> String? { names[key] }

    /// The names that were configured for the record with this folded key.
    func aliases(ofKey key: String) -> Mapping.Aliases? { aliases[key] }
}

extension Mapping.Entry {
    /// True where the cells below this header name the records in every table that the entry takes.
    package func namesRecords(header: String) -> Bool {
        let folded = EntryPatterns.folded(header)
        if let key { return EntryPatterns.folded(key) == folded }
        return !isTransposed && match.headers.contains { EntryPatterns.folded($0) == folded }
    }
}

/// A text in which `*` stands for any text, compared by bytes.
struct Glob: Hashable, Sendable {
    private let pattern: [UInt8]

    init(_ pattern: String) { self.pattern = Array(pattern.utf8) }

    /// True where the whole of `text` fits; O(length of the text × length of the pattern) at worst.
    func matches(_ text: some Sequence<UInt8>) -> Bool {
        let text = Array(text)
        var (index, position) = (0, 0)
        /// Where to go on when what follows the last star does not fit: the star takes one more byte.
        var retry: (index: Int, position: Int)?
        while index < text.count {
            if position < pattern.count, pattern[position] == UInt8(ascii: "*") {
                position += 1
                retry = (index, position)
            } else if position < pattern.count, pattern[position] == text[index] {
                (index, position) = (index + 1, position + 1)
            } else if let (start, behind) = retry {
                (index, position) = (start + 1, behind)
                retry = (index, position)
            } else {
                return false
            }
        }
        return pattern[position...].allSatisfy { $0 == UInt8(ascii: "*") }
    }
}
