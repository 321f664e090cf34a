// The headers of the tables that no collection takes: which of them are slips, and which deserve a collection.

package import Documents
import Text

/// What tables are called by, counted.
package struct HeaderSurvey {
    /// The tables whose first column is called alike.
    package struct Entry: Sendable {
        /// As the first of the tables writes them.
        package let columns: [String]
        package private(set) var tables = 0
        package private(set) var rows = 0
        /// The first of the tables.
        package let location: SourceLocation
        /// True where each of the tables is one record: two columns, the second without a name.
        package private(set) var isTransposed = true

        fileprivate mutating func add(_ table: Table) {
            tables += 1
            rows += table.rowCount
            isTransposed = isTransposed && table.columns.count == 2 && table.columns[1].isEmpty
        }
    }

    /// In bytes; longer headers are sentences, neither slips nor names.
    private static let longestHeader = 80

    /// By folded header.
    private var seen: [String: Entry] = [:]
    /// The headers that collections ask for, folded, in both numbers.
    private let wanted: [(header: String, bytes: [UInt8], singular: String, entry: Mapping.Entry)]
    /// By folded header, the position in `wanted` of the header that it nearly is; nil for most.
    private var nearest: [String: Int?] = [:]

    package init(_ mapping: Mapping) {
        wanted = mapping.entries.filter { $0.contents.contains(.tables) }.flatMap { entry in
            entry.match.headers.map { header in
                let folded = CollectionMatcher.folded(header)
                return (header, Array(folded.utf8), Self.singular(folded), entry)
            }
        }
    }

    /// Counts a table that no collection takes.
    package mutating func see(_ table: Table, in file: String) {
        guard let folded = Self.folded(table) else { return }
        let location = SourceLocation(file: file, line: table.line)
        seen[folded, default: Entry(columns: table.columns, location: location)].add(table)
        if nearest[folded] == nil { nearest[folded] = .some(nearest(to: folded)) }
    }

    /// Returns the diagnostic of a table that no collection takes, though its header is nearly that of one.
    func nearHeader(of table: Table, in file: String) -> Diagnostic? {
        guard !wanted.isEmpty, let header = table.columns.first, let folded = Self.folded(table),
            let near = nearest(to: folded).map({ wanted[$0] })
        else { return nil }
        let name = near.entry.name
        return Diagnostic(
            .warning, .nearHeader, at: SourceLocation(file: file, line: table.line),
            "No collection takes tables headed `\(header)`; `\(name)` takes `\(near.header)`."
                + " If these are its rows too, add the header to collections.\(name).header.")
    }

    /// Returns the folded header of a table; nil if it has none or one that is too long.
    private static func folded(_ table: Table) -> String? {
        guard let header = table.columns.first, !header.isEmpty, header.utf8.count <= longestHeader else { return nil }
        return CollectionMatcher.folded(header)
    }

    private func nearest(to folded: String) -> Int? {
        let bytes = Array(folded.utf8)
        let singular = Self.singular(folded)
        let near = wanted.firstIndex { other in
            // One slip in five letters; shorter words differ from many others by one.
            other.singular == singular
                || EditDistance.between(other.bytes, bytes, limit: min(other.bytes.count, bytes.count) / 5) != nil
        }
        // Where the header itself fits, it is the heading or the folder that does not.
        return near.flatMap { CollectionMatcher.folded(wanted[$0].header) == folded ? nil : $0 }
    }

    /// The headers of unmapped tables, the most frequent first; without those that are nearly a collection's.
    package var frequent: [Entry] {
        seen.filter { nearest[$0.key] == .some(nil) }.values.sorted { left, right in
            (right.tables, right.rows, left.columns[0]) < (left.tables, left.rows, right.columns[0])
        }
    }

    /// A folded word in the singular, as far as its last letters tell.
    private static func singular(_ word: String) -> String {
        if word.hasSuffix("ies") { return word.dropLast(3) + "y" }
        return word.hasSuffix("s") && word.utf8.count > 3 ? String(word.dropLast()) : word
    }
}
