// The part of a record's text that shows best why a search found the record, and its place in the documents.

package import Documents
import People
import Search

/// A snippet and its place, as far as the place is certain.
package struct FoundText: Sendable {
    /// HTML in which only `mark` is an element.
    package let snippet: String
    /// The position of the article, nil if it is not known.
    package private(set) var article: Int?
    /// The place of the first hit, null if the document is not known.
    ///
    /// Its line is null if that is not certain.
    package private(set) var source = Value.null

    init(snippet: String) { self.snippet = snippet }

    /// Makes the result of an excerpt from text on some lines of the document at a position.
    init(_ excerpt: Excerpt, _ lines: LineMap?, in document: Document, at position: Int) {
        let line = lines.flatMap { document.line(of: $0, at: excerpt.offset, where: excerpt.hasFirstHit) }
        snippet = excerpt.html
        article = position
        source = .object([
            Value.Member("file", .text(document.path)), Value.Member("line", line.map(Value.integer) ?? .null),
            Value.Member("heading", line.flatMap(document.heading(aboveLine:)).map(Value.text) ?? .null),
        ])
    }
}

extension Field {
    /// The article of a hit.
    package static let foundArticle = Field(
        "article", .object, members: [Field("id", references: "articles"), Field("title"), Field("date", .date)])

    /// The same field for answers alone: queries cannot compare its values.
    package var notComparable: Field {
        var field = self
        field.isComparable = false
        field.members = members.map(\.notComparable)
        return field
    }
}

extension MappedRecords {
    /// Returns the position of the document that all texts of a record are from; nil if there are several.
    ///
    /// The full name and the roles of a person may be from any document.
    func onlyDocument(at index: Int) -> Int? {
        let rows = appearances[index]
        guard people.persons.isEmpty, let first = rows.first else { return nil }
        return rows.allSatisfy { $0.document == first.document } ? first.document : nil
    }

    /// The maximum number of lines of a row that are searched for a hit.
    private static let maxLines = 50

    /// Returns the place of one of a record's texts: the newest row that has it, or the place of a person's name.
    func place(of text: String, isName: Bool, _ excerpt: Excerpt, at index: Int) -> FoundText {
        func hasText(_ value: Value) -> Bool {
            var isFound = false
            TextFields.forEach(of: value) { if $0 == text { isFound = true } }
            return isFound
        }
        let row = appearances[index].first { row in
            isName ? row.name == text : row.cells.contains { hasText($0.value) }
        }
        if let row {
            let document = documents[row.document]
            let first = isName ? row.nameLine ?? row.line : row.line
            let end = document.nextHeadingLine(after: first).map { min($0, first + Self.maxLines) }
            let lines = LineMap(first: first, end: excerpt.hasHit ? end ?? first + Self.maxLines : nil)
            return FoundText(excerpt, lines, in: document, at: row.document)
        }
        if people.persons.indices.contains(index), let place = people.persons[index].place(of: text) {
            return FoundText(excerpt, LineMap(first: place.line), in: documents[place.document], at: place.document)
        }
        return FoundText(snippet: excerpt.html)
    }
}
