// Which tables become which collections: what the configuration says, nothing of how it is written there.
import Documents

/// The collections made from the content of documents, in the order in which they are listed.
package struct Mapping: Hashable, Sendable {
    package var entries: [Entry]

    package init(_ entries: [Entry]) { self.entries = entries }

    /// One collection: its name and the content that it is made of.
    package struct Entry: Hashable, Sendable {
        /// The name in paths; see `Mapping.problem(ofName:)`.
        package let name: String
        /// One sentence for the index; nil gives one made from the match.
        package let summary: String?
        package let match: Match
        /// The header of the column whose cells name the records; nil for the first column.
        package let key: String?
        /// Names for fields that should not be called after their header.
        package let renames: [Rename]
        private let foldedHeaders: [String]

        package init(
            _ name: String, summary: String? = nil, match: Match, key: String? = nil, renames: [Rename] = []
        ) {
            self.name = name
            self.summary = summary
            self.match = match
            self.key = key
            self.renames = renames
            switch match {
            case .tablesHeaded(let headers): foldedHeaders = headers.map(Self.folded)
            }
        }

        /// True where a table with these columns is one of this collection's.
        func matches(columns: [String]) -> Bool {
            guard let first = columns.first else { return false }
            return foldedHeaders.contains(Self.folded(first))
        }

        private static func folded(_ header: String) -> String {
            Folding.key(Folding.withoutTrailingColon(header))
        }

        /// The position of the column whose cells name the records.
        func keyColumn(of columns: [String]) -> Int? {
            guard let key else { return columns.isEmpty ? nil : 0 }
            return columns.firstIndex { Self.folded($0) == Self.folded(key) }
        }

        /// The configured name of the field made from a column, nil where there is none.
        func fieldName(ofHeader header: String) -> String? {
            if renames.isEmpty { return nil }
            let header = Self.folded(header)
            return renames.first { Self.folded($0.header) == header }?.field
        }
    }

    /// What content a collection is made of.
    ///
    /// Each further kind of content is one more case and one more branch in `MappedRecords`.
    package enum Match: Hashable, Sendable {
        /// Tables whose first column is called one of these; case, accents and a closing colon do not count.
        case tablesHeaded([String])
    }

    /// A header, and the field that it becomes.
    package struct Rename: Hashable, Sendable {
        package var header: String
        package var field: String

        package init(header: String, field: String) {
            self.header = header
            self.field = field
        }
    }

    /// Names that a configured collection cannot have, because a resource of the program has them.
    package static let reservedNames: [String] = [
        "articles", "points", "tables", "search", "healthz", "readyz", "metrics", "openapi",
    ]

    /// Why no collection can be called `name`, nil where one can.
    package static func problem(ofName name: String) -> String? {
        if reservedNames.contains(name) { return "`\(name)` is a path of the program itself" }
        let isLetter: (UInt8) -> Bool = { (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0) }
        guard let first = name.utf8.first, isLetter(first),
            name.utf8.allSatisfy({ isLetter($0) || (0x30...0x39).contains($0) || $0 == 0x2D || $0 == 0x5F })
        else { return "a name begins with a letter a-z and holds letters, digits, `-` and `_` only" }
        return nil
    }

    /// Everything that has a say in the records, for the version of a snapshot.
    func combine(into hash: inout ContentHash) {
        for entry in entries {
            hash.combine("collection")
            for text in [entry.name, entry.summary ?? "", entry.key ?? ""] { hash.combine(text) }
            switch entry.match {
            case .tablesHeaded(let headers):
                hash.combine("tables")
                for header in headers { hash.combine(header) }
            }
            for rename in entry.renames {
                hash.combine(rename.header)
                hash.combine(rename.field)
            }
        }
    }
}

extension Mapping.Entry {
    /// A sentence on what the records are.
    var sentence: String {
        if let summary { return summary }
        switch match {
        case .tablesHeaded(let headers):
            return "Rows of tables whose first column is \(headers.joined(separator: " or "))."
        }
    }
}
