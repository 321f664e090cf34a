// What is known of a collection's fields: names, types and the objects inside them.

/// A field of a collection, or of an object inside one.
package struct Field: Hashable, Sendable {
    /// What a field holds, and by what its values are compared.
    package enum Kind: String, Hashable, Sendable, CaseIterable {
        case text, integer, number, date, boolean, object
    }

    /// The name in JSON: `focusArea`.
    package var name: String
    /// Of a list, what its elements are.
    package var kind: Kind
    package var isList: Bool
    /// False where a list of records leaves the field out unless it is asked for (`sections`).
    package var isListedByDefault: Bool
    /// True if answers have the field only when it is named (`article.date`), even those with all fields.
    package fileprivate(set) var isOnRequest = false
    /// False where values are made for what is shown alone, so that no question makes them for every record.
    package var isComparable: Bool
    /// True where a value may be of any size, so that it is made while it is written.
    package fileprivate(set) var isLarge = false
    /// True if a record without a value leaves the field out, instead of a null.
    package fileprivate(set) var isOmittedIfMissing = false
    /// False for fields with long values, which get no index: a filter reads them from each record.
    package fileprivate(set) var isIndexed = true
    /// True for a field that lists hide, but that has an index from the first filter on it.
    package fileprivate(set) var isIndexedWhenHidden = false
    /// True if records can be found by the values of the field without reading all of them.
    var hasIndex: Bool { isIndexed && (isListedByDefault || isOnRequest || isIndexedWhenHidden) }
    /// True if filters on parts of the text ignore case.
    package fileprivate(set) var ignoresCase = false
    /// False where the field holds no text of its own, so that a search passes it over.
    package var isSearched = true
    /// The table headers that became this field, as written; empty where it comes from something else.
    package var originalHeaders: [String]
    /// The collection whose ids the field holds, nil where it holds none.
    package var references: String?
    /// The fields of the object, or of the objects in the list, as far as they are known.
    package var members: [Field]

    package init(
        _ name: String, _ kind: Kind = .text, isList: Bool = false, isListedByDefault: Bool = true,
        isComparable: Bool = true, originalHeaders: [String] = [], references: String? = nil, members: [Field] = []
    ) {
        self.name = name
        self.kind = kind
        self.isList = isList
        self.isListedByDefault = isListedByDefault
        self.isComparable = isComparable
        self.originalHeaders = originalHeaders
        self.references = references
        self.members = members
    }

    /// The same field, of values of any size.
    var mayBeLarge: Field {
        var field = self
        field.isLarge = true
        return field
    }

    /// The same field, absent from records without a value.
    var omittedIfMissing: Field {
        var field = self
        field.isOmittedIfMissing = true
        return field
    }

    /// The same field, in answers only when it is named.
    ///
    /// It can be filtered and sorted by like others.
    var onRequest: Field {
        var field = self
        field.isListedByDefault = false
        field.isOnRequest = true
        field.isSearched = false
        return field
    }

    /// The items and headings around a record, from the inside out.
    static let path: Field = {
        var field = Field("path", isList: true)
        field.isIndexed = false
        field.ignoresCase = true
        field.isSearched = false
        return field
    }()

    /// The links of a record; those of tables have a column.
    ///
    /// Lists hide them, since most records have none. Only targets are indexed: texts are in the search.
    static func links(hasColumns: Bool = false) -> Field {
        func unindexed(_ name: String, _ kind: Kind = .text) -> Field {
            var field = Field(name, kind)
            field.isIndexed = false
            return field
        }
        var field = Field(
            "links", .object, isList: true, isListedByDefault: false,
            members: [unindexed("text"), Field("url"), unindexed("line", .integer)]
                + (hasColumns ? [unindexed("column")] : [])
                + [Field("article", references: "articles"), unindexed("image", .boolean)])
        field.isIndexedWhenHidden = true
        field.isSearched = false
        field.isLarge = true
        return field
    }

    /// The piece of a text that a search shows.
    package static let snippet = Field("snippet", isComparable: false)

    /// Where something stands: the field `source` of everything that was read from a document.
    static let source = Field(
        "source", .object, members: [Field("file"), Field("line", .integer), Field("heading")])
}

/// The way from a record to one of its values: `source.line`.
package struct FieldPath: Hashable, Sendable {
    /// As it is written in a query, members apart by dots.
    package let name: String
    /// The position of the first field in `Collection.fields`.
    package let position: Int
    /// The names below the first field; empty for the field itself.
    package let members: [String]
    /// The field at the end of the way.
    package let field: Field
    /// True where the way leads through a list or ends at one, so that a record may have several values.
    package let isList: Bool

    /// The way to a top-level field and those to its members.
    static func all(from field: Field, at position: Int) -> [FieldPath] {
        FieldPath(name: field.name, position: position, members: [], field: field, isList: field.isList).withMembers
    }

    private var withMembers: [FieldPath] {
        [self]
            + field.members.flatMap { member in
                FieldPath(
                    name: name + "." + member.name, position: position, members: members + [member.name],
                    field: member, isList: isList || member.isList
                ).withMembers
            }
    }
}
