// The model of configured collections, independent of the syntax of the configuration. CollectionMatcher.swift matches
// them with documents.

package import Documents

/// The configured collections in the order of their lists.
package struct Mapping: Hashable, Sendable {
    package var entries: [Entry]

    package init(_ entries: [Entry]) { self.entries = entries }

    /// One collection: its name, the content that it matches, and rules for its records.
    package struct Entry: Hashable, Sendable {
        /// The name in paths; see `Mapping.problem(ofName:)`.
        package let name: String
        /// One sentence for the index; if nil, the match gives one.
        package var summary: String?
        package var match: Match
        /// The kinds of content that give records.
        package var contents: [Content] = [.tables]
        /// True if a table's first column has the names of fields, and a list of labelled bullets is one record.
        package var isTransposed = false
        package var kind = Kind.thing
        package var merge = Merge.key
        /// The header of the column with the names of records.
        ///
        /// If nil, it is the first column; in transposed content, the heading above or else the article's title.
        package var key: String?
        package var fields: [FieldRule]
        package var aliases: [Aliases] = []
        /// The place of the entry in the configuration; nil for a built-in one.
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

    /// The conditions on content: of each list that is not empty, one element must match.
    package struct Match: Hashable, Sendable {
        /// The header of the first column; case, accents and a final colon do not count.
        package var headers: [String]
        /// The nearest heading above, folded in the same way; `*` matches any text.
        package var headings: [String]
        /// The folders that contain the document at any depth; `*` matches any text within one name.
        package var folders: [String]

        package init(headers: [String] = [], headings: [String] = [], folders: [String] = []) {
            self.headers = headers
            self.headings = headings
            self.folders = folders
        }

        /// Matches tables with one of these headers in the first column.
        package static func tablesHeaded(_ headers: [String]) -> Match { Match(headers: headers) }
    }

    package enum Content: String, Hashable, Sendable, CaseIterable { case tables, bullets }

    /// The kind of the records.
    package enum Kind: String, Hashable, Sendable, CaseIterable {
        case thing
        /// People: the program searches the text for their full names, roles and mentions.
        case person
    }

    /// The rule that makes records of rows.
    package enum Merge: String, Hashable, Sendable, CaseIterable {
        /// Rows with the same key are one record.
        case key
        /// Each row is a record.
        case none
    }

    /// A header, and the name and type of its field.
    package struct FieldRule: Hashable, Sendable {
        package var header: String
        /// The name of the field; nil for the header in camelCase.
        package var field: String?
        /// The type of the cells; nil for the narrowest type of all cells.
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
        /// Texts with this separator between them.
        case list(separator: String)
    }

    /// Other names of one record in rows.
    package struct Aliases: Hashable, Sendable {
        package var name: String
        package var others: [String]

        package init(name: String, others: [String]) {
            self.name = name
            self.others = others
        }
    }

    /// The names of the program's own resources, which a configured collection cannot have.
    package static let reservedNames: [String] =
        ["articles"] + heldKinds.map { $0.name } + ["search", "healthz", "readyz", "metrics", "openapi"]

    /// Returns the reason why `name` cannot be the name of a collection; nil if it can.
    package static func problem(ofName name: String) -> String? {
        if reservedNames.contains(name) { return "`\(name)` is a path of the program itself" }
        let isLetter: (UInt8) -> Bool = { (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0) }
        guard let first = name.utf8.first, isLetter(first),
            name.utf8.allSatisfy({ isLetter($0) || (0x30...0x39).contains($0) || $0 == 0x2D || $0 == 0x5F })
        else { return "a name begins with a letter a-z and holds letters, digits, `-` and `_` only" }
        return nil
    }

    /// Adds everything that affects the records, for the version of a snapshot.
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
    /// A sentence that describes the records.
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
