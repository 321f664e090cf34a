// Collection of rows of tables and bullets by key, with one list of fields for all their columns.

import Documents
import Text

/// One row of one document that names a record.
struct Appearance: Sendable {
    /// A cell, and the mapped field that it belongs to.
    struct Cell: Hashable, Sendable {
        let field: Int
        let value: Value
    }

    private(set) var document: Int
    let line: Int
    /// The line of the name; nil if it is a heading or the title.
    let nameLine: Int?
    let heading: String?
    /// The key as written in this row, without a final colon.
    let name: String
    let cells: [Cell]
    /// The reason why the row belongs to a record with another key; nil if the keys are equal.
    var rule: MergeRule?

    /// Returns true if this is the row of another version of the same document, with the same cells and rule.
    func isSameRow(as other: Appearance) -> Bool {
        line == other.line && nameLine == other.nameLine && heading == other.heading && name == other.name
            && rule == other.rule && cells == other.cells
    }

    /// Returns the row of the same document at its new position among `places`.
    func moved(_ places: [UInt32]) -> Appearance {
        var row = self
        row.document = Int(places[document])
        return row
    }

    /// Compares documents by date, then by position, both descending; no date is oldest.
    static func isNewer(_ left: Int, than right: Int, _ instants: [Instant?]) -> Bool {
        switch (instants[left], instants[right]) {
        case (let one?, let other?) where one != other: one > other
        case (_?, nil): true
        case (nil, _?): false
        default: left > right
        }
    }
}

/// The rule that merges rows with different spellings; answers have the raw value.
enum MergeRule: String, Sendable {
    /// Only case, accents and white space differ.
    case sameKey = "same-key"
    /// The configuration says so.
    case alias
    /// The text gives both the same full name.
    case sameFullName = "same-full-name"
}

/// Gathers the rows of one configured collection, document by document.
struct AppearanceGatherer {
    let matcher: CollectionMatcher
    /// The mapped fields in the order of their first row, with every spelling of their header.
    private(set) var fields: [Field] = []
    /// The declared type of each field; nil if it is inferred from the cells.
    private(set) var types: [Mapping.FieldType?] = []
    /// The rows of each record, in the order of documents and lines.
    private(set) var appearances: [[Appearance]] = []
    /// The folded key of each record.
    ///
    /// Several records may have one key if the collection does not merge.
    private(set) var keys: [String] = []
    /// The folded names of records with an id that is not made of the key.
    private(set) var idNames: [Int: String] = [:]
    /// For each record, the folded keys of rows that another rule merged.
    private(set) var formerKeys: [[String]] = []
    /// For each document, the records that appear or are mentioned in it, each once.
    private(set) var records: [[UInt32]] = []
    /// True if any content matched, even without records.
    var isMatched = false
    private var positions: [String: Int] = [:]
    private var fieldPositions: [String: Int] = [:]
    /// The folded headers in `fields` of the entry that occur in content.
    private(set) var usedRules: Set<String> = []
    private var declared: [String: Mapping.FieldType] = [:]
    /// The configured names of fields by their lower-case form.
    private var configuredNames: [String: String] = [:]

    /// The limit of fields that the entry does not name.
    ///
    /// Each record has all fields, so one field for each document would take quadratic space.
    static let maxFields = 256
    /// The limit of original headers of a field.
    private static let maxHeaders = 64

    var entry: Mapping.Entry { matcher.entry }

    init(_ matcher: CollectionMatcher, documents: Int) {
        self.matcher = matcher
        records = Array(repeating: [], count: documents)
        for rule in entry.fields {
            if let name = rule.field { configuredNames[name.lowercased()] = configuredNames[name.lowercased()] ?? name }
            guard let type = rule.type else { continue }
            declared[(rule.field ?? FieldNames.camelCase(rule.header)).lowercased()] = type
        }
    }

    /// Returns true if a row has this folded key.
    func hasRecord(key: String) -> Bool { positions[key] != nil }

