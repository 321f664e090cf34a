// Matching of content with the entry of a collection by headers, headings, folders and aliases.

import Documents

/// The conditions of an entry, folded for comparison.
struct CollectionMatcher: Sendable {
    let entry: Mapping.Entry
    private let headers: Set<String>
    private let headings: [Glob]
    private let folders: [[Glob]]
    private let key: String?
    private let rules: [String: Mapping.FieldRule]
    /// The name of the record by each of its folded names.
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

    /// Returns the key by which headers are compared.
    static func folded(_ header: String) -> String { Folding.key(Folding.withoutTrailingColon(header)) }

    /// Returns true if documents with this path may have records.
    func takes(path: String) -> Bool {
        guard !folders.isEmpty else { return true }
        let parts = path.utf8.split(separator: UInt8(ascii: "/")).dropLast()
        return folders.contains { folder in
            folder.count <= parts.count && zip(folder, parts).allSatisfy { $0.matches($1) }
        }
    }

    /// Returns true if a table with these columns, or a list with these labels, below this heading matches.
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

    /// A condition on content.
    enum Condition: CaseIterable { case contents, header, heading, folder }

    /// Returns the conditions that content does not meet.
    func unmet(by content: Mapping.Content, columns: [String], heading: String, path: String) -> [Condition] {
        Condition.allCases.filter { condition in
            switch condition {
            case .contents: !entry.contents.contains(content)
            // The header of transposed bullets is their first label. Others have no header: only the heading and the
            // folder select them.
            case .header where content == .bullets && !entry.isTransposed:
                entry.contents.contains(.bullets) ? headings.isEmpty && folders.isEmpty : !headers.isEmpty
            case .header: !takes(columns: columns)
            case .heading: !takes(heading: heading)
            case .folder: !takes(path: path)
            }
        }
    }

    /// Returns true if a table of a document matches by its header and heading.
    func takes(_ table: Table, in document: Document) -> Bool {
        entry.contents.contains(.tables)
            && takes(columns: table.columns, heading: table.heading ?? document.title.text)
    }

    /// Returns true for the header of the configured key.
    func isKey(_ header: String) -> Bool { key.map { $0 == Self.folded(header) } ?? false }

    /// Returns the position of the column with the names of records.
    func keyColumn(of columns: [String]) -> Int? {
        key == nil ? (columns.isEmpty ? nil : 0) : columns.firstIndex(where: isKey)
    }

    /// Returns the configured rule of a column.
    func rule(ofHeader header: String) -> Mapping.FieldRule? {
        rules.isEmpty ? nil : rules[Self.folded(header)]
    }

    /// Returns the name of the record with this folded alias, or nil.
    func name(ofAlias key: String) -> String? { names[key] }

    /// Returns the configured names of the record with this folded key.
    func aliases(ofKey key: String) -> Mapping.Aliases? { aliases[key] }
}

extension Mapping.Entry {
    /// Returns true if the column with this header has the names of records in every table that the entry matches.
    package func namesRecords(header: String) -> Bool {
        let folded = CollectionMatcher.folded(header)
        if let key { return CollectionMatcher.folded(key) == folded }
        return !isTransposed && match.headers.contains { CollectionMatcher.folded($0) == folded }
    }
}

/// A pattern in which `*` matches any text, compared by bytes.
struct Glob: Hashable, Sendable {
    private let pattern: [UInt8]

    init(_ pattern: String) { self.pattern = Array(pattern.utf8) }

    /// Returns true if the pattern matches the whole `text`; O(length of the text × length of the pattern) at worst.
    func matches(_ text: some Sequence<UInt8>) -> Bool {
        let text = Array(text)
        var (index, position) = (0, 0)
        /// The state for a retry after a mismatch, in which the last star matches one more byte.
        var retry: (index: Int, position: Int)?
        while index < text.count {
            if position < pattern.count, pattern[position] == UInt8(ascii: "*") {
                position += 1
                retry = (index, position)
            } else if position < pattern.count, pattern[position] == text[index] {
                (index, position) = (index + 1, position + 1)
            } else if let (start, afterStar) = retry {
                (index, position) = (start + 1, afterStar)
                retry = (index, position)
            } else {
                return false
            }
        }
        return pattern[position...].allSatisfy { $0 == UInt8(ascii: "*") }
    }
}
