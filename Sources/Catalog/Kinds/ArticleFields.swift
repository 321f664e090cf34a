// The fields of a record's article that a query can ask for by name: `article.date`, `article.title`.

import Documents

/// Fields of the article of a record.
///
/// They are the last fields of points, tables and configured collections, and in answers only on request. They are from
/// the newest appearance of a record.
enum ArticleFields {
    private static let parts: [(field: Field, value: @Sendable (Document) -> Value)] = [
        (Field("article.title"), { .text($0.title.text) }),
        (Field("article.date", .date), { text($0.metadata.date) }),
        (Field("article.author"), { text($0.metadata.author) }),
        (Field("article.url"), { text($0.metadata.url) }),
        (Field("article.language"), { text($0.metadata.language) }),
        (Field("article.tags", isList: true), { .list($0.metadata.tags.map(Value.text)) }),
        (Field("article.summary"), { text($0.metadata.summary) }),
        (Field("article.wordCount", .integer), { .integer($0.wordCount) }),
    ]

    /// The fields in the order of `value(_:of:)`.
    static let all = parts.map(\.field.onRequest)

    /// Returns the value of the field at `index` for a record of a document.
    static func value(_ index: Int, of document: Document) -> Value {
        parts.indices.contains(index) ? parts[index].value(document) : .null
    }

    private static func text(_ text: String?) -> Value { text.map(Value.text) ?? .null }
}
