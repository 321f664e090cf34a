// Which content becomes which collections: what the configuration says, nothing of how it is written there.
// How it is held against a document lives in EntryPatterns.swift.

package import Documents

/// The collections made from the content of documents, in the order in which they are listed.
package struct Mapping: Hashable, Sendable {
    package var entries: [Entry]

    package init(_ entries: [Entry]) { self.entries = entries }

    /// One collection: its name and the content that it is made of.
    package struct Entry: Hashable, Sendable {
        /// The name in paths; see `Mapping.problem(ofName:)`.
        package let name: String
        /// One sentence for the index; nil gives one made from the match.
        package var summary: String?
        package var match: Match
        /// What records are read from.
        package var contents: [Content] = [.tables]
        /// True where a table's first column holds the names of fields, and a list of labelled bullets is one record.
        package var isTransposed = false
        package var kind = Kind.thing
        package var merge = Merge.key
        /// The header of the column whose cells name the records; nil for the first column and, in transposed content,
        /// for the heading above or else the article's title.
        package var key: String?
        package var fields: [FieldRule]
        package var aliases: [Aliases] = []
        /// Where the entry is written; nil for one that is built in.
        package var origin: SourceLocation?

        package init(
            _ name: String, summary: String? = nil, match: Match, kind: Kind = .thing, key: String? = nil,
            fields: [FieldRule] = []
        ) {
            self.name = name
            self.summary = summary
            self.match = match
            self.kind = kind
            self.key = key
            self.fields = fields
        }
    }

    /// What content a collection is made of: everything that is given must fit, and one of each list.
    package struct Match: Hashable, Sendable {
        /// What the first column is called; case, accents and a closing colon do not count.
        package var headers: [String]
        /// What the nearest heading above is called, folded alike; `*` stands for any text.
        package var headings: [String]
        /// The folders that the document is in or below; `*` stands for any text within one name.
        package var folders: [String]

        package init(headers: [String] = [], headings: [String] = [], folders: [String] = []) {
            self.headers = headers
            self.headings = headings
            self.folders = folders
        }

        /// Tables whose first column is called one of these.
        package static func tablesHeaded(_ headers: [String]) -> Match { Match(headers: headers) }
    }

    package enum Content: String, Hashable, Sendable, CaseIterable { case tables, bullets }

    /// What the records are about.
    package enum Kind: String, Hashable, Sendable, CaseIterable {
        case thing
        /// People: their full names, roles and mentions are looked for in the text.
        case person
    }

    /// How rows become records.
    package enum Merge: String, Hashable, Sendable, CaseIterable {
        /// Rows with the same key are one record.
        case key
        /// Each row is a record.
        case none
    }

    /// A header, and what becomes of its cells.
    package struct FieldRule: Hashable, Sendable {
        package var header: String
        /// The name of the field; nil for the header in camelCase.
        package var field: String?
        /// What the cells hold; nil for the narrowest type that all of them fit.
        package var type: FieldType?

        package init(header: String, field: String? = nil, type: FieldType? = nil) {
            self.header = header
            self.field = field
            self.type = type
        }
    }

    /// A declared type.
    package enum FieldType: Hashable, Sendable {
        /// Of any kind but `.object`.
        case single(Field.Kind)
        /// Texts apart by this separator.
        case list(separator: String)
    }

    /// Other names under which rows speak of one record.
    package struct Aliases: Hashable, Sendable {
        package var name: String
        package var others: [String]

        package init(name: String, others: [String]) {
            self.name = name
            self.others = others
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
        func combine(_ name: String, _ texts: [String]) {
            hash.combine(name)
            for text in texts { hash.combine(text) }
        }
        for entry in entries {
            combine("collection", [entry.name, entry.summary ?? "", entry.key ?? "", entry.kind.rawValue])
            combine("headers", entry.match.headers)
            combine("headings", entry.match.headings)
            combine("folders", entry.match.folders)
            combine("contents", entry.contents.map(\.rawValue) + [entry.isTransposed ? "transposed" : ""])
            if entry.merge != .key { combine("merge", [entry.merge.rawValue]) }
            for rule in entry.fields {
                combine("field", [rule.header, rule.field ?? ""])
                switch rule.type {
                case nil: break
                case .single(let kind): combine("type", [kind.rawValue])
                case .list(let separator): combine("list", [separator])
                }
            }
            for aliases in entry.aliases { combine("aliases", [aliases.name] + aliases.others) }
        }
    }
}

extension Mapping.Entry {
    /// A sentence on what the records are.
    var sentence: String {
        if let summary { return summary }
        let match = match
        var parts = [isTransposed ? "One record for each of the" : "Records of the"]
        parts.append(contents.map(\.rawValue).joined(separator: " and "))
        func add(_ words: String, _ names: [String]) {
            if !names.isEmpty { parts.append("\(words) \(names.joined(separator: " or "))") }
        }
        if contents == [.tables], !isTransposed, match.headings.isEmpty, match.folders.isEmpty {
            return "Rows of tables whose first column is \(match.headers.joined(separator: " or "))."
        }
        add("whose first \(contents == [.bullets] ? "label" : "column") is", match.headers)
        add("below the heading", match.headings)
        add("in the folder", match.folders)
        return parts.joined(separator: " ") + "."
    }
}