    /// Adds the rows of one table or list; reports and omits those without a key.
    mutating func gather(_ rows: KeyedRows, document: Int, file: String, diagnostics: inout [Diagnostic]) {
        isMatched = true
        func report(
            _ code: Diagnostic.Code, at line: Int, _ message: String, _ severity: Diagnostic.Severity = .warning
        ) {
            diagnostics.append(Diagnostic(severity, code, at: SourceLocation(file: file, line: line), message))
        }
        var (omitted, renamed) = ([String](), [(header: String, name: String)]())
        let columns = fieldPositions(of: rows.columns, key: rows.key, omitted: &omitted, renamed: &renamed)
        for (header, name) in renamed {
            report(
                .renamedColumn, at: rows.line,
                "The column `\(header.prefix(80))` is the field `\(name)` of `\(entry.name)`, because another"
                    + " field already has the name that it asks for.", .note)
        }
        if let header = omitted.first {
            let others = omitted.count > 1 ? " and others of its table" : ""
            report(
                .tooManyFields, at: rows.line,
                "The column `\(header.prefix(80))`\(others) would be more than \(Self.maxFields) fields of"
                    + " `\(entry.name)`, so it stays in the table alone; name it in `fields` to have it, or match fewer"
                    + " tables.")
        }
        var lines: [Int: Int] = [:]
        for row in rows.rows {
            let (text, nameLine) = rows.name(of: row)
            let name = Folding.withoutTrailingColon(text)
            var key = Folding.key(row.key ?? name)
            if key.isEmpty {
                report(
                    .emptyKey, at: row.line,
                    "The row has no key in the column that names records of `\(entry.name)`; it is left out.")
                continue
            }
            var formerKey: String?
            if let known = matcher.name(ofAlias: key), Folding.key(known) != key {
                formerKey = key
                key = Folding.key(known)
            }
            var cells: [Appearance.Cell] = []
            for (column, text) in zip(columns, row.cells) {
                guard let (column, field) = column else { continue }
                let value = value(of: text, field: column)
                if value == .null, !text.isEmpty {
                    report(
                        .valueType, at: row.line,
                        "`\(text.prefix(80))` is no \(types[column]?.name ?? "value") as `\(field)` of"
                            + " `\(entry.name)` is said to be; it is null there and stays as written in the table.")
                }
                cells.append(Appearance.Cell(field: column, value: value))
            }
            let record = add(
                Appearance(
                    document: document, line: row.line, nameLine: nameLine, heading: rows.heading, name: name,
                    cells: cells, rule: formerKey == nil ? nil : .alias),
                key: key, formerKey: formerKey)
            if row.key != nil { idNames[record] = Folding.key(name) }
            if let first = lines.updateValue(row.line, forKey: record), formerKey == nil {
                report(
                    .duplicateKey, at: row.line,
                    "Line \(first) of the same table has the key `\(name.prefix(80))` too; both rows are one record.")
            }
        }
    }

    private func value(of text: String, field: Int) -> Value {
        if text.isEmpty { return .null }
        guard let type = types[field] else { return .text(text) }
        return type.value(of: text) ?? .null
    }

    private mutating func add(_ appearance: Appearance, key: String, formerKey: String?) -> Int {
        let record: Int
        if entry.merge == .key, let known = positions[key] {
            record = known
        } else {
            record = keys.count
            positions[key] = record
            keys.append(key)
            appearances.append([])
            formerKeys.append([])
        }
        if let formerKey, !formerKeys[record].contains(formerKey) { formerKeys[record].append(formerKey) }
        if appearances[record].last?.document != appearance.document {
            records[appearance.document].append(UInt32(truncatingIfNeeded: record))
        }
        appearances[record].append(appearance)
        return record
    }

    /// Moves the rows to the positions in a list of documents that differs only in documents without rows.
    mutating func move(_ change: DocumentChange) {
        records = change.applied(to: records) { _ in [] }
        guard let places = change.newPositions else { return }
        appearances = appearances.map { $0.map { $0.moved(places) } }
    }

    /// Adds the documents that mention each record.
    mutating func note(mentionsIn documents: some Sequence<[Int]>) {
        var mentioned: [Int: [UInt32]] = [:]
        for (record, documents) in documents.enumerated() {
            for document in documents { mentioned[document, default: []].append(UInt32(truncatingIfNeeded: record)) }
        }
        for (document, more) in mentioned {
            let known = Set(records[document])
            records[document] += more.filter { !known.contains($0) }
        }
    }

    /// Merges each record into the one at its position in `targets`, which may be itself.
    mutating func join(_ targets: [Int]) {
        guard targets != Array(targets.indices) else { return }
        var remaining: [Int: Int] = [:]
        for (record, target) in targets.enumerated() where record == target { remaining[record] = remaining.count }
        let new = targets.map { remaining[$0] ?? 0 }
        var joined = (appearances: [[Appearance]](), keys: [String](), formerKeys: [[String]]())
        idNames = Dictionary(
            uniqueKeysWithValues: idNames.filter { targets[$0.key] == $0.key }.map { (new[$0], $1) })
        for (record, target) in targets.enumerated() where record == target {
            joined.appearances.append(appearances[record])
            joined.keys.append(keys[record])
            joined.formerKeys.append(formerKeys[record])
        }
        for (record, target) in targets.enumerated() where record != target {
            joined.appearances[new[record]] += appearances[record].map { row in
                var row = row
                row.rule = row.rule ?? .sameFullName
                return row
            }
            joined.formerKeys[new[record]] += [keys[record]] + formerKeys[record]
        }
        (appearances, keys, formerKeys) = joined
        for document in records.indices where !records[document].isEmpty {
            var seen: Set<Int> = []
            records[document] = records[document].map { new[Int($0)] }.filter { seen.insert($0).inserted }
                .map(UInt32.init(truncatingIfNeeded:))
        }
    }

    /// Returns the mapped field of each column, and its name; nil for the key's column and for `omitted` ones.
    ///
    /// If names differ only in case, a configured one is the field's, else the first by its bytes.
    private mutating func fieldPositions(
        of columns: [String], key: Int?, omitted: inout [String], renamed: inout [(header: String, name: String)]
    ) -> [(field: Int, name: String)?] {
        let taken = entry.kind == .person ? PersonFields.names : []
        let names = FieldNames.names(of: columns, key: key, taken: taken) { matcher.rule(ofHeader: $0)?.field }
        return zip(names, columns).map { found, header in
            guard let (found, wanted) = found else { return nil }
            let lowercased = found.lowercased()
            let name = configuredNames[lowercased] ?? found
            let isRuled = matcher.rule(ofHeader: header) != nil
            if isRuled { usedRules.insert(CollectionMatcher.folded(header)) }
            if let known = fieldPositions[lowercased] {
                if found != wanted { renamed.append((header, name)) }
                if name.precedesByBytes(fields[known].name) { fields[known].name = name }
                let headers = fields[known].originalHeaders
                if headers.count < Self.maxHeaders, !headers.contains(header) {
                    fields[known].originalHeaders.append(header)
                }
                return (known, name)
            }
            if fields.count >= Self.maxFields, !isRuled {
                omitted.append(header)
                return nil
            }
            if found != wanted { renamed.append((header, name)) }
            fieldPositions[lowercased] = fields.count
            var field = Field(name, originalHeaders: [header])
            // A declared type belongs to the field with the name, not to one that got a number because of a conflict.
            let type = declared[lowercased]
            switch type {
            case .single(let kind): field.kind = kind
            case .list: field.isList = true
            case nil: break
            }
            fields.append(field)
            types.append(type)
            return (fields.count - 1, name)
        }
    }
}
